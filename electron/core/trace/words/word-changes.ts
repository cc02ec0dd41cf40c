import type { Change } from '#shared/domain/comparison.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Passage, PassageMatch } from './passages.ts';
import { endOf, type Words } from './words.ts';

/** Changes named one by one; what lies beyond is counted. */
const CHANGES = 2000;
const QUOTE = 60;

type Side = 'first' | 'second';
type Stretch = readonly [from: number, to: number];

/** What was added, removed, replaced and moved between two texts, the largest first. */
export function wordChanges(
  first: Words,
  second: Words,
  { passages }: PassageMatch,
): { readonly changes: Change[]; readonly left: number } {
  const changes: Change[] = [];
  const ordered = passages.filter(({ moved }) => !moved);
  const moved = passages.filter((passage) => passage.moved);
  for (const passage of ordered) edits(passage, first, second, changes);
  for (const passage of moved) {
    edits(passage, first, second, changes);
    changes.push(
      change('moved', 'second', second, passage.second, second.length, statements.moved(second, passage)),
    );
  }
  for (const stretch of uncovered(
    first.length,
    passages.map(({ first: [from, to] }) => [from, to] as const),
  ))
    changes.push(removed(first, stretch));
  for (const stretch of uncovered(
    second.length,
    passages.map(({ second: [from, to] }) => [from, to] as const),
  ))
    changes.push(added(second, stretch));
  changes.sort((a, b) => b.strength - a.strength || placeOf(a) - placeOf(b));
  return { changes: changes.slice(0, CHANGES), left: Math.max(0, changes.length - CHANGES) };
}

/** Gaps between the equal runs of one passage. */
function edits({ runs }: Passage, first: Words, second: Words, changes: Change[]): void {
  for (let at = 1; at < runs.length; at += 1) {
    const [before, after] = [runs[at - 1]!, runs[at]!];
    const one: Stretch = [before.first + before.length, after.first];
    const other: Stretch = [before.second + before.length, after.second];
    if (one[1] > one[0] && other[1] > other[0])
      changes.push(
        change(
          'changed',
          'second',
          second,
          other,
          second.length,
          statements.changed(first, one, second, other),
          charactersOf(first, one),
        ),
      );
    else if (other[1] > other[0]) changes.push(added(second, other));
    else if (one[1] > one[0]) changes.push(removed(first, one));
  }
}

function added(second: Words, stretch: Stretch): Change {
  return change('added', 'second', second, stretch, second.length, statements.added(second, stretch));
}

function removed(first: Words, stretch: Stretch): Change {
  return change('removed', 'first', first, stretch, first.length, statements.removed(first, stretch));
}

function change(
  kind: Change['kind'],
  side: Side,
  words: Words,
  stretch: Stretch,
  total: number,
  statement: Localized,
  instead?: [number, number],
): Change {
  return {
    kind,
    in: side,
    place: {
      kind: 'passage',
      characters: charactersOf(words, stretch),
      ...(instead === undefined ? {} : { instead }),
    },
    from: null,
    strength: (stretch[1] - stretch[0]) / Math.max(1, total),
    statement,
  };
}

/** UTF-16 offsets of a stretch of letters. */
export function charactersOf(words: Words, [from, to]: Stretch): [number, number] {
  return [words.starts[from]!, to > from ? endOf(words, to - 1) : words.starts[from]!];
}

/** What of `0…length` no stretch covers. */
function uncovered(length: number, stretches: readonly Stretch[]): Stretch[] {
  const gaps: Stretch[] = [];
  let end = 0;
  for (const [from, to] of stretches.toSorted((a, b) => a[0] - b[0])) {
    if (from > end) gaps.push([end, from]);
    end = Math.max(end, to);
  }
  if (end < length) gaps.push([end, length]);
  return gaps;
}

function placeOf({ place }: Change): number {
  return place.kind === 'passage' ? place.characters[0] : 0;
}

/** The words of a stretch for people: cut in the middle, what shows nothing written as its number. */
export function quoted(words: Words, stretch: Stretch): string {
  const [from, to] = charactersOf(words, stretch);
  const { raw } = words;
  if (to - from <= QUOTE) return shown(raw.slice(from, to));
  return `${shown(raw.slice(from, from + QUOTE / 2))} … ${shown(raw.slice(to - QUOTE / 2, to))}`;
}

function shown(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(
      /[\p{C}\p{Default_Ignorable_Code_Point}]/gu,
      (sign) => `⟨U+${sign.codePointAt(0)!.toString(16).toUpperCase()}⟩`,
    )
    .replace(/\p{M}{4,}/gu, (marks) => `⟨${Array.from(marks).length} marks⟩`);
}

function count(words: Words, stretch: Stretch): number {
  const [from, to] = charactersOf(words, stretch);
  return to - from;
}

const statements = {
  added: (second: Words, stretch: Stretch): Localized =>
    localized(
      `Only in the second: “${quoted(second, stretch)}” (${count(second, stretch)} characters)`,
      `仅见于第二份文本：“${quoted(second, stretch)}”（${count(second, stretch)} 个字符）`,
    ),
  removed: (first: Words, stretch: Stretch): Localized =>
    localized(
      `Missing from the second: “${quoted(first, stretch)}” (${count(first, stretch)} characters)`,
      `第二份文本中缺失：“${quoted(first, stretch)}”（${count(first, stretch)} 个字符）`,
    ),
  changed: (first: Words, one: Stretch, second: Words, other: Stretch): Localized =>
    localized(
      `“${quoted(first, one)}” became “${quoted(second, other)}”`,
      `“${quoted(first, one)}”改为“${quoted(second, other)}”`,
    ),
  moved: (second: Words, { first, second: stretch }: Passage): Localized =>
    localized(
      `Stands elsewhere than in the first, or a second time: “${quoted(second, stretch)}” (letter ${first[0] + 1} there)`,
      `位置与第一份文本不同，或重复出现：“${quoted(second, stretch)}”（在第一份文本中为第 ${first[0] + 1} 字）`,
    ),
};
