import type { FloatPlane } from '../picture.ts';
import { carriedTo } from './plane.ts';
import type { Affine } from './transform.ts';

/** A piece of the working plane. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** `width × height`, 1 inside. */
  readonly mask: Uint8Array;
  /** Pixels inside. */
  readonly area: number;
}

export interface GrownRegion extends Region {
  /** Mean of the local correlation over the region, −1 … 1. */
  readonly correlation: number;
}

/** Half the side of the window in which the two regions are correlated, pixels. */
const reach = 4;
/** Local correlation from which on a place belongs to the copy. */
const leastCorrelation = 0.7;
/** Standard deviation of grey levels in a window below which correlation says nothing. */
const leastSpread = 0.8;
/** Windows are enlarged at most this often while a region goes on at their edge. */
const mostSteps = 6;

/**
 * The whole of a copied region: from places that agree with a transform outwards over all pixels at which the picture and
 * what the transform brings there correlate (the densification of Amerini et al. 2011, 3.4, and Christlein et al., IEEE
 * TIFS 7(6), 2012). Flat surroundings say nothing and are taken in only where they fill a gap.
 *
 * @param seeds `x, y` in the first region
 * @returns `null`: nothing grows
 */
export function grown(
  plane: FloatPlane,
  transform: Affine,
  seeds: Float32Array,
  taps: number,
): GrownRegion | null {
  let [left, top, right, bottom] = boundsOf(seeds);
  let margin = Math.max(16, Math.round(0.3 * Math.max(right - left, bottom - top)));
  let sides = [true, true, true, true];
  for (let step = 0; ; step += 1) {
    left = Math.max(0, left - (sides[0] ? margin : 0));
    top = Math.max(0, top - (sides[1] ? margin : 0));
    right = Math.min(plane.width, right + (sides[2] ? margin : 0));
    bottom = Math.min(plane.height, bottom + (sides[3] ? margin : 0));
    const [width, height] = [right - left, bottom - top];
    if (width <= 2 * reach || height <= 2 * reach) return null;
    const map = correlationMap(plane, transform, left, top, width, height, taps);
    const mask = flooded(map, width, height, left, top, seeds);
    if (mask === null) return null;
    const touched = touching(mask, width, height, left, top, right, bottom, plane);
    if (step < mostSteps && touched.some(Boolean)) {
      sides = touched;
      margin = Math.max(24, Math.round(0.4 * Math.max(width, height)));
      continue;
    }
    const closed = filled(mask, width, height);
    let [area, sum, counted] = [0, 0, 0];
    for (let at = 0; at < closed.length; at += 1) {
      if (closed[at] === 0) continue;
      area += 1;
      const value = map[at]!;
      if (Number.isNaN(value)) continue;
      counted += 1;
      sum += value;
    }
    return { left, top, width, height, mask: closed, area, correlation: counted === 0 ? 0 : sum / counted };
  }
}

function boundsOf(seeds: Float32Array): [number, number, number, number] {
  let [left, top, right, bottom] = [seeds[0]!, seeds[1]!, seeds[0]!, seeds[1]!];
  for (let at = 0; at < seeds.length; at += 2) {
    left = Math.min(left, seeds[at]!);
    right = Math.max(right, seeds[at]!);
    top = Math.min(top, seeds[at + 1]!);
    bottom = Math.max(bottom, seeds[at + 1]!);
  }
  return [Math.floor(left), Math.floor(top), Math.ceil(right) + 1, Math.ceil(bottom) + 1];
}

/** Correlation of the picture with what the transform brings, in windows of 9 × 9; NaN where either is flat or absent. */
function correlationMap(
  plane: FloatPlane,
  transform: Affine,
  left: number,
  top: number,
  width: number,
  height: number,
  taps: number,
): Float32Array {
  const size = width * height;
  const own = new Float32Array(size);
  const brought = new Float32Array(size);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      own[at] = plane.data[(top + y) * plane.width + left + x]! - 128;
      brought[at] = carriedTo(plane, transform, left + x, top + y, taps) - 128;
    }
  }
  const out = new Float32Array(size).fill(Number.NaN);
  // Down each column over the rows of the window: how many are known, sums, squares and products.
  const columns = new Float64Array(6 * width);
  const enter = (row: number, sign: 1 | -1) => {
    for (let x = 0, at = row * width, to = 0; x < width; x += 1, at += 1, to += 6) {
      const other = brought[at]!;
      if (Number.isNaN(other)) continue;
      const one = own[at]!;
      columns[to]! += sign;
      columns[to + 1]! += sign * one;
      columns[to + 2]! += sign * other;
      columns[to + 3]! += sign * one * one;
      columns[to + 4]! += sign * other * other;
      columns[to + 5]! += sign * one * other;
    }
  };
  for (let y = 0; y < Math.min(reach, height); y += 1) enter(y, 1);
  for (let y = 0; y < height; y += 1) {
    if (y + reach < height) enter(y + reach, 1);
    if (y > reach) enter(y - reach - 1, -1);
    let [n, one, other, ones, others, both] = [0, 0, 0, 0, 0, 0];
    for (let x = -reach; x < width; x += 1) {
      if (x + reach < width) {
        const at = 6 * (x + reach);
        n += columns[at]!;
        one += columns[at + 1]!;
        other += columns[at + 2]!;
        ones += columns[at + 3]!;
        others += columns[at + 4]!;
        both += columns[at + 5]!;
      }
      if (x > reach) {
        const at = 6 * (x - reach - 1);
        n -= columns[at]!;
        one -= columns[at + 1]!;
        other -= columns[at + 2]!;
        ones -= columns[at + 3]!;
        others -= columns[at + 4]!;
        both -= columns[at + 5]!;
      }
      if (x >= 0) out[y * width + x] = correlationOf(n, one, other, ones, others, both);
    }
  }
  return out;
}

/** Of a window's sums; NaN: too few pixels are known, or both sides are flat. */
function correlationOf(
  n: number,
  one: number,
  other: number,
  ones: number,
  others: number,
  both: number,
): number {
  if (n < (2 * reach + 1) ** 2 * 0.75) return Number.NaN;
  const ownSpread = ones - (one * one) / n;
  const broughtSpread = others - (other * other) / n;
  const flat = n * leastSpread * leastSpread;
  // One flat and one not is a difference; two flat ones say nothing.
  if (Math.min(ownSpread, broughtSpread) < flat)
    return Math.max(ownSpread, broughtSpread) > 9 * flat ? -1 : Number.NaN;
  return (both - (one * other) / n) / Math.sqrt(ownSpread * broughtSpread);
}

function windowSums(values: Float64Array, width: number, height: number): Float64Array {
  const across = new Float64Array(values.length);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let sum = 0;
    for (let x = 0; x < Math.min(reach, width); x += 1) sum += values[row + x]!;
    for (let x = 0; x < width; x += 1) {
      if (x + reach < width) sum += values[row + x + reach]!;
      if (x - reach - 1 >= 0) sum -= values[row + x - reach - 1]!;
      across[row + x] = sum;
    }
  }
  const out = new Float64Array(values.length);
  const line = new Float64Array(width);
  for (let y = 0; y < Math.min(reach, height); y += 1)
    for (let x = 0; x < width; x += 1) line[x]! += across[y * width + x]!;
  for (let y = 0; y < height; y += 1) {
    const [entering, leaving] = [(y + reach) * width, (y - reach - 1) * width];
    if (y + reach < height) for (let x = 0; x < width; x += 1) line[x]! += across[entering + x]!;
    if (leaving >= 0) for (let x = 0; x < width; x += 1) line[x]! -= across[leaving + x]!;
    out.set(line, y * width);
  }
  return out;
}

function flooded(
  map: Float32Array,
  width: number,
  height: number,
  left: number,
  top: number,
  seeds: Float32Array,
): Uint8Array | null {
  const mask = new Uint8Array(map.length);
  const stack: number[] = [];
  for (let at = 0; at < seeds.length; at += 2) {
    const place = (Math.round(seeds[at + 1]!) - top) * width + Math.round(seeds[at]!) - left;
    if (mask[place] === 0 && map[place]! >= leastCorrelation) {
      mask[place] = 1;
      stack.push(place);
    }
  }
  if (stack.length === 0) return null;
  while (stack.length > 0) {
    const place = stack.pop()!;
    const x = place % width;
    for (let side = 0; side < 4; side += 1) {
      if ((side === 0 && x === 0) || (side === 1 && x === width - 1)) continue;
      const next = place + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
      if (next < 0 || next >= width * height || mask[next] === 1 || !(map[next]! >= leastCorrelation))
        continue;
      mask[next] = 1;
      stack.push(next);
    }
  }
  return mask;
}

function touching(
  mask: Uint8Array,
  width: number,
  height: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
  plane: FloatPlane,
): [boolean, boolean, boolean, boolean] {
  const column = (x: number) => {
    for (let y = 0; y < height; y += 1) if (mask[y * width + x] === 1) return true;
    return false;
  };
  const row = (y: number) => mask.subarray(y * width, (y + 1) * width).includes(1);
  return [
    left > 0 && column(0),
    top > 0 && row(0),
    right < plane.width && column(width - 1),
    bottom < plane.height && row(height - 1),
  ];
}

/** Gaps of the size of a window closed: grown by half a window, then shrunk by it. */
function filled(mask: Uint8Array, width: number, height: number): Uint8Array {
  const outside = (from: Uint8Array): Uint8Array => {
    const numbers = new Float64Array(from.length);
    numbers.set(from);
    const sums = windowSums(numbers, width, height);
    const out = new Uint8Array(from.length);
    for (let at = 0; at < out.length; at += 1) out[at] = sums[at]! > 0 ? 0 : 1;
    return out;
  };
  return outside(outside(mask));
}
