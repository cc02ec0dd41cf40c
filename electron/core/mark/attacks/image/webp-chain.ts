import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { jpeg, pixelsOf, webp } from '../tools/picture.ts';

export const attack = pictureAttack({
  id: 'image.webp-chain',
  family: 'platform',
  title: localized('Back and forth between WebP and JPEG', 'WebP 与 JPEG 往返转存'),
  about: localized(
    'As sites serve WebP and users save JPEG: WebP 75, then JPEG 80, so many times.',
    '网站提供 WebP、用户另存 JPEG：WebP 75 再 JPEG 80，反复若干轮。',
  ),
  cite: 'Own chain',
  ladder: pictureLadder(
    [1, 2, 4],
    1,
    { id: (rounds) => `rounds${rounds}`, label: (rounds) => localized(`${rounds} ×`, `${rounds} 轮`) },
    async (picture, rounds, { context }) => {
      let present = picture;
      let file = await webp(present, 75);
      for (let round = 0; round < rounds; round += 1) {
        if (round > 0) file = await webp(present, 75);
        file = await jpeg(await pixelsOf(file, context.limits), 80);
        present = await pixelsOf(file, context.limits);
      }
      return file;
    },
  ),
});
