/** Bit error rates up to which two sounds are one, and up to which they are worth a look. */
export const LIKELY_RATE = 0.3;
export const CANDIDATE_RATE = 0.35;
/** Numbers that have to overlap (5 s); of longer sounds windows of 15 s are laid over each other. */
const LEAST_OVERLAP = 40;
const WINDOW = 120;
/** Windows of a long sound that are looked at. */
const WINDOWS = 32;

export interface ChromaprintMatch {
  /** Share of the bits that differ, 0…1. */
  readonly rate: number;
  /** Index of the number of the second that number 0 of the first falls on. */
  readonly offset: number;
  /** Numbers compared. */
  readonly overlap: number;
}

/**
 * Least bit error rate at any offset. The shorter of the two, in windows of 15 seconds, is laid over all of the other.
 * `null`: one is too short.
 */
export function matchChromaprints(first: Uint32Array, second: Uint32Array): ChromaprintMatch | null {
  const swapped = first.length > second.length;
  const [short, long] = swapped ? [second, first] : [first, second];
  if (short.length < LEAST_OVERLAP) return null;
  let best: ChromaprintMatch | null = null;
  for (const [from, to] of windowsOf(short.length)) {
    const margin = Math.min(LEAST_OVERLAP, to - from);
    for (let offset = margin - (to - from); offset <= long.length - margin; offset += 1) {
      const low = Math.max(0, -offset);
      const high = Math.min(to - from, long.length - offset);
      const limit = best === null ? Number.POSITIVE_INFINITY : best.rate * (high - low) * 32;
      let bits = 0;
      for (let at = low; at < high && bits < limit; at += 1)
        bits += ones(short[from + at]! ^ long[offset + at]!);
      if (bits < limit)
        best = { rate: bits / ((high - low) * 32), offset: offset - from, overlap: high - low };
    }
  }
  return best === null || !swapped ? best : { ...best, offset: -best.offset };
}

function windowsOf(length: number): (readonly [number, number])[] {
  if (length <= WINDOW * 1.5) return [[0, length]];
  const count = Math.min(WINDOWS, Math.floor((2 * length) / WINDOW));
  return Array.from({ length: count }, (_, index) => {
    const from = Math.round((index * (length - WINDOW)) / (count - 1));
    return [from, from + WINDOW] as const;
  });
}

/** Bits set in 32 (Warren, Hacker's Delight, figure 5-2). */
function ones(value: number): number {
  let rest = value - ((value >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
