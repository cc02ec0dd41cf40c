import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { blurred } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.blur',
  family: 'filter',
  title: localized('Blurred', '模糊'),
  about: localized('Gaussian; the strength is its deviation in pixels.', '高斯模糊；强度为标准差（像素）。'),
  cite: 'Video Seal (Fernandez et al., 2024): kernels 3…17; WAVES (An et al., 2024)',
  ladder: pictureLadder(
    [0.5, 1, 2, 3, 4, 6],
    1,
    { id: (sigma) => `sigma${sigma}`, label: (sigma) => `σ ${sigma}` },
    blurred,
  ),
});
