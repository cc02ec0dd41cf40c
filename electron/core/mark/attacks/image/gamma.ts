import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { gammaOf } from '../tools/tone.ts';

export const attack = pictureAttack({
  id: 'image.gamma',
  family: 'tone',
  title: localized('Gamma changed', '改变伽马'),
  about: localized(
    'Below 1 brighter, above 1 darker in the middle tones.',
    '小于 1 中间调变亮，大于 1 变暗。',
  ),
  cite: 'Checkmark (Pereira et al., 2001); scikit-image adjust_gamma',
  ladder: pictureLadder(
    [0.8, 1.25, 0.67, 1.5, 0.5, 2],
    1.5,
    { id: (gamma) => `g${gamma}`, label: (gamma) => `γ ${gamma}` },
    async (picture, gamma) => gammaOf(picture, gamma),
  ),
});
