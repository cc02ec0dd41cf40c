import {
  type BlockGrid,
  blockGrid,
  type ChannelOrder,
  lowBandRow,
  type SampleDepth,
} from './blue-difference.ts';
import type { RgbPicture } from './rgb-picture.ts';
import { largestSingularValue } from './singular-values.ts';

/** The two classical schemes of invisible-watermark (ShieldMnt). Despite the first one's name there is no DCT in it. */
export const imwatermarkMethods = ['dwtDct', 'dwtDctSvd'] as const;
export type ImwatermarkMethod = (typeof imwatermarkMethods)[number];

/** Step of the quantiser. */
const SCALE = 36;
/** The programs refuse to mark anything smaller, pixels. */
export const SMALLEST_AREA = 256 * 256;

/** One reading of all blocks: a colour order and an arithmetic. */
export interface BlockVariant {
  readonly order: ChannelOrder;
  readonly depth: SampleDepth;
}

export const blockVariants: readonly BlockVariant[] = [
  { order: 'bgr', depth: 'float32' },
  { order: 'bgr', depth: 'uint8' },
  { order: 'rgb', depth: 'float32' },
  { order: 'rgb', depth: 'uint8' },
];

/** What the blocks say, and which of them were read. */
export interface BlockBits {
  readonly grid: BlockGrid;
  /** Index of each block that was read, in the order of the scheme: row by row over the picture. */
  readonly indices: Int32Array;
  /** 0 or 1 per block, by method. */
  readonly bits: Readonly<Record<ImwatermarkMethod, Uint8Array>>;
}

/**
 * The bit each block carries under both methods. Of a large picture whole rows of blocks are read, evenly spread: a
 * mark repeats every few dozen blocks, so that a part of them says as much.
 *
 * @param most blocks read at most
 */
export function readBlocks(
  picture: RgbPicture,
  { order, depth }: BlockVariant,
  most: number,
  signal?: AbortSignal,
): BlockBits {
  const grid = blockGrid(picture);
  const rows = rowsRead(grid, most);
  const count = rows.length * grid.columns;
  const indices = new Int32Array(count);
  const bits = { dwtDct: new Uint8Array(count), dwtDctSvd: new Uint8Array(count) };
  const band = new Float64Array(grid.columns * 4 * 4);
  const length = grid.columns * 4;
  for (let at = 0, block = 0; at < rows.length; at += 1) {
    if ((at & 63) === 0) signal?.throwIfAborted();
    const row = rows[at]!;
    lowBandRow(picture, row, order, depth, band);
    for (let column = 0; column < grid.columns; column += 1, block += 1) {
      indices[block] = row * grid.columns + column;
      bits.dwtDct[block] = largestSays(band, column * 4, length);
      bits.dwtDctSvd[block] = largestSingularValue(band, column * 4, length) % SCALE > SCALE / 2 ? 1 : 0;
    }
  }
  return { grid, indices, bits };
}

/** Rows of blocks, evenly spread over the picture. */
function rowsRead({ columns, rows }: BlockGrid, most: number): Int32Array {
  const wanted = Math.max(1, Math.min(rows, Math.floor(most / Math.max(1, columns))));
  return Int32Array.from({ length: Math.min(rows, wanted) }, (_, at) => Math.floor((at * rows) / wanted));
}

/** `infer_dct_matrix`: the first largest of the fifteen coefficients behind the corner, by its size only. */
function largestSays(band: Float64Array, from: number, length: number): 0 | 1 {
  let largest = -1;
  for (let line = 0; line < 4; line += 1) {
    const start = from + line * length;
    for (let x = line === 0 ? 1 : 0; x < 4; x += 1) {
      const size = Math.abs(band[start + x]!);
      if (size > largest) largest = size;
    }
  }
  return largest % SCALE > 0.5 * SCALE ? 1 : 0;
}
