import { farthest } from './hamming.ts';

/**
 * How codes are cut into slots, each a key into rows. Norouzi, Punjani and Fleet advise slots of about as many bits as
 * the number of codes has (log₂): then a row holds about one code. Wide slots ask for more rows and read far fewer
 * codes, and their tables of rows are larger; so few codes have sixteen narrow slots, and many have twelve wide ones.
 */
export interface SlotLayout {
  readonly count: number;
  /** First bit of each slot, counted from the lowest of the first word. */
  readonly starts: readonly number[];
  readonly widths: readonly number[];
  /** For each slot masks of its width, by their number of ones. */
  readonly masks: readonly Uint32Array[];
  /** For each slot the number of masks with at most 0, 1, 2… ones. */
  readonly maskCounts: readonly (readonly number[])[];
  /** Most bits of one slot that are flipped: with more of them the rows would name too many codes to be of use. */
  readonly mostFlips: number;
}

/** Most codes of a segment of rows. Their numbers within it fit into 23 bits. */
export const mostOfSegment = 1 << 23;
/** So many codes have thirteen slots; fewer have sixteen, whose tables of rows take up 4.2 MB (thirteen: 46 MB). */
const manyCodes = 1 << 21;

/** Number of slots for so many codes. */
export function slotsFor(codes: number): number {
  if (codes >= mostOfSegment) return 12;
  return codes >= manyCodes ? 13 : 16;
}

const layouts = new Map<number, SlotLayout>();

/** All bits in so many slots (12…16), as evenly as can be, the wider ones first. */
export function layoutOf(count: number): SlotLayout {
  const known = layouts.get(count);
  if (known !== undefined) return known;
  const narrow = Math.floor(farthest / count);
  const wider = farthest - narrow * count;
  const widths = Array.from({ length: count }, (_, slot) => (slot < wider ? narrow + 1 : narrow));
  const starts = widths.map((_, slot) => slot * narrow + Math.min(slot, wider));
  const mostFlips = narrow > 16 ? 3 : 2;
  const masks = widths.map((width) => masksOf(width, mostFlips));
  const maskCounts = widths.map((width) => countsOf(width, mostFlips));
  const layout = { count, starts, widths, masks, maskCounts, mostFlips };
  layouts.set(count, layout);
  return layout;
}

/** The `width` bits (at most 31) from bit `start` on of the code at `from`. */
export function slotKey(codes: Uint32Array, from: number, start: number, width: number): number {
  const word = from + (start >>> 5);
  const shift = start & 31;
  let bits = codes[word]! >>> shift;
  if (shift + width > 32) bits |= codes[word + 1]! << (32 - shift);
  return bits & ((1 << width) - 1);
}

function countsOf(width: number, most: number): number[] {
  const counts = [1];
  for (let ones = 1, choices = 1; ones <= most; ones++) {
    choices = (choices * (width - ones + 1)) / ones;
    counts.push(counts[ones - 1]! + choices);
  }
  return counts;
}

function masksOf(width: number, most: number): Uint32Array {
  const all: number[] = [0];
  // Each mask of one more bit comes from one of a bit less by a bit above its highest.
  for (let ones = 1, from = 0; ones <= most; ones++) {
    const to = all.length;
    for (let at = from; at < to; at++)
      for (let bit = 32 - Math.clz32(all[at]!); bit < width; bit++) all.push(all[at]! | (1 << bit));
    from = to;
  }
  return Uint32Array.from(all);
}
