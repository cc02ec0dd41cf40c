import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { heard, written } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.cut-out',
  media: 'audio',
  family: 'cutting',
  title: localized('Pieces cut out', '剪去若干段'),
  about: localized(
    'Ten pieces, evenly spread, together the share given; the rest is joined.',
    '均匀剪去十段，合计为所给比例；其余拼接。',
  ),
  cite: 'StirMark for Audio (Steinebach et al., 2001): CutSamples',
  ladder: fileLadder(
    [1, 5, 20],
    5,
    { id: (percent) => `percent${percent}`, label: (percent) => `${percent} %` },
    async (source, percent, bench) => {
      const sound = await heard(source, bench);
      if ('reason' in sound) return sound;
      const { channels } = sound;
      const frames = sound.samples.length / channels;
      const piece = Math.floor(frames / 10);
      const kept = Math.ceil(piece * (1 - percent / 100));
      const samples = new Float32Array(kept * 10 * channels);
      for (let index = 0; index < 10; index += 1) {
        const start = index * piece * channels;
        samples.set(sound.samples.subarray(start, start + kept * channels), index * kept * channels);
      }
      return written({ ...sound, samples }, bench, 'cut.wav');
    },
  ),
});
