import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { brightened } from '../tools/tone.ts';

export const attack = pictureAttack({
  id: 'image.brighten',
  family: 'tone',
  title: localized('Brightened', '变亮'),
  about: localized('Every sample times the factor.', '每个样本乘以该系数。'),
  cite: 'Video Seal (Fernandez et al., 2024): brightness 1.25…2; WAVES: 1…2',
  ladder: pictureLadder(
    [1.25, 1.5, 1.75, 2],
    1.5,
    { id: (factor) => `x${factor}`, label: (factor) => `× ${factor}` },
    async (picture, factor) => brightened(picture, factor),
  ),
});
