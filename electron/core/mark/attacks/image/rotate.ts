import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { rotated } from '../tools/geometry.ts';

export const attack = pictureAttack({
  id: 'image.rotate',
  family: 'geometry',
  title: localized('Rotated', '旋转'),
  about: localized(
    'Clockwise about the middle; the frame grows and its corners are black.',
    '绕中心顺时针旋转；画幅扩大，四角为黑色。',
  ),
  cite: 'Video Seal (Fernandez et al., 2024): 5, 10, 30, 45, 90°; WAVES: 0…45°',
  ladder: pictureLadder(
    [0.5, 1, 2, 5, 10, 30, 45],
    5,
    { id: (degrees) => `degrees${degrees}`, label: (degrees) => `${degrees}°` },
    async (picture, degrees) => rotated(picture, degrees),
  ),
});
