import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { noiseSamples } from '../tools/acoustics.ts';
import { heard, rms, written } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.pink-noise',
  media: 'audio',
  family: 'filter',
  title: localized('Pink noise added', '加粉红噪声'),
  about: localized(
    'Programme over noise in decibels, over the whole length and all channels.',
    '信噪比（分贝），按全长与全部声道计算。',
  ),
  cite: 'AudioMarkBench (Liu et al., NeurIPS 2024): 40…5 dB; OmniSeal Bench: white and pink noise',
  ladder: fileLadder(
    [30, 20, 10, 5],
    20,
    { id: (ratio) => `db${ratio}`, label: (ratio) => `${ratio} dB` },
    async (source, ratio, bench) => {
      const sound = await heard(source, bench);
      if ('reason' in sound) return sound;
      const gain = rms(sound.samples) / 10 ** (ratio / 20);
      const noise = noiseSamples(sound.samples.length, 'pink', bench.seed);
      const samples = sound.samples.map((value, at) => value + gain * noise[at]!);
      return written({ ...sound, samples }, bench, 'noisy.wav');
    },
  ),
});
