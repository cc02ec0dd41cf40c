import { laidOriginal } from '#core/trace/align/picture/laid.ts';
import { cheapestForest } from '#core/trace/lineage/branching.ts';
import { resizing } from '#core/trace/lineage/picture/overlap.ts';
import type { PictureView } from '#core/trace/lineage/picture/view.ts';
import { inverse, type Matrix, product } from '#core/trace/picture/homography.ts';
import type { RgbPlane } from '#core/trace/picture/planes.ts';
import type { PictureTransform } from '#shared/domain/comparison.ts';

/**
 * What image phylogeny began with (Dias, Rocha and Goldenstein, IEEE TIFS 7, 2012): the mean squared error that is left
 * after one picture was laid on the other and given its colours, once for each direction.
 */
export function dissimilarities(
  first: PictureView,
  second: PictureView,
  { homography }: PictureTransform,
): readonly [number, number] {
  const back = inverse(homography);
  if (back === null) return [-1, -1];
  return [left(first, second, back), left(second, first, homography)];
}

/** @param back stored pixels of `onto` to those of `from` */
function left(from: PictureView, onto: PictureView, back: Matrix): number {
  const [source, target] = [from.planes.small, onto.planes.small];
  const matrix = product(
    resizing(from.planes.frame, source),
    product(back, resizing(target, onto.planes.frame)),
  );
  const laid = laidOriginal(source, target, matrix, null);
  let [sum, count] = [0, 0];
  for (let channel = 0; channel < 3; channel += 1) {
    const [one, other] = [moments(laid, laid.inside, channel), moments(target, laid.inside, channel)];
    const gain = other.deviation / Math.max(1e-6, one.deviation);
    for (let pixel = 0, at = channel; pixel < laid.inside.length; pixel += 1, at += 3) {
      if (laid.inside[pixel] === 0) continue;
      sum += ((laid.data[at]! - one.mean) * gain + other.mean - target.data[at]!) ** 2;
      count += 1;
    }
  }
  return sum / Math.max(1, count);
}

/** Mean and deviation of a channel, by which the literature matches colours. */
function moments(
  { data }: RgbPlane,
  inside: Uint8Array,
  channel: number,
): { readonly mean: number; readonly deviation: number } {
  let [sum, squares, count] = [0, 0, 0];
  for (let pixel = 0, at = channel; pixel < inside.length; pixel += 1, at += 3) {
    if (inside[pixel] === 0) continue;
    sum += data[at]!;
    squares += data[at]! ** 2;
    count += 1;
  }
  const mean = sum / Math.max(1, count);
  return { mean, deviation: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) };
}

interface Weighted {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
}

/** Oriented Kruskal (Dias et al. 2012, algorithm 1): cheapest arcs first, unless their end has a parent or they close a circle. */
export function orientedKruskal(count: number, arcs: readonly Weighted[]): (number | null)[] {
  const top = Array.from({ length: count }, (_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (top[at] !== at) at = top[at]!;
    return at;
  };
  const parents = new Array<number | null>(count).fill(null);
  for (const { from, to } of [...arcs].sort((one, other) => one.cost - other.cost)) {
    if (find(from) === find(to) || find(to) !== to) continue;
    top[to] = find(from);
    parents[to] = from;
  }
  return parents;
}

/** Edmonds' branching over the same arcs (Dias et al., JVCIR 2013). */
export function edmonds(count: number, arcs: readonly Weighted[]): (number | null)[] {
  return cheapestForest(count, arcs, new Float64Array(count).fill(1e9));
}
