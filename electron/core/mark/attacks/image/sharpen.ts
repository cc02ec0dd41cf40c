import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { sharpened } from '../tools/filters.ts';

export const attack = pictureAttack({
  id: 'image.sharpen',
  family: 'filter',
  title: localized('Sharpened', '锐化'),
  about: localized(
    'Unsharp mask with a blur of 1 pixel; the strength is its share.',
    '反锐化掩模，模糊半径 1 像素；强度为其份额。',
  ),
  cite: 'StirMark (Petitcolas, 2000): sharpening 3 × 3',
  ladder: pictureLadder(
    [0.5, 1, 2, 4],
    1,
    { id: (amount) => `amount${amount}`, label: (amount) => `× ${amount}` },
    (picture, amount) => sharpened(picture, 1, amount),
  ),
});
