import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { indexed } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.palette',
  family: 'coding',
  title: localized('Reduced to a palette', '减少为调色板颜色'),
  about: localized('As in a GIF: few colours, with error diffusion.', '如 GIF：少量颜色，误差扩散。'),
  cite: 'StirMark (Petitcolas, 2000): colour quantisation (GIF)',
  ladder: pictureLadder(
    [256, 16, 4, 2],
    256,
    {
      id: (colours) => `colours${colours}`,
      label: (colours) => localized(`${colours} colours`, `${colours} 色`),
    },
    indexed,
  ),
});
