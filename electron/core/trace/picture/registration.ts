import type { PictureTransform } from '#shared/domain/comparison.ts';
import type { Corners, Vision } from '../../media/vision.ts';
import { guidedPairs } from './guided-matching.ts';
import { applied, derivative, inverse, type Matrix, product } from './homography.ts';
import type { PictureFeatures } from './local-features.ts';
import { matchDescriptors } from './matching.ts';
import { pictureTransform } from './transform.ts';

/**
 * Lays one picture over another by their local features:
 *
 *     const opened = await openVision();                       // media/vision.ts
 *     const planes = await readPlanes(path, format, limits);   // picture/planes.ts
 *     const features = localFeatures(planes.frame, planes.grey, opened.vision);
 *     const laid = registerPictures(first, second, opened.vision);
 *
 * ORB descriptors that are each other's nearest, a homography by MAGSAC++, checks that a copy passes and chance does
 * not, then once more with all features that lie where the homography says. A mirrored second picture is tried
 * unless the plain one lies on the first over most of what they have in common: what is nearly its own mirror image, a
 * front of a house or a pattern, agrees with both in part. Symmetric in what it accepts: pairs must agree in both directions.
 */
export interface Registration {
  /** In stored pixels of both files; `inliers` are the agreeing places before the second round. */
  readonly transform: PictureTransform;
  /** Enough agreeing places for "this is a copy": at least `copyInliers`. */
  readonly sure: boolean;
  /** Agreeing point pairs of the last round, `x1, y1, x2, y2` each, stored pixels. */
  readonly pairs: Float32Array;
  /**
   * Of the places (40 × 40 working pixels) of the common part that have features in the first, the share with an
   * agreeing pair, 0…1. Small when only a logo or the frame of an app is common.
   */
  readonly support: number;
}

/** Agreeing places from which on two pictures are copies; unrelated pictures stay below (bench `image-copies`). */
export const copyInliers = 15;
/** Fewer agreeing places are chance: any four pairs agree with some homography. */
const leastInliers = 8;

/** Share of the next best distance below which a pair counts. */
const ratio = 0.8;
/** Working pixels by which agreeing pairs may miss each other: in the first round, and with guided pairs. */
const tolerance = 4;
const guidedTolerance = 3;
/** Bounds of what happens to copies: enlargement, stretching, change of enlargement by perspective. */
const scaleBound = 16;
const stretchBound = 3;
const perspectiveBound = 3;
/** Side of the places that count once, working pixels. */
const placeSide = 4;
const supportSide = 40;
/** Share of supported places from which on the other way round is not tried. */
const wellSupported = 0.5;

/**
 * @param first the presumed original
 * @param second the suspect
 * @returns the best homography that passes all checks; `null` when there is none. Look at `sure`.
 */
export function registerPictures(
  first: PictureFeatures,
  second: PictureFeatures,
  vision: Vision,
): Registration | null {
  const plain = attempt(first, second, second.plain, false, vision);
  if (plain?.sure === true && plain.support >= wellSupported) return plain;
  const mirrored = attempt(first, second, second.mirrored(), true, vision);
  if (mirrored === null) return plain;
  return plain === null || mirrored.transform.inliers > plain.transform.inliers ? mirrored : plain;
}

function attempt(
  first: PictureFeatures,
  second: PictureFeatures,
  others: Corners,
  mirrored: boolean,
  vision: Vision,
): Registration | null {
  const pairs = matchDescriptors(first.plain.descriptors, others.descriptors, ratio);
  if (pairs.count < leastInliers) return null;
  const from = picked(first.plain.points, pairs.first);
  const to = picked(others.points, pairs.second);
  const found = agreed(from, to, tolerance, vision);
  if (found === null) return null;
  const inliers = places(found.from, found.to);
  if (inliers < leastInliers || !plausible(found.matrix, found.from)) return null;
  const guided = guidedPairs(first.plain, others, found.matrix, tolerance);
  const again = agreed(guided.from, guided.to, guidedTolerance, vision);
  const better =
    again !== null && again.from.length >= found.from.length && plausible(again.matrix, again.from);
  return registration(first, second, mirrored, better ? again : found, inliers);
}

interface Agreed {
  readonly matrix: Float64Array;
  /** Agreeing points, `x, y` each, working pixels. */
  readonly from: Float32Array;
  readonly to: Float32Array;
}

/** A homography and the pairs that agree with it in both directions. */
function agreed(from: Float32Array, to: Float32Array, reach: number, vision: Vision): Agreed | null {
  const found = vision.homography(from, to, reach);
  const back = found === null ? null : inverse(found.matrix);
  if (found === null || back === null) return null;
  const { matrix } = found;
  const kept: number[] = [];
  for (let index = 0; 2 * index < from.length; index += 1) {
    const [x, y, u, v] = [from[2 * index]!, from[2 * index + 1]!, to[2 * index]!, to[2 * index + 1]!];
    const there = applied(matrix, x, y);
    const here = applied(back, u, v);
    const forth = Math.hypot(there[0] - u, there[1] - v);
    const home = Math.hypot(here[0] - x, here[1] - y);
    // The way back magnifies the error of a reduced copy; four times is the most that is forgiven.
    if (forth <= reach && home <= 4 * reach) kept.push(index);
  }
  const indexes = Int32Array.from(kept);
  return { matrix, from: picked(from, indexes), to: picked(to, indexes) };
}

/** Could a copy be laid so? Judged where the agreeing points are, which is what was seen. */
function plausible(matrix: Matrix, points: Float32Array): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let at = 0; at < points.length; at += 2) {
    const [xx, xy, yx, yy] = derivative(matrix, points[at]!, points[at + 1]!);
    const determinant = xx * yy - xy * yx;
    if (!(determinant > 0)) return false;
    const scale = Math.sqrt(determinant);
    const stretch = (xx * xx + xy * xy + yx * yx + yy * yy) / (2 * determinant);
    // Of singular values s ≥ t this is (s/t + t/s) / 2.
    if (stretch > (stretchBound + 1 / stretchBound) / 2) return false;
    [least, most] = [Math.min(least, scale), Math.max(most, scale)];
  }
  return least >= 1 / scaleBound && most <= scaleBound && most <= perspectiveBound * least;
}

function registration(
  first: PictureFeatures,
  second: PictureFeatures,
  mirrored: boolean,
  { matrix, from, to }: Agreed,
  inliers: number,
): Registration | null {
  const into = workingFrom(first);
  const out = storedFrom(second, mirrored);
  const whole = product(out, product(matrix, into));
  const pairs = storedPairs(first, from, out, to);
  const residual = medianMiss(whole, pairs);
  const transform = pictureTransform(first, second, whole, { inliers, residual });
  if (transform === null) return null;
  const support = supported(first, matrix, from, second.working);
  return { transform, sure: inliers >= copyInliers, pairs, support };
}

/** Stored pixels to working pixels: centres of pixels are whole numbers in both. */
function workingFrom({ width, height, working }: PictureFeatures): Float64Array {
  const [across, down] = [working.width / width, working.height / height];
  return Float64Array.of(across, 0, (across - 1) / 2, 0, down, (down - 1) / 2, 0, 0, 1);
}

function storedFrom({ width, height, working }: PictureFeatures, mirrored: boolean): Float64Array {
  const [across, down] = [width / working.width, height / working.height];
  const plain = Float64Array.of(across, 0, (across - 1) / 2, 0, down, (down - 1) / 2, 0, 0, 1);
  return mirrored ? product(plain, Float64Array.of(-1, 0, working.width - 1, 0, 1, 0, 0, 0, 1)) : plain;
}

function storedPairs(
  first: PictureFeatures,
  from: Float32Array,
  out: Float64Array,
  to: Float32Array,
): Float32Array {
  const [across, down] = [first.width / first.working.width, first.height / first.working.height];
  const pairs = new Float32Array(from.length * 2);
  for (let at = 0; at < from.length; at += 2) {
    const [x, y] = applied(out, to[at]!, to[at + 1]!);
    pairs[2 * at] = (from[at]! + 0.5) * across - 0.5;
    pairs[2 * at + 1] = (from[at + 1]! + 0.5) * down - 0.5;
    pairs[2 * at + 2] = x;
    pairs[2 * at + 3] = y;
  }
  return pairs;
}

function medianMiss(matrix: Matrix, pairs: Float32Array): number {
  const misses = new Float64Array(pairs.length / 4);
  for (let index = 0; index < misses.length; index += 1) {
    const [x, y] = applied(matrix, pairs[4 * index]!, pairs[4 * index + 1]!);
    misses[index] = Math.hypot(x - pairs[4 * index + 2]!, y - pairs[4 * index + 3]!);
  }
  return misses.sort()[misses.length >> 1] ?? 0;
}

/** Agreeing places: pyramid levels find one corner several times, which is one observation. */
function places(from: Float32Array, to: Float32Array): number {
  return Math.min(cellsOf(from, placeSide).size, cellsOf(to, placeSide).size);
}

function supported(
  first: PictureFeatures,
  matrix: Matrix,
  agreeing: Float32Array,
  other: { readonly width: number; readonly height: number },
): number {
  const { points } = first.plain;
  const common: number[] = [];
  for (let at = 0; at < points.length; at += 2) {
    const [u, v] = applied(matrix, points[at]!, points[at + 1]!);
    if (u >= 0 && v >= 0 && u < other.width && v < other.height) common.push(points[at]!, points[at + 1]!);
  }
  const all = cellsOf(Float32Array.from(common), supportSide);
  if (all.size === 0) return 0;
  let shared = 0;
  for (const cell of cellsOf(agreeing, supportSide)) if (all.has(cell)) shared += 1;
  return shared / all.size;
}

function cellsOf(points: Float32Array, side: number): Set<number> {
  const cells = new Set<number>();
  for (let at = 0; at < points.length; at += 2) {
    cells.add(Math.floor(points[at + 1]! / side) * 4096 + Math.floor(points[at]! / side));
  }
  return cells;
}

/** Points by their numbers. */
function picked(points: Float32Array, numbers: Int32Array): Float32Array {
  const out = new Float32Array(numbers.length * 2);
  for (let index = 0; index < numbers.length; index += 1) {
    const at = 2 * numbers[index]!;
    out[2 * index] = points[at]!;
    out[2 * index + 1] = points[at + 1]!;
  }
  return out;
}
