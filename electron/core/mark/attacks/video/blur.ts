import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.blur',
  media: 'video',
  family: 'filter',
  title: localized('Blurred', '模糊'),
  about: localized('Gaussian; the strength is its deviation in pixels.', '高斯模糊；强度为标准差（像素）。'),
  cite: 'Video Seal (Fernandez et al., 2024): blur',
  ladder: fileLadder(
    [1, 2, 4],
    1,
    { id: (value) => `sigma${value}`, label: (value) => `σ ${value}` },
    (source, value, bench) => throughFilm(source, [{ picture: `gblur=sigma=${value}` }], bench),
  ),
});
