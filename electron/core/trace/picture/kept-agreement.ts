import { consensus } from './consensus.ts';
import type { KeptFeatures } from './feature-print.ts';
import { matchDescriptors } from './matching.ts';

/** Kept features are few and the nearest is more often missing: a looser ratio than for whole sets. */
const ratio = 0.85;
/** Working pixels by which agreeing features may miss each other; perspective is not modelled. */
const tolerance = 6;
const scaleBound = 16;
const stretchBound = 3;
/** Working pixels between two features that count as two. */
const placeSide = 4;

/** Number of places in which the kept features of two pictures agree under one plausible affine map. Pure. */
export function keptAgreement(suspect: KeptFeatures, known: KeptFeatures): number {
  const pairs = matchDescriptors(suspect.descriptors, known.descriptors, ratio);
  if (pairs.count < 4) return 0;
  const order = Array.from(pairs.bits.keys()).sort(
    (one, other) => pairs.bits[one]! - pairs.bits[other]! || one - other,
  );
  const from = new Float32Array(2 * order.length);
  const to = new Float32Array(2 * order.length);
  for (const [at, index] of order.entries()) {
    const [one, other] = [pairs.first[index]!, pairs.second[index]!];
    from.set(suspect.points.subarray(2 * one, 2 * one + 2), 2 * at);
    to.set(known.points.subarray(2 * other, 2 * other + 2), 2 * at);
  }
  const found = consensus(from, to, tolerance);
  if (found === null || !plausible(found.map)) return 0;
  return Math.min(placesOf(from, found.agreeing), placesOf(to, found.agreeing));
}

/** No mirroring (descriptors do not survive it), no more enlarging or stretching than happens to copies. */
function plausible([a, b, , d, e]: readonly [number, number, number, number, number, number]): boolean {
  const determinant = a * e - b * d;
  if (!(determinant >= 1 / scaleBound ** 2 && determinant <= scaleBound ** 2)) return false;
  const stretch = (a * a + b * b + d * d + e * e) / (2 * determinant);
  return stretch <= (stretchBound + 1 / stretchBound) / 2;
}

function placesOf(points: Float32Array, numbers: readonly number[]): number {
  const cells = new Set<number>();
  for (const index of numbers) {
    const row = Math.floor(points[2 * index + 1]! / placeSide);
    cells.add(row * 4096 + Math.floor(points[2 * index]! / placeSide));
  }
  return cells.size;
}
