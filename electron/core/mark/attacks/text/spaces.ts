import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughText } from '../tools/words.ts';

export const attack = fileAttack({
  id: 'text.spaces',
  media: 'text',
  family: 'coding',
  title: localized('Spaces tidied', '整理空白'),
  about: localized(
    'Runs of white space become one space or line break; spaces at line ends go.',
    '连续空白合并为一个空格或换行；行尾空格删除。',
  ),
  cite: 'What editors and content systems do on saving',
  ladder: fileLadder(
    ['all'],
    'all',
    { id: (what) => what, label: () => localized('all', '全部') },
    (source, _what, bench) =>
      throughText(source, bench, (text) =>
        text
          .replace(/[^\S\n]+/gu, ' ')
          .replace(/ ?\n ?/gu, '\n')
          .replace(/\n{3,}/gu, '\n\n'),
      ),
  ),
});
