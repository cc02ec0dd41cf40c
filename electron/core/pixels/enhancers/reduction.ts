import { mapSize } from '#shared/numeric/error-level.ts';

/** No picture of an enhancer has more pixels than this: the screen shows no more. */
export const mostShown = 4_000_000;

/**
 * Where the pixels of a picture fall in its smaller form. Values are added at `row(y) + columns[x]`; `finish` turns the
 * sums into means.
 */
export class Reduction {
  readonly width: number;
  readonly height: number;
  /** Target column of each source column. */
  readonly columns: Int32Array;
  readonly #rows: Int32Array;

  /** @param most pixels of the smaller form */
  constructor(width: number, height: number, most: number) {
    ({ width: this.width, height: this.height } = mapSize(width, height, most));
    this.columns = places(width, this.width);
    this.#rows = places(height, this.height);
  }

  /** Index of the first target pixel of source row `y`. */
  row(y: number): number {
    return this.#rows[y]! * this.width;
  }

  /** Memory for the sums of one value per pixel. */
  sums(): Float32Array {
    return new Float32Array(this.width * this.height);
  }

  /** Divide sums by the number of pixels each stands for, in place. */
  finish(sums: Float32Array): Float32Array {
    const across = counts(this.columns, this.width);
    const down = counts(this.#rows, this.height);
    for (let y = 0, at = 0; y < this.height; y += 1)
      for (let x = 0; x < this.width; x += 1, at += 1) sums[at]! /= across[x]! * down[y]!;
    return sums;
  }
}

/**
 * A picture's colours in a smaller form, each the mean of those it stands for.
 *
 * @param rgb interleaved, 8 bit
 * @param most pixels of the smaller form
 * @returns interleaved, not rounded
 */
export function reducedColours(
  rgb: Uint8Array,
  width: number,
  height: number,
  most: number,
): { readonly width: number; readonly height: number; readonly colours: Float32Array } {
  const reduction = new Reduction(width, height, most);
  const { columns } = reduction;
  const planes = [reduction.sums(), reduction.sums(), reduction.sums()] as const;
  const [red, green, blue] = planes;
  for (let y = 0, at = 0; y < height; y += 1) {
    const start = reduction.row(y);
    for (let x = 0; x < width; x += 1, at += 3) {
      const to = start + columns[x]!;
      red[to]! += rgb[at]!;
      green[to]! += rgb[at + 1]!;
      blue[to]! += rgb[at + 2]!;
    }
  }
  const colours = new Float32Array(red.length * 3);
  for (const [channel, plane] of planes.entries()) {
    reduction.finish(plane);
    for (let pixel = 0; pixel < plane.length; pixel += 1) colours[pixel * 3 + channel] = plane[pixel]!;
  }
  return { width: reduction.width, height: reduction.height, colours };
}

/**
 * The value below which a share of the values lies, from a thousand classes between the smallest and the largest.
 *
 * @param share 0…1
 */
export function quantile(values: Float32Array, share: number): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < values.length; at += 1) {
    if (values[at]! < least) least = values[at]!;
    if (values[at]! > most) most = values[at]!;
  }
  if (!(most > least)) return Number.isFinite(least) ? least : 0;
  const classes = new Uint32Array(1001);
  const gain = 1000 / (most - least);
  for (let at = 0; at < values.length; at += 1) classes[((values[at]! - least) * gain) | 0]! += 1;
  let seen = 0;
  for (let index = 0; index < classes.length; index += 1) {
    seen += classes[index]!;
    if (seen >= share * values.length) return Math.min(most, least + (index + 1) / gain);
  }
  return most;
}

function places(length: number, target: number): Int32Array {
  return Int32Array.from({ length }, (_, at) => Math.floor(((at + 0.5) * target) / length));
}

function counts(targets: Int32Array, length: number): Uint32Array {
  const out = new Uint32Array(length);
  for (const target of targets) out[target]! += 1;
  return out;
}
