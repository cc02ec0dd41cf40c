import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { brightened } from '../tools/tone.ts';

export const attack = pictureAttack({
  id: 'image.darken',
  family: 'tone',
  title: localized('Darkened', '变暗'),
  about: localized('Every sample times the factor.', '每个样本乘以该系数。'),
  cite: 'Video Seal (Fernandez et al., 2024): brightness .1….75',
  ladder: pictureLadder(
    [0.75, 0.5, 0.25, 0.1],
    0.5,
    { id: (factor) => `x${factor}`, label: (factor) => `× ${factor}` },
    async (picture, factor) => brightened(picture, factor),
  ),
});
