import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      "How strong the steps between 8 × 8 blocks are at the position of the picture's grid, and where steps at another position are stronger. Yellow means strong, in grey levels on a fixed scale.",
      '显示整图网格位置上 8×8 块间阶跃的强弱，以及何处另一位置的阶跃更强。黄色表示强，刻度固定，单位为灰度级。',
    ),
  ],
  lookFor: [
    localized(
      'On the map of other positions: a closed bright patch with straight borders or the outline of an object.',
      '“其他位置”图中边界平直或轮廓如同物体的封闭亮块。',
    ),
    localized(
      'On the map of the grid: an object without block edges in a picture that is blocky all round.',
      '整图网格图中：四周块效应明显，某物体却没有块边缘。',
    ),
  ],
  ignore: [
    localized(
      'Fences, blinds, window rows, brickwork, lines of text: regular scene edges make maxima at a position of their own.',
      '栅栏、百叶窗、成排的窗户、砖墙和文字行：场景中的规则边缘自会形成极大值。',
    ),
    localized(
      'Scattered bright cells. Each value is pooled over 40 pixels, so a real region is never one cell.',
      '零散的亮单元。每个数值汇集约 40 像素范围，真实区域不会只有一个单元。',
    ),
    localized(
      'Dark sky and other smooth places: no texture, no steps.',
      '较暗的天空等平滑处：没有纹理就没有阶跃。',
    ),
  ],
  lies: [
    localized(
      'At high quality there is hardly a step to measure, and the maps show texture only.',
      '高质量图像几乎没有阶跃可测，图中只剩纹理。',
    ),
    localized(
      'Viewers and phones smooth block edges away; a missing grid may be their work.',
      '看图软件和手机会平滑块边缘；网格缺失可能由此而来。',
    ),
    localized(
      'There is no statistic behind it. For a number of false alarms use the JPEG grid method.',
      '它背后没有统计检验；需要虚警数时请使用“JPEG 网格”方法。',
    ),
  ],
};
