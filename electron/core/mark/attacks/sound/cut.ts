import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { tooShort } from '../tools/refusals.ts';
import { heard, written } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.cut',
  media: 'audio',
  family: 'cutting',
  title: localized('A piece of it', '截取片段'),
  about: localized(
    'So many seconds from a place chosen by chance (always the same).',
    '从随机（但固定可复现）位置截取若干秒。',
  ),
  cite: 'AudioMarkBench and audiowmark: clips; the project’s targets: 15 s, 8 s',
  ladder: fileLadder(
    [60, 30, 15, 8, 4],
    30,
    { id: (seconds) => `s${seconds}`, label: (seconds) => `${seconds} s` },
    async (source, seconds, bench) => {
      const sound = await heard(source, bench);
      if ('reason' in sound) return sound;
      const frames = sound.samples.length / sound.channels;
      const wanted = seconds * sound.rate;
      if (frames <= wanted) return tooShort(seconds);
      const start = Math.floor(((bench.seed % 1000) / 1000) * (frames - wanted));
      const samples = sound.samples.slice(start * sound.channels, (start + wanted) * sound.channels);
      return written({ ...sound, samples }, bench, 'piece.wav');
    },
  ),
});
