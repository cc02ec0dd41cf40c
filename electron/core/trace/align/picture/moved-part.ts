import { derivative, type Matrix } from '../../picture/homography.ts';
import type { ChangedPart } from './changed-parts.ts';
import { type FloatPlane, halved } from './light.ts';

/** Where in the original the suspect's part comes from. */
export interface FoundElsewhere {
  /** Pixels by which the part lies away from there, in the suspect's plane: its place there less its place here. */
  readonly across: number;
  readonly down: number;
  readonly correlation: number;
}

/** The search begins where the longer side is at most this, pixels; for small parts at most twice that. */
const coarseSide = 400;
/** Pixels compared for each place. */
const mostSamples = 120;
/** Pixels from the part's edge in which it may be mixed with its surroundings. */
const mixed = 3;
/** Correlation of light from which on a part is the same: when looking, and at full size. */
const coarseCorrelation = 0.6;
const sameCorrelation = 0.85;
/** Deviation of light a part must have to be looked for, grey levels. */
const leastDeviation = 8;
/** Places looked at again at full size. */
const candidates = 12;

/**
 * Looks for the suspect's part anywhere in the original, unturned and at its size.
 *
 * @param light of the original laid on the suspect, and of the suspect
 * @param toFirst pixels of the suspect's plane to those of the original: seen at an angle, things elsewhere have other sizes
 * @returns `null`: not found, or too plain or too small to be told
 */
export function foundElsewhere(
  [first, second]: readonly [FloatPlane, FloatPlane],
  marks: Uint16Array,
  { part, number }: { readonly part: ChangedPart; readonly number: number },
  toFirst: Matrix,
): FoundElsewhere | null {
  const { left, top, right, bottom } = part.box;
  const side = Math.min(right - left, bottom - top);
  if (side < 12) return null;
  let [from, own, shift] = [first, second, 0];
  while (Math.max(own.width, own.height) > coarseSide && side >> (shift + 1) >= 6) {
    [from, own, shift] = [halved(from), halved(own), shift + 1];
  }
  if (Math.max(own.width, own.height) > 2 * coarseSide) return null;
  const grid = samplesOf(marks, second.width, part, number, 2 ** shift);
  const template = templateOf(own, grid, shift);
  if (template === null) return null;
  const grown = 2 ** shift;
  const places = coarsePlaces(from, template, {
    left: left / grown,
    top: top / grown,
    right: right / grown,
    bottom: bottom / grown,
  });
  const exact = templateOf(second, grid, 0);
  if (exact === null) return null;
  let best: FoundElsewhere | null = null;
  const middle = [(left + right) / 2, (top + bottom) / 2] as const;
  for (const { across, down } of places) {
    const bent = bentTemplate(exact, middle, shapeThere(toFirst, middle, [across * grown, down * grown]));
    for (let v = down * grown - grown; v <= down * grown + grown; v += 1) {
      for (let u = across * grown - grown; u <= across * grown + grown; u += 1) {
        const correlation = finelyAt(first, bent, u, v);
        if (correlation >= sameCorrelation && (best === null || correlation > best.correlation))
          best = { across: u, down: v, correlation };
      }
    }
  }
  return best;
}

/** Pixels inside the part in full-size coordinates, spread evenly. */
function samplesOf(
  marks: Uint16Array,
  width: number,
  { box, pixels }: ChangedPart,
  number: number,
  step: number,
): Int32Array {
  const stride = Math.max(step, Math.ceil(Math.sqrt(pixels / mostSamples)));
  const out: number[] = [];
  for (let y = box.top + (stride >> 1); y < box.bottom; y += stride) {
    for (let x = box.left + (stride >> 1); x < box.right; x += stride)
      if (within(marks, width, x, y, number)) out.push(x, y);
  }
  return Int32Array.from(out);
}

function within(marks: Uint16Array, width: number, x: number, y: number, number: number): boolean {
  const at = y * width + x;
  return (
    marks[at] === number &&
    marks[at - mixed] === number &&
    marks[at + mixed] === number &&
    marks[at - mixed * width] === number &&
    marks[at + mixed * width] === number
  );
}

interface Template {
  /** `x, y` and light free of its mean, for each pixel. */
  readonly places: Int32Array;
  readonly values: Float64Array;
  readonly deviation: number;
}

function templateOf(
  { width, height, data }: FloatPlane,
  samples: Int32Array,
  shift: number,
): Template | null {
  const count = samples.length / 2;
  if (count < 16) return null;
  const places = new Int32Array(samples.length);
  const values = new Float64Array(count);
  let mean = 0;
  for (let index = 0; index < count; index += 1) {
    const x = Math.min(width - 1, samples[2 * index]! >> shift);
    const y = Math.min(height - 1, samples[2 * index + 1]! >> shift);
    places[2 * index] = x;
    places[2 * index + 1] = y;
    values[index] = data[y * width + x]!;
    mean += values[index]! / count;
  }
  let square = 0;
  for (let index = 0; index < count; index += 1) {
    values[index]! -= mean;
    square += values[index]! ** 2;
  }
  const deviation = Math.sqrt(square / count);
  return deviation < leastDeviation ? null : { places, values, deviation };
}

function correlationAt(
  { width, height, data }: FloatPlane,
  template: Template,
  u: number,
  v: number,
): number {
  const { places, values, deviation } = template;
  const count = values.length;
  let [sum, squares, both] = [0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const x = places[2 * index]! + u;
    const y = places[2 * index + 1]! + v;
    if (x < 0 || y < 0 || x >= width || y >= height) return 0;
    const value = data[y * width + x]!;
    sum += value;
    squares += value * value;
    both += value * values[index]!;
  }
  const variance = squares / count - (sum / count) ** 2;
  const other = Math.sqrt(Math.max(0, variance));
  // The same part has the same contrast, too.
  if (other < deviation / 1.6 || other > deviation * 1.6) return 0;
  return both / (count * deviation * other);
}

/** Form that a small square about `at` has where it lies `by` away in the suspect, when it was only shifted in the original. */
function shapeThere(
  toFirst: Matrix,
  [x, y]: readonly [number, number],
  [across, down]: readonly [number, number],
): readonly [number, number, number, number] {
  const [a, b, c, d] = derivative(toFirst, x, y);
  const [p, q, r, s] = derivative(toFirst, x + across, y + down);
  const determinant = p * s - q * r;
  if (Math.abs(determinant) < 1e-9) return [1, 0, 0, 1];
  return [
    (s * a - q * c) / determinant,
    (s * b - q * d) / determinant,
    (p * c - r * a) / determinant,
    (p * d - r * b) / determinant,
  ];
}

interface BentTemplate extends Omit<Template, 'places'> {
  readonly places: Float64Array;
}

function bentTemplate(
  template: Template,
  [middleX, middleY]: readonly [number, number],
  [a, b, c, d]: readonly [number, number, number, number],
): BentTemplate {
  const places = new Float64Array(template.places.length);
  for (let at = 0; at < places.length; at += 2) {
    const [x, y] = [template.places[at]! - middleX, template.places[at + 1]! - middleY];
    places[at] = middleX + a * x + b * y;
    places[at + 1] = middleY + c * x + d * y;
  }
  return { ...template, places };
}

/** As `correlationAt`, between pixels. */
function finelyAt({ width, height, data }: FloatPlane, template: BentTemplate, u: number, v: number): number {
  const { places, values, deviation } = template;
  const count = values.length;
  let [sum, squares, both] = [0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const x = places[2 * index]! + u;
    const y = places[2 * index + 1]! + v;
    if (!(x >= 0 && y >= 0 && x < width - 1 && y < height - 1)) return 0;
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const at = top * width + left;
    const upper = data[at]! + (data[at + 1]! - data[at]!) * (x - left);
    const lower = data[at + width]! + (data[at + width + 1]! - data[at + width]!) * (x - left);
    const value = upper + (lower - upper) * (y - top);
    sum += value;
    squares += value * value;
    both += value * values[index]!;
  }
  const other = Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  if (other < deviation / 1.6 || other > deviation * 1.6) return 0;
  return both / (count * deviation * other);
}

interface Place {
  readonly across: number;
  readonly down: number;
  readonly correlation: number;
}

function coarsePlaces(
  from: FloatPlane,
  template: Template,
  box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number },
): readonly Place[] {
  const found: Place[] = [];
  const least = Math.max(3, Math.min(box.right - box.left, box.bottom - box.top) / 4);
  const [low, high] = [-Math.floor(box.top), Math.ceil(from.height - box.bottom)];
  const [left, right] = [-Math.floor(box.left), Math.ceil(from.width - box.right)];
  for (let down = low; down <= high; down += 1) {
    for (let across = left; across <= right; across += 1) {
      if (Math.hypot(across, down) < least) continue;
      const correlation = correlationAt(from, template, across, down);
      if (correlation >= coarseCorrelation) found.push({ across, down, correlation });
    }
  }
  return found.sort((one, other) => other.correlation - one.correlation).slice(0, candidates);
}
