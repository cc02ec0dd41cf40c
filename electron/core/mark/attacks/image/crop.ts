import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { croppedTo } from '../tools/geometry.ts';
import { SeededNoise } from '../tools/noise.ts';

export const attack = pictureAttack({
  id: 'image.crop',
  family: 'geometry',
  title: localized('Cropped', '裁剪'),
  about: localized(
    'A part of the same shape from a place chosen by chance (always the same); the strength is the area that is left.',
    '从随机（但固定可复现的）位置裁取同形状的一部分；强度为剩余面积。',
  ),
  cite: 'Video Seal (Fernandez et al., 2024): crop side ratio .32…1; StirMark: cropping 1…75 %',
  ladder: pictureLadder(
    [0.9, 0.75, 0.5, 0.35, 0.25, 0.15, 0.1],
    0.5,
    {
      id: (area) => `area${area * 100}`,
      label: (area) => localized(`${area * 100} % left`, `剩余 ${area * 100} %`),
    },
    async (picture, area, { seed }) => {
      const noise = new SeededNoise(seed);
      return croppedTo(picture, area, noise.between(0.1, 0.9), noise.between(0.1, 0.9));
    },
  ),
});
