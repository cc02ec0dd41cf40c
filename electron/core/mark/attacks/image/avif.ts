import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { avif } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.avif',
  family: 'coding',
  title: localized('Saved as AVIF', '另存为 AVIF'),
  about: localized(
    'AV1 still picture; the strength is the quantizer on AV1’s scale of 0…63, of which the encoder’s quality follows.',
    'AV1 静态图像；强度为 AV1 的量化参数（0…63），编码器质量由其换算。',
  ),
  cite: 'AV1 Image File Format 1.1 (AOMedia, 2022)',
  ladder: pictureLadder(
    [18, 25, 32, 40, 47, 55],
    25,
    { id: (quantizer) => `quantizer${quantizer}`, label: (quantizer) => `QP ${quantizer}` },
    avif,
  ),
});
