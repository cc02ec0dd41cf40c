/**
 * Singular values of 4 × 4 blocks, from the eigenvalues of BᵀB by Jacobi's method. Double precision throughout: the
 * values that matter are the two largest, which squaring does not harm.
 */

/** Sweeps at most; four reach double precision for almost every block. */
const SWEEPS = 8;
const gram = new Float64Array(16);

/**
 * Largest singular value of the block whose first row begins at `from`.
 *
 * @param stride values between the block's rows
 */
export function largestSingularValue(values: Float64Array, from: number, stride: number): number {
  diagonalise(values, from, stride);
  return Math.sqrt(Math.max(0, gram[0]!, gram[5]!, gram[10]!, gram[15]!));
}

/** The two largest, larger first, into `out[0]` and `out[1]`. */
export function twoSingularValues(
  values: Float64Array,
  from: number,
  stride: number,
  out: Float64Array,
): void {
  diagonalise(values, from, stride);
  let first = 0;
  let second = 0;
  for (let at = 0; at < 16; at += 5) {
    const value = gram[at]!;
    if (value > first) {
      second = first;
      first = value;
    } else if (value > second) second = value;
  }
  out[0] = Math.sqrt(first);
  out[1] = Math.sqrt(second);
}

function diagonalise(values: Float64Array, from: number, stride: number): void {
  for (let i = 0; i < 4; i += 1) {
    for (let j = i; j < 4; j += 1) {
      let sum = 0;
      for (let row = 0, at = from; row < 4; row += 1, at += stride) sum += values[at + i]! * values[at + j]!;
      gram[i * 4 + j] = sum;
      gram[j * 4 + i] = sum;
    }
  }
  const trace = gram[0]! + gram[5]! + gram[10]! + gram[15]!;
  // What is left off the diagonal moves an eigenvalue by its square over the gap, or by itself where there is none.
  const small = trace * trace * 1e-28;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const off =
      gram[1]! ** 2 + gram[2]! ** 2 + gram[3]! ** 2 + gram[6]! ** 2 + gram[7]! ** 2 + gram[11]! ** 2;
    if (off <= small) return;
    for (let p = 0; p < 3; p += 1) for (let q = p + 1; q < 4; q += 1) rotate(p, q);
  }
}

/** One rotation that clears element (p, q): Golub and Van Loan, Matrix Computations, 4th edition, 8.5.2. */
function rotate(p: number, q: number): void {
  const apq = gram[p * 4 + q]!;
  if (apq === 0) return;
  const tau = (gram[q * 5]! - gram[p * 5]!) / (2 * apq);
  const t = tau >= 0 ? 1 / (tau + Math.sqrt(1 + tau * tau)) : -1 / (-tau + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  gram[p * 5] = gram[p * 5]! - t * apq;
  gram[q * 5] = gram[q * 5]! + t * apq;
  gram[p * 4 + q] = 0;
  gram[q * 4 + p] = 0;
  for (let k = 0; k < 4; k += 1) {
    if (k === p || k === q) continue;
    const akp = gram[k * 4 + p]!;
    const akq = gram[k * 4 + q]!;
    const newP = c * akp - s * akq;
    const newQ = s * akp + c * akq;
    gram[k * 4 + p] = newP;
    gram[p * 4 + k] = newP;
    gram[k * 4 + q] = newQ;
    gram[q * 4 + k] = newQ;
  }
}
