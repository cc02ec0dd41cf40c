import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { median } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.median',
  family: 'filter',
  title: localized('Median filter', '中值滤波'),
  about: localized('Square window, each channel by itself.', '方形窗口，各通道独立。'),
  cite: 'StirMark (Petitcolas, 2000): 2…4; Video Seal (Fernandez et al., 2024): 3, 5',
  ladder: pictureLadder(
    [3, 5, 7],
    3,
    { id: (size) => `window${size}`, label: (size) => `${size} × ${size}` },
    median,
  ),
});
