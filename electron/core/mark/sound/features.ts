import { bandLogs, deviationOf, standingOut } from './band-logs.ts';
import { BANDS, STEPS_PER_CELL } from './grid.ts';
import type { Spectrogram } from './spectrogram.ts';
import { type Neighbour, predictionWeights, removeMeans, unforetold } from './whitening.ts';

/** What a cell would say of its sign wherever it lay: band by band, `band × frames + frame`. */
export interface Observation {
  readonly frames: number;
  /** Frames in one cell of time. */
  readonly stepsPerCell: number;
  /** Weighted and limited deviation of the magnitude from what its neighbours foretell. */
  readonly values: Float32Array;
}

export interface Evidence extends Observation {
  /** What a mark of the standard strength would add to the value: weights, from the host alone. */
  readonly expected: Float32Array;
  /** How far the magnitude stands out of the floor of its band, in steps of 4 dB: 0 … `STANDINGS − 1`. */
  readonly standings: Uint8Array;
}

/** Deviations beyond this many standard deviations count less and less (as for a Cauchy distribution). */
const KNEE = 2;
/** Neighbours in time (cells) and frequency (bands) a magnitude is foretold from. */
const NEIGHBOURS: readonly Neighbour[] = [
  [1, 0],
  [2, 0],
  [3, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [2, 1],
  [1, 2],
];

/**
 * Evidence of a stretch, its frequencies divided by `scale`. Magnitudes are whitened by linear prediction from their
 * neighbours (least squares over the stretch): music holds its tones, so that most of the host is foretold and taken
 * away.
 */
export function soundEvidence(spectrogram: Spectrogram, scale: number): Evidence {
  const { frames } = spectrogram;
  const bands = bandLogs(spectrogram, scale, { from: 0, to: frames, stride: 1 });
  const { usable, logs, changes } = bands;
  const standings = standingOut(bands);
  const smooth = meanOfThree(logs, frames);
  const change = meanOfThree(changes, frames);
  removeMeans(smooth, frames, usable);
  const field = { values: smooth, frames, usable, stepsPerCell: STEPS_PER_CELL };
  const residual = unforetold(field, NEIGHBOURS, predictionWeights(field, NEIGHBOURS));
  const expected = new Float32Array(frames * BANDS);
  for (let row = 0; row < usable * frames; row += frames) {
    const deviation = deviationOf(residual, row, row + frames);
    weighted(residual, change, row, row + frames, deviation);
    for (let at = row; at < row + frames; at += 1) expected[at] = (change[at]! / deviation) ** 2;
  }
  return { frames, stepsPerCell: STEPS_PER_CELL, values: residual, expected, standings };
}

/** Turn deviations into evidence: limited, and weighted by the change a mark would make. */
export function weighted(
  values: Float32Array,
  changes: Float32Array,
  from: number,
  to: number,
  deviation: number,
): void {
  for (let at = from; at < to; at += 1) {
    const value = values[at]! / deviation;
    values[at] = ((changes[at]! / deviation) * value) / (1 + (value / KNEE) ** 2);
  }
}

/** A cell as the mean of the three frames in its middle. */
function meanOfThree(values: Float32Array, frames: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0; row < values.length; row += frames) {
    for (let frame = 0; frame < frames; frame += 1) {
      const before = values[row + Math.max(0, frame - 1)]!;
      const after = values[row + Math.min(frames - 1, frame + 1)]!;
      out[row + frame] = (before + values[row + frame]! + after) / 3;
    }
  }
  return out;
}
