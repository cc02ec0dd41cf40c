/**
 * Coordinates of vectors on the axes along which they vary most (principal components).
 *
 * @param vectors `size` values each
 * @param used indices of the vectors the axes are made from
 * @returns `kept` coordinates for every vector, standardised: each axis has variance one over the used vectors
 */
export function principalCoordinates(
  vectors: Float32Array,
  size: number,
  used: Uint32Array,
  kept: number,
): Float32Array {
  const mean = new Float64Array(size);
  for (const vector of used)
    for (let i = 0; i < size; i += 1) mean[i]! += vectors[vector * size + i]! / used.length;
  const covariance = new Float64Array(size * size);
  const centred = new Float64Array(size);
  for (const vector of used) {
    for (let i = 0; i < size; i += 1) centred[i] = vectors[vector * size + i]! - mean[i]!;
    for (let i = 0; i < size; i += 1)
      for (let j = 0; j <= i; j += 1) covariance[i * size + j]! += (centred[i]! * centred[j]!) / used.length;
  }
  for (let i = 0; i < size; i += 1)
    for (let j = i + 1; j < size; j += 1) covariance[i * size + j] = covariance[j * size + i]!;
  const { values, axes } = symmetricAxes(covariance, size);
  const order = [...values.keys()].sort((one, other) => values[other]! - values[one]!).slice(0, kept);
  const count = vectors.length / size;
  const out = new Float32Array(count * kept);
  for (let vector = 0; vector < count; vector += 1)
    for (const [to, axis] of order.entries()) {
      let sum = 0;
      for (let i = 0; i < size; i += 1)
        sum += (vectors[vector * size + i]! - mean[i]!) * axes[i * size + axis]!;
      out[vector * kept + to] = sum / Math.sqrt(Math.max(values[axis]!, 1e-12));
    }
  return out;
}

const mostSweeps = 30;

/** Eigenvalues and, as columns, eigenvectors by Jacobi's rotations (Golub and Van Loan, Matrix Computations, 8.5). */
export function symmetricAxes(
  matrix: Float64Array,
  size: number,
): { readonly values: Float64Array; readonly axes: Float64Array } {
  const a = Float64Array.from(matrix);
  const axes = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) axes[i * size + i] = 1;
  let scale = 0;
  for (const value of a) scale += value * value;
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let off = 0;
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) off += a[p * size + q]! ** 2;
    if (off <= 1e-24 * scale) break;
    for (let p = 0; p < size; p += 1) for (let q = p + 1; q < size; q += 1) rotate(a, axes, size, p, q);
  }
  return { values: Float64Array.from({ length: size }, (_, i) => a[i * size + i]!), axes };
}

function rotate(a: Float64Array, axes: Float64Array, size: number, p: number, q: number): void {
  const off = a[p * size + q]!;
  if (off === 0) return;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * off);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k += 1) {
    const [left, right] = [a[k * size + p]!, a[k * size + q]!];
    a[k * size + p] = cosine * left - sine * right;
    a[k * size + q] = sine * left + cosine * right;
  }
  for (let k = 0; k < size; k += 1) {
    const [left, right] = [a[p * size + k]!, a[q * size + k]!];
    a[p * size + k] = cosine * left - sine * right;
    a[q * size + k] = sine * left + cosine * right;
    const [first, second] = [axes[k * size + p]!, axes[k * size + q]!];
    axes[k * size + p] = cosine * first - sine * second;
    axes[k * size + q] = sine * first + cosine * second;
  }
}
