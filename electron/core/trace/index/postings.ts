import type { CodeTable } from './code-table.ts';
import { makeRows, type Rows, rowRoom } from './rows.ts';
import { layoutOf, mostOfSegment, type SlotLayout, slotsFor } from './slots.ts';

/**
 * For each slot, which codes have which value there: compressed rows, in a few segments, each for a range of codes. New
 * codes wait unsorted and are searched one by one until they fill a segment; segments are merged so that each is much
 * larger than the next (O'Neil et al., "The log-structured merge-tree", 1996), up to a size at which they stay as they
 * are. So a merge, whatever the size of the index, needs no more than the rows of one full segment a second time.
 */
export interface Segment {
  /** Codes `from`…`to`. */
  readonly from: number;
  readonly to: number;
  readonly layout: SlotLayout;
  /** By slot. */
  readonly slots: readonly Rows[];
}

/** As many codes may wait unsorted: a scan of so many takes about a tenth of a millisecond. */
export const mostWaiting = 8192;
/** A segment is merged with the next one unless it is this many times as large. */
const growth = 4;

export interface PostingsOptions {
  /** As many codes may be without rows. */
  readonly waiting?: number;
  /** Most codes of a segment, at most 2²³. */
  readonly segment?: number;
  /** Number of slots for a segment of so many codes. */
  readonly slots?: (codes: number) => number;
}

export class Postings {
  readonly #table: CodeTable;
  /** Ascending; together they cover all codes below `covered`. */
  readonly segments: Segment[] = [];
  #covered = 0;
  readonly #options: Required<PostingsOptions>;

  constructor(
    table: CodeTable,
    { waiting = mostWaiting, segment = mostOfSegment, slots = slotsFor }: PostingsOptions = {},
  ) {
    this.#options = { waiting, segment, slots };
    this.#table = table;
  }

  /** All codes below this number are in rows. */
  get covered(): number {
    return this.#covered;
  }

  /** Are there enough codes waiting for a merge to be worth it? */
  get due(): boolean {
    return this.#table.count - this.#covered >= this.#options.waiting;
  }

  /** Memory held, bytes. */
  get bytes(): number {
    let sum = 0;
    for (const { slots } of this.segments)
      for (const { offsets, low, high } of slots)
        sum += offsets.byteLength + low.byteLength + high.byteLength;
    return sum;
  }

  /** Empty all rows: every code waits again. */
  clear(): void {
    this.segments.length = 0;
    this.#covered = 0;
  }

  /** Take in codes that wait, in steps of some milliseconds; searches between the steps are exact. */
  *merge(): Generator<void, void, void> {
    const from = this.#mergeFrom();
    const to = Math.min(this.#table.count, from + this.#options.segment);
    const layout = layoutOf(this.#options.slots(to - from));
    const room = rowRoom(to - from);
    const slots: Rows[] = [];
    for (let slot = 0; slot < layout.count; slot++) {
      const key = { start: layout.starts[slot]!, width: layout.widths[slot]! };
      slots.push(yield* makeRows(this.#table, { from, to }, key, room));
    }
    const kept = this.segments.findIndex((one) => one.from >= from);
    this.segments.splice(kept === -1 ? this.segments.length : kept, this.segments.length, {
      ...{ from, to, layout, slots },
    });
    this.#covered = to;
  }

  /** Beginning of the last segment that is worth keeping apart. */
  #mergeFrom(): number {
    const { count } = this.#table;
    let from = this.#covered;
    for (let at = this.segments.length - 1; at >= 0; at--) {
      const segment = this.segments[at]!;
      // Full ones stay as they are.
      if (this.#covered - segment.from >= this.#options.segment) break;
      if (segment.to - segment.from > growth * (count - from)) break;
      from = segment.from;
    }
    return from;
  }
}
