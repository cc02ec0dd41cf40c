import type { FloatPlane } from '../picture.ts';
import { carriedTo, valueAt } from './plane.ts';
import type { Affine } from './transform.ts';

/** Unknowns: the six numbers of the transform, and gain and offset of the light. */
const unknowns = 8;
const mostRounds = 12;

/**
 * The affine transform near the one given under which the second region is most like the first, by Gauss and Newton's
 * method on grey levels, gain and offset of the light free (Lucas and Kanade, IJCAI 1981; Evangelidis and Psarakis, IEEE
 * PAMI 30(10), 2008, on why gain matters).
 *
 * @param points `x, y` in the first region
 * @param taps samples per side that stand for one pixel of the first region
 * @returns `null`: no structure in two directions, or it wandered off
 */
export function aligned(plane: FloatPlane, start: Affine, points: Float32Array, taps: number): Affine | null {
  const count = points.length / 2;
  let [mx, my] = [0, 0];
  for (let at = 0; at < points.length; at += 2) {
    mx += points[at]! / count;
    my += points[at + 1]! / count;
  }
  let reach = 1;
  for (let at = 0; at < points.length; at += 2)
    reach = Math.max(reach, Math.abs(points[at]! - mx), Math.abs(points[at + 1]! - my));
  // Coordinates from −1 to 1, so that all unknowns weigh alike.
  const [a, b, c, d, e, f] = start;
  const state = Float64Array.of(
    a * reach,
    b * reach,
    a * mx + b * my + c,
    d * reach,
    e * reach,
    d * mx + e * my + f,
  );
  const begun = state.slice();
  let gain = 1;
  let offset = 0;
  const matrix = new Float64Array(unknowns * (unknowns + 1));
  const row = new Float64Array(unknowns + 1);
  for (let round = 0; round < mostRounds; round += 1) {
    matrix.fill(0);
    const now = asAffine(state, reach, mx, my);
    let used = 0;
    for (let at = 0; at < points.length; at += 2) {
      const [x, y] = [points[at]!, points[at + 1]!];
      const value = carriedTo(plane, now, x, y, taps);
      const X = now[0] * x + now[1] * y + now[2];
      const Y = now[3] * x + now[4] * y + now[5];
      const slopeX = (valueAt(plane, X + taps, Y) - valueAt(plane, X - taps, Y)) / (2 * taps);
      const slopeY = (valueAt(plane, X, Y + taps) - valueAt(plane, X, Y - taps)) / (2 * taps);
      const own = valueAt(plane, x, y);
      const sum = value + slopeX + slopeY + own;
      if (Number.isNaN(sum)) continue;
      used += 1;
      const [u, v] = [(x - mx) / reach, (y - my) / reach];
      row[0] = gain * slopeX * u;
      row[1] = gain * slopeX * v;
      row[2] = gain * slopeX;
      row[3] = gain * slopeY * u;
      row[4] = gain * slopeY * v;
      row[5] = gain * slopeY;
      row[6] = value;
      row[7] = 1;
      const miss = own - gain * value - offset;
      row[8] = miss;
      // What misses far more than the rest is not of the copy.
      const weight = 1 / (1 + (miss * miss) / 400);
      for (let i = 0; i < unknowns; i += 1)
        for (let j = i; j <= unknowns; j += 1) matrix[i * (unknowns + 1) + j]! += weight * row[i]! * row[j]!;
    }
    if (used < count / 2 || used < 24) return null;
    const change = solved(matrix);
    if (change === null) return null;
    let most = 0;
    for (let k = 0; k < 6; k += 1) {
      state[k]! += change[k]!;
      most = Math.max(most, Math.abs(change[k]!));
    }
    gain += change[6]!;
    offset += change[7]!;
    for (let k = 0; k < 6; k += 1) if (!(Math.abs(state[k]! - begun[k]!) < 12 * taps)) return null;
    if (!(gain > 0.3 && gain < 3)) return null;
    if (most < 0.01) break;
  }
  return asAffine(state, reach, mx, my);
}

function asAffine(state: Float64Array, reach: number, mx: number, my: number): Affine {
  const [a, b] = [state[0]! / reach, state[1]! / reach];
  const [d, e] = [state[3]! / reach, state[4]! / reach];
  return [a, b, state[2]! - a * mx - b * my, d, e, state[5]! - d * mx - e * my];
}

/** The symmetric equations, upper half given, by Cholesky's method with a little damping. */
function solved(matrix: Float64Array): Float64Array | null {
  const stride = unknowns + 1;
  const out = new Float64Array(unknowns);
  const lower = new Float64Array(unknowns * unknowns);
  for (let i = 0; i < unknowns; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[j * stride + i]! * (i === j ? 1 + 1e-6 : 1);
      for (let k = 0; k < j; k += 1) sum -= lower[i * unknowns + k]! * lower[j * unknowns + k]!;
      if (i === j) {
        if (!(sum > 1e-9 * matrix[i * stride + i]!) || sum <= 0) return null;
        lower[i * unknowns + i] = Math.sqrt(sum);
      } else lower[i * unknowns + j] = sum / lower[j * unknowns + j]!;
    }
  }
  for (let i = 0; i < unknowns; i += 1) {
    let sum = matrix[i * stride + unknowns]!;
    for (let k = 0; k < i; k += 1) sum -= lower[i * unknowns + k]! * out[k]!;
    out[i] = sum / lower[i * unknowns + i]!;
  }
  for (let i = unknowns - 1; i >= 0; i -= 1) {
    let sum = out[i]!;
    for (let k = i + 1; k < unknowns; k += 1) sum -= lower[k * unknowns + i]! * out[k]!;
    out[i] = sum / lower[i * unknowns + i]!;
  }
  return out;
}
