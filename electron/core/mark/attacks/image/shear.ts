import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { seenAt } from '../tools/geometry.ts';

export const attack = pictureAttack({
  id: 'image.shear',
  family: 'geometry',
  title: localized('Sheared', '错切'),
  about: localized(
    'The upper edge moves to the right by a share of the height.',
    '上边缘向右移动，幅度为高度的所给比例。',
  ),
  cite: 'StirMark (Petitcolas, 2000): shearing 0…5 %',
  ladder: pictureLadder(
    [1, 2, 5, 10],
    2,
    { id: (percent) => `percent${percent}`, label: (percent) => `${percent} %` },
    async (picture, percent) => {
      const { width, height } = picture;
      const shift = (height * percent) / 100;
      const frame = { width: Math.ceil(width + shift), height };
      return seenAt(picture, frame, [
        [shift, 0],
        [width - 1 + shift, 0],
        [width - 1, height - 1],
        [0, height - 1],
      ]);
    },
  ),
});
