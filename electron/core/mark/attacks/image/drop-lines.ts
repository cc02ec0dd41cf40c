import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { withoutLines } from '../tools/lines.ts';

export const attack = pictureAttack({
  id: 'image.drop-lines',
  family: 'geometry',
  title: localized('Rows and columns left out', '删除行列'),
  about: localized('So many rows and as many columns, evenly spread.', '均匀删除若干行和同样多的列。'),
  cite: 'StirMark (Petitcolas, 2000): removal of 1…17 rows and columns',
  ladder: pictureLadder(
    [1, 5, 17, 40],
    5,
    { id: (count) => `lines${count}`, label: (count) => localized(`${count} each`, `各 ${count} 条`) },
    async (picture, count) => withoutLines(picture, count),
  ),
});
