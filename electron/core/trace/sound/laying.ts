import { type Constellation, PITCH_SLACK, type Place, type Playing } from './constellation.ts';
import { peakFrame, peakPitch } from './peaks.ts';

/** A stretch of one sound laid over another. */
export interface Laid extends Playing {
  /** Frame of the known sound = `speed × frame + offset`. */
  readonly offset: number;
  /** Peaks of the stretch that fall where the known sound goes on, and those of them that have a partner there. */
  readonly peaks: number;
  readonly votes: number;
}

/** Frames within which partners stand while the line is sought, and when it is found. */
const SLACKS = [6, 4, 3] as const;

/** Fits speed and offset to the peaks that have a partner, by least squares, and counts them. */
export function lay(
  known: Constellation,
  peaks: Uint32Array,
  from: number,
  to: number,
  { speed, shift, offset }: Pick<Place, 'speed' | 'shift' | 'offset'>,
): Laid {
  let laid: Laid = { speed, shift, offset, peaks: 0, votes: 0 };
  for (const slack of SLACKS) {
    let [n, x, y, xx, xy, pitches, inside] = [0, 0, 0, 0, 0, 0, 0];
    const origin = from < to ? peakFrame(peaks[from]!) : 0;
    for (let at = from; at < to; at += 1) {
      const peak = peaks[at]!;
      const frame = peakFrame(peak);
      const expected = laid.speed * frame + laid.offset;
      if (expected < 0 || expected >= known.length) continue;
      inside += 1;
      const partner = partnerOf(known, expected, peakPitch(peak) - laid.shift, slack);
      if (partner === null) continue;
      n += 1;
      x += frame - origin;
      y += partner.frame;
      xx += (frame - origin) ** 2;
      xy += (frame - origin) * partner.frame;
      pitches += partner.pitches;
    }
    const spread = n * xx - x * x;
    const fits = n >= 8 && spread > 0;
    const slope = fits ? (n * xy - x * y) / spread : laid.speed;
    const sound = Math.abs(slope / speed - 1) < 0.02;
    const used = sound ? slope : laid.speed;
    laid = {
      speed: used,
      shift: n === 0 ? laid.shift : laid.shift + pitches / n,
      offset: n === 0 ? laid.offset : (y - used * x) / n - used * origin,
      peaks: inside,
      votes: n,
    };
  }
  return laid;
}

/** For each of the peaks, 1 when it has a partner, 0 when it has none, 2 when the known sound does not reach so far. */
export function partnered(known: Constellation, peaks: Uint32Array, laid: Laid): Uint8Array {
  return Uint8Array.from(peaks, (peak) => {
    const expected = laid.speed * peakFrame(peak) + laid.offset;
    if (expected < 0 || expected >= known.length) return 2;
    return partnerOf(known, expected, peakPitch(peak) - laid.shift, SLACKS[2]) === null ? 0 : 1;
  });
}

/** The peak nearest in time; how much lower than expected it is, in twentieths of a semitone. */
function partnerOf(
  { starts, frames }: Constellation,
  expected: number,
  pitch: number,
  slack: number,
): { readonly frame: number; readonly pitches: number } | null {
  const lowest = Math.max(0, Math.round(pitch) - PITCH_SLACK);
  const end = Math.min(starts.length - 1, Math.round(pitch) + PITCH_SLACK + 1);
  let [best, found, at] = [slack + 0.01, -1, 0];
  for (let one = lowest; one < end; one += 1) {
    // Frames of one pitch rise.
    let [low, high] = [starts[one]!, starts[one + 1]!];
    const last = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (frames[middle]! < expected - slack) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < last && frames[index]! <= expected + slack; index += 1) {
      const distance = Math.abs(frames[index]! - expected);
      if (distance < best) [best, found, at] = [distance, index, one];
    }
  }
  return found < 0 ? null : { frame: frames[found]!, pitches: pitch - at };
}
