import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { jpeg } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.jpeg',
  family: 'coding',
  title: localized('Saved as JPEG', '另存为 JPEG'),
  about: localized(
    'Baseline JPEG with the standard tables and colours at half resolution; metadata is not written.',
    '基线 JPEG，标准量化表，色度半分辨率；不写入元数据。',
  ),
  cite: 'ITU-T T.81; StirMark (Petitcolas, 2000): quality 90…10; WAVES (An et al., ICML 2024): 90…10',
  ladder: pictureLadder(
    [95, 85, 75, 60, 50, 40, 30, 20, 10],
    75,
    { id: (quality) => `q${quality}`, label: (quality) => `Q ${quality}` },
    jpeg,
  ),
});
