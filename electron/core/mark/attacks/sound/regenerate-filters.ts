import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { opus, throughSound, wave } from '../tools/sound.ts';

const chains = {
  mild: { noise: 10, rate: 32_000, bits: 48 },
  ordinary: { noise: 20, rate: 22_050, bits: 24 },
  strong: { noise: 35, rate: 16_000, bits: 12 },
} as const;
type Chain = keyof typeof chains;
const words = {
  mild: localized('mild', '轻度'),
  ordinary: localized('ordinary', '中度'),
  strong: localized('strong', '强度'),
} as const;

export const attack = fileAttack({
  id: 'sound.regenerate-filters',
  media: 'audio',
  family: 'regeneration',
  title: localized('Denoised, resampled and compressed anew', '去噪、重采样并重新压缩'),
  about: localized(
    'A stand-in for regeneration without a model: spectral denoising, resampling, Opus. What neural codecs do to a mark it does not show: they remove marks that survive this.',
    '无模型时的再生成替代：频谱去噪、重采样、Opus。它不能说明神经编解码器的影响：能承受此处理的水印，仍可被其去除。',
  ),
  cite: 'Own chain; for what neural codecs do see AudioMarkBench (Liu et al., NeurIPS 2024): EnCodec, SoundStream',
  ladder: fileLadder<Chain>(
    ['mild', 'ordinary', 'strong'],
    'ordinary',
    { id: (chain) => chain, label: (chain) => words[chain] },
    (source, chain, bench) => {
      const { noise, rate, bits } = chains[chain];
      return throughSound(
        source,
        [{ ...wave, filter: `afftdn=nr=${noise}:nf=-30,aresample=${rate}` }, { ...opus(bits) }],
        bench,
      );
    },
  ),
});
