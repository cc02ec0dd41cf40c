import type {
  Change,
  Comparison,
  ComparisonListing,
  Polygon,
  TextTransform,
} from '#shared/domain/comparison.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';

export type Side = 'first' | 'second';

/** The newest comparison in which the first was laid over the second. */
export function newestOf(
  comparisons: readonly ComparisonListing[],
  first: Sha256,
  second: Sha256,
): ComparisonListing | null {
  return comparisons.find((one) => one.first.sha256 === first && one.second.sha256 === second) ?? null;
}

export interface PlacedChange {
  /** Place in the list of changes. */
  readonly index: number;
  readonly polygon: Polygon;
}

/** Outlines of the changes in one of the pictures; a moved part is outlined in both. */
export function outlinesIn(changes: readonly Change[], side: Side): PlacedChange[] {
  return changes.flatMap((change, index) => {
    const polygon =
      change.in === side ? (change.place.kind === 'region' ? change.place.polygon : null) : change.from;
    return polygon === null ? [] : [{ index, polygon }];
  });
}

/** The corner of the box around an outline at which its number stands. */
export function cornerOf(polygon: Polygon): readonly [number, number] {
  return [Math.min(...polygon.map(([x]) => x)), Math.min(...polygon.map(([, y]) => y))];
}

/** A stretch of one text; `change`: place in the list of changes, `null`: as it is in the other. */
export interface TextPart {
  readonly text: string;
  readonly change: number | null;
}

/** Texts beside each other; `null`: nothing of that text stands here. */
export interface PassageRow {
  readonly first: readonly TextPart[] | null;
  readonly second: readonly TextPart[] | null;
  readonly how: 'same' | 'edited' | 'only-first' | 'only-second';
}

interface PassageText {
  readonly first: string;
  readonly second: string;
}

type Span = readonly [from: number, to: number];

/**
 * Both texts from beginning to end in the order of the second: common passages beside each other, what stands in one
 * text only alone in its row, where it belongs in the order of its own text.
 */
export function passageRows(
  texts: PassageText,
  { passages }: TextTransform,
  changes: readonly Change[],
): PassageRow[] {
  const part = (side: Side, span: Span) => partsOf(texts[side], span, marksOf(changes, side));
  const ordered = passages.toSorted((a, b) => a.second[0] - b.second[0]);
  const left = gaps(
    texts.first.length,
    ordered.map(({ first }) => first),
  );
  const rows: PassageRow[] = [];
  const told = new Set<Span>();
  let end = 0;
  const onlyFirst = (until: number) => {
    for (const gap of left) {
      if (told.has(gap) || gap[1] > until) continue;
      told.add(gap);
      if (hasWords(texts.first, gap))
        rows.push({ first: part('first', gap), second: null, how: 'only-first' });
    }
  };
  const onlySecond = (until: number) => {
    const gap: Span = [end, until];
    if (until > end && hasWords(texts.second, gap))
      rows.push({ first: null, second: part('second', gap), how: 'only-second' });
  };
  for (const { first, second, how } of ordered) {
    onlyFirst(first[0]);
    onlySecond(second[0]);
    // What lies between two passages is told once, although passages may overlap by a sign or two.
    rows.push({ first: part('first', first), second: part('second', second), how });
    end = Math.max(end, second[1]);
  }
  onlyFirst(texts.first.length);
  onlySecond(texts.second.length);
  return rows;
}

function hasWords(text: string, [from, to]: Span): boolean {
  return text.slice(from, to).trim() !== '';
}

interface Mark {
  readonly span: Span;
  readonly change: number;
}

function marksOf(changes: readonly Change[], side: Side): Mark[] {
  return changes
    .flatMap(({ in: where, place, kind }, change): Mark[] => {
      // A moved passage is whole and unchanged: its row is what is pointed at.
      if (place.kind !== 'passage' || kind === 'moved') return [];
      const span = where === side ? place.characters : place.instead;
      return span === undefined ? [] : [{ span, change }];
    })
    .sort((a, b) => a.span[0] - b.span[0]);
}

/** A stretch of text cut where changes begin and end; of overlapping changes the first one counts. */
export function partsOf(text: string, [from, to]: Span, marks: readonly Mark[]): TextPart[] {
  const parts: TextPart[] = [];
  let at = from;
  for (const { span, change } of marks) {
    const [start, end] = [Math.max(span[0], at), Math.min(span[1], to)];
    if (end <= start) continue;
    if (start > at) parts.push({ text: text.slice(at, start), change: null });
    parts.push({ text: text.slice(start, end), change });
    at = end;
  }
  if (at < to) parts.push({ text: text.slice(at, to), change: null });
  return parts;
}

/** What of `0…length` no stretch covers, in order. */
function gaps(length: number, covered: readonly Span[]): Span[] {
  const found: Span[] = [];
  let end = 0;
  for (const [from, to] of covered.toSorted((a, b) => a[0] - b[0])) {
    if (from > end) found.push([end, from]);
    end = Math.max(end, to);
  }
  if (end < length) found.push([end, length]);
  return found;
}

/** The row a change stands in. */
export function rowOf(rows: readonly PassageRow[], change: number): number {
  return rows.findIndex(({ first, second }) =>
    [...(first ?? []), ...(second ?? [])].some((part) => part.change === change),
  );
}

/** The beginning and the end of a long stretch, cut between words where there are any. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor(longest / 2);
  const [head, tail] = [text.slice(0, half), text.slice(-half)];
  const before = head.replace(/\s\S{0,24}$/, '');
  const after = tail.replace(/^\S{0,24}\s/, '');
  return `${before} […] ${after}`;
}

/** Files kept with a comparison of texts (see `core/trace/align/words.ts`). */
export function keptTexts({ artifacts }: Pick<Comparison, 'artifacts'>): boolean {
  return ['first.txt', 'second.txt'].every((name) => artifacts.some((one) => one.name === name));
}
