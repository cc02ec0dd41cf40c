import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { canvas, lay, scaled } from '../tools/picture.ts';
import { clouds } from '../tools/scenery.ts';

export const attack = pictureAttack({
  id: 'image.collage',
  family: 'overlay',
  title: localized('Part of a collage', '拼图'),
  about: localized(
    'Among other pictures on a page of the same size; the strength is the share of the area it takes.',
    '与其他图像拼在同尺寸的版面上；强度为其所占面积。',
  ),
  cite: 'OmniSeal Bench: collage and proportion; Checkmark (Pereira et al., 2001): collage',
  ladder: pictureLadder(
    [50, 33, 20, 10],
    33,
    { id: (percent) => `percent${percent}`, label: (percent) => `${percent} %` },
    async (picture, percent, { seed }) => {
      const { width, height } = picture;
      const page = canvas(width, height, [240, 238, 232]);
      const small = await scaled(picture, Math.sqrt(percent / 100));
      const gap = Math.max(2, Math.round(Math.min(width, height) / 80));
      const [right, below] = [width - small.width - gap * 3, height - small.height - gap * 3];
      if (right > 0) lay(page, clouds(right, small.height, seed), small.width + gap * 2, gap);
      if (below > 0) lay(page, clouds(width - gap * 2, below, seed + 1), gap, small.height + gap * 2);
      lay(page, small, gap, gap);
      return page;
    },
  ),
});
