import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { halftone } from '../tools/halftone.ts';

export const attack = pictureAttack({
  id: 'image.halftone',
  family: 'filter',
  title: localized('Halftoned', '半色调'),
  about: localized(
    'Every channel to black and white: by error diffusion, or by dots in cells of so many pixels.',
    '各通道变为黑白：误差扩散，或按若干像素的网点。',
  ),
  cite: 'Floyd, Steinberg, Proc. SID 17 (1976); Ulichney, Digital Halftoning (1987): clustered dots',
  ladder: pictureLadder(
    [0, 3, 4, 6, 8],
    0,
    {
      id: (cell) => (cell === 0 ? 'diffused' : `cell${cell}`),
      label: (cell) =>
        cell === 0 ? localized('diffused', '误差扩散') : localized(`dots of ${cell}`, `网点 ${cell}`),
    },
    async (picture, cell) => halftone(picture, cell),
  ),
});
