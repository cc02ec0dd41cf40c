import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.hevc',
  media: 'video',
  family: 'coding',
  title: localized('Compressed as HEVC', '压缩为 HEVC'),
  about: localized(
    'x265, preset fast; the strength is the constant rate factor.',
    'x265，fast 预设；强度为恒定质量因子。',
  ),
  cite: 'ITU-T H.265; Video Seal (Fernandez et al., 2024): CRF 23, 30, 40, 50',
  ladder: fileLadder(
    [26, 30, 35, 40, 45],
    30,
    { id: (factor) => `crf${factor}`, label: (factor) => `CRF ${factor}` },
    (source, factor, bench) => {
      const encoder = ['-c:v', 'libx265', '-preset', 'fast', '-crf', String(factor), '-pix_fmt', 'yuv420p'];
      return throughFilm(source, [{ encoder: [...encoder, '-x265-params', 'log-level=error'] }], bench);
    },
  ),
});
