import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { webp } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.webp',
  family: 'coding',
  title: localized('Saved as WebP', '另存为 WebP'),
  about: localized(
    'Lossy WebP (VP8 still picture); metadata is not written.',
    '有损 WebP（VP8 静态图像）；不写入元数据。',
  ),
  cite: 'RFC 9649',
  ladder: pictureLadder(
    [90, 80, 65, 50, 35, 20, 10],
    80,
    { id: (quality) => `q${quality}`, label: (quality) => `Q ${quality}` },
    webp,
  ),
});
