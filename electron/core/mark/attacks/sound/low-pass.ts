import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughSound, wave } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.low-pass',
  media: 'audio',
  family: 'filter',
  title: localized('Treble removed', '低通滤波'),
  about: localized(
    'Two filters of second order one after the other; the strength is their corner.',
    '两级二阶滤波器串联；强度为截止频率。',
  ),
  cite: 'OmniSeal Bench: low-pass 500…5000 Hz',
  ladder: fileLadder(
    [8000, 6000, 4000, 2000, 1000, 500],
    4000,
    { id: (corner) => `hz${corner}`, label: (corner) => `${corner} Hz` },
    (source, corner, bench) =>
      throughSound(source, [{ ...wave, filter: `lowpass=f=${corner}:p=2,lowpass=f=${corner}:p=2` }], bench),
  ),
});
