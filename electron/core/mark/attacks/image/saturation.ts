import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { saturated } from '../tools/tone.ts';

export const attack = pictureAttack({
  id: 'image.saturation',
  family: 'tone',
  title: localized('Saturation changed', '改变饱和度'),
  about: localized(
    'Distance from grey times the factor; 0 is greyscale.',
    '与灰色的距离乘以系数；0 为灰度图。',
  ),
  cite: 'Video Seal (Fernandez et al., 2024): .5, 1.5, greyscale',
  ladder: pictureLadder(
    [0.75, 1.5, 0.5, 2, 0],
    1.5,
    {
      id: (factor) => `x${factor}`,
      label: (factor) => (factor === 0 ? localized('grey', '灰度') : `× ${factor}`),
    },
    async (picture, factor) => saturated(picture, factor),
  ),
});
