import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.grey',
  media: 'video',
  family: 'tone',
  title: localized('In black and white', '变为黑白'),
  about: localized('Colours removed.', '去除色彩。'),
  cite: 'Video Seal (Fernandez et al., 2024): grayscale',
  ladder: fileLadder(
    ['grey'],
    'grey',
    { id: (what) => what, label: () => localized('grey', '灰度') },
    (source, _what, bench) => throughFilm(source, [{ picture: 'hue=s=0' }], bench),
  ),
});
