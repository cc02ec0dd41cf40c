import { Reduction } from './reduction.ts';

export interface EchoEdges {
  readonly width: number;
  readonly height: number;
  /** Size of the second derivative of red, green and blue, grey levels: a lone step of n levels gives about n. */
  readonly channels: readonly [Float32Array, Float32Array, Float32Array];
  /** Mean and largest size of each channel before any reduction, in units of the kernel. */
  readonly means: readonly [number, number, number];
  readonly maxima: readonly [number, number, number];
  /** Units of the kernel for one grey level. */
  readonly gain: number;
}

/**
 * |∂²/∂x² + ∂²/∂y²| of each channel by the kernels of side 2·radius + 1 that Sherloq's echo edge filter uses: binomial
 * weights across, second differences of binomial weights along (OpenCV's `Laplacian`). Beyond the borders the picture is
 * mirrored without repeating the edge.
 *
 * @param rgb interleaved, 8 bit
 * @param radius 1…7 pixels
 */
export function echoEdges(
  rgb: Uint8Array,
  size: { readonly width: number; readonly height: number },
  { radius, most }: { readonly radius: number; readonly most: number },
  between: () => void,
): EchoEdges {
  const { width, height } = size;
  const smooth = binomial(2 * radius);
  const second = secondDifference(binomial(2 * radius - 2));
  const reduction = new Reduction(width, height, most);
  const sums = [reduction.sums(), reduction.sums(), reduction.sums()] as const;
  const gain = smooth.reduce((sum, weight) => sum + weight, 0) * stepResponse(second);
  const ring = new RowRing(rgb, width, height, smooth, second);
  const means: [number, number, number] = [0, 0, 0];
  const maxima: [number, number, number] = [0, 0, 0];
  const { columns } = reduction;
  const out = new Float32Array(3 * width);
  for (let y = 0; y < height; y += 1) {
    if ((y & 127) === 0) between();
    ring.laplacian(y, out);
    const start = reduction.row(y);
    for (let channel = 0; channel < 3; channel += 1) {
      const plane = sums[channel]!;
      let [rowSum, most] = [0, maxima[channel]!];
      for (let x = 0, at = channel; x < width; x += 1, at += 3) {
        const value = Math.abs(out[at]!);
        rowSum += value;
        if (value > most) most = value;
        plane[start + columns[x]!]! += value;
      }
      means[channel]! += rowSum / (width * height);
      maxima[channel] = most;
    }
  }
  for (const plane of sums) {
    reduction.finish(plane);
    for (let at = 0; at < plane.length; at += 1) plane[at]! /= gain;
  }
  return { width: reduction.width, height: reduction.height, channels: sums, means, maxima, gain };
}

function binomial(order: number): readonly number[] {
  let row = [1];
  for (let step = 0; step < order; step += 1)
    row = Array.from({ length: row.length + 1 }, (_, at) => (row[at - 1] ?? 0) + (row[at] ?? 0));
  return row;
}

function secondDifference(row: readonly number[]): readonly number[] {
  return Array.from(
    { length: row.length + 2 },
    (_, at) => (row[at] ?? 0) - 2 * (row[at - 1] ?? 0) + (row[at - 2] ?? 0),
  );
}

/** Largest answer to a step of one. */
function stepResponse(row: readonly number[]): number {
  let [sum, most] = [0, 0];
  for (const weight of row) {
    sum += weight;
    most = Math.max(most, Math.abs(sum));
  }
  return most;
}

/** Rows filtered along x both ways, as many as the kernel is high, each filtered once. */
class RowRing {
  readonly #rgb: Uint8Array;
  readonly #width: number;
  readonly #height: number;
  readonly #smooth: readonly number[];
  readonly #second: readonly number[];
  readonly #smoothed: readonly Float32Array[];
  readonly #curved: readonly Float32Array[];
  readonly #held: Int32Array;
  readonly #padded: Float32Array;

  constructor(
    rgb: Uint8Array,
    width: number,
    height: number,
    smooth: readonly number[],
    second: readonly number[],
  ) {
    this.#rgb = rgb;
    this.#width = width;
    this.#height = height;
    this.#smooth = smooth;
    this.#second = second;
    // Mirrored rows are asked for beside their originals: one more than twice the reach is always enough.
    this.#smoothed = smooth.map(() => new Float32Array(3 * width));
    this.#curved = smooth.map(() => new Float32Array(3 * width));
    this.#held = new Int32Array(smooth.length).fill(-1);
    this.#padded = new Float32Array(3 * (width + smooth.length - 1));
  }

  laplacian(y: number, out: Float32Array): void {
    const taps = this.#smooth.length;
    const reach = (taps - 1) / 2;
    out.fill(0);
    for (let tap = 0; tap < taps; tap += 1) {
      const slot = this.#filtered(mirrored(y + tap - reach, this.#height));
      const smoothed = this.#smoothed[slot]!;
      const curved = this.#curved[slot]!;
      const along = this.#second[tap]!;
      const across = this.#smooth[tap]!;
      for (let at = 0; at < out.length; at += 1) out[at]! += along * smoothed[at]! + across * curved[at]!;
    }
  }

  #filtered(row: number): number {
    const slot = row % this.#held.length;
    if (this.#held[slot] === row) return slot;
    this.#held[slot] = row;
    const width = this.#width;
    const taps = this.#smooth.length;
    const reach = (taps - 1) / 2;
    const padded = this.#padded;
    const start = row * width * 3;
    for (let at = 0; at < 3 * width; at += 1) padded[3 * reach + at] = this.#rgb[start + at]!;
    for (let beyond = 1; beyond <= reach; beyond += 1)
      for (const [to, from] of [
        [reach - beyond, mirrored(-beyond, width)],
        [reach + width - 1 + beyond, mirrored(width - 1 + beyond, width)],
      ] as const)
        for (let channel = 0; channel < 3; channel += 1)
          padded[3 * to + channel] = this.#rgb[start + 3 * from + channel]!;
    const smoothed = this.#smoothed[slot]!.fill(0);
    const curved = this.#curved[slot]!.fill(0);
    for (let tap = 0; tap < taps; tap += 1) {
      const across = this.#smooth[tap]!;
      const along = this.#second[tap]!;
      const shift = 3 * tap;
      for (let at = 0; at < smoothed.length; at += 1) {
        const value = padded[at + shift]!;
        smoothed[at]! += across * value;
        curved[at]! += along * value;
      }
    }
    return slot;
  }
}

/** Index within 0…length − 1, mirrored at the ends without repeating them. */
function mirrored(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const within = ((index % period) + period) % period;
  return within < length ? within : period - within;
}
