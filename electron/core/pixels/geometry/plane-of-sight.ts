import type { PicturePoint } from '#shared/domain/geometry.ts';
import { maximize } from '#shared/numeric/linear-program.ts';

/**
 * The picture plane with both its sides. A point of the scene, or a direction, has homogeneous coordinates (x, y, w):
 * in front of the camera w > 0, behind it w < 0, and w = 0 for directions parallel to the picture plane; multiplying
 * by a positive number changes nothing, by a negative one turns front into behind. So one convex cone in three
 * dimensions says what Kee, O'Brien and Farid (2013, §3) say with one linear program for each sign of the light.
 */

/** All (x, y, w) with a·x + b·y + c·w ≥ 0, as [a, b, c] of unit length in the coordinates of a frame. */
export type HalfSpace = readonly [number, number, number];
/** What must hold together. */
export type Cone = readonly HalfSpace[];

/** Coordinates that keep numbers near 1: the middle of the picture is 0, its longer side goes from −1 to 1. */
export interface Frame {
  readonly centre: PicturePoint;
  readonly scale: number;
}

export function frameOf(width: number, height: number): Frame {
  return { centre: { x: width / 2, y: height / 2 }, scale: Math.max(width, height) / 2 };
}

export function toFrame(frame: Frame, { x, y }: PicturePoint): PicturePoint {
  return { x: (x - frame.centre.x) / frame.scale, y: (y - frame.centre.y) / frame.scale };
}

export function fromFrame(frame: Frame, { x, y }: PicturePoint): PicturePoint {
  return { x: x * frame.scale + frame.centre.x, y: y * frame.scale + frame.centre.y };
}

/** The side of a line through `at` that the normal points to. */
export function sideOf(at: PicturePoint, normal: PicturePoint): HalfSpace {
  return halfSpace(normal.x, normal.y, -(normal.x * at.x + normal.y * at.y));
}

export function halfSpace(a: number, b: number, c: number): HalfSpace {
  const length = Math.hypot(a, b, c);
  return [a / length, b / length, c / length];
}

export function opposite([a, b, c]: HalfSpace): HalfSpace {
  return [-a, -b, -c];
}

export const front: HalfSpace = [0, 0, 1];
export const behind: HalfSpace = [0, 0, -1];

/** A cone thinner than this (distance of its deepest point in the cube ±1 to its sides) counts as empty. */
const thinnest = 1e-9;

/** The point of the cone within the cube ±1 that is farthest from all its sides; `null`: the cone is empty. */
export function deepest(cone: Cone): HalfSpace | null {
  // Variables x, y, w and the depth: a·x + b·y + c·w ≥ depth.
  const rows = cone.map(([a, b, c]) => [-a / Math.SQRT2, -b / Math.SQRT2, -c / Math.SQRT2, Math.SQRT1_2, 0]);
  const best = maximize([0, 0, 0, 1], rows);
  // The origin keeps every half-space: the program has a solution.
  if (best === null || best[3]! <= thinnest) return null;
  return [best[0]!, best[1]!, best[2]!];
}

const faces: readonly (readonly HalfSpace[])[] = [0, 1, 2].flatMap((axis) =>
  [1, -1].map((sign) =>
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ].map(([p, q]) => {
      const corner: [number, number, number] = [p!, q!, 0];
      corner[2] = corner[axis]!;
      corner[axis] = sign;
      return corner;
    }),
  ),
);

/** Where the cone meets the surface of the cube ±1: its corners there, among which are all its edges. */
export function outline(cone: Cone): readonly HalfSpace[] {
  return faces.flatMap((face) => cone.reduce<readonly HalfSpace[]>(clipped, face));
}

/** The part of a convex polygon in a half-space (I. Sutherland, G. Hodgman, CACM 17, 1974). */
export function clipped(polygon: readonly HalfSpace[], [a, b, c]: HalfSpace): readonly HalfSpace[] {
  const kept: HalfSpace[] = [];
  for (const [index, now] of polygon.entries()) {
    const before = polygon.at(index - 1)!;
    const from = a * before[0] + b * before[1] + c * before[2];
    const to = a * now[0] + b * now[1] + c * now[2];
    if (from < 0 !== to < 0) {
      const t = from / (from - to);
      kept.push([
        before[0] + t * (now[0] - before[0]),
        before[1] + t * (now[1] - before[1]),
        before[2] + t * (now[2] - before[2]),
      ]);
    }
    if (to >= 0) kept.push(now);
  }
  return kept;
}

/**
 * Width of the arc of directions in which a point of the picture sees the points of a cone, radians.
 * 2π: every direction is possible.
 */
export function arcFrom(at: PicturePoint, points: readonly HalfSpace[]): number {
  const angles = points.flatMap(([x, y, w]) => {
    const dx = x - at.x * w;
    const dy = y - at.y * w;
    return Math.hypot(dx, dy) < 1e-12 ? [] : [Math.atan2(dy, dx)];
  });
  if (angles.length === 0) return 2 * Math.PI;
  angles.sort((one, other) => one - other);
  let gap = angles[0]! + 2 * Math.PI - angles.at(-1)!;
  for (let index = 1; index < angles.length; index += 1)
    gap = Math.max(gap, angles[index]! - angles[index - 1]!);
  // The image of a convex cone is a convex cone: wider than a half-plane only when it is the whole plane.
  return gap < Math.PI - 1e-9 ? 2 * Math.PI : 2 * Math.PI - gap;
}
