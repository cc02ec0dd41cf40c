import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { type Corners, seenAt } from '../tools/geometry.ts';
import { SeededNoise } from '../tools/noise.ts';

export const attack = pictureAttack({
  id: 'image.perspective',
  family: 'geometry',
  title: localized('Seen at an angle', '透视变形'),
  about: localized(
    'Every corner moves inwards by chance (always the same), at most by the given share of half a side; black around.',
    '四角随机（但固定可复现）向内移动，最多为半边长的所给比例；四周为黑色。',
  ),
  cite: 'torchvision RandomPerspective, as in Video Seal (Fernandez et al., 2024): .1….8',
  ladder: pictureLadder(
    [0.05, 0.1, 0.2, 0.3, 0.4, 0.5],
    0.1,
    { id: (distortion) => `d${distortion}`, label: (distortion) => String(distortion) },
    async (picture, distortion, { seed }) => {
      const noise = new SeededNoise(seed);
      const { width, height } = picture;
      const across = () => noise.uniform() * distortion * 0.5 * width;
      const down = () => noise.uniform() * distortion * 0.5 * height;
      const corners: Corners = [
        [across(), down()],
        [width - 1 - across(), down()],
        [width - 1 - across(), height - 1 - down()],
        [across(), height - 1 - down()],
      ];
      return seenAt(picture, { width, height }, corners);
    },
  ),
});
