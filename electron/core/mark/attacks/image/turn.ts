import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { turned } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.turn',
  family: 'geometry',
  title: localized('Turned by quarters', '直角旋转'),
  about: localized('Without loss, clockwise.', '无损，顺时针。'),
  cite: 'Video Seal (Fernandez et al., 2024): 90°',
  ladder: pictureLadder<90 | 180 | 270>(
    [90, 180, 270],
    90,
    { id: (degrees) => `degrees${degrees}`, label: (degrees) => `${degrees}°` },
    (picture, degrees) => turned(picture, degrees),
  ),
});
