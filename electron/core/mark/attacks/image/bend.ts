import { localized } from '#shared/domain/localized.ts';
import { warp } from '#shared/numeric/warp.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { black } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.bend',
  family: 'geometry',
  title: localized('Bent by hardly visible waves', '轻微弯曲'),
  about: localized(
    'Global bending and a finer wave over it, as printing and scanning leave them; the strength is the greatest shift as a share of the shorter side.',
    '整体弯曲叠加细微波动，类似打印扫描所致；强度为最大位移与短边之比。',
  ),
  cite: 'StirMark (Petitcolas, Anderson, Kuhn, 1998): random geometric distortion',
  ladder: pictureLadder(
    [0.25, 0.5, 1, 2],
    0.5,
    { id: (percent) => `percent${percent}`, label: (percent) => `${percent} %` },
    async (picture, percent) => {
      const { width, height } = picture;
      const shift = (Math.min(width, height) * percent) / 100;
      const target = { width, height, background: black, kernel: 'bicubic' } as const;
      const data = warp({ ...picture, channels: 3 }, target, (y, xs, ys) => {
        const v = y / height;
        for (let x = 0; x < width; x += 1) {
          const u = x / width;
          const bow = Math.sin(Math.PI * u) * Math.sin(Math.PI * v);
          const wave = Math.sin(2 * Math.PI * (3 * u + 2 * v)) * Math.cos(2 * Math.PI * (2 * u - 3 * v));
          xs[x] = x + shift * (0.7 * bow + 0.3 * wave);
          ys[x] = y + shift * (0.7 * bow * Math.cos(Math.PI * u) - 0.3 * wave);
        }
      });
      return { width, height, data };
    },
  ),
});
