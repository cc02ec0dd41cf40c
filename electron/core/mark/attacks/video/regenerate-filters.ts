import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { h264, scaleBy, throughFilm } from '../tools/film.ts';

const chains = {
  mild: { denoise: 4, scale: 0.75, factor: 30 },
  ordinary: { denoise: 8, scale: 0.5, factor: 34 },
  strong: { denoise: 14, scale: 0.35, factor: 38 },
} as const;
type Chain = keyof typeof chains;
const words = {
  mild: localized('mild', '轻度'),
  ordinary: localized('ordinary', '中度'),
  strong: localized('strong', '强度'),
} as const;

export const attack = fileAttack({
  id: 'video.regenerate-filters',
  media: 'video',
  family: 'regeneration',
  title: localized('Denoised, enlarged and compressed anew', '去噪、放大并重新压缩'),
  about: localized(
    'A stand-in for regeneration without a model: denoising over time, shrinking, H.264, enlarging, sharpening. What video models do to a mark it does not show.',
    '无模型时的再生成替代：时域去噪、缩小、H.264、放大、锐化。它不能说明视频模型对水印的影响。',
  ),
  cite: 'Own chain',
  ladder: fileLadder<Chain>(
    ['mild', 'ordinary', 'strong'],
    'ordinary',
    { id: (chain) => chain, label: (chain) => words[chain] },
    (source, chain, bench) => {
      const { denoise, scale, factor } = chains[chain];
      return throughFilm(
        source,
        [
          { picture: `hqdn3d=${denoise},${scaleBy(scale)}`, encoder: h264(factor) },
          { picture: `${scaleBy(1 / scale)},unsharp=5:5:0.8`, encoder: h264(28) },
        ],
        bench,
      );
    },
  ),
});
