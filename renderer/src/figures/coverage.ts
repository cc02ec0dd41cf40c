import type { ByteRange, ByteRole, FigureOf } from '#shared/domain/figure.ts';

export type ByteSpan = FigureOf<'bytes'>['spans'][number];
export type { ByteRole };

/** In the order of the legend: what an examiner looks for first. */
export const byteRoles = [
  'unprotected',
  'credential',
  'protected',
  'unexplained',
  'trailing',
  'metadata',
  'structure',
  'content',
  'padding',
] as const satisfies readonly ByteRole[];

/**
 * The file cut into at most `most` equal stretches, each with one role: uncovered, unexplained and trailing bytes
 * win however few they are, so none can hide; otherwise the role with most bytes.
 *
 * @param spans in order, without gap or overlap
 */
export function coverageCells(size: number, spans: readonly ByteSpan[], most: number): readonly ByteRole[] {
  const count = Math.min(size, most);
  const cells: ByteRole[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    const [start, end] = cellRange(size, count, index);
    while (at + 1 < spans.length && spanEnd(spans[at]) <= start) at += 1;
    const bytes = new Map<ByteRole, number>();
    for (let next = at; next < spans.length; next++) {
      const span = spans[next] as ByteSpan;
      if (span.start >= end) break;
      const inside = Math.min(end, spanEnd(span)) - Math.max(start, span.start);
      bytes.set(span.role, (bytes.get(span.role) ?? 0) + inside);
    }
    cells.push(tellingRole(bytes));
  }
  return cells;
}

/** First byte and the one after the last of a cell. */
export function cellRange(size: number, count: number, index: number): readonly [start: number, end: number] {
  return [Math.floor((index * size) / count), Math.floor(((index + 1) * size) / count)];
}

/** Place of the span that holds a byte, or -1. Spans are in order. */
export function spanAt(spans: readonly ByteSpan[], offset: number): number {
  let low = 0;
  let high = spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const span = spans[middle] as ByteSpan;
    if (offset < span.start) high = middle - 1;
    else if (offset >= spanEnd(span)) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** Bytes of each role; the sum is the size of the file when the spans cover it. */
export function roleTotals(spans: readonly ByteSpan[]): ReadonlyMap<ByteRole, number> {
  const totals = new Map<ByteRole, number>();
  for (const { role, length } of spans) totals.set(role, (totals.get(role) ?? 0) + length);
  return totals;
}

/** Neighbouring cells of one role in one row of the map. */
export interface CoverageRun {
  readonly role: ByteRole;
  readonly row: number;
  readonly column: number;
  readonly length: number;
}

export function coverageRuns(cells: readonly ByteRole[], columns: number): readonly CoverageRun[] {
  const runs: CoverageRun[] = [];
  for (let index = 0; index < cells.length; ) {
    const role = cells[index] as ByteRole;
    const column = index % columns;
    let length = 1;
    while (column + length < columns && cells[index + length] === role) length += 1;
    runs.push({ role, row: Math.floor(index / columns), column, length });
    index += length;
  }
  return runs;
}

export function rangeOf(span: ByteSpan): ByteRange {
  return [span.start, span.length];
}

function spanEnd(span: ByteSpan | undefined): number {
  return span === undefined ? 0 : span.start + span.length;
}

function tellingRole(bytes: ReadonlyMap<ByteRole, number>): ByteRole {
  if (bytes.has('unprotected')) return 'unprotected';
  if (bytes.has('unexplained')) return 'unexplained';
  if (bytes.has('trailing')) return 'trailing';
  let best: ByteRole = 'unexplained';
  let most = 0;
  for (const [role, count] of bytes) {
    if (count <= most) continue;
    best = role;
    most = count;
  }
  return best;
}
