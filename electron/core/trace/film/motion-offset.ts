/**
 * Where two films run together, from how much each moves from frame to frame: a signal that logos, crops, bars,
 * mirroring and pictures in pictures leave as it is, and that is sharp in time.
 */

export interface Motion {
  /** Mean change from the frame before, any unit. */
  readonly motion: Float32Array;
  /** Frames per second. */
  readonly rate: number;
}

export interface MotionOffset {
  /** `known = offset + speed · suspect`, milliseconds. */
  readonly offset: number;
  readonly speed: number;
  /** Correlation of the two signals there, −1…1. */
  readonly correlation: number;
  /** Is that more than the best of all places tried gives by chance, for signals of that length? */
  readonly sure: boolean;
}

/** Samples per second the signals are compared at. */
const rate = 25;
/** Half of the window of the mean that is taken off, samples. */
const slow = 15;
/** Samples that must lie on each other. */
const leastCommon = 3 * rate;
const speeds = [1, 0.99, 1.01, 0.98, 1.02, 0.97, 1.03, 0.96, 1.04, 0.95, 1.05, 0.93, 1.07, 0.91, 1.09];
/** Correlation another speed must add before it is believed. */
const speedGain = 0.05;
/**
 * Smoothed over three samples, n samples count as n / 3, and the correlation of unrelated signals spreads by 1 / √(n / 3).
 * Some two thousand places are tried, whose best lies near 3.5 of these deviations.
 */
const smoothing = 3;
const leastDeviations = 4.5;
const leastCorrelation = 0.35;

/**
 * @param guess offset in milliseconds at the time `at` of the suspect: `known − suspect`
 * @param reach milliseconds by which the guess may be wrong
 * @returns the best offset near the guess; `null`: too little in common. Look at `sure`.
 */
export function motionOffset(
  suspect: Motion,
  known: Motion,
  { guess, at, reach }: { readonly guess: number; readonly at: number; readonly reach: number },
): MotionOffset | null {
  const stored = signalOf(known, 1);
  let best: MotionOffset | null = null;
  for (const speed of speeds) {
    // Of the suspect as it would be at the speed of the known film.
    const asked = signalOf(suspect, speed);
    const middle = Math.round(((at + guess - speed * at) * rate) / 1000);
    const span = Math.ceil((reach * rate) / 1000);
    for (let shift = middle - span; shift <= middle + span; shift += 1) {
      const correlation = correlated(asked, stored, shift);
      if (correlation === null) continue;
      const gain = best === null || best.speed === speed ? 0 : speedGain;
      if (best !== null && correlation <= best.correlation + gain) continue;
      const common = Math.min(asked.length, stored.length - shift) - Math.max(0, -shift);
      const bound = Math.max(leastCorrelation, leastDeviations / Math.sqrt(common / smoothing));
      best = { offset: (shift * 1000) / rate, speed, correlation, sure: correlation >= bound };
    }
  }
  return best;
}

/** Logarithm of the motion, three samples smoothed, without its slow part; at `rate` samples a second. */
function signalOf({ motion, rate: frames }: Motion, speed: number): Float32Array {
  const count = Math.max(0, Math.floor((motion.length / frames) * speed * rate));
  const plain = new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    const place = (index * frames) / rate / speed;
    const first = Math.min(motion.length - 1, Math.floor(place));
    const next = Math.min(motion.length - 1, first + 1);
    plain[index] = Math.log1p(motion[first]! + (motion[next]! - motion[first]!) * (place - first));
  }
  const smooth = averaged(plain, 1);
  const mean = averaged(smooth, slow);
  for (let index = 0; index < count; index += 1) smooth[index]! -= mean[index]!;
  return smooth;
}

function averaged(values: Float32Array, half: number): Float32Array {
  const sums = new Float64Array(values.length + 1);
  for (let index = 0; index < values.length; index += 1) sums[index + 1] = sums[index]! + values[index]!;
  return values.map((_, index) => {
    const [from, until] = [Math.max(0, index - half), Math.min(values.length, index + half + 1)];
    return (sums[until]! - sums[from]!) / (until - from);
  });
}

function correlated(asked: Float32Array, stored: Float32Array, shift: number): number | null {
  const from = Math.max(0, -shift);
  const until = Math.min(asked.length, stored.length - shift);
  if (until - from < leastCommon) return null;
  let [product, left, right] = [0, 0, 0];
  for (let index = from; index < until; index += 1) {
    const [a, b] = [asked[index]!, stored[index + shift]!];
    product += a * b;
    left += a * a;
    right += b * b;
  }
  return left < 1e-9 || right < 1e-9 ? null : product / Math.sqrt(left * right);
}
