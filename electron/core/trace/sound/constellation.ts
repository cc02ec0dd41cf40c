import { PITCHES_PER_SEMITONE, peakFrame, peakPitch } from './peaks.ts';

/** Peaks of a sound by pitch, so that those near a pitch stand together. */
export interface Constellation {
  readonly peaks: Uint32Array;
  /** One more than the frame of the last peak. */
  readonly length: number;
  /** Where the peaks of each pitch begin in `frames`; one entry more than there are pitches. */
  readonly starts: Uint32Array;
  readonly frames: Int32Array;
}

/** How a sound may have been played: its time runs `speed` times as fast as the original's, its pitch is `shift` higher. */
export interface Playing {
  readonly speed: number;
  /** Twentieths of a semitone. */
  readonly shift: number;
}

export interface Place extends Playing {
  /** Frame of the original that the frame 0 of the other fell on. */
  readonly offset: number;
  /** Peaks that fell together, and the most at another place. */
  readonly votes: number;
  readonly next: number;
}

const PITCHES = 1024;
/** Twentieths of a semitone by which peaks that are the same may differ. */
export const PITCH_SLACK = 6;
/** Frames of a counter, and counters from which on a place is another one. */
const BIN = 2;
const ELSEWHERE = 6;

export function constellationOf(peaks: Uint32Array): Constellation {
  const starts = new Uint32Array(PITCHES + 1);
  for (const peak of peaks) starts[peakPitch(peak) + 1]! += 1;
  for (let pitch = 0; pitch < PITCHES; pitch += 1) starts[pitch + 1]! += starts[pitch]!;
  const next = starts.slice();
  const frames = new Int32Array(peaks.length);
  for (const peak of peaks) {
    const pitch = peakPitch(peak);
    frames[next[pitch]!] = peakFrame(peak);
    next[pitch]! += 1;
  }
  const last = peaks.at(-1);
  return { peaks, length: last === undefined ? 0 : peakFrame(last) + 1, starts, frames };
}

/** Ways of playing that are tried: as it is, faster and slower, stretched, and at another pitch. */
export const playings: readonly Playing[] = [
  { speed: 1, shift: 0 },
  ...[1, 2, 3, 4, 5, 6].flatMap((step) => [played(1 + step / 100), played(1 / (1 + step / 100))]),
  ...Array.from({ length: 12 }, (_, step) => 1 + (step + 1) / 100).flatMap((speed) => [
    { speed, shift: 0 },
    { speed: 1 / speed, shift: 0 },
  ]),
  ...[1, 2, 3, 4].flatMap((step) => [
    { speed: 1, shift: (step * PITCHES_PER_SEMITONE) / 3 },
    { speed: 1, shift: (-step * PITCHES_PER_SEMITONE) / 3 },
  ]),
];

function played(speed: number): Playing {
  return { speed, shift: 12 * PITCHES_PER_SEMITONE * Math.log2(speed) };
}

/** Where in a known sound the peaks `from`…`to` of another lie best, among the given ways of playing. */
export function bestPlace(
  known: Constellation,
  peaks: Uint32Array,
  from: number,
  to: number,
  tried: readonly Playing[] = playings,
): Place | null {
  if (to <= from || known.peaks.length === 0) return null;
  const origin = peakFrame(peaks[from]!);
  const span = Math.ceil((peakFrame(peaks[to - 1]!) - origin + 1) * 1.15);
  const counts = new Uint16Array(Math.ceil((known.length + span) / BIN) + 8);
  let best: Place | null = null;
  for (const playing of tried) {
    counts.fill(0);
    count(known, peaks, from, to, playing, origin, span, counts);
    const place = summit(counts, playing, origin, span);
    if (best === null || place.votes > best.votes) best = place;
  }
  return best;
}

function count(
  known: Constellation,
  peaks: Uint32Array,
  from: number,
  to: number,
  { speed, shift }: Playing,
  origin: number,
  span: number,
  counts: Uint16Array,
): void {
  const { starts, frames } = known;
  for (let at = from; at < to; at += 1) {
    const peak = peaks[at]!;
    const pitch = Math.round(peakPitch(peak) - shift);
    const lowest = Math.max(0, pitch - PITCH_SLACK);
    const end = Math.min(PITCHES, pitch + PITCH_SLACK + 1);
    if (end <= lowest) continue;
    const base = span - (peakFrame(peak) - origin) * speed;
    const last = starts[end]!;
    for (let index = starts[lowest]!; index < last; index += 1)
      counts[((frames[index]! + base) / BIN) | 0]! += 1;
  }
}

/** The place most peaks agree on, counted over three neighbouring bins, and the best one elsewhere. */
function summit(counts: Uint16Array, { speed, shift }: Playing, origin: number, span: number): Place {
  const votesAt = (bin: number): number => counts[bin - 1]! + counts[bin]! + counts[bin + 1]!;
  const end = counts.length - 1;
  let [votes, next, at] = [0, 0, 0];
  for (let bin = 1; bin < end; bin += 1) if (votesAt(bin) > votes) [votes, at] = [votesAt(bin), bin];
  for (let bin = 1; bin < end; bin += 1)
    if (Math.abs(bin - at) > ELSEWHERE) next = Math.max(next, votesAt(bin));
  return { speed, shift, offset: (at + 0.5) * BIN - span - origin * speed, votes, next };
}
