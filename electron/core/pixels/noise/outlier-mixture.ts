import { symmetricAxes } from './feature-axes.ts';

/** One normal class and outliers that lie anywhere. */
export interface OutlierMixture {
  /** Share of the used points that belong to the outliers. */
  readonly share: number;
  /** Squared Mahalanobis distance from the normal class over the number of dimensions, for every point. */
  readonly distances: Float32Array;
}

const rounds = 60;
/** Added to each variance, in units of the standardised axes: points of one picture may lie in a plane. */
const ridge = 1e-3;

/**
 * Expectation and maximisation for a normal class and a uniform one over the box of the points (Cozzolino, Poggi and
 * Verdoliva 2015, section 3.2: "Gaussian-uniform model"), begun with the half of the points nearest to the medians.
 *
 * @param points `size` standardised coordinates each
 * @param used indices of the points the classes are fitted to
 */
export function fitOutliers(points: Float32Array, size: number, used: Uint32Array): OutlierMixture {
  const count = points.length / size;
  const distances = new Float32Array(count);
  const weights = startingWeights(points, size, used);
  const logBox = logVolume(points, size, used);
  let share = 0.1;
  for (let round = 0; round <= rounds; round += 1) {
    const normal = weightedNormal(points, size, used, weights);
    const last = round === rounds;
    let inliers = 0;
    for (let i = 0; i < used.length; i += 1) {
      const squared = squaredDistance(points, size, used[i]!, normal);
      const logNormal = -0.5 * (squared + normal.logDeterminant + size * Math.log(2 * Math.PI));
      weights[i] = 1 / (1 + Math.exp(Math.log(share / (1 - share)) - logBox - logNormal));
      inliers += weights[i]!;
      if (!last) continue;
      distances[used[i]!] = squared / size;
    }
    share = Math.min(0.5, Math.max(1e-6, 1 - inliers / used.length));
  }
  return { share, distances };
}

function startingWeights(points: Float32Array, size: number, used: Uint32Array): Float64Array {
  const away = new Float64Array(used.length);
  const line = new Float64Array(used.length);
  for (let axis = 0; axis < size; axis += 1) {
    for (let i = 0; i < used.length; i += 1) line[i] = points[used[i]! * size + axis]!;
    const median = Float64Array.from(line).sort()[used.length >> 1]!;
    for (let i = 0; i < used.length; i += 1) away[i]! += (line[i]! - median) ** 2;
  }
  const middle = Float64Array.from(away).sort()[used.length >> 1]!;
  return away.map((distance) => (distance <= middle ? 1 : 0));
}

function logVolume(points: Float32Array, size: number, used: Uint32Array): number {
  let sum = 0;
  for (let axis = 0; axis < size; axis += 1) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const point of used) {
      const value = points[point * size + axis]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    sum += Math.log(Math.max(most - least, 1e-6));
  }
  return sum;
}

interface Normal {
  readonly mean: Float64Array;
  /** Rows: axes of the class, each over the deviation along it. */
  readonly whitening: Float64Array;
  readonly logDeterminant: number;
}

function weightedNormal(
  points: Float32Array,
  size: number,
  used: Uint32Array,
  weights: Float64Array,
): Normal {
  const total = Math.max(
    1e-9,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  const mean = new Float64Array(size);
  for (let i = 0; i < used.length; i += 1)
    for (let axis = 0; axis < size; axis += 1)
      mean[axis]! += (weights[i]! * points[used[i]! * size + axis]!) / total;
  const covariance = new Float64Array(size * size);
  for (let i = 0; i < used.length; i += 1) {
    const from = used[i]! * size;
    const weight = weights[i]! / total;
    for (let a = 0; a < size; a += 1)
      for (let b = 0; b < size; b += 1)
        covariance[a * size + b]! += weight * (points[from + a]! - mean[a]!) * (points[from + b]! - mean[b]!);
  }
  for (let axis = 0; axis < size; axis += 1) covariance[axis * size + axis]! += ridge;
  const { values, axes } = symmetricAxes(covariance, size);
  const whitening = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let axis = 0; axis < size; axis += 1)
      whitening[row * size + axis] = axes[axis * size + row]! / Math.sqrt(values[row]!);
  return { mean, whitening, logDeterminant: values.reduce((sum, value) => sum + Math.log(value), 0) };
}

function squaredDistance(
  points: Float32Array,
  size: number,
  point: number,
  { mean, whitening }: Normal,
): number {
  let squared = 0;
  for (let row = 0; row < size; row += 1) {
    let sum = 0;
    for (let axis = 0; axis < size; axis += 1)
      sum += whitening[row * size + axis]! * (points[point * size + axis]! - mean[axis]!);
    squared += sum * sum;
  }
  return squared;
}
