import type { RgbPlane } from '../../picture/planes.ts';

/** One value for each pixel, row by row. */
export interface FloatPlane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** ITU-R BT.601-7 luma in grey levels. */
export function lightOf({ width, height, data }: RgbPlane): FloatPlane {
  const out = new Float32Array(width * height);
  for (let pixel = 0, at = 0; pixel < out.length; pixel += 1, at += 3) {
    out[pixel] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  }
  return { width, height, data: out };
}

/** Half the size, each value the mean of four; an odd last line falls away. */
export function halved({ width, height, data }: FloatPlane): FloatPlane {
  const [across, down] = [width >> 1, height >> 1];
  const out = new Float32Array(across * down);
  for (let row = 0, to = 0; row < down; row += 1) {
    let at = 2 * row * width;
    for (let column = 0; column < across; column += 1, at += 2, to += 1) {
      out[to] = (data[at]! + data[at + 1]! + data[at + width]! + data[at + width + 1]!) / 4;
    }
  }
  return { width: across, height: down, data: out };
}

/**
 * Mean over a square window of `2 · reach + 1` pixels; at the borders over what there is of it.
 *
 * @param data `width × height`
 */
export function boxMean(
  data: Float32Array,
  width: number,
  height: number,
  reach: number,
  out: Float32Array = new Float32Array(data.length),
): Float32Array {
  const sums = new Float64Array(width);
  const line = new Float64Array(width + 1);
  let rows = 0;
  for (let row = 0; row < Math.min(reach, height); row += 1, rows += 1) {
    for (let x = 0, at = row * width; x < width; x += 1, at += 1) sums[x]! += data[at]!;
  }
  for (let row = 0; row < height; row += 1) {
    if (row + reach < height) {
      rows += 1;
      for (let x = 0, at = (row + reach) * width; x < width; x += 1, at += 1) sums[x]! += data[at]!;
    }
    if (row - reach > 0) {
      rows -= 1;
      for (let x = 0, at = (row - reach - 1) * width; x < width; x += 1, at += 1) sums[x]! -= data[at]!;
    }
    let sum = 0;
    for (let x = 0; x < width; x += 1) {
      sum += sums[x]!;
      line[x + 1] = sum;
    }
    const share = 1 / (rows * (2 * reach + 1));
    const to = row * width;
    for (let x = 0; x < width; x += 1) {
      const left = x - reach;
      const right = x + reach + 1;
      if (left >= 0 && right <= width) out[to + x] = (line[right]! - line[left]!) * share;
      else {
        const [from, end] = [Math.max(0, left), Math.min(width, right)];
        out[to + x] = (line[end]! - line[from]!) / (rows * (end - from));
      }
    }
  }
  return out;
}

/** Window in which structure is freed of light and contrast, pixels to each side. */
const evenReach = 9;
/** Grey levels of contrast below which it is not raised: noise must not become structure. */
const leastContrast = 5;

/** Structure free of local light and contrast: each pixel's distance from its surroundings' mean in their deviations. */
export function evened({ width, height, data }: FloatPlane): FloatPlane {
  const mean = boxMean(data, width, height, evenReach);
  const squares = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += 1) squares[at] = data[at]! * data[at]!;
  const square = boxMean(squares, width, height, evenReach);
  const out = squares;
  for (let at = 0; at < data.length; at += 1) {
    const variance = Math.max(0, square[at]! - mean[at]! * mean[at]!);
    out[at] = (data[at]! - mean[at]!) / (Math.sqrt(variance) + leastContrast);
  }
  return { width, height, data: out };
}
