import type { PicturePoint } from '#shared/domain/geometry.ts';
import { SeededNoise } from '../../mark/attacks/tools/noise.ts';
import { type Frame, type HalfSpace, toFrame } from './plane-of-sight.ts';

export interface Segment {
  readonly from: PicturePoint;
  readonly to: PicturePoint;
}

export interface CameraSamples {
  /** Principal point and focal length of each drawing that a camera of square pixels could have made, frame units. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly focal: Float64Array;
  /** Drawings for which no such camera exists. */
  readonly impossible: number;
}

const draws = 2000;

/**
 * Principal point and focal length from three groups of lines at right angles to each other (B. Caprile, V. Torre,
 * IJCV 4, 1990), for many drawings in which every point is moved evenly within the disc of its uncertainty. Always the
 * same drawings: the seed is fixed.
 */
export function sampleCameras(groups: readonly (readonly Segment[])[], radius: number): CameraSamples {
  const noise = new SeededNoise(0x6765_6f6d);
  const x: number[] = [];
  const y: number[] = [];
  const focal: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const points = groups.map((segments) => vanishingPoint(segments, () => inDisc(noise, radius)));
    const camera = cameraOf(points as [HalfSpace, HalfSpace, HalfSpace]);
    if (camera === null) continue;
    x.push(camera.x);
    y.push(camera.y);
    focal.push(camera.focal);
  }
  return {
    x: Float64Array.from(x),
    y: Float64Array.from(y),
    focal: Float64Array.from(focal),
    impossible: draws - focal.length,
  };
}

function inDisc(noise: SeededNoise, radius: number): PicturePoint {
  const length = radius * Math.sqrt(noise.uniform());
  const angle = 2 * Math.PI * noise.uniform();
  return { x: length * Math.cos(angle), y: length * Math.sin(angle) };
}

/** The point nearest to all lines: least squares of the distances of the segments' ends, weighted by length. */
function vanishingPoint(segments: readonly Segment[], shift: () => PicturePoint): HalfSpace {
  const moments = new Float64Array(6);
  for (const { from, to } of segments) {
    const one = shift();
    const other = shift();
    const ax = from.x + one.x;
    const ay = from.y + one.y;
    const bx = to.x + other.x;
    const by = to.y + other.y;
    // The line through both as a·x + b·y + c·w = 0, its length that of the segment.
    const a = ay - by;
    const b = bx - ax;
    const c = ax * by - bx * ay;
    moments[0]! += a * a;
    moments[1]! += a * b;
    moments[2]! += a * c;
    moments[3]! += b * b;
    moments[4]! += b * c;
    moments[5]! += c * c;
  }
  return smallestAxis(moments);
}

/**
 * Eigenvector of the smallest eigenvalue of a symmetric 3 × 3 matrix [xx, xy, xw, yy, yw, ww]: the eigenvalue by the
 * trigonometric formula (O. Smith, CACM 4, 1961), the vector as the longest cross product of two rows of what is left.
 */
function smallestAxis(moments: Float64Array): HalfSpace {
  const xx = moments[0]!;
  const xy = moments[1]!;
  const xw = moments[2]!;
  const yy = moments[3]!;
  const yw = moments[4]!;
  const ww = moments[5]!;
  const mean = (xx + yy + ww) / 3;
  const a = xx - mean;
  const d = yy - mean;
  const f = ww - mean;
  const p = Math.sqrt((a * a + d * d + f * f + 2 * (xy * xy + xw * xw + yw * yw)) / 6);
  if (p === 0) return [1, 0, 0];
  const half = (a * (d * f - yw * yw) - xy * (xy * f - yw * xw) + xw * (xy * yw - d * xw)) / (2 * p ** 3);
  const angle = Math.acos(Math.min(1, Math.max(-1, half))) / 3;
  const least = mean + 2 * p * Math.cos(angle + (2 * Math.PI) / 3);
  const rows = [
    [xx - least, xy, xw],
    [xy, yy - least, yw],
    [xw, yw, ww - least],
  ] as const;
  let best: HalfSpace = [1, 0, 0];
  let longest = 0;
  for (const [one, other] of [
    [0, 1],
    [1, 2],
    [2, 0],
  ] as const) {
    const [ux, uy, uw] = rows[one];
    const [vx, vy, vw] = rows[other];
    const x = uy * vw - uw * vy;
    const y = uw * vx - ux * vw;
    const w = ux * vy - uy * vx;
    const length = Math.hypot(x, y, w);
    if (length <= longest) continue;
    longest = length;
    best = [x / length, y / length, w / length];
  }
  return best;
}

/**
 * The camera for which three vanishing points are at right angles: v·ω·v′ = 0 for each pair, where for square pixels
 * ω = [[a, 0, b], [0, a, c], [b, c, d]], principal point (−b/a, −c/a) and focal length² d/a − |principal|². Three
 * equations for four numbers up to scale; also right when a vanishing point is infinitely far. `null`: no camera.
 */
function cameraOf(
  points: readonly [HalfSpace, HalfSpace, HalfSpace],
): { readonly x: number; readonly y: number; readonly focal: number } | null {
  const [one, two, three] = points;
  const p = crossTerms(one, two);
  const q = crossTerms(two, three);
  const r = crossTerms(three, one);
  const a = determinant(p, q, r, 1, 2, 3);
  const b = -determinant(p, q, r, 0, 2, 3);
  const c = determinant(p, q, r, 0, 1, 3);
  const d = -determinant(p, q, r, 0, 1, 2);
  const size = Math.hypot(a, b, c, d);
  if (Math.abs(a) < 1e-12 * size || size === 0) return null;
  const x = -b / a;
  const y = -c / a;
  const square = d / a - x * x - y * y;
  return square > 0 ? { x, y, focal: Math.sqrt(square) } : null;
}

type Quad = readonly [number, number, number, number];

/** Coefficients of a, b, c, d in u·ω·v. */
function crossTerms([ux, uy, uw]: HalfSpace, [vx, vy, vw]: HalfSpace): Quad {
  return [ux * vx + uy * vy, ux * vw + uw * vx, uy * vw + uw * vy, uw * vw];
}

/** Of three rows, in the columns i, j, k. */
function determinant(p: Quad, q: Quad, r: Quad, i: 0 | 1, j: 1 | 2, k: 2 | 3): number {
  return (
    p[i] * (q[j] * r[k] - q[k] * r[j]) -
    p[j] * (q[i] * r[k] - q[k] * r[i]) +
    p[k] * (q[i] * r[j] - q[j] * r[i])
  );
}

/** 2.5 %, 50 % and 97.5 % of the values. */
export function spreadOf(values: Float64Array): [number, number, number] {
  const sorted = Float64Array.from(values).sort();
  const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))]!;
  return [at(0.025), at(0.5), at(0.975)];
}

export function segmentIn(frame: Frame, { from, to }: Segment): Segment {
  return { from: toFrame(frame, from), to: toFrame(frame, to) };
}
