/**
 * Rows `first … first+count−1` of the orthonormal DCT-II matrix of the given size, in single precision:
 * `√(2/n) · cos(π/2n · k · (2j+1))`, without the 1/√2 of row 0 (ask for row 0 only through `dct8x8`).
 *
 * @returns `count × size` values, row by row
 */
export function dctRows(size: number, first: number, count: number): Float32Array {
  const out = new Float32Array(count * size);
  const scale = Math.fround(Math.sqrt(2 / size));
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < size; column += 1) {
      out[row * size + column] = scale * Math.cos((Math.PI / 2 / size) * (first + row) * (2 * column + 1));
    }
  }
  return out;
}

/**
 * `basis · input · basisᵀ` in single precision, summed in order.
 *
 * @param input `size × size` values; size and count are multiples of 4
 * @param basis `count × size` values
 * @returns `count × count` values
 */
export function dctProject(input: Float32Array, basis: Float32Array, size: number): Float32Array {
  const count = basis.length / size;
  const half = new Float32Array(count * size);
  // Four sums at once: each waits for its own last rounding.
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < size; column += 4) {
      let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
      for (let k = 0, at = column; k < size; k += 1, at += size) {
        const factor = basis[row * size + k]!;
        sum0 = Math.fround(sum0 + Math.fround(factor * input[at]!));
        sum1 = Math.fround(sum1 + Math.fround(factor * input[at + 1]!));
        sum2 = Math.fround(sum2 + Math.fround(factor * input[at + 2]!));
        sum3 = Math.fround(sum3 + Math.fround(factor * input[at + 3]!));
      }
      const to = row * size + column;
      half[to] = sum0;
      half[to + 1] = sum1;
      half[to + 2] = sum2;
      half[to + 3] = sum3;
    }
  }
  const out = new Float32Array(count * count);
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 4) {
      let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
      for (let k = 0, at = column * size; k < size; k += 1, at += 1) {
        const factor = half[row * size + k]!;
        sum0 = Math.fround(sum0 + Math.fround(factor * basis[at]!));
        sum1 = Math.fround(sum1 + Math.fround(factor * basis[at + size]!));
        sum2 = Math.fround(sum2 + Math.fround(factor * basis[at + 2 * size]!));
        sum3 = Math.fround(sum3 + Math.fround(factor * basis[at + 3 * size]!));
      }
      const to = row * count + column;
      out[to] = sum0;
      out[to + 1] = sum1;
      out[to + 2] = sum2;
      out[to + 3] = sum3;
    }
  }
  return out;
}

const cosines = new Float64Array(64);
for (let k = 0; k < 8; k += 1) {
  const scale = k === 0 ? Math.sqrt(1 / 8) : Math.sqrt(2 / 8);
  for (let n = 0; n < 8; n += 1) cosines[k * 8 + n] = scale * Math.cos(((2 * n + 1) * k * Math.PI) / 16);
}

/**
 * Forward 8×8 DCT of ITU-T T.81 Annex A.3.3 in double precision.
 *
 * @param block 64 samples, row by row, level-shifted
 * @param out 64 coefficients, vertical frequency by row
 */
export function dct8x8(block: ArrayLike<number>, out: Float64Array): void {
  separable(block, out, (k, n) => cosines[k * 8 + n]!);
}

/** Inverse of `dct8x8`. */
export function inverseDct8x8(coefficients: ArrayLike<number>, out: Float64Array): void {
  separable(coefficients, out, (k, n) => cosines[n * 8 + k]!);
}

const between = new Float64Array(64);

function separable(
  input: ArrayLike<number>,
  out: Float64Array,
  basis: (row: number, column: number) => number,
): void {
  for (let row = 0; row < 8; row += 1) {
    for (let column = 0; column < 8; column += 1) {
      let sum = 0;
      for (let n = 0; n < 8; n += 1) sum += basis(column, n) * input[row * 8 + n]!;
      between[row * 8 + column] = sum;
    }
  }
  for (let row = 0; row < 8; row += 1) {
    for (let column = 0; column < 8; column += 1) {
      let sum = 0;
      for (let n = 0; n < 8; n += 1) sum += basis(row, n) * between[n * 8 + column]!;
      out[row * 8 + column] = sum;
    }
  }
}
