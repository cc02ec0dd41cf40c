import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.av1',
  media: 'video',
  family: 'coding',
  title: localized('Compressed as AV1', '压缩为 AV1'),
  about: localized(
    'SVT-AV1, preset 8; the strength is the constant rate factor.',
    'SVT-AV1，预设 8；强度为恒定质量因子。',
  ),
  cite: 'AV1 Bitstream & Decoding Process Specification (AOMedia, 2019)',
  ladder: fileLadder(
    [35, 45, 55, 63],
    45,
    { id: (factor) => `crf${factor}`, label: (factor) => `CRF ${factor}` },
    (source, factor, bench) => {
      const encoder = ['-c:v', 'libsvtav1', '-preset', '8', '-crf', String(factor), '-pix_fmt', 'yuv420p'];
      return throughFilm(source, [{ encoder, container: 'matroska' }], bench);
    },
  ),
});
