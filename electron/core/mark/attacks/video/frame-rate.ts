import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.frame-rate',
  media: 'video',
  family: 'cutting',
  title: localized('Other frame rate', '改变帧率'),
  about: localized('Frames are left out or repeated; speed stays.', '丢帧或重复帧；播放速度不变。'),
  cite: 'OmniSeal Bench: frame drop; 24, 15, 10 per second as in conversions and previews',
  ladder: fileLadder(
    [24, 15, 10, 5],
    24,
    { id: (value) => `fps${value}`, label: (value) => localized(`${value} per second`, `每秒 ${value} 帧`) },
    (source, value, bench) => throughFilm(source, [{ picture: `fps=${value}` }], bench),
  ),
});
