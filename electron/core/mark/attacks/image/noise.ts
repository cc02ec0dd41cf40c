import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { withNoise } from '../tools/filters.ts';

export const attack = pictureAttack({
  id: 'image.noise',
  family: 'filter',
  title: localized('Noise added', '加噪'),
  about: localized(
    'Gaussian; the strength is its deviation in grey levels of 255.',
    '高斯噪声；强度为标准差（灰度级，满幅 255）。',
  ),
  cite: 'WAVES (An et al., 2024): deviation 0….1 of the range',
  ladder: pictureLadder(
    [2, 5, 10, 20, 30],
    5,
    { id: (deviation) => `sigma${deviation}`, label: (deviation) => `σ ${deviation}` },
    async (picture, deviation, { seed }) => withNoise(picture, deviation, seed),
  ),
});
