import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { h264, throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.h264',
  media: 'video',
  family: 'coding',
  title: localized('Compressed as H.264', '压缩为 H.264'),
  about: localized(
    'x264, preset medium; the strength is the constant rate factor. Sound: AAC 128 kbit/s.',
    'x264，medium 预设；强度为恒定质量因子。声音：AAC 128 kbit/s。',
  ),
  cite: 'ITU-T H.264; Video Seal (Fernandez et al., 2024): CRF 23, 30, 40, 50',
  ladder: fileLadder(
    [23, 28, 32, 35, 40, 45],
    28,
    { id: (factor) => `crf${factor}`, label: (factor) => `CRF ${factor}` },
    (source, factor, bench) => throughFilm(source, [{ encoder: h264(factor) }], bench),
  ),
});
