import type { PicturePoint } from '#shared/domain/geometry.ts';

/** A pinhole camera and points in space, for pictures whose light, mirrors and edges are known. */
export type Vector = readonly [number, number, number];

/** What a camera sees of a point (w = 1) or a direction (w = 0): homogeneous pixels, w > 0 in front of it. */
export type Projected = readonly [number, number, number];

export interface PinholeCamera {
  readonly width: number;
  readonly height: number;
  readonly focal: number;
  readonly principal: PicturePoint;
  project(point: Vector, w?: 0 | 1): Projected;
  /** Of a point that must be in front of the camera. */
  pixel(point: Vector): PicturePoint;
}

interface Placing {
  readonly width: number;
  readonly height: number;
  readonly focal: number;
  readonly principal?: PicturePoint;
  readonly at: Vector;
  readonly towards: Vector;
}

/** World coordinates with z up; the picture's x goes right and y down. */
export function pinhole({ width, height, focal, principal, at, towards }: Placing): PinholeCamera {
  const middle = principal ?? { x: width / 2, y: height / 2 };
  const ahead = unit(minus(towards, at));
  const right = unit(cross(ahead, [0, 0, 1]));
  const down = cross(ahead, right);
  const project = (point: Vector, w: 0 | 1 = 1): Projected => {
    const seen: Vector = [point[0] - w * at[0], point[1] - w * at[1], point[2] - w * at[2]];
    const depth = dot(seen, ahead);
    return [focal * dot(seen, right) + middle.x * depth, focal * dot(seen, down) + middle.y * depth, depth];
  };
  return {
    width,
    height,
    focal,
    principal: middle,
    project,
    pixel(point) {
      const [x, y, w] = project(point);
      if (w <= 0) throw new Error('the point is behind the camera');
      return { x: x / w, y: y / w };
    },
  };
}

/** Where the shadow of a point falls on the ground z = 0; the light is a point (w = 1) or a direction to the sun (w = 0). */
export function shadowOf(point: Vector, light: Vector, w: 0 | 1): Vector {
  const along: Vector = w === 0 ? light : minus(light, point);
  const t = -point[2] / along[2];
  return [point[0] + t * along[0], point[1] + t * along[1], 0];
}

/** The mirror image of a point in the plane through `at` with a unit normal. */
export function mirrored(point: Vector, at: Vector, normal: Vector): Vector {
  const distance = dot(minus(point, at), normal);
  return [
    point[0] - 2 * distance * normal[0],
    point[1] - 2 * distance * normal[1],
    point[2] - 2 * distance * normal[2],
  ];
}

/** `away` from the second point, at right angles to the line from the first, to both sides. */
export function around(from: PicturePoint, to: PicturePoint, away: number): [PicturePoint, PicturePoint] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const x = (-(to.y - from.y) / length) * away;
  const y = ((to.x - from.x) / length) * away;
  return [
    { x: to.x + x, y: to.y + y },
    { x: to.x - x, y: to.y - y },
  ];
}

export function unit(vector: Vector): Vector {
  const length = Math.hypot(...vector);
  return [vector[0] / length, vector[1] / length, vector[2] / length];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
