import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.vp9',
  media: 'video',
  family: 'coding',
  title: localized('Compressed as VP9', '压缩为 VP9'),
  about: localized(
    'libvpx in WebM with Opus; the strength is the constant quality.',
    'libvpx，WebM 容器，声音为 Opus；强度为恒定质量。',
  ),
  cite: 'VP9 Bitstream & Decoding Process Specification; Video Seal (Fernandez et al., 2024): VP9',
  ladder: fileLadder(
    [32, 40, 50, 60],
    40,
    { id: (factor) => `crf${factor}`, label: (factor) => `CRF ${factor}` },
    (source, factor, bench) => {
      const encoder = ['-c:v', 'libvpx-vp9', '-crf', String(factor), '-b:v', '0', '-deadline', 'realtime'];
      return throughFilm(
        source,
        [
          {
            encoder: [...encoder, '-cpu-used', '5', '-pix_fmt', 'yuv420p'],
            soundEncoder: ['-c:a', 'libopus', '-b:a', '64k'],
            container: 'webm',
          },
        ],
        bench,
      );
    },
  ),
});
