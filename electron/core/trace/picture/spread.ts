import type { Corners } from '../../media/vision.ts';

/** Cells along the longer side of the plane. */
const cellsAlong = 12;

/**
 * The most distinct corners, spread evenly: the best of every cell first, then the second best of every cell, and so
 * on. A copy that lacks part of the picture keeps its share of them.
 *
 * @param size of the plane, pixels
 * @returns at most `most` corners, in order of choice
 */
export function spreadCorners(
  corners: Corners,
  size: { readonly width: number; readonly height: number },
  most: number,
): Corners {
  const side = Math.max(size.width, size.height) / cellsAlong;
  const order = Array.from(corners.responses.keys()).sort(
    (one, other) => corners.responses[other]! - corners.responses[one]! || one - other,
  );
  const taken = new Map<number, number>();
  const rank = new Int32Array(corners.count);
  for (const index of order) {
    const cell =
      Math.floor(corners.points[2 * index + 1]! / side) * 64 + Math.floor(corners.points[2 * index]! / side);
    const before = taken.get(cell) ?? 0;
    rank[index] = before;
    taken.set(cell, before + 1);
  }
  // A stable sort keeps the order of distinctness within a rank.
  const chosen = order.sort((one, other) => rank[one]! - rank[other]!).slice(0, most);
  return pickedCorners(corners, chosen);
}

function pickedCorners(corners: Corners, chosen: readonly number[]): Corners {
  const points = new Float32Array(2 * chosen.length);
  const responses = new Float32Array(chosen.length);
  const descriptors = new Uint8Array(32 * chosen.length);
  for (const [to, from] of chosen.entries()) {
    points.set(corners.points.subarray(2 * from, 2 * from + 2), 2 * to);
    responses[to] = corners.responses[from]!;
    descriptors.set(corners.descriptors.subarray(32 * from, 32 * from + 32), 32 * to);
  }
  return { count: chosen.length, points, responses, descriptors };
}

/** Share of the plane's cells that have at least one corner, 0…1. */
export function coveredShare(
  { count, points }: Corners,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  const side = Math.max(width, height) / cellsAlong;
  const cells = new Set<number>();
  for (let index = 0; index < count; index += 1) {
    cells.add(Math.floor(points[2 * index + 1]! / side) * 64 + Math.floor(points[2 * index]! / side));
  }
  return Math.min(1, cells.size / (Math.ceil(width / side) * Math.ceil(height / side)));
}
