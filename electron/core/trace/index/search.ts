import { type CodeTable, chunkCodes, chunkMask, chunkShift, nobody } from './code-table.ts';
import { codeWords, distanceWithin, farthest, onesIn } from './hamming.ts';
import { NearestList } from './nearest-list.ts';
import type { Postings, Segment } from './postings.ts';
import type { Rows } from './rows.ts';
import { type SlotLayout, slotKey } from './slots.ts';

/**
 * Multi-index hashing (Norouzi, Punjani and Fleet, "Fast exact search in Hamming space with multi-index hashing", IEEE
 * TPAMI 36, 2014): of two codes of m slots that are at most `m·s + a` bits apart, with a < m, one of any `a + 1` slots
 * differs in at most s bits, or one of the others in at most s − 1. The slots asked with s flips are free to choose, and
 * those are chosen whose rows are shortest. When the rows name more than is worth it (very large radius, or codes of
 * which a great part is the same), every code of the segment is looked at: the answer is the same, and no search takes
 * much longer than that.
 */

/** A row, or a code met through one, costs about as much as this many codes that are read one after the other. */
const rowCost = 8;
/** Most slots of a layout. */
const mostSlots = 16;

export interface Found {
  readonly ids: Uint32Array;
  readonly distances: Uint16Array;
  /** False: more codes lie within the radius than were asked for; those listed are the nearest. */
  readonly complete: boolean;
}

/** Searches one table; holds the working memory of a search. */
export class Searcher {
  readonly #table: CodeTable;
  readonly #postings: Postings;
  readonly #near = new NearestList();
  readonly #keys = new Uint32Array(mostSlots);
  /** Flips with which a slot is asked; −1: not at all. */
  readonly #flips = new Int8Array(mostSlots);
  readonly #extra = new Float64Array(mostSlots);
  readonly #order = new Uint8Array(mostSlots);

  constructor(table: CodeTable, postings: Postings) {
    this.#table = table;
    this.#postings = postings;
  }

  /** The codes at most `radius` bits from `query` (8 words): the nearest `limit` of them, exactly. */
  within(query: Uint32Array, radius: number, limit: number): Found {
    this.#near.begin(limit, Math.min(radius, farthest));
    for (const segment of this.#postings.segments) {
      const { from, to } = segment;
      const rows = this.#plan(segment, query, radius) * rowCost <= to - from;
      if (!(rows ? this.#askRows(segment, query) : this.#scan(query, from, to))) return this.#near.end();
    }
    this.#scan(query, this.#postings.covered, this.#table.count);
    return this.#near.end();
  }

  /** Every code, one after the other. */
  scan(query: Uint32Array, radius: number, limit: number): Found {
    this.#near.begin(limit, Math.min(radius, farthest));
    this.#scan(query, 0, this.#table.count);
    return this.#near.end();
  }

  /** Choose the flips of each slot; number of its rows and of the codes they name. Infinite: rows are of no use. */
  #plan({ layout, slots, from, to }: Segment, query: Uint32Array, radius: number): number {
    const { count, starts, widths, maskCounts } = layout;
    const most = Math.floor(radius / count);
    if (most > layout.mostFlips || rowsOf(layout, most - 1) * rowCost > to - from)
      return Number.POSITIVE_INFINITY;
    const deep = (radius % count) + 1;
    const { extra, order } = { extra: this.#extra, order: this.#order.subarray(0, count) };
    let sum = 0;
    for (let slot = 0; slot < count; slot++) {
      const key = slotKey(query, 0, starts[slot]!, widths[slot]!);
      const counts = maskCounts[slot]!;
      const shallow = most === 0 ? 0 : counts[most - 1]!;
      const { offsets } = slots[slot]!;
      this.#keys[slot] = key;
      sum += shallow + rowLengths(offsets, key, layout.masks[slot]!, 0, shallow);
      extra[slot] =
        counts[most]! - shallow + rowLengths(offsets, key, layout.masks[slot]!, shallow, counts[most]!);
      this.#flips[slot] = most - 1;
      order[slot] = slot;
    }
    if (deep < count) order.sort((one, other) => extra[one]! - extra[other]! || one - other);
    for (let place = 0; place < deep; place++) {
      const slot = order[place]!;
      this.#flips[slot] = most;
      sum += extra[slot]!;
    }
    return sum;
  }

  /** False: enough was found, and nothing else can be nearer. */
  #askRows(segment: Segment, query: Uint32Array): boolean {
    const { layout, slots } = segment;
    for (let place = 0; place < layout.count; place++) {
      const slot = this.#order[place]!;
      const flips = this.#flips[slot]!;
      if (flips < 0) continue;
      const key = this.#keys[slot]!;
      const masks = layout.masks[slot]!;
      const count = layout.maskCounts[slot]![flips]!;
      const rows = slots[slot]!;
      const { offsets } = rows;
      for (let mask = 0; mask < count; mask++) {
        const row = key ^ masks[mask]!;
        const from = offsets[row]!;
        const to = offsets[row + 1]!;
        if (from < to && !this.#askRow(segment, query, rows, from, to, place)) return false;
      }
    }
    return true;
  }

  /** The loop that searching consists of: half a code is compared before anything else is asked. */
  #askRow(
    { from: base, layout }: Segment,
    query: Uint32Array,
    { low, high }: Rows,
    from: number,
    to: number,
    place: number,
  ): boolean {
    const { codeChunks } = this.#table;
    const near = this.#near;
    let { within } = near;
    const q0 = query[0]!;
    const q1 = query[1]!;
    const q2 = query[2]!;
    const q3 = query[3]!;
    for (let at = from; at < to; at++) {
      const id = base + (low[at]! | (high[at]! << 16));
      const codes = codeChunks[id >>> chunkShift]!;
      const word = (id & chunkMask) * codeWords;
      const half =
        onesIn(codes[word]! ^ q0) +
        onesIn(codes[word + 1]! ^ q1) +
        onesIn(codes[word + 2]! ^ q2) +
        onesIn(codes[word + 3]! ^ q3);
      if (half > within) continue;
      const distance = distanceWithin(codes, word, query, within);
      if (distance > within || this.#table.owner(id) === nobody) continue;
      if (this.#metBefore(layout, codes, word, place)) continue;
      near.take(id, distance);
      if (near.full) return false;
      within = near.within;
    }
    return true;
  }

  /** Did a slot asked earlier lead to this code? */
  #metBefore({ starts, widths }: SlotLayout, codes: Uint32Array, from: number, place: number): boolean {
    for (let earlier = 0; earlier < place; earlier++) {
      const slot = this.#order[earlier]!;
      const key = slotKey(codes, from, starts[slot]!, widths[slot]!);
      if (onesIn(key ^ this.#keys[slot]!) <= this.#flips[slot]!) return true;
    }
    return false;
  }

  /** False: enough was found, and nothing else can be nearer. */
  #scan(query: Uint32Array, from: number, to: number): boolean {
    const { chunks } = this.#table;
    const near = this.#near;
    for (let start = from; start < to; ) {
      const number = start >>> chunkShift;
      const chunk = chunks[number]!;
      const end = Math.min(to, (number + 1) * chunkCodes);
      let word = (start & chunkMask) * codeWords;
      let { within } = near;
      for (let id = start; id < end; id++, word += codeWords) {
        const distance = distanceWithin(chunk.codes, word, query, within);
        if (distance > within || chunk.owners[id & chunkMask] === nobody) continue;
        near.take(id, distance);
        if (near.full) return false;
        within = near.within;
      }
      start = end;
    }
    return true;
  }
}

/** Rows that are asked for when every slot is flipped in at most so many bits. */
function rowsOf({ maskCounts }: SlotLayout, flips: number): number {
  return flips < 0 ? 0 : maskCounts.reduce((sum, counts) => sum + counts[flips]!, 0);
}

/** Codes in the rows that these masks lead to. */
function rowLengths(offsets: Uint32Array, key: number, masks: Uint32Array, from: number, to: number): number {
  let sum = 0;
  for (let mask = from; mask < to; mask++) {
    const row = key ^ masks[mask]!;
    sum += offsets[row + 1]! - offsets[row]!;
  }
  return sum;
}
