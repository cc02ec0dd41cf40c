import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { heard, written } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.bits',
  media: 'audio',
  family: 'filter',
  title: localized('Coarser samples', '降低位深'),
  about: localized('Rounded to so many bits, stored with 16.', '取整到所给位数，以 16 位保存。'),
  cite: 'AudioMarkBench (Liu et al., NeurIPS 2024): quantisation 4…64 levels',
  ladder: fileLadder(
    [12, 8, 6],
    8,
    { id: (bits) => `bits${bits}`, label: (bits) => localized(`${bits} bits`, `${bits} 位`) },
    async (source, bits, bench) => {
      const sound = await heard(source, bench);
      if ('reason' in sound) return sound;
      const levels = 2 ** (bits - 1);
      const samples = sound.samples.map((value) => Math.round(value * levels) / levels);
      return written({ ...sound, samples }, bench, 'coarse.wav');
    },
  ),
});
