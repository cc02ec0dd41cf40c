import { applied, frameOf, type Matrix, product } from '../../picture/homography.ts';
import type { RgbPlane } from '../../picture/planes.ts';
import { resizing } from './overlap.ts';
import type { PictureView } from './view.ts';

/** What one picture has beyond the edges of another that lies in it. */
export interface Surroundings {
  /** The scene goes on beyond the edge: the other one was cut. Shares of this picture's height or width, summed up. */
  readonly scene: number;
  /** Bars, a page, an app: the other one was laid on something. */
  readonly drawn: number;
}

/** Points looked at along each edge. */
const samples = 160;
/** Pixels of the working plane from the edge to where values are compared. */
const near = 2;
const far = 5;
/** Edges that are seen over less than this part of their length say nothing. */
const leastShare = 0.15;
/** Less than this beyond an edge is not told from an error of the alignment, pixels of the working plane. */
const leastDepth = 3;

/**
 * @param inside stored pixels of `inner` to stored pixels of `outer`
 * @param drawnAt was something drawn at a stored pixel of `outer`, as far as `inner` can tell?
 */
export function surroundings(
  inner: PictureView,
  outer: PictureView,
  inside: Matrix,
  drawnAt: (x: number, y: number) => boolean,
): Surroundings {
  const plane = outer.planes.small;
  const into = resizing(outer.planes.frame, plane);
  const out = resizing(plane, outer.planes.frame);
  const matrix = product(into, inside);
  const { width, height } = inner.planes.frame;
  const corners = frameOf(width, height).map(([x, y]) => applied(matrix, x, y));
  const [cx, cy] = applied(matrix, width / 2, height / 2);
  let [scene, drawn] = [0, 0];
  for (let side = 0; side < 4; side += 1) {
    const [from, to] = [corners[side]!, corners[(side + 1) % 4]!];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (length < 8) continue;
    let [nx, ny] = [(to[1] - from[1]) / length, (from[0] - to[0]) / length];
    // Mirrored pictures run the other way round.
    if ((cx - from[0]) * nx + (cy - from[1]) * ny > 0) [nx, ny] = [-nx, -ny];
    const edge = lookAcross(plane, from, to, nx, ny, (x, y) => drawnAt(...applied(out, x, y)));
    if (edge === null) continue;
    scene += edge.depth * edge.scene;
    drawn += edge.depth * edge.drawn;
  }
  return { scene, drawn };
}

/**
 * How far the picture reaches beyond an edge, as a share of its side, and how surely the scene goes on there or what is
 * there was drawn. Both are small where both sides are plain: a sky over a bar of its colour.
 */
function lookAcross(
  plane: RgbPlane,
  from: readonly [number, number],
  to: readonly [number, number],
  nx: number,
  ny: number,
  drawnAt: (x: number, y: number) => boolean,
): { readonly depth: number; readonly scene: number; readonly drawn: number } | null {
  const steps: number[] = [];
  const inner: number[] = [];
  const outer: number[] = [];
  const levels: [number[], number[]] = [[], []];
  let [depths, seen, covered] = [0, 0, 0];
  for (let index = 0; index < samples; index += 1) {
    const part = (index + 0.5) / samples;
    const x = from[0] + (to[0] - from[0]) * part;
    const y = from[1] + (to[1] - from[1]) * part;
    if (!within(plane, x, y)) continue;
    const depth = depthTo(plane, x, y, nx, ny);
    seen += 1;
    depths += depth;
    if (!within(plane, x + far * nx, y + far * ny) || !within(plane, x - far * nx, y - far * ny)) continue;
    steps.push(miss(plane, x + near * nx, y + near * ny, x - near * nx, y - near * ny));
    inner.push(miss(plane, x - near * nx, y - near * ny, x - far * nx, y - far * ny));
    outer.push(miss(plane, x + near * nx, y + near * ny, x + far * nx, y + far * ny));
    levels[0].push(level(plane, x - near * nx, y - near * ny));
    levels[1].push(level(plane, x + near * nx, y + near * ny));
    if (drawnAt(x - far * nx, y - far * ny)) covered += 1;
  }
  if (seen < leastShare * samples || steps.length < leastShare * samples) return null;
  const depth = depths / seen;
  if (depth < leastDepth) return null;
  const [step, close, beyond] = [mean(steps), mean(inner), mean(outer)];
  // Over a seam values jump at most places; in a scene they change as they do nearby.
  const jump = (step + 1) / (Math.max(close, beyond) + 1);
  const seam = 1 / (1 + Math.exp(-6 * (Math.log(jump) - Math.log(1.7))));
  const [plainInside, plainOutside] = [plainness(levels[0]), plainness(levels[1])];
  const bar = plainOutside > 0.8 ? Math.min(1, Math.max(0, 3 * (plainOutside - plainInside))) : 0;
  const drawn = Math.max(seam, bar, covered / steps.length > 0.5 ? covered / steps.length : 0);
  // Plain on both sides: it cannot be told where the scene ends.
  const told = 1 - Math.min(plainInside, plainOutside) ** 2;
  const across = Math.abs(nx) * plane.width + Math.abs(ny) * plane.height;
  // An edge that is neither surely counts for neither, however deep the strip beyond it: scenes have lines of their own.
  return {
    depth: depth / across,
    scene: Math.max(0, 1 - 2 * drawn) * told,
    drawn: Math.max(0, 2 * drawn - 1),
  };
}

/** Share of the values that are nearly the same. */
function plainness(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b)[values.length >> 1]!;
  return values.filter((value) => Math.abs(value - middle) <= 4).length / values.length;
}

function level({ width, data }: RgbPlane, x: number, y: number): number {
  const at = 3 * (Math.round(y) * width + Math.round(x));
  return (data[at]! + data[at + 1]! + data[at + 2]!) / 3;
}

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function within({ width, height }: RgbPlane, x: number, y: number): boolean {
  return x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1;
}

/** Pixels from a point to the border of the plane in a direction. */
function depthTo({ width, height }: RgbPlane, x: number, y: number, nx: number, ny: number): number {
  const across = nx > 1e-9 ? (width - 0.5 - x) / nx : nx < -1e-9 ? (x + 0.5) / -nx : Number.POSITIVE_INFINITY;
  const down = ny > 1e-9 ? (height - 0.5 - y) / ny : ny < -1e-9 ? (y + 0.5) / -ny : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(across, down));
}

/** Mean difference of the colours at two places, grey levels. */
function miss({ width, data }: RgbPlane, x: number, y: number, u: number, v: number): number {
  const one = 3 * (Math.round(y) * width + Math.round(x));
  const other = 3 * (Math.round(v) * width + Math.round(u));
  let sum = 0;
  for (let channel = 0; channel < 3; channel += 1)
    sum += Math.abs(data[one + channel]! - data[other + channel]!);
  return sum / 3;
}
