import { luminance, type Samples } from '#shared/numeric/plane.ts';

/** How far two pictures of one size lie apart. */
export interface Difference {
  /** Peak signal-to-noise ratio over all colour samples, decibels; `Infinity` when they are the same. */
  readonly psnr: number;
  /**
   * Structural similarity of the lightness (Z. Wang and others, IEEE Trans. Image Process. 13, 2004, K₁ = 0.01,
   * K₂ = 0.03), mean over even windows of 8 × 8 pixels.
   */
  readonly ssim: number;
}

/** Windows that are compared, about. */
const WINDOWS = 50_000;
const SIDE = 8;

export function differenceOf(before: Samples, after: Samples): Difference {
  return { psnr: psnrOf(before, after), ssim: similarityOf(before, after) };
}

/** Over what is seen: the colour of a pixel without any opacity says nothing. Either may have an opacity of its own. */
function psnrOf(before: Samples, after: Samples): number {
  const { channels, hasAlpha, data, bitDepth } = before;
  const colours = channels - (hasAlpha ? 1 : 0);
  const other = after.data;
  let [squares, count] = [0, 0];
  if (!hasAlpha && channels === after.channels) {
    for (let at = 0; at < data.length; at += 1) {
      const difference = data[at]! - other[at]!;
      squares += difference * difference;
    }
    count = data.length;
  }
  for (let at = count, beside = 0; at < data.length; at += channels, beside += after.channels) {
    if (hasAlpha && data[at + colours] === 0) continue;
    for (let c = 0; c < colours; c += 1) {
      const difference = data[at + c]! - other[beside + c]!;
      squares += difference * difference;
    }
    count += colours;
  }
  const full = bitDepth === 16 ? 65535 : 255;
  return 10 * Math.log10((full * full * count) / squares);
}

/** `Difference.ssim` alone. */
export function similarityOf(before: Samples, after: Samples): number {
  const [one, other] = [luminance(before), luminance(after)];
  const { width, height } = one;
  const step = Math.max(4, Math.round(Math.sqrt((width * height) / WINDOWS)));
  const first = new Float32Array(width * SIDE);
  const second = new Float32Array(width * SIDE);
  let [sum, windows] = [0, 0];
  for (let top = 0; top + SIDE <= height; top += step) {
    for (let row = 0; row < SIDE; row += 1) {
      one.row(top + row, first.subarray(row * width, (row + 1) * width));
      other.row(top + row, second.subarray(row * width, (row + 1) * width));
    }
    for (let left = 0; left + SIDE <= width; left += step) {
      sum += windowSsim(first, second, left, width);
      windows += 1;
    }
  }
  return windows > 0 ? sum / windows : 1;
}

const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

function windowSsim(first: Float32Array, second: Float32Array, left: number, width: number): number {
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let row = 0; row < SIDE; row += 1) {
    for (let at = row * width + left, end = at + SIDE; at < end; at += 1) {
      const [x, y] = [first[at]!, second[at]!];
      a += x;
      b += y;
      aa += x * x;
      bb += y * y;
      ab += x * y;
    }
  }
  const count = SIDE * SIDE;
  const [meanA, meanB] = [a / count, b / count];
  const scale = 1 / (count - 1);
  const varianceA = (aa - a * meanA) * scale;
  const varianceB = (bb - b * meanB) * scale;
  const covariance = (ab - a * meanB) * scale;
  return (
    ((2 * meanA * meanB + C1) * (2 * covariance + C2)) /
    ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2))
  );
}
