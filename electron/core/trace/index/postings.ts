import type { CodeTable } from './code-table.ts';
import { chunkCodes, chunkMask, chunkShift, nobody } from './code-table.ts';
import { codeWords, slotCount, slotValues } from './hamming.ts';

/**
 * For each of the sixteen slots, which codes have which value there: compressed rows. A slot has a few segments, each
 * for a range of codes; new codes wait unsorted and are searched one by one until they fill a segment, and segments
 * are merged so that each is much larger than the next (O'Neil et al., "The log-structured merge-tree", 1996). Every
 * slot is merged by itself, so that the second copy a merge needs is a sixteenth of the whole; slots may therefore
 * be cut into segments differently, but each always covers all codes below `covered`. 64 bytes a code.
 */

/** Rows of one slot over the codes `from`…`to`. */
interface Segment {
  readonly from: number;
  readonly to: number;
  /** 65,537 offsets into `ids`. */
  readonly offsets: Uint32Array;
  /** Numbers of codes, ascending in each row. */
  readonly ids: Uint32Array;
}

/** As many codes may wait unsorted: a scan of so many takes about a tenth of a millisecond. */
export const mostWaiting = 8192;
/** A segment is merged with the next one unless it is this many times as large. */
const growth = 4;
/** Codes handled between two pauses. */
const stride = chunkCodes;

export class Postings {
  readonly #table: CodeTable;
  /** By slot, then by range, ascending. */
  readonly slots: Segment[][] = Array.from({ length: slotCount }, () => []);
  #covered = 0;

  readonly #waiting: number;

  constructor(table: CodeTable, waiting: number = mostWaiting) {
    this.#waiting = waiting;
    this.#table = table;
  }

  /** All codes below this number are in the rows of every slot. */
  get covered(): number {
    return this.#covered;
  }

  /** Are there enough codes waiting for a merge to be worth it? */
  get due(): boolean {
    return this.#table.count - this.#covered >= this.#waiting;
  }

  /** Memory held, bytes. */
  get bytes(): number {
    let sum = 0;
    for (const segments of this.slots)
      for (const { offsets, ids } of segments) sum += offsets.byteLength + ids.byteLength;
    return sum;
  }

  /** Empty all rows: every code waits again. */
  clear(): void {
    for (const segments of this.slots) segments.length = 0;
    this.#covered = 0;
  }

  /** Take in the codes that wait, in steps of some milliseconds; searches between the steps are exact. */
  *merge(): Generator<void, void, void> {
    const to = this.#table.count;
    const from = this.#mergeFrom(to);
    for (let word = 0; word < codeWords; word++) {
      const pair = yield* this.#segments(word, from, to);
      pair.forEach((segment, half) => {
        const segments = this.slots[2 * word + half]!;
        const kept = segments.findIndex((one) => one.from >= from);
        segments.splice(kept === -1 ? segments.length : kept, segments.length, segment);
      });
    }
    this.#covered = to;
  }

  /** Beginning of the last segment that is worth keeping apart. */
  #mergeFrom(to: number): number {
    const segments = this.slots[0]!;
    let from = this.#covered;
    for (let at = segments.length - 1; at >= 0; at--) {
      const segment = segments[at]!;
      if (segment.to - segment.from > growth * (to - from)) break;
      from = segment.from;
    }
    return from;
  }

  /** The segments of both slots of a word: read together, because reading the codes is half of the work. */
  *#segments(word: number, from: number, to: number): Generator<void, readonly Segment[], void> {
    const offsets = [shared(slotValues + 1), shared(slotValues + 1)] as const;
    for (let start = from; start < to; start = nextStop(start, to)) {
      countKeys(this.#table, word, start, nextStop(start, to), offsets);
      yield;
    }
    const ids = [shared(addUp(offsets[0])), shared(addUp(offsets[1]))] as const;
    const next = [offsets[0].slice(0, slotValues), offsets[1].slice(0, slotValues)] as const;
    let removed = 0;
    for (let start = from; start < to; start = nextStop(start, to)) {
      removed = placeKeys(this.#table, word, start, nextStop(start, to), next, ids) ?? removed;
      yield;
    }
    return [0, 1].map((half) => {
      const rows = { from, to, offsets: offsets[half]!, ids: ids[half]! };
      // Codes removed between the two passes leave their row short: what is left of it names one of them.
      for (let key = 0; key < slotValues; key++)
        rows.ids.fill(removed, next[half]![key]!, rows.offsets[key + 1]!);
      return rows;
    });
  }
}

type Pair = readonly [Uint32Array, Uint32Array];

function shared(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}

/** Turn the number of each key into where its row begins; the sum. */
function addUp(counts: Uint32Array): number {
  let sum = 0;
  for (let key = 0; key <= slotValues; key++) {
    const count = counts[key]!;
    counts[key] = sum;
    sum += count;
  }
  return sum;
}

function nextStop(start: number, to: number): number {
  return Math.min(to, (Math.floor(start / stride) + 1) * stride);
}

/** Within one chunk. */
function countKeys(table: CodeTable, word: number, from: number, to: number, counts: Pair): void {
  const { codes, owners } = table.chunks[from >>> chunkShift]!;
  const [low, high] = counts;
  const end = (from & chunkMask) + (to - from);
  for (let at = from & chunkMask; at < end; at++) {
    if (owners[at] === nobody) continue;
    const value = codes[at * codeWords + word]!;
    const one = value & 0xffff;
    const other = value >>> 16;
    low[one] = low[one]! + 1;
    high[other] = high[other]! + 1;
  }
}

/** Within one chunk; the number of a removed code, when there is one. */
function placeKeys(
  table: CodeTable,
  word: number,
  from: number,
  to: number,
  next: Pair,
  ids: Pair,
): number | null {
  const { codes, owners } = table.chunks[from >>> chunkShift]!;
  const [nextLow, nextHigh] = next;
  const [low, high] = ids;
  const end = (from & chunkMask) + (to - from);
  let removed: number | null = null;
  for (let at = from & chunkMask, id = from; at < end; at++, id++) {
    if (owners[at] === nobody) {
      removed = id;
      continue;
    }
    const value = codes[at * codeWords + word]!;
    const one = value & 0xffff;
    const other = value >>> 16;
    const placeOne = nextLow[one]!;
    low[placeOne] = id;
    nextLow[one] = placeOne + 1;
    const placeOther = nextHigh[other]!;
    high[placeOther] = id;
    nextHigh[other] = placeOther + 1;
  }
  return removed;
}
