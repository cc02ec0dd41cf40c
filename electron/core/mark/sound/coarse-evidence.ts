import { bandLogs, deviationOf, standingOut } from './band-logs.ts';
import { type Observation, weighted } from './features.ts';
import { BANDS, STEPS_PER_CELL } from './grid.ts';
import type { Spectrogram } from './spectrogram.ts';
import { type Neighbour, predictionWeights, removeMeans, unforetold } from './whitening.ts';

/** Frames in one cell of time: half of those of the full evidence. */
const COARSE_STEPS = 2;
const STRIDE = STEPS_PER_CELL / COARSE_STEPS;
const NEIGHBOURS: readonly Neighbour[] = [
  [1, 0],
  [0, 1],
  [1, 1],
];

/**
 * Evidence at a fraction of the cost, to look for the speed a sound is played at: half as many frames of a part of the
 * spectrogram, each magnitude foretold by its nearest neighbours with weights that are the same for all pitches.
 */
export class CoarseEvidence {
  readonly #spectrogram: Spectrogram;
  readonly #from: number;
  readonly #to: number;
  #weights: Float64Array | null = null;

  constructor(spectrogram: Spectrogram, from: number, to: number) {
    this.#spectrogram = spectrogram;
    this.#from = from;
    this.#to = to;
  }

  /** Its frequencies divided by `scale`. */
  at(scale: number): Observation {
    const excerpt = { from: this.#from, to: this.#to, stride: STRIDE };
    const bands = bandLogs(this.#spectrogram, scale, excerpt);
    standingOut(bands);
    const { frames, usable, logs, changes } = bands;
    removeMeans(logs, frames, usable);
    const field = { values: logs, frames, usable, stepsPerCell: COARSE_STEPS };
    this.#weights ??= predictionWeights(field, NEIGHBOURS);
    const values = unforetold(field, NEIGHBOURS, this.#weights);
    for (let row = 0; row < usable * frames; row += frames)
      weighted(values, changes, row, row + frames, deviationOf(values, row, row + frames));
    values.fill(0, usable * frames, BANDS * frames);
    return { frames, stepsPerCell: COARSE_STEPS, values };
  }
}
