import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { contrasted } from '../tools/tone.ts';

export const attack = pictureAttack({
  id: 'image.more-contrast',
  family: 'tone',
  title: localized('More contrast', '提高对比度'),
  about: localized('Samples spread about the mean grey by the factor.', '样本围绕平均灰度按系数伸缩。'),
  cite: 'Video Seal (Fernandez et al., 2024): contrast 1.25…2; WAVES: 1…2',
  ladder: pictureLadder(
    [1.25, 1.5, 1.75, 2],
    1.5,
    { id: (factor) => `x${factor}`, label: (factor) => `× ${factor}` },
    async (picture, factor) => contrasted(picture, factor),
  ),
});
