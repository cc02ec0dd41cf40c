import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { throughHevc } from '../tools/hevc-still.ts';

export const attack = pictureAttack({
  id: 'image.hevc-still',
  family: 'coding',
  title: localized('Coded as in HEIC (HEVC still picture)', '按 HEIC 方式编码（HEVC 静态图像）'),
  about: localized(
    'The picture coding of HEIC: one HEVC intra picture by x265, decoded again. The container itself is not written: no encoder for it is built in.',
    'HEIC 的图像编码：由 x265 编成一帧 HEVC 帧内图像后再解码。未写出 HEIC 容器：程序未内置其编码器。',
  ),
  cite: 'ISO/IEC 23008-12; ITU-T H.265',
  ladder: pictureLadder(
    [18, 24, 30, 35, 40, 45],
    24,
    { id: (factor) => `crf${factor}`, label: (factor) => `CRF ${factor}` },
    throughHevc,
  ),
});
