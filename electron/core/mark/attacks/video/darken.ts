import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.darken',
  media: 'video',
  family: 'tone',
  title: localized('Darkened', '变暗'),
  about: localized('Every sample of luma times the factor.', '亮度样本乘以该系数。'),
  cite: 'Video Seal (Fernandez et al., 2024): brightness .1…2',
  ladder: fileLadder(
    [0.75, 0.5, 0.25],
    0.5,
    { id: (value) => `x${value}`, label: (value) => `× ${value}` },
    (source, value, bench) => throughFilm(source, [{ picture: `lutyuv=y='16+(val-16)*${value}'` }], bench),
  ),
});
