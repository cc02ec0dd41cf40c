import type { RgbPicture } from './rgb-picture.ts';

/** A part of a picture, pixels. */
export interface Cut {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The middle of a picture, at most so large. */
export function middle({ width, height }: RgbPicture, across: number, down: number): Cut {
  const [w, h] = [Math.min(width, across), Math.min(height, down)];
  return { x: (width - w) >> 1, y: (height - h) >> 1, width: w, height: h };
}

/**
 * A cut in planes of red, green and blue, 0 … 255, at another size: the triangle filter, as wide as a target pixel
 * where the picture is made smaller, which is what Pillow calls bilinear.
 *
 * @returns `3 × height × width` values
 */
export function scaledPlanes(
  { width: stride, data }: RgbPicture,
  cut: Cut,
  width: number,
  height: number,
): Float32Array {
  const across = weightsOf(cut.width, width);
  const down = weightsOf(cut.height, height);
  const rows = new Float32Array(3 * cut.height * width);
  for (let y = 0; y < cut.height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const { first, weights } = across[x]!;
      let [red, green, blue] = [0, 0, 0];
      let at = ((cut.y + y) * stride + cut.x + first) * 3;
      for (let tap = 0; tap < weights.length; tap += 1, at += 3) {
        const weight = weights[tap]!;
        red += weight * data[at]!;
        green += weight * data[at + 1]!;
        blue += weight * data[at + 2]!;
      }
      const to = y * width + x;
      rows[to] = red;
      rows[cut.height * width + to] = green;
      rows[2 * cut.height * width + to] = blue;
    }
  }
  const planes = new Float32Array(3 * height * width);
  for (let channel = 0; channel < 3; channel += 1) {
    const base = channel * cut.height * width;
    for (let y = 0; y < height; y += 1) {
      const { first, weights } = down[y]!;
      const to = (channel * height + y) * width;
      for (let tap = 0; tap < weights.length; tap += 1) {
        const weight = weights[tap]!;
        const from = base + (first + tap) * width;
        for (let x = 0; x < width; x += 1) planes[to + x]! += weight * rows[from + x]!;
      }
    }
  }
  return planes;
}

interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

function weightsOf(from: number, to: number): Taps[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, index) => {
    const centre = (index + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach));
    const end = Math.min(from, Math.ceil(centre + reach));
    const weights = new Float64Array(end - first);
    let sum = 0;
    for (let at = first; at < end; at += 1) {
      const weight = Math.max(0, 1 - Math.abs(at + 0.5 - centre) / reach);
      weights[at - first] = weight;
      sum += weight;
    }
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}
