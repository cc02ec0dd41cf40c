import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { canvas, lay } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.border',
  family: 'overlay',
  title: localized('Framed', '加边框'),
  about: localized(
    'White on all sides; the strength is its width as a share of the longer side.',
    '四周加白边；强度为边宽与长边之比。',
  ),
  cite: 'Frames that apps for social networks put around pictures',
  ladder: pictureLadder(
    [2, 5, 10, 25],
    5,
    { id: (percent) => `percent${percent}`, label: (percent) => `${percent} %` },
    async (picture, percent) => {
      const wide = Math.round((Math.max(picture.width, picture.height) * percent) / 100);
      const framed = canvas(picture.width + 2 * wide, picture.height + 2 * wide, [255, 255, 255]);
      lay(framed, picture, wide, wide);
      return framed;
    },
  ),
});
