import { localized } from '#shared/domain/localized.ts';
import { type PictureFile, pictureAttack, pictureLadder } from '../define.ts';
import { jpeg, pixelsOf, scaled } from '../tools/picture.ts';

/** Scale and quality of each save in turn. */
const saves = [
  [0.85, 75],
  [1.1, 70],
  [0.8, 65],
  [1.2, 70],
  [0.7, 65],
] as const;

export const attack = pictureAttack({
  id: 'image.saved-again',
  family: 'platform',
  title: localized('Saved and resized again and again', '反复缩放另存'),
  about: localized('JPEG 65 to 75, each time at another size.', 'JPEG 65 至 75，每次尺寸不同。'),
  cite: 'Own chain; three saves as in the project’s reference measurements',
  ladder: pictureLadder(
    [1, 2, 3, 5],
    3,
    { id: (count) => `saves${count}`, label: (count) => localized(`${count} ×`, `${count} 次`) },
    async (picture, count, { context }) => {
      let present: PictureFile = await jpeg(await scaled(picture, saves[0][0]), saves[0][1]);
      for (const [scale, quality] of saves.slice(1, count))
        present = await jpeg(await scaled(await pixelsOf(present, context.limits), scale), quality);
      return present;
    },
  ),
});
