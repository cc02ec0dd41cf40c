import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { cropTo, h264, throughFilm } from '../tools/film.ts';

export const attack = fileAttack({
  id: 'video.crop-dark-h264',
  media: 'video',
  family: 'combination',
  title: localized('Cropped, darkened and compressed', '裁剪、变暗并压缩'),
  about: localized(
    'Sides times .71, brightness × .5, then H.264 at the factor given.',
    '边长乘 0.71、亮度乘 0.5，再按所给因子以 H.264 编码。',
  ),
  cite: 'Video Seal (Fernandez et al., 2024): H.264 {23, 30, 40, 50} + crop .71 + brightness .5',
  ladder: fileLadder(
    [23, 30, 40, 50],
    30,
    { id: (value) => `crf${value}`, label: (value) => `CRF ${value}` },
    (source, value, bench) =>
      throughFilm(
        source,
        [{ picture: `${cropTo(0.71 * 0.71)},lutyuv=y='16+(val-16)*0.5'`, encoder: h264(value) }],
        bench,
      ),
  ),
});
