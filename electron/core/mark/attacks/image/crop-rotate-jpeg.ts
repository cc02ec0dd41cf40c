import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { croppedTo, rotatedInside } from '../tools/geometry.ts';
import { jpeg, scaled } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.crop-rotate-jpeg',
  family: 'combination',
  title: localized('Cropped, straightened, shrunk and compressed', '裁剪、拉直、缩小并压缩'),
  about: localized(
    'Half the area, 2°, × .8, then JPEG of the quality given.',
    '面积减半、旋转 2°、缩至 0.8，再按所给质量存为 JPEG。',
  ),
  cite: 'The project’s reference measurements: crop 50 % + rotation 2° + × .8 + JPEG 50',
  ladder: pictureLadder(
    [80, 50, 30],
    50,
    { id: (quality) => `q${quality}`, label: (quality) => `Q ${quality}` },
    async (picture, quality) =>
      jpeg(await scaled(rotatedInside(croppedTo(picture, 0.5, 0.6, 0.4), 2), 0.8), quality),
  ),
});
