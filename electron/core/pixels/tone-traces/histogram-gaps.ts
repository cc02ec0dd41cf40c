import { FourierTransform } from '#shared/numeric/fft.ts';

const levels = 256;
const transform = new FourierTransform(levels);
/** Harmonics from here on are high: natural histograms, smoothed by noise, have little there. */
const cutoff = 112;
/** Levels at both ends whose weight is drawn down to nothing, so that clipping is not taken for a peak. */
const pinch = 8;

export interface HistogramTrace {
  /** High-frequency measure F: 0 for a smooth histogram. */
  readonly measure: number;
  /** What F would be by counting noise alone, for a smooth histogram of as many samples. */
  readonly expected: number;
  /** Levels between populated ones that are empty or nearly so, and levels that hold far more than both neighbours. */
  readonly gaps: number;
  readonly peaks: number;
  /** Levels that are in use, first to last. */
  readonly span: number;
}

/**
 * Gaps and peaks that a mapping of grey levels leaves in a histogram: F = (1/N) Σ |β(k) G(k)| with g = p·h, pinched off
 * at the ends (M. Stamm and K. J. R. Liu, "Forensic detection of image manipulation using statistical intrinsic
 * fingerprints", IEEE TIFS 5(3), 2010, eq. 9–12).
 *
 * @param counts of the 256 levels
 */
export function traceHistogram(counts: ArrayLike<number>): HistogramTrace {
  const real = new Float64Array(levels);
  const imaginary = new Float64Array(levels);
  let total = 0;
  let [first, last] = [-1, 0];
  for (let level = 0; level < levels; level += 1) {
    const count = counts[level]!;
    total += count;
    if (count > 0) {
      if (first < 0) first = level;
      last = level;
    }
    real[level] = count * pinchOff(level);
  }
  let inner = 0;
  for (let level = 0; level < levels; level += 1) inner += real[level]!;
  transform.forward(real, imaginary);
  let sum = 0;
  for (let k = cutoff; k <= levels - cutoff; k += 1) sum += Math.hypot(real[k]!, imaginary[k]!);
  const harmonics = levels - 2 * cutoff + 1;
  // Poisson counts: each harmonic is complex normal with E|G|² = Σ g p ≈ N; its mean modulus is √(πN)/2.
  const noise = Math.sqrt(Math.PI * Math.max(1, inner)) / 2 / Math.max(1, inner);
  const { gaps, peaks } = gapsAndPeaks(counts, first, last);
  return {
    measure: sum / harmonics / Math.max(1, inner),
    expected: noise,
    gaps,
    peaks,
    span: total === 0 ? 0 : last - first + 1,
  };
}

/** Raised cosine at both ends (eq. 8 of the paper). */
function pinchOff(level: number): number {
  const away = Math.min(level, levels - 1 - level);
  return away >= pinch ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * away) / pinch);
}

/** Compared with the mean of the levels two to the left and right, which must hold enough to tell. */
function gapsAndPeaks(
  counts: ArrayLike<number>,
  first: number,
  last: number,
): { readonly gaps: number; readonly peaks: number } {
  let [gaps, peaks] = [0, 0];
  for (let level = Math.max(first + 2, 3); level <= Math.min(last - 2, 252); level += 1) {
    const [one, two] = [counts[level - 1]!, counts[level + 1]!];
    const around = (counts[level - 2]! + one + two + counts[level + 2]!) / 4;
    if (around < 30) continue;
    const here = counts[level]!;
    if (here < 0.15 * around) gaps += 1;
    else if (here > 1.6 * Math.max(one, two)) peaks += 1;
  }
  return { gaps, peaks };
}
