import type { FloatPlane } from '../../align/picture/light.ts';
import type { Matrix } from '../../picture/homography.ts';

/** Light of one picture resampled onto another, and 1 where there is any. */
export interface LaidLight extends FloatPlane {
  readonly inside: Uint8Array;
}

/**
 * Resampled by Keys' cubic convolution (a = −1/2), in whole precision: what is looked for afterwards are traces of rounding.
 *
 * @param source pixels not much smaller than those of the result, so that nothing has to be smoothed
 * @param back pixels of the result to those of `source`
 */
export function laidLight(
  source: FloatPlane,
  { width, height }: { readonly width: number; readonly height: number },
  back: Matrix,
): LaidLight {
  const data = new Float32Array(width * height);
  const inside = new Uint8Array(width * height);
  const [a, b, c] = [back[0]!, back[1]!, back[2]!];
  const [d, e, f] = [back[3]!, back[4]!, back[5]!];
  const [g, h, i] = [back[6]!, back[7]!, back[8]!];
  const [right, bottom] = [source.width - 0.5, source.height - 0.5];
  const { data: values, width: across, height: down } = source;
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 1) {
      const line = g * x + h * y + i;
      // Behind the horizon there is nothing.
      if (!(line > 1e-6)) continue;
      const u = (a * x + b * y + c) / line;
      const v = (d * x + e * y + f) / line;
      if (!(u >= -0.5 && v >= -0.5 && u <= right && v <= bottom)) continue;
      inside[to] = 1;
      const left = Math.floor(u);
      const top = Math.floor(v);
      const s = u - left;
      const t = v - top;
      const s0 = ((-0.5 * s + 1) * s - 0.5) * s;
      const s1 = (1.5 * s - 2.5) * s * s + 1;
      const s2 = ((-1.5 * s + 2) * s + 0.5) * s;
      const s3 = (0.5 * s - 0.5) * s * s;
      const t0 = ((-0.5 * t + 1) * t - 0.5) * t;
      const t1 = (1.5 * t - 2.5) * t * t + 1;
      const t2 = ((-1.5 * t + 2) * t + 0.5) * t;
      const t3 = (0.5 * t - 0.5) * t * t;
      if (left >= 1 && top >= 1 && left + 2 < across && top + 2 < down) {
        const p = (top - 1) * across + left - 1;
        const q = p + across;
        const r = q + across;
        const w = r + across;
        data[to] =
          t0 * (s0 * values[p]! + s1 * values[p + 1]! + s2 * values[p + 2]! + s3 * values[p + 3]!) +
          t1 * (s0 * values[q]! + s1 * values[q + 1]! + s2 * values[q + 2]! + s3 * values[q + 3]!) +
          t2 * (s0 * values[r]! + s1 * values[r + 1]! + s2 * values[r + 2]! + s3 * values[r + 3]!) +
          t3 * (s0 * values[w]! + s1 * values[w + 1]! + s2 * values[w + 2]! + s3 * values[w + 3]!);
        continue;
      }
      // At the border the nearest pixel is repeated, as everywhere else.
      const column = Math.min(across - 1, Math.max(0, Math.round(u)));
      data[to] = values[Math.min(down - 1, Math.max(0, Math.round(v))) * across + column]!;
    }
  }
  return { width, height, data, inside };
}
