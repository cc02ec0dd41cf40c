import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughSound, wave } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.tempo',
  media: 'audio',
  family: 'geometry',
  title: localized('Shortened or stretched, pitch kept', '变速不变调'),
  about: localized(
    'Overlapping pieces of the waveform (WSOLA), as players do it.',
    '波形重叠拼接（WSOLA），与播放器做法相同。',
  ),
  cite: 'AudioMarkBench (Liu et al., NeurIPS 2024): time stretch .7…1.5; Verhelst, Roelands, ICASSP 1993',
  ladder: fileLadder(
    [1, -1, 2, 5, -5, 10, -10, 25],
    5,
    {
      id: (percent) => `percent${percent}`,
      label: (percent) => `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`,
    },
    (source, percent, bench) =>
      throughSound(source, [{ ...wave, filter: `atempo=${1 + percent / 100}` }], bench),
  ),
});
