import { type Localized, localized } from '#shared/domain/localized.ts';

/** What every enhancer says first: it shows, it does not conclude. */
export const enhancerLimit = localized(
  'An enhancer, an aid for the eye: it shows what is in the picture and draws no conclusion. What stands out needs an explanation by another method or by comparison with pictures of known making.',
  '图像增强手段，仅供辅助观察：只显示图像内容，不作结论。凡显得突出之处，须由其他方法或与来源已知的图像比对加以解释。',
);

export const smallerLimit = localized(
  'For images of more than 4 megapixels the pictures are drawn smaller, each of their pixels the mean of those it stands for; the numbers are taken from every pixel.',
  '超过 400 万像素的图像缩小绘制，每个像素为其所代表像素的均值；数值由全部像素计算得出。',
);

/** Column heads that several tables share. */
export const measureTitle: Localized = localized('Measure', '指标');
export const valueTitle: Localized = localized('Value', '数值');
export const channelTitle: Localized = localized('Channel', '通道');

export const channelWords = {
  red: localized('red', '红'),
  green: localized('green', '绿'),
  blue: localized('blue', '蓝'),
  luminance: localized('luminance', '亮度'),
} as const;

/** Rounded for a table; never minus nothing, which JSON does not know. */
export function rounded(value: number, digits = 2): number {
  return Math.round(value * 10 ** digits) / 10 ** digits + 0;
}
