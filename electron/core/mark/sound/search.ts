import { CoarseEvidence } from './coarse-evidence.ts';
import { type Evidence, type Observation, soundEvidence } from './features.ts';
import { PERIOD_CELLS, STEPS_PER_CELL } from './grid.ts';
import type { Spectrogram } from './spectrogram.ts';
import { bestTrack, type PilotList, pilotFits, type Track, windowBorders } from './synchronise.ts';

/** What was done to the sound: how much faster time runs, and by what all frequencies are multiplied. */
export interface SoundChange {
  readonly time: number;
  readonly pitch: number;
}
export const unchanged: SoundChange = { time: 1, pitch: 1 };

/** Steps in which speed and tempo are tried: half a step is 20 ms at the ends of a window. */
const TIME_STEP = 1.007;
const PITCH_STEP = 1.007;
/** Steps between those, tried where the search stood out. */
const FINE_STEPS = [1, TIME_STEP ** (1 / 3), TIME_STEP ** (-1 / 3)];
/** Windows searched at most; the whole stretch is read only at what they suggest. */
const SEARCHED_WINDOWS = 3;
/** Changes read in full after a search. */
const PROPOSALS = 3;

/** Speed (time and frequency together), tempo (time alone) and pitch (frequency alone), from likely to far off. */
export const soundChanges: readonly SoundChange[] = [
  ...ladder(0.8, 1.25, TIME_STEP).map((speed) => ({ time: speed, pitch: speed })),
  ...ladder(0.9, 1.1, TIME_STEP).map((tempo) => ({ time: tempo, pitch: 1 })),
  ...ladder(2 ** (-1.15 / 12), 2 ** (1.15 / 12), PITCH_STEP).map((pitch) => ({ time: 1, pitch })),
];

function ladder(from: number, to: number, step: number): number[] {
  const values: number[] = [];
  for (let power = Math.ceil(Math.log(from) / Math.log(step)); step ** power <= to; power += 1)
    if (power !== 0) values.push(step ** power);
  return values;
}

/** A way to read a stretch: the evidence at its pitch and where the pattern lies. */
export interface Alignment {
  readonly change: SoundChange;
  readonly evidence: Evidence;
  readonly track: Track;
  readonly borders: readonly number[];
}

/** Where the pilots of a key fit best when the sound was changed in a given way. */
export function align(evidence: Evidence, change: SoundChange, pilots: PilotList): Alignment {
  const borders = windowBorders(evidence.frames);
  const fits = borders.slice(1).map((to, window) => {
    const values = new Float32Array(PERIOD_CELLS * STEPS_PER_CELL);
    pilotFits(evidence, borders[window]!, to, change.time, pilots, values);
    return values;
  });
  return { change, evidence, track: bestTrack(fits, borders, change.time), borders };
}

/**
 * The changes under which the pilots of each key fit best: all are tried on some windows with half the frames; those
 * that stand out are tried again on the whole stretch, best first.
 */
export function searchChanges(spectrogram: Spectrogram, keys: readonly PilotList[]): Alignment[][] {
  const whole = windowBorders(spectrogram.frames);
  const first = loudestWindows(spectrogram, whole);
  const borders = whole.slice(first, first + SEARCHED_WINDOWS + 1);
  const [from, to] = [borders[0]!, borders.at(-1)!];
  const coarse = borders.map((border) => (border - from) >> 1);
  const scores = keys.map(() => new Float64Array(soundChanges.length));
  let pitch = Number.NaN;
  const source = new CoarseEvidence(spectrogram, from, to);
  let evidence: Observation | null = null;
  // Changes of equal pitch share their evidence.
  const order = Array.from(soundChanges.keys()).sort(
    (one, other) => soundChanges[one]!.pitch - soundChanges[other]!.pitch,
  );
  for (const index of order) {
    const change = soundChanges[index]!;
    if (evidence === null || change.pitch !== pitch) {
      evidence = source.at(change.pitch);
      pitch = change.pitch;
    }
    for (const [key, pilots] of keys.entries()) {
      const fits = coarse.slice(1).map((end, window) => {
        const values = new Float32Array(PERIOD_CELLS * evidence!.stepsPerCell);
        pilotFits(evidence!, coarse[window]!, Math.min(end, evidence!.frames), change.time, pilots, values);
        return values;
      });
      scores[key]![index] = bestTrack(fits, coarse, change.time).score;
    }
  }
  const full = new Map<number, Evidence>();
  const evidenceAt = (scale: number): Evidence => {
    const known = full.get(scale) ?? soundEvidence(spectrogram, scale);
    full.set(scale, known);
    return known;
  };
  return keys.map((pilots, key) =>
    proposals(scores[key]!)
      .map((change) => finest(evidenceAt(change.pitch), change, pilots))
      .sort((one, other) => other.track.score - one.track.score),
  );
}

/** The best of the times around a change that was tried. */
function finest(evidence: Evidence, { time, pitch }: SoundChange, pilots: PilotList): Alignment {
  const steps = time === 1 ? [1] : FINE_STEPS;
  return steps
    .map((step) => align(evidence, { time: time * step, pitch }, pilots))
    .reduce((best, one) => (one.track.score > best.track.score ? one : best));
}

/** The highest scores; beside one that was chosen its neighbours say nothing new. */
function proposals(scores: Float64Array): SoundChange[] {
  const order = Array.from(scores.keys()).sort((one, other) => scores[other]! - scores[one]!);
  const chosen: SoundChange[] = [];
  for (const index of order) {
    const change = soundChanges[index]!;
    const near = chosen.some(
      ({ time, pitch }) =>
        Math.abs(time / change.time - 1) < 0.0075 && Math.abs(pitch / change.pitch - 1) < 0.0075,
    );
    if (!near) chosen.push(change);
    if (chosen.length === PROPOSALS) break;
  }
  return chosen;
}

/** Index of the first of the windows in a row with the most power a mark may have. */
function loudestWindows({ level }: Spectrogram, borders: readonly number[]): number {
  const windows = borders.length - 1;
  const sums = borders.slice(1).map((to, window) => {
    let sum = 0;
    for (let frame = borders[window]!; frame < to; frame += 1) sum += Math.log(level[frame]! + 1e-9);
    return sum / Math.max(1, to - borders[window]!);
  });
  let best = 0;
  let most = -Infinity;
  for (let first = 0; first + Math.min(SEARCHED_WINDOWS, windows) <= windows; first += 1) {
    const sum = sums.slice(first, first + SEARCHED_WINDOWS).reduce((total, one) => total + one, 0);
    if (sum > most) [best, most] = [first, sum];
  }
  return best;
}
