import { NumpyRandom } from './numpy-random.ts';
import type { RgbPicture } from './rgb-picture.ts';
import { twoSingularValues } from './singular-values.ts';

/**
 * The scheme of blind_watermark (guofei9987): Haar low band of Y, U and V, cosine transform of 4 × 4 blocks, a shuffle
 * of the sixteen coefficients drawn for each block from the password, and the first two singular values quantised.
 */

/** Steps of the two quantisers. */
const FIRST_STEP = 36;
const SECOND_STEP = 20;
const CELLS = 16;

/** What the blocks of a picture say under one password, and under another that nobody used. */
export interface ShuffledBlocks {
  /** Index of each block that was read, row by row over the picture. */
  readonly indices: Int32Array;
  /** Blocks of the whole picture. */
  readonly total: number;
  /** Sum over the three planes, 0 … 3: 0.75 for the first and 0.25 for the second singular value of each. */
  readonly password: Float64Array;
  /** The same with shuffles of another seed. */
  readonly control: Float64Array;
}

/** Rows and columns of blocks; an odd side is made even by a black line, as upstream does. */
export function shuffledGrid({ width, height }: { readonly width: number; readonly height: number }): {
  readonly columns: number;
  readonly rows: number;
} {
  return { columns: Math.ceil(width / 2) >> 2, rows: Math.ceil(height / 2) >> 2 };
}

/** @param most blocks read at most, in whole rows spread over the picture */
export function readShuffledBlocks(
  picture: RgbPicture,
  password: number,
  most: number,
  signal?: AbortSignal,
): ShuffledBlocks {
  const { columns, rows } = shuffledGrid(picture);
  const wanted = Math.max(1, Math.min(rows, Math.floor(most / Math.max(1, columns))));
  const count = Math.min(rows, wanted) * columns;
  const answer = {
    indices: new Int32Array(count),
    total: rows * columns,
    password: new Float64Array(count),
    control: new Float64Array(count),
  };
  const given = new BlockShuffles(password);
  const other = new BlockShuffles((Math.imul(password, 2654435761) + 0x5bd1e995) >>> 0);
  const bands = [0, 1, 2].map(() => new Float64Array(columns * CELLS));
  for (let step = 0, at = 0; step < wanted && columns > 0 && rows > 0; step += 1) {
    if ((step & 15) === 0) signal?.throwIfAborted();
    const row = Math.floor((step * rows) / wanted);
    lowBands(picture, row, columns, bands);
    for (let column = 0; column < columns; column += 1, at += 1) {
      const block = row * columns + column;
      answer.indices[at] = block;
      given.advanceTo(block);
      other.advanceTo(block);
      let said = 0;
      let saidByOther = 0;
      for (const band of bands) {
        transform(band, column * 4, columns * 4);
        said += vote(given.order);
        saidByOther += vote(other.order);
      }
      answer.password[at] = said;
      answer.control[at] = saidByOther;
    }
  }
  return answer;
}

/** `random_strategy1`: for each block in turn the order that would sort sixteen random numbers. */
class BlockShuffles {
  readonly order = new Uint8Array(CELLS);
  readonly #random: NumpyRandom;
  readonly #values = new Float64Array(CELLS);
  #next = 0;

  constructor(seed: number) {
    this.#random = new NumpyRandom(seed);
  }

  /** Blocks must be asked for in rising order; those between are skipped. */
  advanceTo(block: number): void {
    for (; this.#next < block; this.#next += 1)
      for (let word = 0; word < 2 * CELLS; word += 1) this.#random.word();
    const values = this.#values;
    for (let at = 0; at < CELLS; at += 1) {
      const value = this.#random.fraction();
      let place = at;
      for (; place > 0 && values[place - 1]! > value; place -= 1) {
        values[place] = values[place - 1]!;
        this.order[place] = this.order[place - 1]!;
      }
      values[place] = value;
      this.order[place] = at;
    }
    this.#next += 1;
  }
}

const transformed = new Float64Array(CELLS);
const mixed = new Float64Array(CELLS);
const singular = new Float64Array(2);

function vote(order: Uint8Array): number {
  for (let at = 0; at < CELLS; at += 1) mixed[at] = transformed[order[at]!]!;
  twoSingularValues(mixed, 0, 4, singular);
  const first = singular[0]! % FIRST_STEP > FIRST_STEP / 2 ? 0.75 : 0;
  return first + (singular[1]! % SECOND_STEP > SECOND_STEP / 2 ? 0.25 : 0);
}

/** Orthonormal cosine transform (type II) of four values: basis[u][x]. */
const basis = (() => {
  const table = new Float64Array(CELLS);
  for (let u = 0; u < 4; u += 1)
    for (let x = 0; x < 4; x += 1)
      table[u * 4 + x] = Math.cos(((2 * x + 1) * u * Math.PI) / 8) * (u === 0 ? 0.5 : Math.SQRT1_2);
  return table;
})();
const half = new Float64Array(CELLS);

/** Cosine transform of the block of `band` that begins at `from`, into `transformed`. */
function transform(band: Float64Array, from: number, stride: number): void {
  for (let u = 0; u < 4; u += 1) {
    const [b0, b1, b2, b3] = [basis[u * 4]!, basis[u * 4 + 1]!, basis[u * 4 + 2]!, basis[u * 4 + 3]!];
    for (let x = 0; x < 4; x += 1) {
      const at = from + x;
      half[u * 4 + x] =
        b0 * band[at]! + b1 * band[at + stride]! + b2 * band[at + 2 * stride]! + b3 * band[at + 3 * stride]!;
    }
  }
  for (let v = 0; v < 4; v += 1) {
    const [b0, b1, b2, b3] = [basis[v * 4]!, basis[v * 4 + 1]!, basis[v * 4 + 2]!, basis[v * 4 + 3]!];
    for (let u = 0; u < 4; u += 1) {
      const at = u * 4;
      transformed[at + v] = b0 * half[at]! + b1 * half[at + 1]! + b2 * half[at + 2]! + b3 * half[at + 3]!;
    }
  }
}

/**
 * A row of blocks of the low band of Y, U and V: OpenCV's weights for numbers with a fraction, where U and V are
 * zero at 0.5. Each coefficient is half the sum of four pixels; a line that the picture lacks is zero.
 */
function lowBands(
  { width, height, data }: RgbPicture,
  row: number,
  columns: number,
  [luma, blues, reds]: readonly Float64Array[],
): void {
  const length = columns * 4;
  luma!.fill(0);
  blues!.fill(0);
  reds!.fill(0);
  for (let line = 0; line < 8; line += 1) {
    const y = row * 8 + line;
    if (y >= height) break;
    const to = (line >> 1) * length;
    const end = Math.min(width, columns * 8);
    for (let x = 0, at = y * width * 3; x < end; x += 1, at += 3) {
      const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
      const light = 0.299 * red + 0.587 * green + 0.114 * blue;
      const cell = to + (x >> 1);
      luma![cell]! += light / 2;
      blues![cell]! += (0.492 * (blue - light) + 0.5) / 2;
      reds![cell]! += (0.877 * (red - light) + 0.5) / 2;
    }
  }
}
