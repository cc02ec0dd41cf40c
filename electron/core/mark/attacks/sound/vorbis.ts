import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughSound } from '../tools/sound.ts';

export const attack = fileAttack({
  id: 'sound.vorbis',
  media: 'audio',
  family: 'coding',
  title: localized('Saved as Vorbis', '另存为 Vorbis'),
  about: localized(
    'Variable bit rate by quality; metadata is not written.',
    '按质量的可变码率；不写入元数据。',
  ),
  cite: 'Xiph.Org, Vorbis I specification',
  ladder: fileLadder(
    [5, 3, 1, 0],
    3,
    { id: (quality) => `q${quality}`, label: (quality) => `q ${quality}` },
    (source, quality, bench) =>
      throughSound(
        source,
        [{ into: ['-c:a', 'libvorbis', '-q:a', String(quality), '-f', 'ogg'], format: 'ogg' }],
        bench,
      ),
  ),
});
