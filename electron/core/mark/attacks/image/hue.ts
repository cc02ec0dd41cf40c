import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { huesTurned } from '../tools/tone.ts';

export const attack = pictureAttack({
  id: 'image.hue',
  family: 'tone',
  title: localized('Hue turned', '改变色相'),
  about: localized('By a share of the colour circle (HSV).', '按色环的所给份额转动（HSV）。'),
  cite: 'Video Seal (Fernandez et al., 2024): −.4….5',
  ladder: pictureLadder(
    [0.05, 0.1, 0.2, -0.2, 0.4, 0.5],
    0.1,
    { id: (share) => `turn${share}`, label: (share) => String(share).replace('-', '−') },
    async (picture, share) => huesTurned(picture, share),
  ),
});
