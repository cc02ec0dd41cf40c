import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.logo',
  media: 'video',
  family: 'overlay',
  title: localized('Logo laid over', '叠加台标'),
  about: localized(
    'An opaque box in the upper right; the strength is its share of the area.',
    '右上角不透明方块；强度为所占面积。',
  ),
  cite: 'Video Seal (Fernandez et al., 2024): overlay',
  ladder: fileLadder(
    [2, 5, 10, 20],
    5,
    { id: (value) => `percent${value}`, label: (value) => `${value} %` },
    (source, value, bench) =>
      throughFilm(
        source,
        [
          {
            picture: `drawbox=x=iw*(0.97-${Math.sqrt(value / 100).toFixed(4)}):y=ih*0.03:w=iw*${Math.sqrt(value / 100).toFixed(4)}:h=ih*${Math.sqrt(value / 100).toFixed(4)}:color=white:t=fill`,
          },
        ],
        bench,
      ),
  ),
});
