import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughText } from '../tools/words.ts';

export const attack = fileAttack({
  id: 'text.normalise',
  media: 'text',
  family: 'coding',
  title: localized('Normalised (NFKC)', '规范化（NFKC）'),
  about: localized(
    'Compatibility forms become their ordinary characters; invisible characters mostly stay.',
    '兼容字符变为普通字符；不可见字符大多保留。',
  ),
  cite: 'Unicode Standard Annex 15',
  ladder: fileLadder(
    ['all'],
    'all',
    { id: (what) => what, label: () => localized('all', '全部') },
    (source, _what, bench) => throughText(source, bench, (text) => text.normalize('NFKC')),
  ),
});
