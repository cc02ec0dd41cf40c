import { zigzag } from '#shared/numeric/jpeg-quantization.ts';
import type { FloatPlane } from '../../align/picture/light.ts';

/** Coefficients looked at, in the order of the file: the first is the mean and tells nothing. */
const firstCoefficient = 1;
const lastCoefficient = 14;
/** Smaller steps drown in rounding. */
const leastStep = 2;
/** Rounding of pixels moves coefficients by less than this, mostly. */
const leastMargin = 1.1;

const bases = basisFunctions();

/**
 * How far coefficients of a picture on another file's grid of blocks lean towards multiples of that file's steps, or how
 * exactly they are that file's, rounded once more: standard deviations above chance.
 *
 * @param plane the picture laid on the other's stored pixels
 * @param own those pixels
 * @param blocks left upper corners `x, y` of blocks
 * @param steps the other's luminance steps, natural order
 * @param ownSteps the picture's own steps when it was saved on the same grid; `null`: it was not
 */
export function leaningToSteps(
  plane: FloatPlane,
  own: FloatPlane,
  blocks: Int32Array,
  steps: Uint16Array,
  ownSteps: Uint16Array | null,
): number {
  const count = blocks.length / 2;
  const values = new Float64Array(count);
  const known = new Float64Array(count);
  const leanings: Leaning[] = [];
  let [spared, doubtful, expected] = [0, 0, 0];
  for (let index = firstCoefficient; index <= lastCoefficient; index += 1) {
    const place = zigzag[index]!;
    const step = steps[place]!;
    if (step < leastStep) continue;
    const basis = bases[place]!;
    let [both, square] = [0, 0];
    for (let block = 0; block < count; block += 1) {
      const [x, y] = [blocks[2 * block]!, blocks[2 * block + 1]!];
      values[block] = projected(plane, x, y, basis);
      known[block] = projected(own, x, y, basis);
      both += values[block]! * known[block]!;
      square += known[block]! ** 2;
    }
    // Contrast may have been changed: as much as the source's own coefficients say.
    const gain = square > 0 ? both / square : 1;
    if (!(gain > 0.3 && gain < 3) || coarserBefore(known, step)) continue;
    const period = step * gain;
    const quantum = ownSteps?.[place] ?? 0;
    if (quantum > 0.8 * period) {
      // Nearly the same steps: either could be the other rounded.
      if (quantum < 1.3 * step) continue;
      const kept = resaved(known, values, gain, step, quantum);
      spared += kept.spared;
      doubtful += kept.doubtful;
      expected += kept.expected;
      continue;
    }
    const leaning = leaningOf(values, period, quantum);
    if (leaning.count > 30) leanings.push(leaning);
  }
  const told = doubtful > 40 && doubtful > 0.4 * expected;
  // Rounding alone lets a few of them fall the other way.
  const exact =
    told && spared > 0.9 * doubtful ? (spared - 0.75 * doubtful) / Math.sqrt(0.1875 * doubtful) : 0;
  return Math.max(together(leanings), exact);
}

interface Leaning {
  readonly sum: number;
  readonly count: number;
}

/**
 * All coefficients together, the quarter that leans most left out: steps of some other saving may agree with a few of
 * this one's by accident, with most of them they do not.
 */
function together(leanings: readonly Leaning[]): number {
  const strength = ({ sum, count }: Leaning): number => sum / count;
  const sorted = [...leanings].sort((one, other) => strength(one) - strength(other));
  const kept = sorted.slice(0, Math.ceil(0.75 * sorted.length));
  const count = kept.reduce((total, leaning) => total + leaning.count, 0);
  return count < 50 ? 0 : kept.reduce((total, { sum }) => total + sum, 0) / Math.sqrt(count / 2);
}

/**
 * Was the presumed source itself quantised before, with steps twice or three times its own? Then what its copies lean
 * towards is that earlier saving, and they need not have come from this one.
 */
function coarserBefore(known: Float64Array, step: number): boolean {
  for (const [ratio, most] of [
    [2, 0.8],
    [3, 0.7],
  ] as const) {
    let [all, multiples] = [0, 0];
    for (const value of known) {
      const level = Math.abs(Math.round(value / step));
      if (level < ratio) continue;
      all += 1;
      if (level % ratio === 0) multiples += 1;
    }
    if (all >= 30 && multiples > most * all) return true;
  }
  return false;
}

/**
 * Saved again on the same grid with larger steps: every value of the copy is that of the source, rounded. Of values near
 * the middle between two steps a copy of some other saving of the same picture would have a quarter on the other side.
 */
function resaved(
  known: Float64Array,
  values: Float64Array,
  gain: number,
  step: number,
  quantum: number,
): { readonly spared: number; readonly doubtful: number; readonly expected: number } {
  let [spared, doubtful, looked] = [0, 0, 0];
  const reach = 0.4 * step;
  if (Math.abs(gain - 1) > 0.04 || reach <= leastMargin) return { spared, doubtful, expected: 0 };
  for (let block = 0; block < known.length; block += 1) {
    const part = (Math.round(known[block]! / step) * step) / quantum;
    if (Math.abs(part) > 0.5) looked += 1;
    const near = Math.floor(part);
    const far = Math.abs(part - near - 0.5) * quantum;
    if (far < leastMargin || far > reach) continue;
    doubtful += 1;
    if (Math.abs(values[block]! / quantum - Math.round(part)) < 0.5) spared += 1;
  }
  return { spared, doubtful, expected: (looked * 2 * (reach - leastMargin)) / quantum };
}

/**
 * Leaning of values towards multiples of `period`: cosines of their phases, less what a smooth count of the same values
 * gives, which is not zero because small values are more frequent than large ones.
 *
 * @param quantum values are whole multiples of this, or were never rounded (0)
 */
function leaningOf(values: Float64Array, period: number, quantum: number): Leaning {
  const width = quantum > 0 ? quantum : period / 16;
  const bins = new Float64Array(512);
  for (const value of values) {
    const bin = Math.round(Math.abs(value) / width);
    if (bin < bins.length) bins[bin]! += 1;
  }
  const half = period / width / 2;
  const reach = Math.floor(half);
  const rest = half - reach;
  let [sum, count] = [0, 0];
  // From here on the smoothed count holds none of the many zeros.
  for (let bin = Math.ceil(half * 1.1) + 1; bin + reach + 1 < bins.length; bin += 1) {
    if (bin * width > 20 * period) break;
    let smooth = rest * (bins[bin - reach - 1]! + bins[bin + reach + 1]!);
    for (let near = -reach; near <= reach; near += 1) smooth += bins[bin + near]!;
    smooth /= 2 * (reach + rest) + 1;
    sum += (bins[bin]! - smooth) * Math.cos((2 * Math.PI * bin * width) / period);
    count += bins[bin]!;
  }
  return { sum, count };
}

function projected({ width, data }: FloatPlane, x: number, y: number, basis: Float64Array): number {
  let sum = 0;
  for (let row = 0, at = 0; row < 8; row += 1) {
    const line = (y + row) * width + x;
    for (let column = 0; column < 8; column += 1, at += 1) sum += data[line + column]! * basis[at]!;
  }
  return sum;
}

/** The 64 functions of T.81 A.3.3, natural order. */
function basisFunctions(): readonly Float64Array[] {
  return Array.from({ length: 64 }, (_, place) => {
    const [v, u] = [place >> 3, place & 7];
    const scale = (u === 0 ? Math.SQRT1_2 : 1) * (v === 0 ? Math.SQRT1_2 : 1) * 0.25;
    return Float64Array.from({ length: 64 }, (_unused, at) => {
      const [y, x] = [at >> 3, at & 7];
      return scale * Math.cos(((2 * x + 1) * u * Math.PI) / 16) * Math.cos(((2 * y + 1) * v * Math.PI) / 16);
    });
  });
}
