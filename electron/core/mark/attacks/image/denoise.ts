import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { denoised } from '../tools/filters.ts';

export const attack = pictureAttack({
  id: 'image.denoise',
  family: 'filter',
  title: localized('Noise removed', '去噪'),
  about: localized(
    'Adaptive Wiener filter; the strength is the deviation of the noise it takes away, grey levels of 255.',
    '自适应维纳滤波；强度为所去除噪声的标准差（灰度级，满幅 255）。',
  ),
  cite: 'J.-S. Lee, IEEE Trans. PAMI 2 (1980); Checkmark (Pereira et al., 2001): Wiener filtering',
  ladder: pictureLadder(
    [3, 6, 12, 20],
    6,
    { id: (deviation) => `sigma${deviation}`, label: (deviation) => `σ ${deviation}` },
    async (picture, deviation) => denoised(picture, deviation < 10 ? 2 : 3, deviation),
  ),
});
