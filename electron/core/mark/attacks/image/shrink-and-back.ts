import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { resized, scaled } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.shrink-and-back',
  family: 'filter',
  title: localized('Made smaller and as large again', '缩小后恢复尺寸'),
  about: localized(
    'Detail is lost, the size is not: sharpness goes, geometry stays.',
    '细节丢失而尺寸不变：清晰度下降，几何不变。',
  ),
  cite: 'AudioMarkBench and WAVES apply the like as down- and up-sampling',
  ladder: pictureLadder(
    [0.75, 0.5, 0.35, 0.25],
    0.5,
    { id: (scale) => `x${scale}`, label: (scale) => `× ${scale}` },
    async (picture, scale) => resized(await scaled(picture, scale), picture.width, picture.height),
  ),
});
