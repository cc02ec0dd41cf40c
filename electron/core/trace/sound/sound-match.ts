import { bestPlace, type Constellation, type Playing, playings } from './constellation.ts';
import { type Laid, lay } from './laying.ts';
import { peakFrame } from './peaks.ts';

/** Frames of a window (12 s) and from one to the next. */
const WINDOW = 750;
const STEP = 375;
/** Windows that are looked at in all ways of playing; the others in those found there. */
const SCANNED = 24;
/** Peaks below which a stretch says nothing. */
export const LEAST_PEAKS = 40;

/** Share from which on no other way of playing can be better. */
const CERTAIN = 0.75;

export interface WindowMatch extends Laid {
  /** Index of its first peak, and one past its last. */
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

export interface SoundMatch {
  /** Windows that agree enough for `candidate`, in order of time. */
  readonly windows: readonly WindowMatch[];
  /** The one that agrees best by its own threshold. */
  readonly best: WindowMatch;
}

/**
 * Share of the peaks that has to fall together. By chance the fewer there are the greater a share does; the constants lie
 * above everything that unrelated sounds reached in the bench.
 */
export function leastShare(peaks: number, claim: 'copy' | 'candidate'): number {
  return Math.min(1, (claim === 'copy' ? 0.1 : 0.06) + 2.9 / Math.sqrt(peaks));
}

/** By how much a window passes its threshold; 1 just does. */
export function strengthOf({ share, peaks }: Pick<WindowMatch, 'share' | 'peaks'>): number {
  return peaks < LEAST_PEAKS ? 0 : share / leastShare(peaks, 'copy');
}

/** Where stretches of a suspect lie in a known sound; `null`: none does. */
export function matchSounds(suspect: Uint32Array, known: Constellation): SoundMatch | null {
  const windows = windowsOf(suspect);
  if (windows.length === 0 || known.peaks.length < LEAST_PEAKS) return null;
  const found = new Map<number, WindowMatch>();
  const look = (index: number, tried: readonly Playing[]): void => {
    const [from, to] = windows[index]!;
    const place = bestPlace(known, suspect, from, to, tried);
    if (place === null) return;
    const laid = lay(known, suspect, from, to, place);
    const match = { ...laid, from, to, share: laid.peaks === 0 ? 0 : laid.votes / laid.peaks };
    const before = found.get(index);
    if (before === undefined || strengthOf(before) < strengthOf(match)) found.set(index, match);
  };
  for (const index of windows.keys()) look(index, playings.slice(0, 1));
  const every = Math.max(1, windows.length / SCANNED);
  for (let at = 0; at < windows.length; at += every) {
    const index = Math.floor(at);
    if ((found.get(index)?.share ?? 0) < CERTAIN) look(index, playings);
  }
  const others = new Map<string, Playing>();
  for (const match of found.values())
    if (strengthOf(match) >= 1) others.set(`${match.speed.toFixed(2)} ${Math.round(match.shift / 4)}`, match);
  const tried = [...others.values()].slice(0, 16);
  if (tried.length > 0)
    for (const index of windows.keys()) if ((found.get(index)?.share ?? 0) < CERTAIN) look(index, tried);
  const good = [...found]
    .filter(([, { share, peaks }]) => peaks >= LEAST_PEAKS && share >= leastShare(peaks, 'candidate'))
    .sort(([first], [second]) => first - second)
    .map(([, match]) => match);
  const best = good.toSorted((first, second) => strengthOf(second) - strengthOf(first))[0];
  return best === undefined ? null : { windows: good, best };
}

/** Overlapping windows of about twelve seconds that hold enough peaks, as indexes of peaks. */
function windowsOf(peaks: Uint32Array): (readonly [number, number])[] {
  const windows: (readonly [number, number])[] = [];
  const last = peaks.length === 0 ? 0 : peakFrame(peaks[peaks.length - 1]!);
  let [from, to] = [0, 0];
  for (let start = 0; start === 0 || start + STEP <= last; start += STEP) {
    // What is left at the end belongs to the last window.
    const end = start + WINDOW + STEP > last ? last + 1 : start + WINDOW;
    while (from < peaks.length && peakFrame(peaks[from]!) < start) from += 1;
    while (to < peaks.length && peakFrame(peaks[to]!) < end) to += 1;
    if (to - from >= LEAST_PEAKS) windows.push([from, to]);
    if (end > last) break;
  }
  return windows;
}
