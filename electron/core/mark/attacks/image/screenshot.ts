import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { jpeg, scaled } from '../tools/picture.ts';
import { inPage } from '../tools/scenery.ts';

export const attack = pictureAttack({
  id: 'image.screenshot',
  family: 'capture',
  title: localized('Screenshot', '截屏'),
  about: localized(
    'Model: shown at a scale inside a window with bars, entries and text, the whole window saved as JPEG 80.',
    '模型：以所给比例显示于带标题栏、列表和文字的窗口内，整个窗口存为 JPEG 80。',
  ),
  cite: 'Own model; scale .63 and JPEG 80 as in the project’s reference measurements',
  ladder: pictureLadder(
    [1, 0.63, 0.45, 0.3],
    0.63,
    { id: (scale) => `x${scale}`, label: (scale) => `× ${scale}` },
    async (picture, scale, { seed }) => jpeg(inPage(await scaled(picture, scale), seed), 80),
  ),
});
