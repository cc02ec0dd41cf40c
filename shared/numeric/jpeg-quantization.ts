/**
 * Quantisation tables of JPEG (ITU-T T.81) and the ways common encoders scale them. Tables are 64 steps in
 * natural order: row by row, vertical frequency by row. In a file they stand in zig-zag order.
 */

/** `zigzag[i]` is the natural position of the i-th value in a file (T.81 Figure A.6). */
export const zigzag: Uint8Array = zigzagOrder();

/** T.81 Table K.1: luminance. */
export const annexKLuminance = Uint16Array.of(
  ...[16, 11, 10, 16, 24, 40, 51, 61],
  ...[12, 12, 14, 19, 26, 58, 60, 55],
  ...[14, 13, 16, 24, 40, 57, 69, 56],
  ...[14, 17, 22, 29, 51, 87, 80, 62],
  ...[18, 22, 37, 56, 68, 109, 103, 77],
  ...[24, 35, 55, 64, 81, 104, 113, 92],
  ...[49, 64, 78, 87, 103, 121, 120, 101],
  ...[72, 92, 95, 98, 112, 100, 103, 99],
);

/** T.81 Table K.2: chrominance. */
export const annexKChrominance = Uint16Array.of(
  ...[17, 18, 24, 47, 99, 99, 99, 99],
  ...[18, 21, 26, 66, 99, 99, 99, 99],
  ...[24, 26, 56, 99, 99, 99, 99, 99],
  ...[47, 66, 99, 99, 99, 99, 99, 99],
  ...[99, 99, 99, 99, 99, 99, 99, 99],
  ...[99, 99, 99, 99, 99, 99, 99, 99],
  ...[99, 99, 99, 99, 99, 99, 99, 99],
  ...[99, 99, 99, 99, 99, 99, 99, 99],
);

/** Intra matrix of MPEG-1 (ISO/IEC 11172-2 §2.4.3.2), which FFmpeg's JPEG encoder scales. */
export const mpegIntra = Uint16Array.of(
  ...[8, 16, 19, 22, 26, 27, 29, 34],
  ...[16, 16, 22, 24, 27, 29, 34, 37],
  ...[19, 22, 26, 27, 29, 34, 34, 38],
  ...[22, 22, 26, 27, 29, 34, 37, 40],
  ...[22, 26, 27, 29, 32, 35, 40, 48],
  ...[26, 27, 29, 32, 35, 40, 48, 58],
  ...[26, 27, 29, 34, 38, 46, 56, 69],
  ...[27, 29, 35, 38, 46, 56, 69, 83],
);

/**
 * The Independent JPEG Group's scaling (libjpeg `jpeg_quality_scaling`, `jpeg_add_quant_table`), with its
 * whole-number divisions: below 50 the factor is ⌊5000/q⌋ percent, from 50 on 200−2q percent.
 *
 * @param quality 1…100
 * @param largest 255 for baseline files, 32767 when 16-bit tables are allowed
 */
export function scaleByQuality(base: Uint16Array, quality: number, largest: 255 | 32767): Uint16Array {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return base.map((step) => Math.min(largest, Math.max(1, Math.floor((step * percent + 50) / 100))));
}

/**
 * FFmpeg's JPEG encoder: the MPEG-1 intra matrix times the quantiser scale over 8, except the first step,
 * which is always 8.
 *
 * @param scale quantiser scale, 1…31 (`-q:v`)
 */
export function scaleByQuantiser(base: Uint16Array, scale: number): Uint16Array {
  return base.map((step, at) => (at === 0 ? step : Math.min(255, Math.max(1, (step * scale) >> 3))));
}

/** Are two tables the same in all 64 steps? */
export function sameTable(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

/** Mean absolute difference of two tables, in steps. */
export function tableDistance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += Math.abs(left[at]! - right[at]!);
  return sum / left.length;
}

function zigzagOrder(): Uint8Array {
  const order: number[] = [];
  for (let diagonal = 0; diagonal < 15; diagonal += 1) {
    const cells: number[] = [];
    for (let row = Math.max(0, diagonal - 7); row <= Math.min(7, diagonal); row += 1) {
      cells.push(row * 8 + (diagonal - row));
    }
    order.push(...(diagonal % 2 === 0 ? cells.reverse() : cells));
  }
  return Uint8Array.from(order);
}
