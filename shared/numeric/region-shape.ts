import type { PicturePoint } from '../domain/geometry.ts';
import type { RegionShape, Ring } from '../domain/region.ts';

/** Corners of an ellipse when it is drawn as a polygon; it misses 0.2 % of its area. */
const ellipseCorners = 64;

/**
 * Two regions lie on the same place when what they share is at least this part of the smaller and that part of the larger
 * one: a window that covers half the picture says nothing about a coin in it.
 */
const ofSmaller = 0.5;
const ofLarger = 0.2;

/** @param shares the common part, as a part of the one region and of the other */
export function samePlace(...shares: readonly [number, number]): boolean {
  return Math.max(...shares) >= ofSmaller && Math.min(...shares) >= ofLarger;
}

/** The closed lines around a shape. */
export function ringsOf(shape: RegionShape): readonly Ring[] {
  switch (shape.kind) {
    case 'outline':
      return shape.rings;
    case 'rectangle': {
      const { from, to } = shape;
      return [[from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }]];
    }
    case 'ellipse': {
      const { from, to } = shape;
      const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
      const [across, down] = [(to.x - from.x) / 2, (to.y - from.y) / 2];
      return [
        Array.from({ length: ellipseCorners }, (_, index) => {
          const angle = (2 * Math.PI * index) / ellipseCorners;
          return { x: x + across * Math.cos(angle), y: y + down * Math.sin(angle) };
        }),
      ];
    }
  }
}

/** Every point moved by the same step. */
export function shiftedShape(shape: RegionShape, by: PicturePoint): RegionShape {
  const moved = ({ x, y }: PicturePoint) => ({ x: x + by.x, y: y + by.y });
  return shape.kind === 'outline'
    ? { ...shape, rings: shape.rings.map((ring) => ring.map(moved)) }
    : { ...shape, from: moved(shape.from), to: moved(shape.to) };
}

/** The smallest box around it. */
export function boxOfRings(rings: readonly Ring[]): {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
} {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y } of rings.flat()) {
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}
