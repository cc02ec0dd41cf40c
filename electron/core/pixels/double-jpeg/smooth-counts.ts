/** Basis functions of the logarithm of a smooth decreasing histogram; enough for generalised Gaussian tails. */
const powers = 5;
const iterations = 12;

/**
 * A histogram of the values 1…n fitted by `offset(m) · exp(smooth(m))`, Poisson likelihood, the smooth function a
 * combination of 1, √m, m, log m and m² (iteratively reweighted least squares; McCullagh & Nelder, Generalized Linear
 * Models, 1989, §2.5). With the shares of a double quantisation as offset it is the histogram of a doubly quantised
 * coefficient, with offset 1 that of a singly quantised one.
 *
 * @param counts of the values 1…n
 * @param offset positive, of the same length
 * @returns expected counts
 */
export function fitSmoothCounts(counts: Float64Array, offset: Float64Array): Float64Array {
  const size = counts.length;
  const basis = orthonormalBasis(size);
  const expected = Float64Array.from(counts, (count) => count + 0.5);
  const normal = new Float64Array(powers * powers);
  const right = new Float64Array(powers);
  for (let round = 0; round < iterations; round += 1) {
    normal.fill(0);
    right.fill(0);
    for (let at = 0; at < size; at += 1) {
      const weight = expected[at]!;
      const working = Math.log(weight / offset[at]!) + (counts[at]! - weight) / weight;
      for (let row = 0; row < powers; row += 1) {
        const scaled = weight * basis[row * size + at]!;
        right[row]! += scaled * working;
        for (let column = row; column < powers; column += 1)
          normal[row * powers + column]! += scaled * basis[column * size + at]!;
      }
    }
    const factors = solveSymmetric(normal, right);
    let moved = 0;
    for (let at = 0; at < size; at += 1) {
      let log = Math.log(offset[at]!);
      for (let row = 0; row < powers; row += 1) log += factors[row]! * basis[row * size + at]!;
      // A step too far would overflow; the next round comes back.
      const next = Math.exp(Math.max(-23, Math.min(23, log)));
      moved = Math.max(moved, Math.abs(next - expected[at]!) / (1 + expected[at]!));
      expected[at] = next;
    }
    if (moved < 1e-6) break;
  }
  return expected;
}

/** Poisson log likelihood of the shape alone: the expected counts are brought to the total of the observed ones. */
export function shapeLikelihood(counts: Float64Array, expected: Float64Array): number {
  let [total, all] = [0, 0];
  for (let at = 0; at < counts.length; at += 1) {
    total += counts[at]!;
    all += expected[at]!;
  }
  let log = 0;
  for (let at = 0; at < counts.length; at += 1)
    if (counts[at]! > 0) log += counts[at]! * Math.log(expected[at]! / all);
  return total === 0 ? 0 : log;
}

/** Pearson's χ² over the degrees of freedom; 1 for counts that scatter as Poisson's do around the fit. */
export function dispersion(counts: Float64Array, expected: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < counts.length; at += 1) {
    const difference = counts[at]! - expected[at]!;
    sum += (difference * difference) / Math.max(1, expected[at]!);
  }
  return sum / Math.max(1, counts.length - powers);
}

const bases = new Map<number, Float64Array>();

function orthonormalBasis(size: number): Float64Array {
  const kept = bases.get(size);
  if (kept !== undefined) return kept;
  const functions = [
    () => 1,
    (m: number) => Math.sqrt(m),
    (m: number) => m,
    (m: number) => Math.log(m),
    (m: number) => m * m,
  ];
  const basis = new Float64Array(powers * size);
  for (const [row, of] of functions.entries()) {
    const vector = basis.subarray(row * size, (row + 1) * size);
    for (let at = 0; at < size; at += 1) vector[at] = of((at + 1) / size);
    // Twice: once loses digits among functions so alike.
    for (let pass = 0; pass < 2; pass += 1) {
      for (let before = 0; before < row; before += 1) {
        const other = basis.subarray(before * size, (before + 1) * size);
        let product = 0;
        for (let at = 0; at < size; at += 1) product += vector[at]! * other[at]!;
        for (let at = 0; at < size; at += 1) vector[at]! -= product * other[at]!;
      }
      const norm = Math.hypot(...vector);
      for (let at = 0; at < size; at += 1) vector[at]! /= norm;
    }
  }
  bases.set(size, basis);
  return basis;
}

/** Cholesky with a slight ridge; the upper triangle of `normal` is read. */
function solveSymmetric(normal: Float64Array, right: Float64Array): Float64Array {
  let trace = 0;
  for (let row = 0; row < powers; row += 1) trace += normal[row * powers + row]!;
  const lower = new Float64Array(powers * powers);
  for (let row = 0; row < powers; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = normal[column * powers + row]! + (row === column ? trace * 1e-9 + 1e-12 : 0);
      for (let at = 0; at < column; at += 1) sum -= lower[row * powers + at]! * lower[column * powers + at]!;
      lower[row * powers + column] =
        row === column ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[column * powers + column]!;
    }
  }
  const solved = Float64Array.from(right);
  for (let row = 0; row < powers; row += 1) {
    for (let at = 0; at < row; at += 1) solved[row]! -= lower[row * powers + at]! * solved[at]!;
    solved[row]! /= lower[row * powers + row]!;
  }
  for (let row = powers - 1; row >= 0; row -= 1) {
    for (let at = row + 1; at < powers; at += 1) solved[row]! -= lower[at * powers + row]! * solved[at]!;
    solved[row]! /= lower[row * powers + row]!;
  }
  return solved;
}
