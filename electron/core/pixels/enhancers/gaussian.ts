import type { FloatPlane } from '../picture.ts';

/**
 * A plane smoothed by three running means in each direction, which together have the variance of a Gaussian of the given
 * radius (P. Kovesi, Fast almost-Gaussian filtering, DICTA 2010, eq. 3…5). Beyond the borders the edge value goes on.
 *
 * @param radius standard deviation, pixels
 */
export function almostGaussian(plane: FloatPlane, radius: number, between: () => void): FloatPlane {
  const { width, height } = plane;
  const data = Float32Array.from(plane.data);
  const sizes = boxSizes(radius);
  const line = new Float32Array(width);
  for (let y = 0; y < height; y += 1) {
    if ((y & 255) === 0) between();
    const row = data.subarray(y * width, (y + 1) * width);
    for (const size of sizes) meanOfLine(row, size, line);
  }
  const rows = { data: new Float32Array(data.length) };
  let from = data;
  for (const size of sizes) {
    between();
    meanOfColumns(from, rows.data, width, height, size);
    [from, rows.data] = [rows.data, from];
  }
  return { width, height, data: from };
}

/** Three odd widths whose variances (w² − 1)/12 add up as nearly as whole numbers allow to the square of the radius. */
function boxSizes(radius: number): readonly number[] {
  const ideal = Math.sqrt(4 * radius * radius + 1);
  const low = Math.floor(ideal) % 2 === 0 ? Math.floor(ideal) - 1 : Math.floor(ideal);
  const lower = Math.round((12 * radius * radius - 3 * low * low - 12 * low - 9) / (-4 * low - 4));
  return [0, 1, 2].map((index) => (index < lower ? low : low + 2));
}

function meanOfLine(row: Float32Array, size: number, line: Float32Array): void {
  if (size <= 1) return;
  const { length } = row;
  const reach = (size - 1) / 2;
  const last = length - 1;
  const share = 1 / size;
  line.set(row);
  let sum = line[0]! * reach;
  for (let at = 0; at <= reach; at += 1) sum += line[at < last ? at : last]!;
  for (let at = 0; at < length; at += 1) {
    row[at] = sum * share;
    const entering = at + reach + 1;
    const leaving = at - reach;
    sum += line[entering < last ? entering : last]! - line[leaving > 0 ? leaving : 0]!;
  }
}

function meanOfColumns(
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  size: number,
): void {
  const reach = (size - 1) / 2;
  const last = height - 1;
  const share = 1 / size;
  const sums = new Float64Array(width);
  for (let at = -reach; at <= reach; at += 1) {
    const start = Math.max(0, Math.min(last, at)) * width;
    for (let x = 0; x < width; x += 1) sums[x]! += from[start + x]!;
  }
  for (let y = 0; y < height; y += 1) {
    const entering = Math.min(last, y + reach + 1) * width;
    const leaving = Math.max(0, y - reach) * width;
    const here = y * width;
    for (let x = 0; x < width; x += 1) {
      to[here + x] = sums[x]! * share;
      sums[x]! += from[entering + x]! - from[leaving + x]!;
    }
  }
}
