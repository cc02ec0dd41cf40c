import type { LumaRows } from '#shared/numeric/plane.ts';
import type { Plane } from './blur.ts';

/** Rows of a plane that lies in memory. */
export function planeRows({ width, height, data }: Plane): LumaRows {
  return { width, height, row: (row, out) => out.set(data.subarray(row * width, (row + 1) * width)) };
}

/**
 * The picture at `scale` samples a pixel, each the mean of what it covers; sample i covers i/scale … (i+1)/scale
 * pixels, so that no remainder bends the scale. Above 1 samples are interpolated between pixel centres.
 */
export function resampled(rows: LumaRows, scale: number): Plane {
  const width = Math.max(1, Math.ceil(rows.width * scale - 1e-6));
  const height = Math.max(1, Math.ceil(rows.height * scale - 1e-6));
  const data = new Float32Array(width * height);
  if (scale > 1) interpolate(rows, scale, width, height, data);
  else if (scale === 1)
    for (let y = 0; y < height; y += 1) rows.row(y, data.subarray(y * width, (y + 1) * width));
  else average(rows, scale, width, height, data);
  return { width, height, data };
}

function average(rows: LumaRows, scale: number, width: number, height: number, data: Float32Array): void {
  const line = new Float32Array(rows.width);
  const means = new Float64Array(width);
  const [firsts, parts] = [new Uint32Array(width + 1), new Float64Array(width + 1)];
  for (let x = 0; x <= width; x += 1) {
    const edge = Math.min(rows.width, x / scale);
    firsts[x] = Math.min(rows.width - 1, Math.floor(edge));
    parts[x] = edge - firsts[x]!;
  }
  for (let y = 0; y < rows.height; y += 1) {
    rows.row(y, line);
    for (let x = 0, at = 0; x < width; x += 1) {
      const end = firsts[x + 1]!;
      let sum = parts[x + 1]! * line[end]! - parts[x]! * line[at]!;
      for (; at < end; at += 1) sum += line[at]!;
      means[x] = sum;
    }
    // This row reaches from y·scale to (y+1)·scale of the answer: at most two of its rows.
    const top = Math.min(height - 1, Math.floor(y * scale));
    const below = Math.max(0, (y + 1) * scale - (top + 1));
    const share = below > 0 && top + 1 < height ? 1 - below / scale : 1;
    for (let x = 0, to = top * width; x < width; x += 1, to += 1) data[to]! += means[x]! * share;
    if (share < 1)
      for (let x = 0, to = (top + 1) * width; x < width; x += 1, to += 1)
        data[to]! += means[x]! * (1 - share);
  }
  const whole = 1 / scale;
  const lastDown = rows.height - (height - 1) * whole;
  const lastAcross = rows.width - (width - 1) * whole;
  for (let y = 0, to = 0; y < height; y += 1) {
    const down = y < height - 1 ? whole : lastDown;
    for (let x = 0; x < width; x += 1, to += 1) data[to]! /= down * (x < width - 1 ? whole : lastAcross);
  }
}

function interpolate(rows: LumaRows, scale: number, width: number, height: number, data: Float32Array): void {
  const source = resampled(rows, 1);
  for (let y = 0, to = 0; y < height; y += 1) {
    const down = Math.min(source.height - 1, Math.max(0, (y + 0.5) / scale - 0.5));
    const top = Math.min(source.height - 1, Math.floor(down));
    const bottom = Math.min(source.height - 1, top + 1);
    const lower = down - top;
    for (let x = 0; x < width; x += 1, to += 1) {
      const across = Math.min(source.width - 1, Math.max(0, (x + 0.5) / scale - 0.5));
      const left = Math.min(source.width - 1, Math.floor(across));
      const right = Math.min(source.width - 1, left + 1);
      const part = across - left;
      const [above, under] = [top * source.width, bottom * source.width];
      const upper = source.data[above + left]! * (1 - part) + source.data[above + right]! * part;
      const lowest = source.data[under + left]! * (1 - part) + source.data[under + right]! * part;
      data[to] = upper * (1 - lower) + lowest * lower;
    }
  }
}

/** Four neighbours and their weights of every sample along one axis (R. Keys, 1981, a = −1/2). */
interface Taps {
  readonly at: Uint32Array;
  readonly weights: Float32Array;
}

function cubicTaps(count: number, scale: number, size: number): Taps {
  const at = new Uint32Array(count * 4);
  const weights = new Float32Array(count * 4);
  for (let index = 0; index < count; index += 1) {
    const place = (index + 0.5) * scale - 0.5;
    const first = Math.floor(place);
    const t = place - first;
    const near = [
      ((-0.5 * t + 1) * t - 0.5) * t,
      (1.5 * t - 2.5) * t * t + 1,
      ((-1.5 * t + 2) * t + 0.5) * t,
      (0.5 * t - 0.5) * t * t,
    ];
    for (const [tap, weight] of near.entries()) {
      at[index * 4 + tap] = Math.min(size - 1, Math.max(0, first - 1 + tap));
      weights[index * 4 + tap] = weight;
    }
  }
  return { at, weights };
}

/**
 * The inverse of `resampled`: rows of `width` values of a picture whose `scale` samples a pixel are given, cubic.
 * `emit` gets each row in order, or every so many; the memory is used again for the next.
 */
export function enlargedRows(
  plane: Plane,
  scale: number,
  width: number,
  height: number,
  emit: (row: number, values: Float32Array) => void,
  every = 1,
): void {
  const across = cubicTaps(width, scale, plane.width);
  const down = cubicTaps(height, scale, plane.height);
  // Widened rows are made once each and kept while they are among the four in use.
  const kept = Array.from({ length: 8 }, () => new Float32Array(width));
  const holds = new Int32Array(kept.length).fill(-1);
  const wide = (row: number): Float32Array => {
    const slot = row % kept.length;
    const out = kept[slot]!;
    if (holds[slot] === row) return out;
    holds[slot] = row;
    widen(plane.data.subarray(row * plane.width, (row + 1) * plane.width), across, out);
    return out;
  };
  const values = new Float32Array(width);
  for (let row = 0; row < height; row += every) {
    const tap = row * 4;
    const [a, b] = [wide(down.at[tap]!), wide(down.at[tap + 1]!)];
    const [c, d] = [wide(down.at[tap + 2]!), wide(down.at[tap + 3]!)];
    const [wa, wb] = [down.weights[tap]!, down.weights[tap + 1]!];
    const [wc, wd] = [down.weights[tap + 2]!, down.weights[tap + 3]!];
    for (let x = 0; x < width; x += 1) values[x] = a[x]! * wa + b[x]! * wb + c[x]! * wc + d[x]! * wd;
    emit(row, values);
  }
}

function widen(line: Float32Array, { at, weights }: Taps, out: Float32Array): void {
  for (let x = 0, tap = 0; x < out.length; x += 1, tap += 4) {
    out[x] =
      line[at[tap]!]! * weights[tap]! +
      line[at[tap + 1]!]! * weights[tap + 1]! +
      line[at[tap + 2]!]! * weights[tap + 2]! +
      line[at[tap + 3]!]! * weights[tap + 3]!;
  }
}
