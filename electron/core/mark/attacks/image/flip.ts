import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { turned } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.flip',
  family: 'geometry',
  title: localized('Mirrored', '镜像'),
  about: localized('Without loss.', '无损。'),
  cite: 'StirMark (Petitcolas, 2000); Video Seal (Fernandez et al., 2024)',
  ladder: pictureLadder<'across' | 'down'>(
    ['across', 'down'],
    'across',
    {
      id: (way) => way,
      label: (way) =>
        way === 'across' ? localized('left to right', '左右') : localized('top to bottom', '上下'),
    },
    (picture, way) => turned(picture, way === 'across' ? 0 : 180, true),
  ),
});
