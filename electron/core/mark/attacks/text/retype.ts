import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughText, withoutInvisible } from '../tools/words.ts';

const plain: readonly (readonly [seen: RegExp, typed: string])[] = [
  [/[\u2018\u2019\u201a\u2032]/gu, "'"],
  [/[\u201c\u201d\u201e\u2033]/gu, '"'],
  [/[\u2010-\u2013\u2212]/gu, '-'],
  [/\u2026/gu, '...'],
  [/[\u00a0\u2000-\u200a\u202f\u205f]/gu, ' '],
];

function retyped(text: string): string {
  let typed = withoutInvisible(text).normalize('NFC');
  for (const [seen, key] of plain) typed = typed.replaceAll(seen, key);
  return typed;
}

export const attack = fileAttack({
  id: 'text.retype',
  media: 'text',
  family: 'capture',
  title: localized('Typed again', '重新录入'),
  about: localized(
    'What is seen, in plain characters: nothing invisible, ordinary quotes and spaces.',
    '仅保留可见内容的普通字符：无不可见字符，普通引号与空格。',
  ),
  cite: 'Own model of retyping and of text recognition',
  ladder: fileLadder(
    ['all'],
    'all',
    { id: (what) => what, label: () => localized('all', '全部') },
    (source, _what, bench) => throughText(source, bench, (text) => retyped(text)),
  ),
});
