import { BANDS, bandBorders } from './grid.ts';
import { BELOW_THRESHOLD, LARGEST_CHANGE } from './shaping.ts';
import { type Spectrogram, spectrumBinHertz, spectrumBins, spectrumRow } from './spectrogram.ts';

/** A band this far below the mean of the stretch is dead: what is there comes from rounding (63 dB). */
const DEAD = 10 ** -6.3;
const ABSOLUTE_FLOOR = 1e-9;
/** Share of a band's frames that lie below what is taken for its floor, and the least weight of those. */
const FLOOR_SHARE = 0.1;
const LEAST_STANDING = 0.3;

export const STANDINGS = 8;
/** Logarithm of amplitude, 4 dB. */
const STANDING_STEP = (4 * Math.LN10) / 20;

/** No sound is foretold better than this; what seems to be is silence or a dead band (logarithm of amplitude). */
const LEAST_DEVIATION = 0.03;

/** Percentiles are taken from about so many frames. */
const SAMPLES = 128;

/** Frames of a spectrogram: `from`, `from + stride` … below `to`. */
export interface Excerpt {
  readonly from: number;
  readonly to: number;
  readonly stride: number;
}

/** All arrays band by band, `band × frames + frame`. */
export interface BandLogs {
  readonly frames: number;
  /** Bands that lie within the spectrum. */
  readonly usable: number;
  /** Natural logarithm of the magnitude. */
  readonly logs: Float32Array;
  /** Change of it that a mark of the standard strength makes. */
  readonly changes: Float32Array;
}

/** What a spectrogram says of each band, its frequencies divided by `scale`. */
export function bandLogs(
  { power, threshold, level }: Spectrogram,
  scale: number,
  { from, to, stride }: Excerpt,
): BandLogs {
  const frames = Math.floor((to - from - stride + 1) / stride);
  const { bin, part, usable } = bandBorders(spectrumBins, spectrumBinHertz, scale);
  const logs = new Float32Array(frames * BANDS);
  const changes = new Float32Array(frames * BANDS);
  let mean = 0;
  for (let frame = from; frame < to; frame += 1) mean += power[frame * spectrumRow]!;
  const floor = (mean / Math.max(1, (to - from) * spectrumBins)) * DEAD + ABSOLUTE_FLOOR;
  const [most, share] = [LARGEST_CHANGE ** 2, BELOW_THRESHOLD];
  for (let band = 0; band < usable; band += 1) {
    const [low, high] = [bin[band]!, bin[band + 1]!];
    const [lowPart, highPart] = [part[band]!, part[band + 1]!];
    const quiet = floor * (high - low + highPart - lowPart);
    const row = band * frames;
    for (let frame = 0; frame < frames; frame += 1) {
      const source = from + frame * stride;
      const first = source * spectrumRow + low;
      const last = source * spectrumRow + high;
      // Sums from a bin upwards: what lies between two borders is their difference.
      let own =
        power[first]! -
        lowPart * (power[first]! - power[first + 1]!) -
        power[last]! +
        highPart * (power[last]! - power[last + 1]!);
      // Where frames are left out, the next one is taken in.
      if (stride > 1) {
        const [firstNext, lastNext] = [first + spectrumRow, last + spectrumRow];
        own +=
          power[firstNext]! -
          lowPart * (power[firstNext]! - power[firstNext + 1]!) -
          power[lastNext]! +
          highPart * (power[lastNext]! - power[lastNext + 1]!);
        own /= 2;
      }
      own = Math.max(0, own);
      const masked =
        share *
        (threshold[first]! -
          lowPart * (threshold[first]! - threshold[first + 1]!) -
          threshold[last]! +
          highPart * (threshold[last]! - threshold[last + 1]!));
      const sum = own + quiet;
      logs[row + frame] = halfLog(sum);
      changes[row + frame] =
        Math.sqrt(Math.min(most * own, masked, level[source]!) / sum) * (own / (own + 10 * quiet));
    }
  }
  return { frames, usable, logs, changes };
}

const bits = new Float32Array(1);
const word = new Int32Array(bits.buffer);

/** log2(1.5 + x) for −0.5 ≤ x ≤ 0.5 to 5·10⁻⁶: least squares at Chebyshev's points. */
const logTerms = [
  0.5849626827, 0.9618147835, -0.3206247845, 0.141848743, -0.0706861158, 0.0434289078, -0.0248259844,
] as const;

/** Half the natural logarithm of a positive number, from its exponent and a polynomial in its mantissa. */
export function halfLog(value: number): number {
  const [c0, c1, c2, c3, c4, c5, c6] = logTerms;
  bits[0] = value;
  const whole = word[0]!;
  word[0] = (whole & 0x7fffff) | 0x3f800000;
  const x = bits[0]! - 1.5;
  const fraction = c0 + x * (c1 + x * (c2 + x * (c3 + x * (c4 + x * (c5 + x * c6)))));
  return (((whole >> 23) - 127 + fraction) * Math.LN2) / 2;
}

/**
 * What never gets softer in a band is noise that came later, or a tone that holds: where a cell does not stand out of
 * that floor it says little of the mark.
 */
export function standingOut({ frames, usable, logs, changes }: BandLogs): Uint8Array {
  const standings = new Uint8Array(logs.length);
  const step = Math.max(1, Math.floor(frames / SAMPLES));
  const sample = new Float32Array(Math.ceil(frames / step));
  for (let band = 0; band < usable; band += 1) {
    const row = band * frames;
    for (let at = 0; at < sample.length; at += 1) sample[at] = logs[row + at * step]!;
    sample.sort();
    const floor = sample[Math.floor(sample.length * FLOOR_SHARE)]!;
    for (let at = row; at < row + frames; at += 1) {
      const above = Math.max(0, logs[at]! - floor);
      standings[at] = Math.min(STANDINGS - 1, above / STANDING_STEP);
      // Beyond 12 dB next to nothing of it is floor.
      if (above < 1.4) changes[at]! *= Math.max(LEAST_STANDING, 1 - Math.exp(-2 * above));
    }
  }
  return standings;
}

/** Standard deviation of the values of a band, by their median: a few outliers do not count. */
export function deviationOf(values: Float32Array, from: number, to: number): number {
  const step = Math.max(1, Math.floor((to - from) / SAMPLES));
  const sample = new Float32Array(Math.ceil((to - from) / step));
  for (let at = 0; at < sample.length; at += 1) sample[at] = Math.abs(values[from + at * step]!);
  sample.sort();
  // The median of a normal distribution's magnitude is 0.6745 standard deviations.
  return (sample[sample.length >> 1] ?? 0) / 0.6745 + LEAST_DEVIATION;
}
