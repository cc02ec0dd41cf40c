import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { scaled } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.shrink',
  family: 'geometry',
  title: localized('Made smaller', '缩小'),
  about: localized('Width and height times the factor (Lanczos).', '宽高同乘该系数（Lanczos）。'),
  cite: 'Video Seal (Fernandez et al., 2024): resize side ratio .32…1; StirMark: scale .5…2',
  ladder: pictureLadder(
    [0.9, 0.75, 0.5, 0.35, 0.25, 0.15],
    0.5,
    { id: (scale) => `x${scale}`, label: (scale) => `× ${scale}` },
    scaled,
  ),
});
