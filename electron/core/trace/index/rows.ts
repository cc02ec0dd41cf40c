import { type CodeTable, chunkMask, chunkShift, nobody } from './code-table.ts';
import { codeWords } from './hamming.ts';
import { slotKey } from './slots.ts';

/**
 * Rows of one slot over a range of codes: which codes have which key there. Numbers of codes count from the beginning of
 * the range and are kept in 24 bits, three bytes a code and slot.
 */
export interface Rows {
  /** One more than there are keys: where the row of each key begins. */
  readonly offsets: Uint32Array;
  /** Numbers of codes, ascending in each row: the lower 16 bits, and the upper 8. */
  readonly low: Uint16Array;
  readonly high: Uint8Array;
}

/** Bits of a key that are sorted in the second pass. */
const lateBits = 9;
const lateKeys = 1 << lateBits;
const idBits = 32 - lateBits;
const idMask = (1 << idBits) - 1;
/** Stands for the key of a code that was removed. */
const noKey = 0xffffffff;
/** Codes handled between two pauses; a divisor of those of a chunk. */
const stride = 1 << 18;

/** Room that the making of rows needs besides the rows: for every slot of a segment the same. */
interface RowRoom {
  readonly keys: Uint32Array;
  readonly sorted: Uint32Array;
}

export function rowRoom(codes: number): RowRoom {
  return { keys: new Uint32Array(codes), sorted: new Uint32Array(codes) };
}

/**
 * Sort the codes `from`…`to` (at most 2²³) by `width` bits (at least 9) from bit `start` on: first by the upper bits of
 * the key, then each of these parts, which fits into a near cache, by the lower nine. Placing all at once would touch as
 * many lines of memory as there are keys.
 */
export function* makeRows(
  table: CodeTable,
  { from, to }: { readonly from: number; readonly to: number },
  { start, width }: { readonly start: number; readonly width: number },
  { keys, sorted }: RowRoom,
): Generator<void, Rows, void> {
  const ends = new Uint32Array(1 << (width - lateBits));
  for (let at = from; at < to; at = nextStop(at, to)) {
    readKeys(table, at, nextStop(at, to), { start, width, keys, base: from, counts: ends });
    yield;
  }
  const living = addUp(ends);
  for (let at = 0; at < to - from; at = nextStop(at, to - from)) {
    sortEarly(keys, at, nextStop(at, to - from), sorted, ends);
    yield;
  }
  const rows = {
    offsets: new Uint32Array(new SharedArrayBuffer(((1 << width) + 1) * 4)),
    low: new Uint16Array(new SharedArrayBuffer(living * 2)),
    high: new Uint8Array(new SharedArrayBuffer(living)),
  };
  rows.offsets[1 << width] = living;
  for (let part = 0, done = 0, paused = 0; part < ends.length; part++) {
    // Placing moved the beginning of each part to its end.
    const end = ends[part]!;
    sortLate(sorted, done, end, part, rows);
    done = end;
    if (done - paused < stride) continue;
    paused = done;
    yield;
  }
  return rows;
}

interface KeyReading {
  readonly start: number;
  readonly width: number;
  /** Keys of the codes from `base` on. */
  readonly keys: Uint32Array;
  readonly base: number;
  /** Number of codes for each value of the upper bits. */
  readonly counts: Uint32Array;
}

/** Within one chunk. */
function readKeys(
  table: CodeTable,
  from: number,
  to: number,
  { start, width, keys, base, counts }: KeyReading,
): void {
  const { codes, owners } = table.chunks[from >>> chunkShift]!;
  let at = from & chunkMask;
  for (let id = from - base; id < to - base; id++, at++) {
    if (owners[at] === nobody) {
      keys[id] = noKey;
      continue;
    }
    const key = slotKey(codes, at * codeWords, start, width);
    keys[id] = key;
    const part = key >>> lateBits;
    counts[part] = counts[part]! + 1;
  }
}

/** Turn counts into where each part begins; the sum. */
function addUp(counts: Uint32Array): number {
  let sum = 0;
  for (let part = 0; part < counts.length; part++) {
    const count = counts[part]!;
    counts[part] = sum;
    sum += count;
  }
  return sum;
}

function sortEarly(
  keys: Uint32Array,
  from: number,
  to: number,
  sorted: Uint32Array,
  places: Uint32Array,
): void {
  for (let id = from; id < to; id++) {
    const key = keys[id]!;
    if (key === noKey) continue;
    const part = key >>> lateBits;
    const place = places[part]!;
    sorted[place] = (key << idBits) | id;
    places[part] = place + 1;
  }
}

const places = new Uint32Array(lateKeys);

function sortLate(
  sorted: Uint32Array,
  from: number,
  to: number,
  part: number,
  { offsets, low, high }: Rows,
): void {
  places.fill(0);
  for (let at = from; at < to; at++) {
    const key = sorted[at]! >>> idBits;
    places[key] = places[key]! + 1;
  }
  const first = part << lateBits;
  for (let key = 0, sum = from; key < lateKeys; key++) {
    const count = places[key]!;
    offsets[first + key] = sum;
    places[key] = sum;
    sum += count;
  }
  for (let at = from; at < to; at++) {
    const one = sorted[at]!;
    const key = one >>> idBits;
    const place = places[key]!;
    const id = one & idMask;
    low[place] = id;
    high[place] = id >>> 16;
    places[key] = place + 1;
  }
}

function nextStop(start: number, to: number): number {
  return Math.min(to, (Math.floor(start / stride) + 1) * stride);
}
