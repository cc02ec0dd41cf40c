import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'A tone curve on 8 bits merges some levels and skips others. The histogram of green then has peaks and gaps like a comb; the map measures this unevenness tile by tile.',
      '在 8 位精度上施加色调曲线会合并一些灰阶、跳过另一些，使绿色直方图像梳子一样出现尖峰与间隙；图中逐块测量这种不平整度。',
    ),
  ],
  lookFor: [
    localized(
      'A comb over the whole range of the plot: the whole picture was adjusted.',
      '直方图通篇呈梳状：整图做过调整。',
    ),
    localized(
      'A few yellow tiles that join to an object while the rest is dark: only that part was adjusted before it came here.',
      '少数黄色分块连成物体而其余为暗：只有该部分在放入之前做过调整。',
    ),
  ],
  ignore: [
    localized(
      'Single yellow tiles of sky or shadow with few levels to count.',
      '天空或暗部灰阶很少的个别黄色分块。',
    ),
    localized('Peaks at 0 and 255: clipping.', '0 与 255 处的尖峰：溢出所致。'),
  ],
  lies: [
    localized(
      'It works on lossless files and nearly lossless JPEG only; for most files in circulation it is silent.',
      '仅适用于无损文件和近乎无损的 JPEG；对流传中的多数文件无法判断。',
    ),
    localized(
      'Drawings have few colours and gaps of their own. Bars and surfaces of one level are left out of the histogram, but lettering and shading around them are not.',
      '图画颜色少，自身即有间隙。单一灰阶的条带和区域不计入直方图，但其周围的文字与渐变仍会计入。',
    ),
    localized(
      'Every ordinary correction of exposure, every colour profile applied on 8 bits does the same.',
      '任何普通的曝光校正、以 8 位应用的色彩配置文件都会如此。',
    ),
    localized(
      'Work on 16 bits, a later save or a later resize leaves no comb.',
      '以 16 位处理、之后再保存或缩放，都不会留下梳状结构。',
    ),
  ],
};
