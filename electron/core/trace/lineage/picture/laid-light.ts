import { warp } from '#shared/numeric/warp.ts';
import type { FloatPlane } from '../../align/picture/light.ts';
import type { Matrix } from '../../picture/homography.ts';

/** Light of one picture resampled onto another, and 1 where there is any. */
export interface LaidLight extends FloatPlane {
  readonly inside: Uint8Array;
}

/**
 * @param source pixels not much smaller than those of the result, so that nothing has to be smoothed
 * @param back pixels of the result to those of `source`
 */
export function laidLight(
  source: FloatPlane,
  { width, height }: { readonly width: number; readonly height: number },
  back: Matrix,
): LaidLight {
  const bytes = new Uint8Array(source.data.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = source.data[at]! + 0.5;
  const inside = new Uint8Array(width * height);
  const [a, b, c] = [back[0]!, back[1]!, back[2]!];
  const [d, e, f] = [back[3]!, back[4]!, back[5]!];
  const [g, h, i] = [back[6]!, back[7]!, back[8]!];
  const [right, bottom] = [source.width - 0.5, source.height - 0.5];
  const data = warp(
    { width: source.width, height: source.height, channels: 1, data: bytes },
    { width, height, background: [0], kernel: 'bicubic' },
    (y, xs, ys) => {
      for (let x = 0, to = y * width; x < width; x += 1, to += 1) {
        const line = g * x + h * y + i;
        // Behind the horizon there is nothing.
        const u = line > 1e-6 ? (a * x + b * y + c) / line : -9;
        const v = (d * x + e * y + f) / line;
        xs[x] = u;
        ys[x] = v;
        if (u >= -0.5 && v >= -0.5 && u <= right && v <= bottom) inside[to] = 1;
      }
    },
  );
  return { width, height, data: Float32Array.from(data), inside };
}
