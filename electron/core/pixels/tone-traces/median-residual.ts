/** Number of features of a block. */
export const featureCount = 9;
/** Side of a block in pixels. */
export const medianBlock = 128;

const side = medianBlock;
/** Mean absolute difference of neighbours below which a block is too flat to tell. */
const leastActivity = 0.6;

/**
 * What a median filter leaves in a block: streaks of equal samples (M. Kirchner and J. Fridrich, "On detection of median
 * filtering in digital images", SPIE 7541, 2010, eq. 5; G. Cao et al., ICME 2010), and a residual to a second median
 * filter that is small and correlated otherwise than after smoothing (X. Kang, M. Stamm, A. Peng, K. J. R. Liu, "Robust
 * median filtering forensics using an autoregressive model", IEEE TIFS 8(9), 2013; its autoregressive coefficients are
 * functions of the autocorrelations used here).
 */
export class MedianResidual {
  readonly #residual = new Int16Array(side * side);
  readonly #window = new Uint8Array(9);
  readonly features = new Float64Array(featureCount);

  /**
   * @param plane samples of 8 bits, row by row
   * @param left column of the block, at least 1 from the borders; `top` likewise
   * @returns whether the block holds enough to tell; `features` is filled then
   */
  measure(plane: Uint8Array, width: number, left: number, top: number): boolean {
    const residual = this.#residual;
    const sorted = this.#window;
    let [same, next, wide, activity, clipped] = [0, 0, 0, 0, 0];
    let [zero, square, smooth] = [0, 0, 0];
    for (let y = 0, to = 0; y < side; y += 1) {
      let at = (top + y) * width + left;
      for (let x = 0; x < side; x += 1, at += 1, to += 1) {
        const here = plane[at]!;
        if (here < 2 || here > 253) clipped += 1;
        const across = Math.abs(here - plane[at + 1]!);
        const down = Math.abs(here - plane[at + width]!);
        activity += across + down;
        if (across === 0) same += 1;
        else if (across === 1) next += 1;
        if (down === 0) same += 1;
        else if (down === 1) next += 1;
        if (plane[at - 1] === plane[at + 1]) wide += 1;
        if (plane[at - width] === plane[at + width]) wide += 1;
        const mean =
          plane[at - width - 1]! +
          plane[at - width]! +
          plane[at - width + 1]! +
          plane[at - 1]! +
          here +
          plane[at + 1]! +
          plane[at + width - 1]! +
          plane[at + width]! +
          plane[at + width + 1]!;
        smooth += (here - mean / 9) ** 2;
        const rest = median(plane, at, width, sorted) - here;
        residual[to] = rest;
        if (rest === 0) zero += 1;
        square += rest * rest;
      }
    }
    const count = side * side;
    if (activity < leastActivity * 2 * count || clipped > 0.3 * count) return false;
    const { features } = this;
    features[0] = Math.log((same + 20) / (next + 20));
    features[1] = zero / count;
    features[2] = Math.log((square / count + 0.05) / (smooth / count + 0.05));
    features[3] = Math.log((same + 20) / (wide + 20));
    const energy = square + 0.05 * count;
    features[4] = (this.#product(1, 0) + this.#product(0, 1)) / (2 * energy);
    features[5] = (this.#product(2, 0) + this.#product(0, 2)) / (2 * energy);
    features[6] = (this.#product(3, 0) + this.#product(0, 3)) / (2 * energy);
    features[7] = this.#product(1, 1) / energy;
    features[8] = this.#product(2, 2) / energy;
    return true;
  }

  #product(across: number, down: number): number {
    const residual = this.#residual;
    let sum = 0;
    for (let y = 0; y < side - down; y += 1) {
      const row = y * side;
      const other = row + down * side + across;
      for (let x = 0; x < side - across; x += 1) sum += residual[row + x]! * residual[other + x]!;
    }
    return sum;
  }
}

/** Of the 3 × 3 samples about `at`, by insertion. */
function median(plane: Uint8Array, at: number, width: number, sorted: Uint8Array): number {
  let filled = 0;
  for (let row = at - width; row <= at + width; row += width)
    for (let from = row - 1; from <= row + 1; from += 1) {
      const value = plane[from]!;
      let to = filled;
      while (to > 0 && sorted[to - 1]! > value) {
        sorted[to] = sorted[to - 1]!;
        to -= 1;
      }
      sorted[to] = value;
      filled += 1;
    }
  return sorted[4]!;
}
