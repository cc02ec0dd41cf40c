import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.flip',
  media: 'video',
  family: 'geometry',
  title: localized('Mirrored', '镜像'),
  about: localized('Then H.264 at CRF 23.', '再以 H.264 CRF 23 编码。'),
  cite: 'Video Seal (Fernandez et al., 2024): horizontal flip',
  ladder: fileLadder<'hflip' | 'vflip'>(
    ['hflip', 'vflip'],
    'hflip',
    {
      id: (way) => (way === 'hflip' ? 'across' : 'down'),
      label: (way) =>
        way === 'hflip' ? localized('left to right', '左右') : localized('top to bottom', '上下'),
    },
    (source, way, bench) => throughFilm(source, [{ picture: way }], bench),
  ),
});
