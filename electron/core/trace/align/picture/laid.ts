import { warp } from '#shared/numeric/warp.ts';
import { entriesOf, type Matrix } from '../../picture/homography.ts';
import type { RgbPlane } from '../../picture/planes.ts';
import { type ShiftField, shiftRow } from './shift-field.ts';

/** The original resampled onto the suspect. */
export interface LaidOriginal extends RgbPlane {
  /** 1 where the original has something. */
  readonly inside: Uint8Array;
}

/**
 * @param first pixels about as large as those of the suspect's plane, so that nothing has to be smoothed
 * @param back pixels of the suspect's plane to those of `first`
 * @param field what the homography leaves; `null`: nothing
 */
export function laidOriginal(
  first: RgbPlane,
  size: { readonly width: number; readonly height: number },
  back: Matrix,
  field: ShiftField | null,
): LaidOriginal {
  const { width, height } = size;
  const inside = new Uint8Array(width * height);
  const across = new Float64Array(width);
  const down = new Float64Array(width);
  const [a, b, c, d, e, f, g, h, i] = entriesOf(back);
  const [right, bottom] = [first.width - 0.5, first.height - 0.5];
  const data = warp(
    { ...first, channels: 3 },
    { width, height, background: [0, 0, 0], kernel: 'bicubic' },
    (y, xs, ys) => {
      if (field !== null) shiftRow(field, y, size, across, down);
      for (let x = 0, to = y * width; x < width; x += 1, to += 1) {
        const [px, py] = [x + across[x]!, y + down[x]!];
        const bottomLine = g * px + h * py + i;
        const weight = 1 / bottomLine;
        const u = (a * px + b * py + c) * weight;
        const v = (d * px + e * py + f) * weight;
        // Behind the horizon there is nothing.
        xs[x] = bottomLine > 1e-6 ? u : -9;
        ys[x] = v;
        if (bottomLine > 1e-6 && u >= -0.5 && v >= -0.5 && u <= right && v <= bottom) inside[to] = 1;
      }
    },
  );
  return { width, height, data, inside };
}
