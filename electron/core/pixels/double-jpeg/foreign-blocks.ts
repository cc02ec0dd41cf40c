import { zigzag } from '#shared/numeric/jpeg-quantization.ts';
import type { CoefficientPlane } from '../../media/jpeg-coefficients.ts';
import type { FloatPlane } from '../picture.ts';
import type { ShiftScore } from './foreign-shift.ts';
import { roundingDeviation } from './requantised-shares.ts';
import { forwardScale, forwardTransform, shiftedGrid } from './shifted-blocks.ts';
import type { BlockEvidence } from './single-blocks.ts';

/** Coefficients read besides DC, in zig-zag order. */
const frequencies = 9;
const mostStep = 60;
/** Deviations above the comparison grid that a step of another coefficient needs. */
const leastScore = 6;
/** Coefficients beyond their first step without which nothing is estimated. */
const leastSamples = 100;
const mostEvidence = 2;

interface KnownStep {
  readonly index: number;
  readonly step: number;
}

/** A block of the shifted grid, with what its coefficients say of an earlier compression there. */
export interface ForeignBlocks extends BlockEvidence {
  readonly steps: readonly KnownStep[];
}

/**
 * Block by block of a shifted grid, the logarithm of P(coefficients | compressed on it before) / P(coefficients | not): the
 * density of a normal error around the multiples of the step, over an even one (Bianchi & Piva, IEEE TIFS 7(3), 2012,
 * §III-D, with the error of the last quantisation as eq. 21). Steps of coefficients other than DC are those whose
 * periodicity exceeds that of a grid nobody has used.
 */
export function foreignBlocks(
  plane: CoefficientPlane,
  samples: FloatPlane,
  { x, y, step }: Pick<ShiftScore, 'x' | 'y' | 'step'>,
  signal: AbortSignal,
): ForeignBlocks {
  const own = coefficientsOf(samples, x, y, signal);
  const [otherX, otherY] = unusedShift(x, y);
  const other = coefficientsOf(samples, otherX, otherY, signal);
  const deviation = lastError(plane);
  const steps: KnownStep[] = [{ index: 0, step }];
  for (let at = 1; at <= frequencies; at += 1) {
    const found = stepOf(own.values[at]!, other.values[at]!);
    if (found !== null) steps.push({ index: zigzag[at]!, step: found });
  }
  const logRatios = new Float32Array(own.wide * own.high);
  for (const known of steps) {
    const at = zigzag.indexOf(known.index);
    const values = own.values[at]!;
    const density = cellDensity(known.step, deviation);
    // The cell around 0 is full either way.
    const from = known.index === 0 ? 0 : known.step / 2;
    const gain = density.length / known.step;
    for (let block = 0; block < logRatios.length; block += 1) {
      const value = Math.abs(values[block]!);
      if (value < from) continue;
      const place = Math.floor((value % known.step) * gain);
      logRatios[block]! += density[Math.min(place, density.length - 1)]!;
    }
  }
  return { wide: own.wide, high: own.high, logRatios, steps };
}

/** Far from the shift in both directions and not the last grid. */
function unusedShift(x: number, y: number): readonly [number, number] {
  const candidates = [
    [(x + 3) & 7, (y + 5) & 7],
    [(x + 5) & 7, (y + 3) & 7],
  ] as const;
  return candidates.find(([left, top]) => left !== 0 && top !== 0) ?? candidates[0];
}

function coefficientsOf(samples: FloatPlane, shiftX: number, shiftY: number, signal: AbortSignal) {
  const { wide, high } = shiftedGrid(samples, shiftX, shiftY);
  const values = Array.from({ length: frequencies + 1 }, () => new Float32Array(wide * high));
  const block = new Float64Array(64);
  for (let down = 0, at = 0; down < high; down += 1) {
    signal.throwIfAborted();
    for (let across = 0; across < wide; across += 1, at += 1) {
      const from = (down * 8 + shiftY) * samples.width + across * 8 + shiftX;
      forwardTransform(samples.data, from, samples.width, block);
      for (let number = 0; number <= frequencies; number += 1) {
        const index = zigzag[number]!;
        values[number]![at] = block[index]! * forwardScale[index]! - (index === 0 ? 1024 : 0);
      }
    }
  }
  return { wide, high, values };
}

/** Deviation of a coefficient on a shifted grid after the last quantisation: the mean over the coefficients it mixes. */
function lastError({ coefficients, steps }: CoefficientPlane): number {
  const filled = new Float64Array(64);
  for (let at = 0; at < coefficients.length; at += 64)
    for (let index = 0; index < 64; index += 1) if (coefficients[at + index] !== 0) filled[index]! += 1;
  const blocks = Math.max(1, coefficients.length / 64);
  let sum = 0;
  // What is quantised to zero is in error by itself, which is less than the even spread over a step.
  for (let index = 0; index < 64; index += 1)
    sum += (Math.min(1, 0.1 + (2 * filled[index]!) / blocks) * steps[index]! ** 2) / 12;
  return Math.sqrt(roundingDeviation ** 2 + sum / 64);
}

function stepOf(values: Float32Array, compared: Float32Array): number | null {
  let best: { readonly step: number; readonly score: number } | null = null;
  for (let step = 2; step <= mostStep; step += 1) {
    const own = meanPeriodicity(values, step);
    const other = meanPeriodicity(compared, step);
    const count = Math.min(own.count, other.count);
    if (count < leastSamples) break;
    const score = (own.mean - other.mean) * Math.sqrt(count);
    if (score > (best?.score ?? leastScore)) best = { step, score };
  }
  return best?.step ?? null;
}

/** Mean of cos(2πc/step) beyond half a step. */
function meanPeriodicity(values: Float32Array, step: number) {
  let [sum, count] = [0, 0];
  const turn = (2 * Math.PI) / step;
  const stride = Math.max(1, Math.floor(values.length / 20_000));
  for (let at = 0; at < values.length; at += stride) {
    const value = Math.abs(values[at]!);
    if (value < step / 2) continue;
    sum += Math.cos(value * turn);
    count += 1;
  }
  return { mean: count === 0 ? 0 : sum / count, count };
}

/** log of the density within one step, over an even one, at 64 places from one multiple to the next. */
function cellDensity(step: number, deviation: number): Float64Array {
  const stray = 0.05;
  return Float64Array.from({ length: 64 }, (_, at) => {
    const value = ((at + 0.5) / 64) * step;
    let sum = 0;
    for (let tooth = -3; tooth <= 4; tooth += 1)
      sum += Math.exp(-0.5 * ((value - tooth * step) / deviation) ** 2);
    const even = (sum * step) / (deviation * Math.sqrt(2 * Math.PI));
    return Math.max(-mostEvidence, Math.min(mostEvidence, Math.log((1 - stray) * even + stray)));
  });
}
