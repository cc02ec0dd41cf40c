import { localized } from '#shared/domain/localized.ts';
import { fileAttack, fileLadder } from '../define.ts';
import { SeededNoise } from '../tools/noise.ts';
import { throughText } from '../tools/words.ts';

export const attack = fileAttack({
  id: 'text.shuffle',
  media: 'text',
  family: 'cutting',
  title: localized('Paragraphs in another order', '打乱段落'),
  about: localized(
    'Every line at another place, by chance (always the same).',
    '各行随机（但固定可复现）换位。',
  ),
  cite: 'Own model of rearranging',
  ladder: fileLadder(
    ['lines'],
    'lines',
    { id: (what) => what, label: () => localized('lines', '按行') },
    (source, _what, bench) =>
      throughText(source, bench, (text) => {
        const noise = new SeededNoise(bench.seed);
        const lines = text.split('\n');
        for (let last = lines.length - 1; last > 0; last -= 1) {
          const other = Math.floor(noise.uniform() * (last + 1));
          [lines[last], lines[other]] = [lines[other]!, lines[last]!];
        }
        return lines.join('\n');
      }),
  ),
});
