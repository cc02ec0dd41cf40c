import type { GeometryRegion, PicturePoint } from '#shared/domain/geometry.ts';
import {
  behind,
  type Cone,
  clipped,
  deepest,
  type Frame,
  fromFrame,
  front,
  type HalfSpace,
  halfSpace,
} from './plane-of-sight.ts';

/** Half the side of the box regions are cut off at, in longer half-sides of the picture. */
const reach = 20;

/** Region of a light or a mirror: both sides of the camera. `more`: there are cones that were not given. */
export function regionOf(cones: readonly Cone[], frame: Frame, more: boolean): GeometryRegion {
  const inFront = cones.map((cone) => polygon(cone, front, frame));
  const inRear = cones.map((cone) => polygon(cone, behind, frame));
  return {
    front: drawable(inFront),
    behind: drawable(inRear),
    unbounded: more || [...inFront, ...inRear].some(({ cut }) => cut),
  };
}

/** Region of a vanishing point of lines, which have no direction: both sides are the same points. */
export function regionOfLines(cones: readonly Cone[], frame: Frame, more: boolean): GeometryRegion {
  const { front: one, behind: other, unbounded } = regionOf(cones, frame, more);
  return { front: [...one, ...other], behind: [], unbounded };
}

interface Cut {
  readonly points: readonly PicturePoint[];
  /** Something lies beyond the box. */
  readonly cut: boolean;
}

function drawable(cuts: readonly Cut[]): PicturePoint[][] {
  return cuts.flatMap(({ points }) => (points.length < 3 ? [] : [[...points]]));
}

/** The points of a cone on one side of the camera, as a polygon of the picture. */
function polygon(cone: Cone, side: HalfSpace, frame: Frame): Cut {
  const w = side[2];
  const box: readonly HalfSpace[] = [
    [-reach * w, -reach * w, w],
    [reach * w, -reach * w, w],
    [reach * w, reach * w, w],
    [-reach * w, reach * w, w],
  ];
  const shown = cone.reduce<readonly HalfSpace[]>(clipped, box);
  return {
    points: shown.map(([x, y]) => fromFrame(frame, { x: x / w, y: y / w })),
    cut: beyond(cone, side),
  };
}

/** Does the cone have points on this side that lie beyond the box? */
function beyond(cone: Cone, side: HalfSpace): boolean {
  const outside = -reach * side[2];
  return [
    halfSpace(1, 0, outside),
    halfSpace(-1, 0, outside),
    halfSpace(0, 1, outside),
    halfSpace(0, -1, outside),
  ].some((past) => deepest([...cone, side, past]) !== null);
}
