import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughSound, wave } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.high-pass',
  media: 'audio',
  family: 'filter',
  title: localized('Bass removed', '高通滤波'),
  about: localized(
    'Two filters of second order one after the other; the strength is their corner.',
    '两级二阶滤波器串联；强度为截止频率。',
  ),
  cite: 'OmniSeal Bench: high-pass 500…8000 Hz',
  ladder: fileLadder(
    [200, 500, 1000, 1500, 3000],
    500,
    { id: (corner) => `hz${corner}`, label: (corner) => `${corner} Hz` },
    (source, corner, bench) =>
      throughSound(source, [{ ...wave, filter: `highpass=f=${corner}:p=2,highpass=f=${corner}:p=2` }], bench),
  ),
});
