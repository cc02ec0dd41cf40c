import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { SeededNoise } from '../tools/noise.ts';
import { fill } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.erase',
  family: 'overlay',
  title: localized('A part painted grey', '部分涂灰'),
  about: localized(
    'One box at a place chosen by chance (always the same).',
    '在随机（但固定可复现）位置涂一个方块。',
  ),
  cite: 'WAVES (An et al., 2024): random erasing 0….25 of the area',
  ladder: pictureLadder(
    [5, 10, 25, 40, 60],
    10,
    { id: (percent) => `percent${percent}`, label: (percent) => `${percent} %` },
    async ({ width, height, data }, percent, { seed }) => {
      const picture = { width, height, data: data.slice() };
      const noise = new SeededNoise(seed);
      const share = Math.sqrt(percent / 100);
      const [across, down] = [width * share, height * share];
      const box = {
        left: noise.uniform() * (width - across),
        top: noise.uniform() * (height - down),
        width: across,
        height: down,
      };
      fill(picture, box, [128, 128, 128]);
      return picture;
    },
  ),
});
