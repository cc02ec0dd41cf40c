/** A plane of numbers, row by row from the top. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/**
 * Blurred with a tent of the given standard deviation (two running means along each axis), which is close enough to a
 * Gaussian here and costs the same at every width. At the borders the window shrinks to what exists.
 */
export function blurred({ width, height, data }: Plane, deviation: number): Plane {
  // A running mean over n values has variance (n² − 1)/12; two of them are wanted.
  const reach = Math.max(1, Math.round((Math.sqrt(6 * deviation * deviation + 1) - 1) / 2));
  const once = new Float32Array(data.length);
  const twice = new Float32Array(data.length);
  alongRows(data, width, height, reach, once);
  alongRows(once, width, height, reach, twice);
  alongColumns(twice, width, height, reach, once);
  alongColumns(once, width, height, reach, twice);
  return { width, height, data: twice };
}

function alongRows(
  data: Float32Array,
  width: number,
  height: number,
  reach: number,
  out: Float32Array,
): void {
  const side = Math.min(reach, width - 1);
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    let sum = 0;
    for (let x = 0; x < side; x += 1) sum += data[start + x]!;
    for (let x = 0; x < width; x += 1) {
      const entering = x + side;
      const leaving = x - side - 1;
      if (entering < width) sum += data[start + entering]!;
      if (leaving >= 0) sum -= data[start + leaving]!;
      const count = Math.min(entering, width - 1) - Math.max(leaving, -1);
      out[start + x] = sum / count;
    }
  }
}

function alongColumns(
  data: Float32Array,
  width: number,
  height: number,
  reach: number,
  out: Float32Array,
): void {
  const side = Math.min(reach, height - 1);
  const sums = new Float64Array(width);
  for (let row = 0; row < side; row += 1)
    for (let x = 0, at = row * width; x < width; x += 1, at += 1) sums[x]! += data[at]!;
  for (let row = 0; row < height; row += 1) {
    const entering = row + side;
    const leaving = row - side - 1;
    const share = 1 / (Math.min(entering, height - 1) - Math.max(leaving, -1));
    const to = row * width;
    if (entering < height && leaving >= 0) {
      const [add, take] = [entering * width, leaving * width];
      for (let x = 0; x < width; x += 1) {
        const sum = sums[x]! + data[add + x]! - data[take + x]!;
        sums[x] = sum;
        out[to + x] = sum * share;
      }
      continue;
    }
    for (let x = 0; x < width; x += 1) {
      let sum = sums[x]!;
      if (entering < height) sum += data[entering * width + x]!;
      if (leaving >= 0) sum -= data[leaving * width + x]!;
      sums[x] = sum;
      out[to + x] = sum * share;
    }
  }
}
