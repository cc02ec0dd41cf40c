import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      "Whether blocks line up with a JPEG grid other than the file's own: all 63 shifts are tried, the best are listed, and the map shows where the picture keeps to the best one (red) and where it does not (blue).",
      '检验图像块是否与文件自身网格以外的 JPEG 网格吻合：尝试全部 63 种偏移并列出最佳者，图中红色表示符合该网格，蓝色表示不符合。',
    ),
  ],
  lookFor: [
    localized(
      'A red patch with the outline of an object on blue: it was in a JPEG before and was moved off the grid when it was pasted.',
      '蓝底上轮廓如同物体的红色区域：它来自另一 JPEG，粘贴时脱离了原网格。',
    ),
    localized(
      'The reverse, a blue patch on red: the whole picture was cropped and saved again, and this part was not in it then.',
      '相反，红底上的蓝色区域：整图曾被裁剪并重新保存，而该部分当时并不在其中。',
    ),
    localized(
      'In the table, one shift far above the others, not three of nearly the same height.',
      '偏移表中应有一个偏移遥遥领先，而不是三个高低相近。',
    ),
  ],
  ignore: [
    localized(
      'A picture that is red all over: it was cropped and saved again, nothing more.',
      '全图皆红：只说明曾裁剪并重新保存。',
    ),
    localized(
      'Frames, embedded screenshots, collages and page layouts, whose pictures bring their own grids.',
      '边框、嵌入的截图、拼图和版面中的图片，它们各带自己的网格。',
    ),
    localized(
      'Pale and mixed colours in smooth areas: too few coefficients speak there.',
      '平滑区域的浅色与混杂颜色：那里可用的系数太少。',
    ),
  ],
  lies: [
    localized(
      'Shifts along one axis only (x or y is 0) are the weakest: smooth content imitates them.',
      '仅沿一个方向的偏移（x 或 y 为 0）最不可靠：平滑内容会造成同样的表现。',
    ),
    localized(
      'Untouched pictures set it off now and then, as the table says; a region here needs a second method.',
      '未改动的图像偶尔也会触发，见错误率表；此处的区域需由另一方法印证。',
    ),
    localized(
      'A strong last save or any resizing ends it: then silence is no comfort.',
      '最后一次强压缩或任何缩放都会使其失效，此时“未发现”不足为凭。',
    ),
    localized(
      'A pasted part whose grid happens to fall on that of the picture (1 in 64) cannot be seen here.',
      '粘贴部分的网格若恰与整图重合（概率 1/64），此处无法察觉。',
    ),
  ],
};
