import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { contrasted } from '../tools/tone.ts';

export const attack = pictureAttack({
  id: 'image.less-contrast',
  family: 'tone',
  title: localized('Less contrast', '降低对比度'),
  about: localized('Samples spread about the mean grey by the factor.', '样本围绕平均灰度按系数伸缩。'),
  cite: 'Video Seal (Fernandez et al., 2024): contrast .1….75',
  ladder: pictureLadder(
    [0.75, 0.5, 0.25, 0.1],
    0.5,
    { id: (factor) => `x${factor}`, label: (factor) => `× ${factor}` },
    async (picture, factor) => contrasted(picture, factor),
  ),
});
