/** Which of the two diagonals of a 2 × 2 cell is green: that of its upper left pixel, or the other one. */
export type GreenPhase = 0 | 1;

/** What one block of pixels says of the colour mosaic. */
export interface LatticeErrors {
  readonly columns: number;
  readonly rows: number;
  /** Side of a block, pixels; even. */
  readonly side: number;
  /**
   * Mean squared prediction error of green on the diagonal of phase 0 and on that of phase 1, for each block. Negative:
   * the block is too flat or too clipped.
   */
  readonly green: readonly [Float32Array, Float32Array];
  /** The same for red (or blue) at each of the four places of a 2 × 2 cell, blocks row by row, four values each. */
  readonly red: Float32Array;
  readonly blue: Float32Array;
}

/** Mean squared errors below this are the rounding of whole grey levels. */
const leastError = 0.12;

/**
 * Errors of bilinear prediction on the sites of a 2 × 2 lattice. Interpolated samples follow from their neighbours,
 * acquired ones do not: their variances differ (P. Ferrara, T. Bianchi, A. De Rosa, A. Piva, "Image forgery localization
 * via fine-grained analysis of CFA artifacts", IEEE TIFS 7(5), 2012, eq. 4–9).
 *
 * @param rgb interleaved, 8 bit
 * @param onRow called before each row of blocks with the share done
 */
export function latticeErrors(
  rgb: Uint8Array,
  width: number,
  height: number,
  side: number,
  onRow: (share: number) => void,
): LatticeErrors {
  // Two pixels of border have no neighbours; blocks begin on an even pixel so that cells are whole.
  const columns = Math.floor((width - 4) / side);
  const rows = Math.floor((height - 4) / side);
  const blocks = columns * rows;
  const green = [new Float32Array(blocks), new Float32Array(blocks)] as const;
  const [red, blue] = [new Float32Array(4 * blocks), new Float32Array(4 * blocks)];
  const sums = new Float64Array(12);
  const stride = width * 3;
  for (let row = 0, block = 0; row < rows; row += 1) {
    onRow(row / rows);
    for (let column = 0; column < columns; column += 1, block += 1) {
      sums.fill(0);
      let clipped = 0;
      for (let y = 0; y < side; y += 1) {
        let at = ((2 + row * side + y) * width + 2 + column * side) * 3;
        for (let x = 0; x < side; x += 1, at += 3) {
          const site = (y & 1) * 2 + (x & 1);
          const here = rgb[at + 1]!;
          if (here < 3 || here > 252) clipped += 1;
          const error =
            here - 0.25 * (rgb[at - 2]! + rgb[at + 4]! + rgb[at + 1 - stride]! + rgb[at + 1 + stride]!);
          sums[site]! += error * error;
          for (let channel = 0; channel < 3; channel += 2) {
            const to = at + channel;
            // Sites of a lattice of every second row and column: neighbours two and one apart, all directions alike.
            const rest =
              rgb[to]! -
              0.5 * (rgb[to - 3]! + rgb[to + 3]! + rgb[to - stride]! + rgb[to + stride]!) +
              0.25 *
                (rgb[to - stride - 3]! +
                  rgb[to - stride + 3]! +
                  rgb[to + stride - 3]! +
                  rgb[to + stride + 3]!);
            sums[(channel === 0 ? 4 : 8) + site]! += rest * rest;
          }
        }
      }
      const half = (side * side) / 2;
      const [even, odd] = [(sums[0]! + sums[3]!) / half, (sums[1]! + sums[2]!) / half];
      const mute = clipped > 0.2 * side * side || even + odd < 2 * leastError;
      green[0][block] = mute ? -1 : even;
      green[1][block] = mute ? -1 : odd;
      for (let site = 0; site < 4; site += 1) {
        red[4 * block + site] = sums[4 + site]!;
        blue[4 * block + site] = sums[8 + site]!;
      }
    }
  }
  return { columns, rows, side, green, red, blue };
}

/** lg-free form of the paper's feature for one block: ln of the ratio of variances, acquired (phase) to interpolated. */
export function varianceRatio({ green }: LatticeErrors, block: number, phase: GreenPhase): number {
  const [acquired, interpolated] = [green[phase][block]!, green[1 - phase]![block]!];
  if (acquired < 0) return Number.NaN;
  // Rounding adds 1/12 to both.
  return Math.log((acquired + 1 / 12) / (interpolated + 1 / 12));
}
