import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { croppedTo } from '../tools/geometry.ts';
import { scaled, turned, webp } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.flip-crop-webp',
  family: 'combination',
  title: localized('Mirrored, cropped, enlarged and compressed', '镜像、裁剪、放大并压缩'),
  about: localized(
    '60 % of the area, × 1.3, then WebP of the quality given.',
    '保留 60 % 面积、放大 1.3 倍，再按所给质量存为 WebP。',
  ),
  cite: 'The project’s reference measurements: flip + crop 60 % + × 1.3 + WebP 50',
  ladder: pictureLadder(
    [80, 50, 30],
    50,
    { id: (quality) => `q${quality}`, label: (quality) => `Q ${quality}` },
    async (picture, quality) =>
      webp(await scaled(croppedTo(await turned(picture, 0, true), 0.6, 0.3, 0.7), 1.3), quality),
  ),
});
