import type { Change } from '#shared/domain/comparison.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { characterName, codePointText, oddities, oddityWords } from './hidden-characters.ts';
import type { PassageMatch } from './passages.ts';
import type { Words } from './words.ts';

/** Changes named one by one; what lies beyond is counted in the table of hidden characters. */
const CHANGES = 1000;

/**
 * What the reader of a text does not see of the changes: hidden characters, look-alike letters, forms and spaces that stand in
 * the common passages of one text and not at the same place of the other. Equal ones in a row are one change.
 */
export function hiddenChanges(first: Words, second: Words, match: PassageMatch): Change[] {
  const changes: Change[] = [];
  const runs = match.passages.flatMap((passage) => passage.runs);
  const one = partners(
    first.length,
    runs.map((run) => [run.first, run.second, run.length] as const),
  );
  const other = partners(
    second.length,
    runs.map((run) => [run.second, run.first, run.length] as const),
  );
  collect(second, first, other, 'second', changes);
  collect(first, second, one, 'first', changes);
  return changes;
}

/** Letter of the other text for each of this one; −1: none. */
function partners(length: number, runs: readonly (readonly [number, number, number])[]): Int32Array {
  const partner = new Int32Array(length).fill(-1);
  for (const [from, to, count] of runs) for (let at = 0; at < count; at += 1) partner[from + at] = to + at;
  return partner;
}

function collect(
  words: Words,
  other: Words,
  partner: Int32Array,
  side: 'first' | 'second',
  changes: Change[],
): void {
  const { oddities: list, starts, raw } = words;
  let letter = 0;
  for (let at = 0; at < list.length; ) {
    const [place, code, kind] = [list.at[at]!, list.codes[at]!, list.kinds[at]!];
    while (letter + 1 < words.length && starts[letter + 1]! <= place) letter += 1;
    let [end, run] = [place, 0];
    while (at < list.length && list.codes[at] === code && list.kinds[at] === kind && list.at[at]! <= end) {
      end = list.at[at]! + (code > 0xffff ? 2 : 1);
      run += 1;
      at += 1;
    }
    const there = partner[letter] ?? -1;
    if (there < 0 || has(other, there, code)) continue;
    if (changes.length >= CHANGES) return;
    changes.push({
      kind: 'hidden',
      in: side,
      place: { kind: 'passage', characters: [place, end] },
      from: null,
      strength: run / Math.max(1, raw.length),
      statement: statement(side, code, kind, run, list.became[at - 1]!),
    });
  }
}

/** Does the letter there, with what stands around it, hold the same character? */
function has({ raw, starts, length }: Words, letter: number, code: number): boolean {
  const from = letter > 0 ? starts[letter - 1]! : 0;
  const to = letter + 1 < length ? starts[letter + 1]! : raw.length;
  return raw.slice(from, Math.min(to, from + 4000)).includes(String.fromCodePoint(code));
}

function statement(
  side: 'first' | 'second',
  code: number,
  kind: number,
  run: number,
  became: number,
): Localized {
  const what = oddityWords[oddities[kind]!];
  const name = characterName(code);
  const named = `${codePointText(code)}${name === '' ? '' : ` ${name}`}`;
  const instead = became > 0x20 ? String.fromCodePoint(became) : '';
  const [en, zh] = [
    instead === '' ? '' : ` in the place of “${instead}”`,
    instead === '' ? '' : `，代替“${instead}”`,
  ];
  const times = run === 1 ? '' : ` × ${run}`;
  return localized(
    `${side === 'second' ? 'Only in the second' : 'Missing from the second'}: ${what.en} ${named}${times}${en}`,
    `${side === 'second' ? '仅见于第二份文本' : '第二份文本中缺失'}：${what['zh-CN']} ${named}${times}${zh}`,
  );
}
