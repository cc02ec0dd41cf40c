import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { croppedTo } from '../tools/geometry.ts';
import { jpeg } from '../tools/picture.ts';
import { brightened } from '../tools/tone.ts';

export const attack = pictureAttack({
  id: 'image.crop-bright-jpeg',
  family: 'combination',
  title: localized('Cropped, darkened and compressed', '裁剪、变暗并压缩'),
  about: localized(
    'Sides times .71 (half the area), brightness × .5, then JPEG of the quality given.',
    '边长乘 0.71（面积减半）、亮度乘 0.5，再按所给质量存为 JPEG。',
  ),
  cite: 'Video Seal (Fernandez et al., 2024): combination JPEG {80, 60, 40} + crop .71 + brightness .5',
  ladder: pictureLadder(
    [80, 60, 40],
    60,
    { id: (quality) => `q${quality}`, label: (quality) => `Q ${quality}` },
    (picture, quality) => jpeg(brightened(croppedTo(picture, 0.71 * 0.71, 0.5, 0.5), 0.5), quality),
  ),
});
