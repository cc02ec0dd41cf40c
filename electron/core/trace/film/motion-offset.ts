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
const speeds = [1, ...Array.from({ length: 12 }, (_, at) => [1 - (at + 1) / 100, 1 + (at + 1) / 100]).flat()];
/** Speeds between them, and samples to both sides that are tried there. */
const fineTurns = [-0.0075, -0.005, -0.0025, 0.0025, 0.005, 0.0075];
const fineShifts = 6;
/** Correlation another speed than the untouched one must add before it is believed. */
const speedGain = 0.05;
/**
 * Smoothed over three samples, n samples count as n / 3, and the correlation of unrelated signals spreads by 1 / √(n / 3).
 * Some four thousand places are tried, whose best lies near 3.6 of these deviations.
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
  const look = (speed: number, place: number, span: number, gain: number): void => {
    // Of the suspect as it would be at the speed of the known film.
    const asked = signalOf(suspect, speed);
    const middle = Math.round((place * rate) / 1000);
    for (let shift = middle - span; shift <= middle + span; shift += 1) {
      const correlation = correlated(asked, stored, shift);
      if (correlation === null) continue;
      if (best !== null && correlation <= best.correlation + (best.speed === 1 && speed !== 1 ? gain : 0))
        continue;
      const common = Math.min(asked.length, stored.length - shift) - Math.max(0, -shift);
      const bound = Math.max(leastCorrelation, leastDeviations / Math.sqrt(common / smoothing));
      best = { offset: (shift * 1000) / rate, speed, correlation, sure: correlation >= bound };
    }
  };
  for (const speed of speeds)
    look(speed, at + guess - speed * at, Math.ceil((reach * rate) / 1000), speedGain);
  const found = best as MotionOffset | null;
  if (found === null || found.speed === 1) return found;
  // Between the speeds tried, turned about the middle of the suspect.
  const half = (suspect.motion.length / suspect.rate) * 500;
  for (const turn of fineTurns) look(found.speed + turn, found.offset - turn * half, fineShifts, 0);
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
