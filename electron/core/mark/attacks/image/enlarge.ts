import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { scaled } from '../tools/picture.ts';

/** Pixels beyond which enlarging shows nothing new and only costs memory. */
const most = 60_000_000;

export const attack = pictureAttack({
  id: 'image.enlarge',
  family: 'geometry',
  title: localized('Made larger', '放大'),
  about: localized('Width and height times the factor (Lanczos).', '宽高同乘该系数（Lanczos）。'),
  cite: 'StirMark (Petitcolas, 2000): scale .5…2',
  ladder: pictureLadder(
    [1.25, 1.5, 2],
    1.5,
    { id: (scale) => `x${scale}`, label: (scale) => `× ${scale}` },
    async (picture, scale) => {
      if (picture.width * picture.height * scale * scale <= most) return scaled(picture, scale);
      const text = localized('The enlarged picture would be too large.', '放大后的图像过大。');
      return { reason: { code: 'too-large', text } };
    },
  ),
});
