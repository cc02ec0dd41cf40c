import { BANDS, bandBorders, STEPS_PER_CELL } from './grid.ts';
import { BELOW_THRESHOLD, LARGEST_CHANGE } from './shaping.ts';
import { type Spectrogram, spectrumBinHertz, spectrumBins, spectrumRow } from './spectrogram.ts';

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

export const STANDINGS = 8;
/** Natural logarithm of amplitude, 4 dB. */
const STANDING_STEP = (4 * Math.LN10) / 20;

/** Deviations beyond this many standard deviations count less and less (as for a Cauchy distribution). */
const KNEE = 2;
/** A band this far below the mean of the stretch is dead: what is there comes from rounding (75 dB). */
const DEAD = 10 ** -7.5;
const ABSOLUTE_FLOOR = 1e-9;
/** No sound is foretold better than this; what seems to be is silence or a dead band (natural logarithm of amplitude). */
const LEAST_DEVIATION = 0.03;

/** Share of a band's frames that lie below what is taken for its floor, and the least weight of those. */
const FLOOR_SHARE = 0.1;
const LEAST_STANDING = 0.3;

/** Neighbours in time (cells) and frequency (bands) a magnitude is foretold from, all signs of both alike. */
const NEIGHBOURS = [
  [1, 0],
  [2, 0],
  [3, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [2, 1],
  [1, 2],
] as const;
const REACH_FRAMES = 3 * STEPS_PER_CELL;
const REACH_BANDS = 2;

/**
 * Evidence of a stretch, its frequencies divided by `scale`. Magnitudes are whitened by linear prediction from their
 * neighbours (least squares over the stretch): music holds its tones, so that most of the host is foretold and taken
 * away.
 */
export function soundEvidence(spectrogram: Spectrogram, scale: number): Evidence {
  const { frames } = spectrogram;
  const { usable, logs, changes } = bandLogs(spectrogram, scale);
  const standings = standingOut(logs, changes, frames, usable);
  const smooth = meanOfThree(logs, frames);
  const change = meanOfThree(changes, frames);
  removeMeans(smooth, frames, usable);
  const residual = foretold(smooth, frames, usable);
  const values = new Float32Array(frames * BANDS);
  const expected = new Float32Array(frames * BANDS);
  const sample = new Float64Array(Math.ceil(frames / STEPS_PER_CELL));
  for (let band = 0; band < usable; band += 1) {
    const row = band * frames;
    for (let at = 0; at < sample.length; at += 1) sample[at] = Math.abs(residual[row + at * STEPS_PER_CELL]!);
    sample.sort();
    // The median of a normal distribution's magnitude is 0.6745 standard deviations.
    const deviation = sample[sample.length >> 1]! / 0.6745 + LEAST_DEVIATION;
    for (let frame = 0; frame < frames; frame += 1) {
      const value = residual[row + frame]! / deviation;
      const weight = change[row + frame]! / deviation;
      values[row + frame] = (weight * value) / (1 + (value / KNEE) ** 2);
      expected[row + frame] = weight * weight;
    }
  }
  return { frames, stepsPerCell: STEPS_PER_CELL, values, expected, standings };
}

/** Logarithms of the magnitude of bands, and the change a mark is expected to make; both band by band. */
function bandLogs({ frames, power, threshold, level }: Spectrogram, scale: number) {
  const { bin, part, usable } = bandBorders(spectrumBins, spectrumBinHertz, scale);
  const logs = new Float32Array(frames * BANDS);
  const changes = new Float32Array(frames * BANDS);
  let mean = 0;
  for (let frame = 0; frame < frames; frame += 1) mean += power[frame * spectrumRow + spectrumBins]!;
  const floor = (mean / Math.max(1, frames * spectrumBins)) * DEAD + ABSOLUTE_FLOOR;
  for (let frame = 0; frame < frames; frame += 1) {
    const row = frame * spectrumRow;
    const most = level[frame]!;
    let [belowPower, belowThreshold] = [0, 0];
    for (let edge = 0; edge <= usable; edge += 1) {
      const at = row + bin[edge]!;
      const weight = part[edge]!;
      const upToPower = power[at]! + weight * (power[at + 1]! - power[at]!);
      const upToThreshold = threshold[at]! + weight * (threshold[at + 1]! - threshold[at]!);
      if (edge > 0) {
        const own = Math.max(0, upToPower - belowPower);
        const masked = (upToThreshold - belowThreshold) * BELOW_THRESHOLD;
        const width = bin[edge]! - bin[edge - 1]! + part[edge]! - part[edge - 1]!;
        const quiet = floor * width;
        const place = (edge - 1) * frames + frame;
        logs[place] = 0.5 * Math.log(own + quiet);
        changes[place] = Math.sqrt(Math.min(LARGEST_CHANGE ** 2 * own, masked, most) / (own + quiet)) * (own / (own + 10 * quiet));
      }
      belowPower = upToPower;
      belowThreshold = upToThreshold;
    }
  }
  return { usable, logs, changes };
}

/**
 * What never gets softer in a band is noise that came later, or a tone that holds: where a cell does not stand out of
 * that floor it says little of the mark.
 */
function standingOut(
  logs: Float32Array,
  changes: Float32Array,
  frames: number,
  usable: number,
): Uint8Array {
  const standings = new Uint8Array(logs.length);
  const sample = new Float32Array(Math.ceil(frames / STEPS_PER_CELL));
  for (let band = 0; band < usable; band += 1) {
    const row = band * frames;
    for (let at = 0; at < sample.length; at += 1) sample[at] = logs[row + at * STEPS_PER_CELL]!;
    sample.sort();
    const floor = sample[Math.floor(sample.length * FLOOR_SHARE)]!;
    for (let at = row; at < row + frames; at += 1) {
      const above = Math.max(0, logs[at]! - floor);
      standings[at] = Math.min(STANDINGS - 1, above / STANDING_STEP);
      changes[at]! *= Math.max(LEAST_STANDING, 1 - Math.exp(-2 * above));
    }
  }
  return standings;
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

function removeMeans(values: Float32Array, frames: number, usable: number): void {
  for (let row = 0; row < usable * frames; row += frames) {
    let sum = 0;
    for (let at = row; at < row + frames; at += 1) sum += values[at]!;
    const mean = sum / Math.max(1, frames);
    for (let at = row; at < row + frames; at += 1) values[at]! -= mean;
  }
}

/** What is left of each value when its neighbours' best linear combination is taken away. */
function foretold(values: Float32Array, frames: number, usable: number): Float32Array {
  const count = NEIGHBOURS.length;
  const at = new Float64Array(count + 1);
  const products = new Float64Array(count * (count + 1));
  const limit = 4;
  const collect = (band: number, frame: number): void => {
    for (let index = 0; index < count; index += 1) {
      const [time, distance] = NEIGHBOURS[index]!;
      const step = time * STEPS_PER_CELL;
      const before = frame >= step ? frame - step : 0;
      const after = frame + step < frames ? frame + step : frames - 1;
      const low = (band >= distance ? band - distance : 0) * frames;
      const high = (band + distance < usable ? band + distance : usable - 1) * frames;
      at[index] = values[low + before]! + values[low + after]! + values[high + before]! + values[high + after]!;
    }
  };
  // Every other cell in every third frame is more than enough for eight unknowns.
  for (let band = 0; band < usable; band += 2) {
    for (let frame = band % 3; frame < frames; frame += 3) {
      collect(band, frame);
      const own = Math.max(-limit, Math.min(limit, values[band * frames + frame]!));
      at[count] = own;
      for (let row = 0; row < count; row += 1) {
        const value = at[row]!;
        for (let column = row; column <= count; column += 1) products[row * (count + 1) + column]! += value * at[column]!;
      }
    }
  }
  const weights = solve(products, count);
  const out = new Float32Array(values.length);
  for (let band = 0; band < usable; band += 1) {
    const inside = band >= REACH_BANDS && band + REACH_BANDS < usable;
    for (let frame = 0; frame < frames; frame += 1) {
      if (inside && frame >= REACH_FRAMES && frame + REACH_FRAMES < frames) {
        const place = band * frames + frame;
        let sum = values[place]!;
        for (let index = 0; index < count; index += 1) {
          const [time, distance] = NEIGHBOURS[index]!;
          const step = time * STEPS_PER_CELL;
          const low = place - distance * frames;
          const high = place + distance * frames;
          sum -=
            weights[index]! *
            (values[low - step]! + values[low + step]! + values[high - step]! + values[high + step]!);
        }
        out[place] = sum;
        continue;
      }
      collect(band, frame);
      let sum = values[band * frames + frame]!;
      for (let index = 0; index < count; index += 1) sum -= weights[index]! * at[index]!;
      out[band * frames + frame] = sum;
    }
  }
  return out;
}

/** Symmetric linear equations by Gauss's method with a little ridge; `products` holds the upper half and right side. */
function solve(products: Float64Array, count: number): Float64Array {
  const width = count + 1;
  const rows = Array.from({ length: count }, (_, row) =>
    Float64Array.from({ length: width }, (_unused, column) => {
      if (column === count) return products[row * width + count]!;
      const value = row <= column ? products[row * width + column]! : products[column * width + row]!;
      return row === column ? value * 1.001 + 1e-9 : value;
    }),
  );
  for (let pivot = 0; pivot < count; pivot += 1) {
    const own = rows[pivot]!;
    for (let row = pivot + 1; row < count; row += 1) {
      const other = rows[row]!;
      const factor = other[pivot]! / own[pivot]!;
      for (let column = pivot; column < width; column += 1) other[column]! -= factor * own[column]!;
    }
  }
  const weights = new Float64Array(count);
  for (let row = count - 1; row >= 0; row -= 1) {
    const own = rows[row]!;
    let sum = own[count]!;
    for (let column = row + 1; column < count; column += 1) sum -= own[column]! * weights[column]!;
    weights[row] = sum / own[row]!;
  }
  return weights;
}
