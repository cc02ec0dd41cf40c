import type { GeometryMark, PicturePoint } from '#shared/domain/geometry.ts';
import {
  behind,
  type Cone,
  type Frame,
  front,
  type HalfSpace,
  opposite,
  sideOf,
  toFrame,
} from './plane-of-sight.ts';

/** What one mark says of the common point: it lies in one of these cones, which do not overlap. */
export interface Constraint {
  readonly mark: string;
  readonly cones: readonly Cone[];
  /** Where the mark stands, in the frame, and the angle of the directions it allows there, radians. */
  readonly at: PicturePoint;
  readonly width: number;
  /** Both directions along the line are allowed. */
  readonly twoWay: boolean;
}

export type Exclusion = 'too-short' | 'too-wide';

/**
 * A mark as a constraint, when every drawn point may be `uncertainty` pixels from the true one. The cones contain
 * every point that some drawing within that distance would allow, so a contradiction is not due to the drawing.
 */
export function constraintOf(mark: GeometryMark, frame: Frame, uncertainty: number): Constraint | Exclusion {
  const radius = uncertainty / frame.scale;
  switch (mark.kind) {
    case 'cast':
    case 'reflection':
      return wedge(
        mark.id,
        toFrame(frame, mark.from),
        mark.to.map((at) => toFrame(frame, at)),
        radius,
      );
    case 'outline':
      return tangent(mark.id, toFrame(frame, mark.at), toFrame(frame, mark.outward), mark.lit, radius);
    case 'line':
      return line(mark.id, toFrame(frame, mark.from), toFrame(frame, mark.to), radius);
  }
}

/**
 * A shadow point S, the object point O that casts it and the light L lie on one line of space with O between: the
 * picture has o = s + t·(l − s), so in homogeneous coordinates l.xy − s·l.w points from s to o whatever the sign of
 * l.w (Kee et al., eq. 1–4). A mirror is the same with the vanishing point of its normal in place of the light: all
 * reflections lie from their points in the one direction of space at right angles to the mirror (O'Brien & Farid 2012).
 */
function wedge(
  mark: string,
  from: PicturePoint,
  to: readonly PicturePoint[],
  radius: number,
): Constraint | Exclusion {
  const [one, other] = to as [PicturePoint, PicturePoint];
  const turned = cross(minus(one, from), minus(other, from)) < 0;
  const first = bound(from, turned ? other : one, radius, -1);
  const last = bound(from, turned ? one : other, radius, 1);
  if (first === null || last === null) return 'too-short';
  const between = Math.atan2(
    cross(first.direction, last.direction),
    first.direction.x * last.direction.x + first.direction.y * last.direction.y,
  );
  const width = between + first.slack + last.slack;
  if (width > Math.PI - 1e-6) return 'too-wide';
  return { mark, cones: [[first.side, last.side]], at: from, width, twoWay: false };
}

interface Bound {
  readonly direction: PicturePoint;
  readonly slack: number;
  readonly side: HalfSpace;
}

/**
 * One bound of a wedge. Two discs of the same radius hold the true points; lines through both, followed beyond the
 * second, stay between the two common tangents that cross in the middle, sin(angle) = 2·radius / distance.
 */
function bound(from: PicturePoint, to: PicturePoint, radius: number, turn: 1 | -1): Bound | null {
  const along = minus(to, from);
  const distance = Math.hypot(along.x, along.y);
  if (distance <= 2 * radius) return null;
  const slack = Math.asin((2 * radius) / distance);
  const direction = { x: along.x / distance, y: along.y / distance };
  const tilted = rotated(direction, turn * slack);
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  // Allowed is what lies towards the other bound.
  return { direction, slack, side: sideOf(middle, { x: turn * tilted.y, y: -turn * tilted.x }) };
}

/**
 * On the outline of a body the surface is seen edge-on: its tangent plane contains the camera, and in the picture is
 * the tangent of the outline. A lit point has the light on the outer side of that plane, a point in its own shadow on
 * the inner side; the sign of the plane's equation is that of a·x + b·y + c·w, in front and behind.
 */
function tangent(
  mark: string,
  at: PicturePoint,
  outward: PicturePoint,
  lit: boolean,
  radius: number,
): Constraint | Exclusion {
  const along = minus(outward, at);
  const distance = Math.hypot(along.x, along.y);
  if (distance <= 2 * radius) return 'too-short';
  const slack = Math.asin((2 * radius) / distance);
  const sign = lit ? 1 : -1;
  const normal = { x: (sign * along.x) / distance, y: (sign * along.y) / distance };
  const cones = [front, behind].flatMap((half) => {
    // A point nearer to the light allows more in front and less behind; take the one that allows more.
    const shift = half === front ? -radius : radius;
    const sides = [-slack, slack].map((turn) => {
      const tilted = rotated(normal, turn);
      return sideOf({ x: at.x + shift * tilted.x, y: at.y + shift * tilted.y }, tilted);
    }) as [HalfSpace, HalfSpace];
    return [
      [half, sides[0]],
      [half, sides[1], opposite(sides[0])],
    ];
  });
  return { mark, cones, at, width: Math.PI + 2 * slack, twoWay: false };
}

/** The direction of a line in space may be towards either of its ends. */
function line(mark: string, from: PicturePoint, to: PicturePoint, radius: number): Constraint | Exclusion {
  const one = wedge(mark, from, [to, to], radius);
  if (typeof one === 'string') return one;
  const cone = one.cones[0]!;
  const at = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  return { ...one, at, cones: [cone, cone.map(opposite)], twoWay: true };
}

function minus(one: PicturePoint, other: PicturePoint): PicturePoint {
  return { x: one.x - other.x, y: one.y - other.y };
}

function cross(one: PicturePoint, other: PicturePoint): number {
  return one.x * other.y - one.y * other.x;
}

function rotated({ x, y }: PicturePoint, angle: number): PicturePoint {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return { x: c * x - s * y, y: s * x + c * y };
}
