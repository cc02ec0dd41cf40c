import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughSound, wave } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.volume',
  media: 'audio',
  family: 'tone',
  title: localized('Louder or softer', '改变音量'),
  about: localized(
    'Stored with 16 bits; what is louder than full scale is clipped.',
    '以 16 位保存；超出满幅者被削波。',
  ),
  cite: 'OmniSeal Bench: boost and duck 10…90 %',
  ladder: fileLadder(
    [-6, -12, -24, 6, 12, -40],
    -12,
    { id: (gain) => `db${gain}`, label: (gain) => `${gain < 0 ? '−' : '+'}${Math.abs(gain)} dB` },
    (source, gain, bench) => throughSound(source, [{ ...wave, filter: `volume=${gain}dB` }], bench),
  ),
});
