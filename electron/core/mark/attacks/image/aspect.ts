import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { resized } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.aspect',
  family: 'geometry',
  title: localized('Stretched or squeezed', '改变宽高比'),
  about: localized('The width alone times the factor.', '仅宽度乘以该系数。'),
  cite: 'StirMark (Petitcolas, 2000): aspect ratio .8…1.2',
  ladder: pictureLadder(
    [0.95, 1.05, 0.9, 1.1, 0.8, 1.2],
    0.9,
    { id: (factor) => `x${factor}`, label: (factor) => localized(`width × ${factor}`, `宽 × ${factor}`) },
    (picture, factor) => resized(picture, picture.width * factor, picture.height),
  ),
});
