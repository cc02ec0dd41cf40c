import type { ReadRow } from './reads.ts';
import type { RefusalRow } from './refusals.ts';
import type { Trial } from './trials.ts';

/** Tables of the bench in Markdown, one text each. */

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

const mark = (good: boolean): string => (good ? '✓' : '✗');
const distinct = (values: readonly string[]): string[] => [...new Set(values)];
const code = (values: readonly string[]): string =>
  values.length === 0
    ? '–'
    : distinct(values)
        .map((value) => `\`${value}\``)
        .join(', ');

/** One row for a format and standard: what holds of all its forms, by the worst of them. */
export function writtenTable(trials: readonly Trial[]): string {
  const groups = Map.groupBy(trials, ({ format, standard }) => `${format} ${standard}`);
  return table(
    [
      'format',
      'forms',
      'label',
      'place',
      'our reader',
      'exiftool',
      'ffprobe',
      'other',
      'rest',
      'second write',
    ],
    [...groups.values()].map((group) => {
      const [{ format, standard }] = group as [Trial];
      const fault = (pattern: RegExp): boolean =>
        group.some(({ faults }) => faults.some((one) => pattern.test(one)));
      const others = group.flatMap(({ other }) => (other === null ? [] : [other]));
      const replaced = Math.max(...group.map(({ replaced: [bytes] }) => bytes));
      return [
        format,
        String(group.length),
        standard.replace(/-.*/, ''),
        group
          .map(({ place, guidePlace }) => (guidePlace ? place : `${place} ¹`))
          .filter((place, index, all) => all.indexOf(place) === index)
          .join('; '),
        mark(!fault(/our reader|panorama/)),
        code(group.flatMap(({ exiftool }) => exiftool)),
        code(group.flatMap(({ ffprobe }) => ffprobe)),
        others.length === 0 ? '–' : distinct(others).join(', '),
        `${mark(!fault(/content|plan’s|misses/))} ${replaced === 0 ? 'every byte' : `all but ≤ ${replaced} B`}; ${distinct(group.map(({ witness }) => witness)).join(', ')}`,
        mark(!fault(/write 2|second/)),
      ];
    }),
  );
}

export function readTable(rows: readonly ReadRow[]): string {
  return table(
    ['carrier', 'formats', 'places read', 'written', 'fixtures', 'read', 'exiftool', 'ffprobe', 'Python'],
    rows.map(({ carrier, formats, places, writes, fixtures, shown, faults }) => [
      carrier,
      formats.join(', '),
      places.join('; '),
      writes ? 'yes' : 'no',
      String(fixtures),
      mark(faults.length === 0),
      ...[shown.exiftool, shown.ffprobe, shown.python].map((count) => (count === 0 ? '–' : String(count))),
    ]),
  );
}

export function wordsTable(head: string, rows: readonly RefusalRow[]): string {
  return table(
    [head, 'words'],
    rows.map(({ what, words }) => [what, words]),
  );
}
