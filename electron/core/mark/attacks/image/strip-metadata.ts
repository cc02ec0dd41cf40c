import { localized } from '#shared/domain/localized.ts';
import { pictureAttack, pictureLadder } from '../define.ts';

export const attack = pictureAttack({
  id: 'image.strip-metadata',
  family: 'packing',
  title: localized('Metadata removed', '清除元数据'),
  about: localized(
    'Every pixel as it is, in a new file that holds nothing else.',
    '像素不变，写入不含其他内容的新文件。',
  ),
  cite: 'What most platforms do on upload',
  ladder: pictureLadder(
    ['all'],
    'all',
    { id: (what) => what, label: () => localized('all', '全部') },
    async (picture) => picture,
  ),
});
