import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.rotate',
  media: 'video',
  family: 'geometry',
  title: localized('Rotated', '旋转'),
  about: localized(
    'Clockwise about the middle, corners black, size kept.',
    '绕中心顺时针旋转，四角为黑，尺寸不变。',
  ),
  cite: 'Video Seal (Fernandez et al., 2024): 5, 10, 30, 45, 90°',
  ladder: fileLadder(
    [1, 3, 5, 10],
    3,
    { id: (value) => `degrees${value}`, label: (value) => `${value}°` },
    (source, value, bench) =>
      throughFilm(source, [{ picture: `rotate=${(value * Math.PI) / 180}:fillcolor=black` }], bench),
  ),
});
