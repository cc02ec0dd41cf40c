import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughSound, wave } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.echo',
  media: 'audio',
  family: 'filter',
  title: localized('Echo', '回声'),
  about: localized(
    'One repetition after 60 ms; the strength is its height.',
    '60 毫秒后重复一次；强度为其幅度。',
  ),
  cite: 'OmniSeal Bench: echo, volume .1….5',
  ladder: fileLadder(
    [0.1, 0.3, 0.5],
    0.3,
    { id: (height) => `height${height}`, label: (height) => `× ${height}` },
    (source, height, bench) => throughSound(source, [{ ...wave, filter: `aecho=1:1:60:${height}` }], bench),
  ),
});
