import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { scaleBy, throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.border',
  media: 'video',
  family: 'overlay',
  title: localized('Letterboxed', '加黑边'),
  about: localized(
    'Shrunk into a frame of the same size with black around; the strength is the scale.',
    '缩小后置于同尺寸黑底画面；强度为缩放比例。',
  ),
  cite: 'Uprights in wide frames, picture in picture',
  ladder: fileLadder(
    [0.9, 0.75, 0.5],
    0.75,
    { id: (value) => `x${value}`, label: (value) => `× ${value}` },
    (source, value, bench) =>
      throughFilm(
        source,
        [
          {
            picture: `${scaleBy(value)},pad=w='trunc(iw/${value}/2)*2':h='trunc(ih/${value}/2)*2':x=-1:y=-1`,
          },
        ],
        bench,
      ),
  ),
});
