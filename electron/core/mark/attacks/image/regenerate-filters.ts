import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { denoised, sharpened } from '../tools/filters.ts';
import { jpeg, pixelsOf, resized, scaled, webp } from '../tools/picture.ts';

const chains = {
  mild: { deviation: 5, scale: 0.75, quality: 75 },
  ordinary: { deviation: 9, scale: 0.5, quality: 60 },
  strong: { deviation: 14, scale: 0.35, quality: 40 },
} as const;
type Chain = keyof typeof chains;
const words = {
  mild: localized('mild', '轻度'),
  ordinary: localized('ordinary', '中度'),
  strong: localized('strong', '强度'),
} as const;

export const attack = pictureAttack({
  id: 'image.regenerate-filters',
  family: 'regeneration',
  title: localized('Denoised, enlarged and compressed anew', '去噪、放大并重新压缩'),
  about: localized(
    'A stand-in for regeneration without a model: denoise, WebP, shrink, enlarge, sharpen, JPEG. What diffusion models do to a mark it does not show: they remove marks that survive this.',
    '无模型时的再生成替代：去噪、WebP、缩小、放大、锐化、JPEG。它不能说明扩散模型的影响：能承受此处理的水印，仍可被扩散模型去除。',
  ),
  cite: 'Own chain; for what models do see WAVES (An et al., 2024) and Zhao et al., NeurIPS 2024 (regeneration attacks)',
  ladder: pictureLadder<Chain>(
    ['mild', 'ordinary', 'strong'],
    'ordinary',
    { id: (chain) => chain, label: (chain) => words[chain] },
    async (picture, chain, { context }) => {
      const { deviation, scale, quality } = chains[chain];
      const packed = await webp(denoised(picture, 2, deviation), quality);
      const small = await scaled(await pixelsOf(packed, context.limits), scale);
      const large = await resized(small, picture.width, picture.height);
      return jpeg(await sharpened(large, 1, 0.7), quality);
    },
  ),
});
