import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { withoutPeaks } from '../tools/spectrum.ts';

export const attack = pictureAttack({
  id: 'image.spectrum-notch',
  family: 'removal',
  title: localized('Peaks of the spectrum removed', '去除频谱峰'),
  about: localized(
    'Lines that stand out of the spectrum are brought down to what is around them, without any knowledge of the key; the strength is the height (power over the mean around) from which a line is one.',
    '将频谱中突出的谱线压低到周围水平，不依赖密钥；强度为判为谱峰的高度（功率与周围均值之比）。',
  ),
  cite: 'Voloshynovskiy et al., IEEE Communications Magazine 39 (2001): template removal; Checkmark (Pereira et al., 2001)',
  ladder: pictureLadder(
    [40, 20, 10, 5],
    20,
    { id: (height) => `height${height}`, label: (height) => `> ${height} ×` },
    async (picture, height) => withoutPeaks(picture, height),
  ),
});
