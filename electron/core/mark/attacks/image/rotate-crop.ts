import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { rotatedInside } from '../tools/geometry.ts';

export const attack = pictureAttack({
  id: 'image.rotate-crop',
  family: 'geometry',
  title: localized('Straightened (rotated and cropped)', '拉直（旋转并裁剪）'),
  about: localized(
    'Turned about the middle and cut to the largest part of the same shape without a corner in it.',
    '绕中心旋转，再裁取不含空角的最大同形状部分。',
  ),
  cite: 'StirMark (Petitcolas, 2000): rotation with auto-crop, −2…90°',
  ladder: pictureLadder(
    [-0.5, 1, -2, 5, 10, 30],
    -2,
    { id: (degrees) => `degrees${degrees}`, label: (degrees) => `${String(degrees).replace('-', '−')}°` },
    async (picture, degrees) => rotatedInside(picture, degrees),
  ),
});
