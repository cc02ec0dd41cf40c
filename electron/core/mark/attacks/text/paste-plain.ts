import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughText, withoutInvisible } from '../tools/words.ts';

export const attack = fileAttack({
  id: 'text.paste-plain',
  media: 'text',
  family: 'coding',
  title: localized('Pasted as plain text', '粘贴为纯文本'),
  about: localized(
    'Characters nobody sees are dropped, as many programs do on pasting.',
    '不可见字符被丢弃，许多程序在粘贴时如此处理。',
  ),
  cite: 'C2PA 2.2, annex A.8 (what such carriers do not survive); Unicode 16, 5.21',
  ladder: fileLadder(
    ['all'],
    'all',
    { id: (what) => what, label: () => localized('all', '全部') },
    (source, _what, bench) => throughText(source, bench, (text) => withoutInvisible(text)),
  ),
});
