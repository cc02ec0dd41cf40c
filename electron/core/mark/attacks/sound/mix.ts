import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { otherProgramme } from '../tools/acoustics.ts';
import { heard, rms, written } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.mix',
  media: 'audio',
  family: 'overlay',
  title: localized('Mixed with another programme', '与其他节目混音'),
  about: localized(
    'Music made by the program itself; the strength is its level against the programme.',
    '由程序自行合成的音乐；强度为其相对节目的电平。',
  ),
  cite: 'StirMark for Audio (Steinebach et al., 2001): voice and music added',
  ladder: fileLadder(
    [-20, -12, -6, 0],
    -12,
    { id: (level) => `db${level}`, label: (level) => `${String(level).replace('-', '−')} dB` },
    async (source, level, bench) => {
      const sound = await heard(source, bench);
      if ('reason' in sound) return sound;
      const { rate, channels } = sound;
      const gain = rms(sound.samples) * 10 ** (level / 20);
      const other = otherProgramme(sound.samples.length / channels, rate, bench.seed);
      const samples = sound.samples.map((value, at) => value + gain * other[Math.floor(at / channels)]!);
      return written({ rate, channels, samples }, bench, 'mixed.wav');
    },
  ),
});
