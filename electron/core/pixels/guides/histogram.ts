import type { Guide } from '#shared/domain/analysis-card.ts';
import { localized } from '#shared/domain/localized.ts';

export const guide: Guide = {
  sees: [
    localized(
      'How often each level occurs in luminance and in red, green and blue, with counts of missing and outstanding levels and the strongest regular period.',
      '统计亮度及红、绿、蓝各灰度级出现的次数，并给出空缺级数、突出级数和最强的规则周期。',
    ),
  ],
  lookFor: [
    localized(
      'A comb: empty or doubled levels at even distances in a channel, as contrast or levels on 8 bits leave them.',
      '梳状结构：某通道中等间距出现空缺或加倍的灰度级，为 8 位下调整对比度或色阶所遗留。',
    ),
    localized(
      'A range that ends abruptly before black or white, or one channel with a comb of its own.',
      '在黑或白之前突然中断，或仅一个通道呈梳状。',
    ),
  ],
  ignore: [
    localized(
      "A smooth luminance curve over combed channels: it is mixed of three and hides their gaps; take the channels' word.",
      '通道呈梳状而亮度曲线平滑：亮度由三个通道混合，会掩盖空缺，应以各通道为准。',
    ),
    localized(
      'Spikes at 0 and 255, and graphics with few colours.',
      '0 与 255 处的尖峰，以及颜色很少的图形。',
    ),
    localized(
      'High roughness in a large picture: the measure grows with the number of pixels.',
      '大图的粗糙度偏高：该指标随像素数增大。',
    ),
  ],
  lies: [
    localized(
      'Cameras and scanners adjust tone as well; a comb is no sign of deceit.',
      '相机和扫描仪同样会调整影调；梳状结构不代表欺骗。',
    ),
    localized(
      'Saving as JPEG or resizing afterwards fills the gaps again.',
      '事后存为 JPEG 或缩放会重新填平空缺。',
    ),
    localized(
      'It speaks of the whole picture; an adjusted part drowns in it. Use contrast enhancement for tiles.',
      '它针对整幅图像，局部调整会被淹没；逐块检验请用“对比度增强”。',
    ),
  ],
};
