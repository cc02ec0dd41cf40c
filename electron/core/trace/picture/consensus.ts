/** Agreeing pairs under one affine map, without an engine: for the few features a register keeps. */
export interface Consensus {
  /** `X = a x + b y + c`, `Y = d x + e y + f`. */
  readonly map: Affine;
  /** Numbers of the agreeing pairs. */
  readonly agreeing: readonly number[];
}
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Pairs the maps to try are made of: the most alike ones. */
const seeds = 64;
/** Two pairs nearer than this, in pixels, tell nothing of turn and size. */
const leastApart = 24;
const scaleBound = 16;

/**
 * The similarity, refined to an affine map, that most pairs agree with: every two of the `seeds` first pairs are tried,
 * so the answer needs no chance.
 *
 * @param from `x, y` each, the most trusted pair first
 * @param to `x, y` each
 * @param tolerance pixels of `to`
 */
export function consensus(from: Float32Array, to: Float32Array, tolerance: number): Consensus | null {
  const count = from.length / 2;
  const tried = Math.min(seeds, count);
  let best: { readonly map: Affine; readonly votes: number } | null = null;
  for (let one = 0; one < tried; one += 1) {
    for (let other = one + 1; other < tried; other += 1) {
      const map = similarity(from, to, one, other);
      if (map === null) continue;
      const votes = votesOf(map, from, to, tolerance * 2);
      if (best === null || votes > best.votes) best = { map, votes };
    }
  }
  if (best === null || best.votes < 4) return null;
  let { map } = best;
  let agreeing = agreeingPairs(map, from, to, tolerance * 2);
  for (const reach of [tolerance * 2, tolerance, tolerance]) {
    const finer = leastSquares(from, to, agreeing);
    if (finer === null) break;
    const kept = agreeingPairs(finer, from, to, reach);
    if (kept.length < 4) break;
    [map, agreeing] = [finer, kept];
  }
  return { map, agreeing };
}

function similarity(from: Float32Array, to: Float32Array, one: number, other: number): Affine | null {
  const x = from[2 * other]! - from[2 * one]!;
  const y = from[2 * other + 1]! - from[2 * one + 1]!;
  const u = to[2 * other]! - to[2 * one]!;
  const v = to[2 * other + 1]! - to[2 * one + 1]!;
  const length = x * x + y * y;
  const image = u * u + v * v;
  if (length < leastApart * leastApart || image < leastApart) return null;
  if (image > length * scaleBound * scaleBound || length > image * scaleBound * scaleBound) return null;
  const a = (x * u + y * v) / length;
  const d = (x * v - y * u) / length;
  const [px, py] = [from[2 * one]!, from[2 * one + 1]!];
  return [a, -d, to[2 * one]! - a * px + d * py, d, a, to[2 * one + 1]! - d * px - a * py];
}

function votesOf(
  [a, b, c, d, e, f]: Affine,
  from: Float32Array,
  to: Float32Array,
  tolerance: number,
): number {
  let votes = 0;
  for (let at = 0; at < from.length; at += 2) {
    const [x, y] = [from[at]!, from[at + 1]!];
    const across = a * x + b * y + c - to[at]!;
    const down = d * x + e * y + f - to[at + 1]!;
    if (across * across + down * down <= tolerance * tolerance) votes += 1;
  }
  return votes;
}

function agreeingPairs(
  [a, b, c, d, e, f]: Affine,
  from: Float32Array,
  to: Float32Array,
  tolerance: number,
): number[] {
  const agreeing: number[] = [];
  for (let at = 0; at < from.length; at += 2) {
    const [x, y] = [from[at]!, from[at + 1]!];
    if (Math.hypot(a * x + b * y + c - to[at]!, d * x + e * y + f - to[at + 1]!) <= tolerance) {
      agreeing.push(at / 2);
    }
  }
  return agreeing;
}

/** The affine map of least squared misses, from its normal equations; `null` when the points lie on a line. */
function leastSquares(from: Float32Array, to: Float32Array, numbers: readonly number[]): Affine | null {
  const count = numbers.length;
  if (count < 3) return null;
  let [mx, my, mu, mv] = [0, 0, 0, 0];
  for (const index of numbers) {
    mx += from[2 * index]! / count;
    my += from[2 * index + 1]! / count;
    mu += to[2 * index]! / count;
    mv += to[2 * index + 1]! / count;
  }
  let [xx, xy, yy, xu, yu, xv, yv] = [0, 0, 0, 0, 0, 0, 0];
  for (const index of numbers) {
    const x = from[2 * index]! - mx;
    const y = from[2 * index + 1]! - my;
    const u = to[2 * index]! - mu;
    const v = to[2 * index + 1]! - mv;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xu += x * u;
    yu += y * u;
    xv += x * v;
    yv += y * v;
  }
  const determinant = xx * yy - xy * xy;
  if (determinant < 1e-3 * (xx + yy) ** 2) return null;
  const a = (xu * yy - yu * xy) / determinant;
  const b = (yu * xx - xu * xy) / determinant;
  const d = (xv * yy - yv * xy) / determinant;
  const e = (yv * xx - xv * xy) / determinant;
  return [a, b, mu - a * mx - b * my, d, e, mv - d * mx - e * my];
}
