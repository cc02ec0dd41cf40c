import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { throughText } from '../tools/words.ts';

export const attack = fileAttack({
  id: 'text.excerpt',
  media: 'text',
  family: 'cutting',
  title: localized('An excerpt', '节选'),
  about: localized(
    'So much of the characters, from a place chosen by chance (always the same).',
    '从随机（但固定可复现）位置截取所给比例的字符。',
  ),
  cite: 'Quoting and copying a passage',
  ladder: fileLadder(
    [75, 50, 25, 10],
    50,
    {
      id: (percent) => `percent${percent}`,
      label: (percent) => localized(`${percent} % left`, `剩余 ${percent} %`),
    },
    (source, percent, bench) =>
      throughText(source, bench, (text) => {
        const characters = [...text];
        const length = Math.max(1, Math.round((characters.length * percent) / 100));
        const start = Math.floor(((bench.seed % 1000) / 1000) * (characters.length - length));
        return characters.slice(start, start + length).join('');
      }),
  ),
});
