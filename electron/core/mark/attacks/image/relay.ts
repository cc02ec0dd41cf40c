import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';
import { croppedTo } from '../tools/geometry.ts';
import { jpeg, pixelsOf, scaled, within } from '../tools/picture.ts';
import { inPage } from '../tools/scenery.ts';

export const attack = pictureAttack({
  id: 'image.relay',
  family: 'combination',
  title: localized('Screenshot, crop, messenger, saved again', '截屏、裁剪、转发、再存'),
  about: localized(
    'One after the other: screenshot × .63, crop to the area given, messenger 1280 px Q 60, JPEG 70.',
    '依次：截屏（0.63 倍）、裁剪至所给面积、即时通信 1280 px Q 60、JPEG 70。',
  ),
  cite: 'Own chain: the way of a picture from hand to hand',
  ladder: pictureLadder(
    [0.9, 0.7, 0.5],
    0.7,
    {
      id: (area) => `area${area * 100}`,
      label: (area) => localized(`${area * 100} % left`, `剩余 ${area * 100} %`),
    },
    async (picture, area, { seed, context }) => {
      const shot = await jpeg(inPage(await scaled(picture, 0.63), seed), 80);
      const part = croppedTo(await pixelsOf(shot, context.limits), area, 0.7, 0.4);
      const sent = await jpeg(await within(part, 1280), 60);
      return jpeg(await pixelsOf(sent, context.limits), 70);
    },
  ),
});
