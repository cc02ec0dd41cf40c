import type { RgbPlane } from './rgb-plane.ts';

/** A stretch of a plane; fractions of pixels are allowed, parts outside repeat the border. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Source indices and weights for one axis, `taps` each. */
interface Axis {
  readonly taps: number;
  readonly indices: Int32Array;
  readonly weights: Float32Array;
}

/** A region brought to another size with a triangle filter as wide as the reduction: bilinear when enlarged. */
export function resample(plane: RgbPlane, region: Region, width: number, height: number): RgbPlane {
  const across = axis(region.x, region.width, width, plane.width);
  const down = axis(region.y, region.height, height, plane.height);
  const data = new Uint8Array(width * height * 3);
  // Rows follow each other, so each source row is reduced once and kept while the next ones need it.
  const rows = new Map<number, Float32Array>();
  const sum = new Float32Array(width * 3);
  for (let y = 0; y < height; y += 1) {
    sum.fill(0.5);
    const first = down.indices[y * down.taps]!;
    for (const kept of rows.keys()) if (kept < first) rows.delete(kept);
    for (let tap = 0; tap < down.taps; tap += 1) {
      const weight = down.weights[y * down.taps + tap]!;
      if (weight === 0) continue;
      const source = down.indices[y * down.taps + tap]!;
      let row = rows.get(source);
      if (row === undefined) {
        row = resampleRow(plane, source, across, width);
        rows.set(source, row);
      }
      for (let at = 0; at < sum.length; at += 1) sum[at]! += weight * row[at]!;
    }
    data.set(sum, y * width * 3);
  }
  return { width, height, data };
}

function resampleRow(plane: RgbPlane, y: number, { taps, indices, weights }: Axis, width: number) {
  const row = new Float32Array(width * 3);
  const start = y * plane.width * 3;
  const { data } = plane;
  for (let x = 0, at = 0; x < width; x += 1) {
    let [red, green, blue] = [0, 0, 0];
    for (let tap = 0; tap < taps; tap += 1, at += 1) {
      const weight = weights[at]!;
      const from = start + indices[at]! * 3;
      red += weight * data[from]!;
      green += weight * data[from + 1]!;
      blue += weight * data[from + 2]!;
    }
    row[x * 3] = red;
    row[x * 3 + 1] = green;
    row[x * 3 + 2] = blue;
  }
  return row;
}

function axis(start: number, length: number, count: number, size: number): Axis {
  const scale = length / count;
  const reach = Math.max(1, scale);
  const taps = Math.ceil(reach * 2) + 1;
  const indices = new Int32Array(count * taps);
  const weights = new Float32Array(count * taps);
  for (let index = 0; index < count; index += 1) {
    const centre = start + (index + 0.5) * scale - 0.5;
    const first = Math.ceil(centre - reach);
    let total = 0;
    for (let tap = 0; tap < taps; tap += 1) {
      const weight = Math.max(0, 1 - Math.abs(first + tap - centre) / reach);
      indices[index * taps + tap] = Math.min(size - 1, Math.max(0, first + tap));
      weights[index * taps + tap] = weight;
      total += weight;
    }
    for (let tap = 0; tap < taps; tap += 1) weights[index * taps + tap]! /= total;
  }
  return { taps, indices, weights };
}
