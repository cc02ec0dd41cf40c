import { descriptorWords, wordDistance } from '../picture/matching.ts';
import { leastFrameQuality } from './frame-coder.ts';
import type { FrameCodes } from './frame-codes.ts';

/** Bits within which two frames are taken for one (PDQ README of ThreatExchange). */
export const frameBits = 31;

/** A stretch of the known film that a frame of the suspect looks like. Milliseconds. */
export interface CodeMatch {
  /** Of the frame in the suspect. */
  readonly time: number;
  /** From the first to past the last frame of the stretch. */
  readonly from: number;
  readonly until: number;
  /** Distance of the most alike frame. */
  readonly bits: number;
}

/** Matches of one frame of the suspect. */
export interface FrameMatches {
  /** Number among the frames asked for. */
  readonly number: number;
  readonly time: number;
  readonly matches: readonly CodeMatch[];
}

/** Stretches of the known film that are kept for one frame: a static shot comes back often. */
const mostStretches = 24;

/**
 * For each frame asked for, the stretches of the known film that look like it.
 *
 * @param asked frames of the suspect; flat ones are passed over
 * @param known dense codes of the other film
 * @param length of the other film, milliseconds
 * @param within bits within which two frames look alike
 */
export function codeMatches(
  asked: FrameCodes,
  known: FrameCodes,
  length: number,
  within = frameBits,
): FrameMatches[] {
  const queries = descriptorWords(asked.codes);
  const codes = descriptorWords(known.codes);
  const out: FrameMatches[] = [];
  for (let number = 0; number < asked.count; number += 1) {
    if (asked.qualities[number]! < leastFrameQuality) continue;
    const time = asked.times[number]!;
    const matches: CodeMatch[] = [];
    let open: { from: number; bits: number } | null = null;
    for (let index = 0; index < known.count; index += 1) {
      const bits =
        known.qualities[index]! < leastFrameQuality ? 256 : wordDistance(queries, number, codes, index);
      if (bits <= within) {
        if (open === null) open = { from: known.times[index]!, bits };
        else open.bits = Math.min(open.bits, bits);
      } else if (open !== null) {
        matches.push({ ...open, time, until: known.times[index]! });
        open = null;
      }
    }
    if (open !== null) matches.push({ ...open, time, until: length });
    const kept = matches
      .sort((one, other) => one.bits - other.bits || one.from - other.from)
      .slice(0, mostStretches);
    out.push({ number, time, matches: kept });
  }
  return out;
}
