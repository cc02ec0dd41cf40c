import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { croppedToShape } from '../tools/geometry.ts';

const shapes = { '4:5': 4 / 5, '1:1': 1, '9:16': 9 / 16 } as const;
type Shape = keyof typeof shapes;

export const attack = pictureAttack({
  id: 'image.crop-shape',
  family: 'geometry',
  title: localized('Cropped to a platform’s shape', '裁剪为平台画幅'),
  about: localized('The largest such part in the middle.', '居中裁取最大的该画幅部分。'),
  cite: 'Shapes social platforms offer for posts, avatars and stories',
  ladder: pictureLadder<Shape>(
    ['4:5', '1:1', '9:16'],
    '1:1',
    { id: (shape) => shape.replace(':', 'to'), label: (shape) => shape },
    async (picture, shape) => croppedToShape(picture, shapes[shape]),
  ),
});
