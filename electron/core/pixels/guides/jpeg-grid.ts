import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'Each pixel votes for the position of the 8 × 8 grid that gives its block most zero coefficients. Bright on the first map: the pixel votes for the grid of the whole picture.',
      '每个像素投票给使其所在块零系数最多的 8×8 网格位置。第一幅图中亮处表示该像素支持整图网格。',
    ),
    localized(
      'The second map shows regions with a grid of their own, the third regions that lost the common grid; brighter is less likely by chance.',
      '第二幅图显示网格不同的区域，第三幅图显示失去共同网格的区域；越亮，偶然出现的可能越小。',
    ),
    localized(
      'It reads pixels, not the file: PNG copies and screenshots of JPEG pictures are examined too.',
      '它读取像素而非文件：JPEG 图像的 PNG 副本和截图同样可以检验。',
    ),
  ],
  lookFor: [
    localized(
      'A bright patch on the map of other grids that follows an object. The table gives its origin, the strength is the lg NFA.',
      '“网格不同的区域”图中与某物体吻合的亮块；表中给出其起点，lg NFA 表示强度。',
    ),
    localized(
      'A main origin other than (0, 0) in a JPEG said to be untouched: it was cropped, shifted or framed.',
      '声称未改动的 JPEG，其主网格起点却不是 (0, 0)：它曾被裁剪、平移或加框。',
    ),
    localized(
      'A main grid in a PNG or TIFF said never to have been a JPEG.',
      '声称从未是 JPEG 的 PNG 或 TIFF 中出现主网格。',
    ),
  ],
  ignore: [
    localized(
      'Dark areas of the first map in sky, shadow and blur: they have no zeros to vote with, and no wrong grid.',
      '第一幅图中天空、暗部与虚化处的暗色：那里无从投票，并非网格有误。',
    ),
    localized(
      'Screens, woven cloth and printed patterns with a period of 8 pixels.',
      '周期为 8 像素的屏幕、织物与印刷图案。',
    ),
    localized(
      'Missing grid over captions, black bars and burnt-out light.',
      '字幕、黑边和过曝处的网格缺失。',
    ),
  ],
  lies: [
    localized(
      'Files saved at high quality after the edit hide it: the last save lays its own grid over everything. The table shows how little is found then.',
      '编辑后以高质量保存会掩盖痕迹：最后一次保存在整图上铺设了自己的网格。此时检出很少，见错误率表。',
    ),
    localized(
      'Any resizing removes all grids. Nothing found after a resize means nothing.',
      '任何缩放都会抹去全部网格；缩放之后的“未发现”没有意义。',
    ),
    localized(
      'Honest collages and screenshots of pages have foreign grids by nature; the alarm is right and the suspicion wrong.',
      '正常的拼图和网页截图天然带有外来网格：警示无误，怀疑却错。',
    ),
  ],
};
