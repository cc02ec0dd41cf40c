import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { fill } from '../tools/picture.ts';
import { writing } from '../tools/scenery.ts';

export const attack = pictureAttack({
  id: 'image.logo',
  family: 'overlay',
  title: localized('Plate with writing laid over', '叠加文字底板'),
  about: localized(
    'Opaque, lower right; the strength is its share of the area.',
    '不透明，位于右下；强度为所占面积。',
  ),
  cite: 'Video Seal (Fernandez et al., 2024): overlay of text and emoji',
  ladder: pictureLadder(
    [2, 5, 10, 20],
    5,
    { id: (percent) => `percent${percent}`, label: (percent) => `${percent} %` },
    async ({ width, height, data }, percent, { seed }) => {
      const picture = { width, height, data: data.slice() };
      const share = Math.sqrt(percent / 100);
      const box = {
        width: width * share,
        height: height * share,
        left: width * (0.97 - share),
        top: height * (0.97 - share),
      };
      fill(picture, box, [245, 245, 245]);
      const inner = {
        left: box.left + box.width * 0.06,
        top: box.top + box.height * 0.1,
        width: box.width * 0.88,
        height: box.height * 0.8,
      };
      writing(picture, inner, Math.max(2, box.height / 7), [20, 20, 24], seed);
      return picture;
    },
  ),
});
