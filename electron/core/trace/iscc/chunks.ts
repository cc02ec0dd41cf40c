import { gear } from './gear.ts';

/** Bytes a chunk is aimed at (ISO 24138:2024, Data-Code). */
const AVERAGE = 1024;
const LEAST = AVERAGE / 4;
const MOST = AVERAGE * 8;
/** Up to here a cut is made hard, from here easy: chunks gather round the average. */
const CENTRE = AVERAGE - (LEAST + LEAST / 2);
const HARD = 2 ** 11 - 1;
const EASY = 2 ** 9 - 1;

/**
 * Length of the content-defined chunk at `start` (FastCDC, Xia et al. 2016, with the parameters of ISO 24138:2024): what
 * precedes a chunk does not move its end, so that a part taken from one file into another is cut in the same places.
 *
 * @param end of the data: either `start + longestChunk` or more, or the end of the file
 */
export function chunkLength(data: Uint8Array, start: number, end: number): number {
  const size = end - start;
  let pattern = 0;
  let at = Math.min(LEAST, size);
  for (const until = Math.min(CENTRE, size); at < until; at += 1) {
    pattern = (pattern >>> 1) + gear[data[start + at]!]!;
    if ((pattern & HARD) === 0) return at + 1;
  }
  for (const until = Math.min(MOST, size); at < until; at += 1) {
    pattern = (pattern >>> 1) + gear[data[start + at]!]!;
    if ((pattern & EASY) === 0) return at + 1;
  }
  return at;
}

export const longestChunk = MOST;
