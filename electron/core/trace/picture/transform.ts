import type { PictureTransform } from '#shared/domain/comparison.ts';
import {
  applied,
  area,
  centroid,
  clipped,
  derivative,
  frameOf,
  inverse,
  type Matrix,
  type Point,
  written,
} from './homography.ts';

/** A picture as stored: what coordinates mean in it. */
export interface PictureFrame {
  /** Stored pixels. */
  readonly width: number;
  readonly height: number;
  /** Exif orientation 1…8: not applied to coordinates, only to how turning and mirroring are named. */
  readonly orientation: number;
}

/** Stored directions to upright ones, row by row (CIPA DC-008, tag 0x0112). */
export const uprightDirections: readonly (readonly [number, number, number, number])[] = [
  [1, 0, 0, 1],
  [1, 0, 0, 1],
  [-1, 0, 0, 1],
  [-1, 0, 0, -1],
  [1, 0, 0, -1],
  [0, 1, 1, 0],
  [0, -1, 1, 0],
  [0, -1, -1, 0],
  [0, 1, -1, 0],
];

/**
 * Everything a homography between the stored pixels of two pictures says. Coordinates are stored pixels; turning and
 * mirroring are named as both are seen, upright by their orientation tags.
 *
 * @param matrix first to second
 * @param agreement number of agreeing point pairs and their median distance in pixels of the second
 * @returns `null` when no part of the first lies in the second, or the horizon runs through one of them
 */
export function pictureTransform(
  first: PictureFrame,
  second: PictureFrame,
  matrix: Matrix,
  agreement: { readonly inliers: number; readonly residual: number },
): PictureTransform | null {
  const back = inverse(matrix);
  if (back === null) return null;
  const whole = frameOf(first.width, first.height);
  const other = frameOf(second.width, second.height);
  if (!before(back, other)) return null;
  const common = clipped(
    other.map(([x, y]) => applied(back, x, y)),
    first.width,
    first.height,
  );
  if (common.length < 3 || !before(matrix, common)) return null;
  const image = common.map(([x, y]) => applied(matrix, x, y));
  const cover: [number, number] = [share(common, whole), share(image, other)];
  if (cover[0] <= 0 || cover[1] <= 0) return null;
  const [x, y] = centroid(common);
  const shape = shapeOf(derivative(matrix, x, y), first.orientation, second.orientation);
  if (!(shape.scale > 0) || !(shape.aspect > 0) || !Number.isFinite(shape.aspect)) return null;
  return {
    kind: 'picture',
    homography: Array.from(matrix),
    ...shape,
    common: written(common),
    cover,
    inliers: agreement.inliers,
    residual: agreement.residual,
  };
}

/** Are all points on the near side of the horizon? */
function before(matrix: Matrix, points: readonly Point[]): boolean {
  return points.every(([x, y]) => matrix[6]! * x + matrix[7]! * y + matrix[8]! > 1e-3);
}

function share(part: readonly Point[], whole: readonly Point[]): number {
  return Math.min(1, area(part) / area(whole));
}

function shapeOf(
  [xx, xy, yx, yy]: readonly [number, number, number, number],
  firstOrientation: number,
  secondOrientation: number,
): Pick<PictureTransform, 'scale' | 'rotation' | 'mirrored' | 'aspect'> {
  const turn = uprightDirections[secondOrientation] ?? uprightDirections[1]!;
  const from = uprightDirections[firstOrientation] ?? uprightDirections[1]!;
  // Turns and mirrorings are their own transposed inverses.
  const stored = times([xx, xy, yx, yy], [from[0], from[2], from[1], from[3]]);
  const [a, b, c, d] = times(turn, stored);
  const determinant = a * d - b * c;
  const mirrored = determinant < 0;
  // Mirrored left to right first, then turned.
  const [p, q] = mirrored ? [-a, -c] : [a, c];
  return {
    scale: Math.sqrt(Math.abs(determinant)),
    rotation: (Math.atan2(q - b, p + d) * 180) / Math.PI,
    mirrored,
    aspect: Math.hypot(p, q) / Math.hypot(b, d),
  };
}

type Square = readonly [number, number, number, number];

function times(left: Square, right: Square): Square {
  return [
    left[0] * right[0] + left[1] * right[2],
    left[0] * right[1] + left[1] * right[3],
    left[2] * right[0] + left[3] * right[2],
    left[2] * right[1] + left[3] * right[3],
  ];
}
