import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughSound, wave } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.resample',
  media: 'audio',
  family: 'filter',
  title: localized('Resampled', '重采样'),
  about: localized(
    'To a lower rate: what lies above half of it is gone.',
    '降低采样率：高于其一半的频率丢失。',
  ),
  cite: 'AudioMarkBench (Liu et al., NeurIPS 2024); OmniSeal Bench: up- and down-sampling',
  ladder: fileLadder(
    [32_000, 22_050, 16_000, 11_025, 8000],
    16_000,
    { id: (rate) => `hz${rate}`, label: (rate) => `${rate} Hz` },
    (source, rate, bench) => throughSound(source, [{ ...wave, filter: `aresample=${rate}` }], bench),
  ),
});
