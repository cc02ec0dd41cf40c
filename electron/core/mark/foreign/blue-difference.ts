import type { RgbPicture } from './rgb-picture.ts';

/** Order of the channels as the embedding program took them; older versions of diffusers swapped red and blue. */
export type ChannelOrder = 'bgr' | 'rgb';
/** Arithmetic of the embedding program: whole numbers of 8 bits, or single precision as the generators use it. */
export type SampleDepth = 'uint8' | 'float32';

/** cos 45°, as PyWavelets holds the Haar filter in double and in single precision. */
const HALF = Math.SQRT1_2;
const HALF_SINGLE = Math.fround(Math.SQRT1_2);
/** Weights of OpenCV's BGR2YUV, single precision. */
const [RED, GREEN, BLUE, U_SCALE] = [0.299, 0.587, 0.114, 0.492].map(Math.fround) as [
  number,
  number,
  number,
  number,
];

/** A picture's blocks of 4 × 4 low-band coefficients, eight pixels square each. */
export interface BlockGrid {
  readonly columns: number;
  readonly rows: number;
}

/** invisible-watermark cuts both sides to whole multiples of four pixels, and the band to whole blocks. */
export function blockGrid({ width, height }: { readonly width: number; readonly height: number }): BlockGrid {
  const blocks = (side: number) => Math.floor((Math.floor(side / 4) * 2) / 4);
  return { columns: blocks(width), rows: blocks(height) };
}

/**
 * One row of blocks of the Haar low band of U, with the arithmetic of OpenCV 4 (`cvtColor`, BGR2YUV) and PyWavelets
 * (`dwt2`, columns first) to the last bit: equal coefficients and exact thirty-sixths are common in pictures, and
 * there the last bit decides.
 *
 * @param band four rows of `columns × 4` coefficients, overwritten
 */
export function lowBandRow(
  { width, data }: RgbPicture,
  row: number,
  order: ChannelOrder,
  depth: SampleDepth,
  band: Float64Array,
): void {
  const length = band.length >> 2;
  const line = depth === 'uint8' ? wholeLine : singleLine;
  const blue = order === 'bgr' ? 2 : 0;
  for (let at = 0; at < 4; at += 1) {
    const upper = (row * 8 + at * 2) * width * 3;
    line(data, upper, upper + width * 3, blue, band, at * length, length);
  }
}

/** Two rows of pixels to one row of the band; U as OpenCV computes it in whole numbers (14 fractional bits). */
function wholeLine(
  data: Uint8Array,
  upper: number,
  lower: number,
  blue: number,
  band: Float64Array,
  to: number,
  length: number,
): void {
  for (let x = 0; x < length; x += 1) {
    const at = x * 6;
    const left = HALF * wholeU(data, lower + at, blue) + HALF * wholeU(data, upper + at, blue);
    const right = HALF * wholeU(data, lower + at + 3, blue) + HALF * wholeU(data, upper + at + 3, blue);
    band[to + x] = HALF * right + HALF * left;
  }
}

function wholeU(data: Uint8Array, at: number, blue: number): number {
  const b = data[at + blue]!;
  const y = (b * 1868 + data[at + 1]! * 9617 + data[at + 2 - blue]! * 4899 + 8192) >> 14;
  const u = ((b - y) * 8061 + 2105344) >> 14;
  return u < 0 ? 0 : u > 255 ? 255 : u;
}

/** The same in single precision: every product and sum is rounded, except inside OpenCV's fused multiply-add. */
function singleLine(
  data: Uint8Array,
  upper: number,
  lower: number,
  blue: number,
  band: Float64Array,
  to: number,
  length: number,
): void {
  const { fround } = Math;
  for (let x = 0; x < length; x += 1) {
    const at = x * 6;
    const left = fround(
      fround(HALF_SINGLE * singleU(data, lower + at, blue)) +
        fround(HALF_SINGLE * singleU(data, upper + at, blue)),
    );
    const right = fround(
      fround(HALF_SINGLE * singleU(data, lower + at + 3, blue)) +
        fround(HALF_SINGLE * singleU(data, upper + at + 3, blue)),
    );
    band[to + x] = fround(fround(HALF_SINGLE * right) + fround(HALF_SINGLE * left));
  }
}

function singleU(data: Uint8Array, at: number, blue: number): number {
  const { fround } = Math;
  const b = data[at + blue]!;
  const inner = fround(data[at + 1]! * GREEN + fround(data[at + 2 - blue]! * RED));
  const y = fround(b * BLUE + inner);
  return fround(fround(b - y) * U_SCALE + 0.5);
}
