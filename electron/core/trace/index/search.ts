import { type CodeTable, chunkCodes, chunkMask, chunkShift, nobody } from './code-table.ts';
import {
  codeWords,
  distanceWithin,
  farthest,
  flipMasks,
  maskCounts,
  mostFlips,
  onesIn,
  slotCount,
  slotKey,
} from './hamming.ts';
import { NearestList } from './nearest-list.ts';
import type { Postings } from './postings.ts';

/**
 * Multi-index hashing (Norouzi, Punjani and Fleet, "Fast exact search in Hamming space with multi-index hashing", IEEE
 * TPAMI 36, 2014): of two codes at most `16·s + a` bits apart, with a < 16, one of any `a + 1` slots differs in at
 * most s bits, or one of the others in at most s − 1. The slots asked with s flips are free to choose, and those are
 * chosen whose rows are shortest. When the rows are longer than the whole list is to read (very large radius, or
 * codes of which a great part is the same), every code is looked at: the answer is the same, and no search takes much
 * longer than that.
 */

/** A code met through a row costs about as much as this many that are read one after the other. */
const rowCost = 8;

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
  readonly #keys = new Uint16Array(slotCount);
  /** Flips with which a slot is asked; −1: not at all. */
  readonly #flips = new Int8Array(slotCount);
  readonly #extra = new Float64Array(slotCount);
  readonly #order = new Uint8Array(slotCount);

  constructor(table: CodeTable, postings: Postings) {
    this.#table = table;
    this.#postings = postings;
  }

  /** The codes at most `radius` bits from `query` (8 words): the nearest `limit` of them, exactly. */
  within(query: Uint32Array, radius: number, limit: number): Found {
    this.#near.begin(limit, Math.min(radius, farthest));
    const { covered } = this.#postings;
    if (covered > 0 && this.#plan(query, radius) * rowCost <= covered) {
      if (this.#askRows(query)) this.#scan(query, covered);
    } else this.#scan(query, 0);
    return this.#near.end();
  }

  /** Every code, one after the other. */
  scan(query: Uint32Array, radius: number, limit: number): Found {
    this.#near.begin(limit, Math.min(radius, farthest));
    this.#scan(query, 0);
    return this.#near.end();
  }

  /** Choose the flips of each slot; how many codes its rows name. Infinite when rows are of no use. */
  #plan(query: Uint32Array, radius: number): number {
    const most = radius >> 4;
    if (most > mostFlips) return Number.POSITIVE_INFINITY;
    const deep = (radius & 15) + 1;
    let sum = 0;
    for (let slot = 0; slot < slotCount; slot++) {
      const key = slotKey(query, 0, slot);
      this.#keys[slot] = key;
      const shallow = most === 0 ? 0 : this.#rowLength(slot, key, 0, maskCounts[most - 1]!);
      const from = most === 0 ? 0 : maskCounts[most - 1]!;
      this.#extra[slot] = this.#rowLength(slot, key, from, maskCounts[most]!);
      this.#flips[slot] = most - 1;
      this.#order[slot] = slot;
      sum += shallow;
    }
    const extra = this.#extra;
    if (deep < slotCount) this.#order.sort((one, other) => extra[one]! - extra[other]! || one - other);
    for (let place = 0; place < deep; place++) {
      const slot = this.#order[place]!;
      this.#flips[slot] = most;
      sum += extra[slot]!;
    }
    return sum;
  }

  #rowLength(slot: number, key: number, from: number, to: number): number {
    let sum = 0;
    for (const { offsets } of this.#postings.slots[slot]!) {
      for (let mask = from; mask < to; mask++) {
        const row = key ^ flipMasks[mask]!;
        sum += offsets[row + 1]! - offsets[row]!;
      }
    }
    return sum;
  }

  /** False: enough was found, and nothing else can be nearer. */
  #askRows(query: Uint32Array): boolean {
    for (let place = 0; place < slotCount; place++) {
      const slot = this.#order[place]!;
      const flips = this.#flips[slot]!;
      if (flips < 0) continue;
      const key = this.#keys[slot]!;
      const masks = maskCounts[flips]!;
      for (const { offsets, ids } of this.#postings.slots[slot]!) {
        for (let mask = 0; mask < masks; mask++) {
          const row = key ^ flipMasks[mask]!;
          const from = offsets[row]!;
          const to = offsets[row + 1]!;
          if (from < to && !this.#askRow(query, ids, from, to, place)) return false;
        }
      }
    }
    return true;
  }

  /** The loop that searching consists of: half a code is compared before anything else is asked. */
  #askRow(query: Uint32Array, ids: Uint32Array, from: number, to: number, place: number): boolean {
    const { codeChunks } = this.#table;
    const near = this.#near;
    let { within } = near;
    const q0 = query[0]!;
    const q1 = query[1]!;
    const q2 = query[2]!;
    const q3 = query[3]!;
    for (let at = from; at < to; at++) {
      const id = ids[at]!;
      const codes = codeChunks[id >>> chunkShift]!;
      const word = (id & chunkMask) * codeWords;
      const half =
        onesIn(codes[word]! ^ q0) +
        onesIn(codes[word + 1]! ^ q1) +
        onesIn(codes[word + 2]! ^ q2) +
        onesIn(codes[word + 3]! ^ q3);
      if (half > within) continue;
      const distance = distanceWithin(codes, word, query, within);
      if (distance > within || !this.#counts(id, codes, word, place)) continue;
      near.take(id, distance);
      if (near.full) return false;
      within = near.within;
    }
    return true;
  }

  #counts(id: number, codes: Uint32Array, word: number, place: number): boolean {
    // Codes from there on are looked at one by one, as not every slot knows them yet.
    if (id >= this.#postings.covered) return false;
    return this.#table.owner(id) !== nobody && !this.#metBefore(codes, word, place);
  }

  /** Did a slot asked earlier lead to this code? */
  #metBefore(codes: Uint32Array, from: number, place: number): boolean {
    for (let earlier = 0; earlier < place; earlier++) {
      const slot = this.#order[earlier]!;
      if (onesIn(slotKey(codes, from, slot) ^ this.#keys[slot]!) <= this.#flips[slot]!) return true;
    }
    return false;
  }

  #scan(query: Uint32Array, from: number): void {
    const { chunks, count } = this.#table;
    const near = this.#near;
    for (let start = from; start < count; ) {
      const number = start >>> chunkShift;
      const chunk = chunks[number]!;
      const end = Math.min(count, (number + 1) * chunkCodes);
      let word = (start & chunkMask) * codeWords;
      let { within } = near;
      for (let id = start; id < end; id++, word += codeWords) {
        const distance = distanceWithin(chunk.codes, word, query, within);
        if (distance > within || chunk.owners[id & chunkMask] === nobody) continue;
        near.take(id, distance);
        if (near.full) return;
        within = near.within;
      }
      start = end;
    }
  }
}
