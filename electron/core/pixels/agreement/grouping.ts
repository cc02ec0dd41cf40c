import type { AgreementGroup } from '#shared/domain/region.ts';
import { traceKinds } from '#shared/domain/region.ts';
import { samePlace } from '#shared/numeric/region-shape.ts';
import type { Piece } from './collect.ts';
import { cellArea, outlines, pieces, type Raster } from './raster.ts';

/**
 * Pieces on the same place, each in exactly one group. Those with the largest intersection over union come together first;
 * two groups become one only when every piece of the one lies on the same place as every piece of another method in the
 * other, so nothing is strung together.
 */
export function grouped(raster: Raster, all: readonly Piece[]): AgreementGroup[] {
  const shared = sharedCells(raster, all);
  const same = (i: number, j: number): boolean => {
    const [one, other] = [all[i]!, all[j]!];
    if (one.region.analysis === other.region.analysis) return !one.apart && !other.apart;
    const both = shared[i * all.length + j]!;
    return samePlace(both / one.cells.length, both / other.cells.length);
  };
  const pairs: { readonly i: number; readonly j: number; readonly ratio: number }[] = [];
  for (let i = 0; i < all.length; i += 1) {
    for (let j = i + 1; j < all.length; j += 1) {
      const both = shared[i * all.length + j]!;
      if (both === 0 || !same(i, j)) continue;
      pairs.push({ i, j, ratio: both / (all[i]!.cells.length + all[j]!.cells.length - both) });
    }
  }
  pairs.sort((a, b) => b.ratio - a.ratio || a.i - b.i || a.j - b.j);
  const groupOf = all.map((_, index) => [index]);
  for (const { i, j } of pairs) {
    const [one, other] = [groupOf[i]!, groupOf[j]!];
    if (one === other || !one.every((a) => other.every((b) => same(a, b)))) continue;
    const whole = [...one, ...other].sort((a, b) => a - b);
    for (const index of whole) groupOf[index] = whole;
  }
  return [...new Set(groupOf)]
    .map((members) =>
      groupFrom(
        raster,
        members.map((index) => all[index]!),
      ),
    )
    .sort(
      (a, b) => b.kinds.length - a.kinds.length || b.analyses.length - a.analyses.length || b.area - a.area,
    );
}

/** Cells that each two pieces of different methods have in common, `n × n`. */
function sharedCells({ columns, rows }: Raster, all: readonly Piece[]): Uint32Array {
  const shared = new Uint32Array(all.length * all.length);
  // Pieces on a cell as a chain: the last one, and from every entry the one before it.
  const last = new Int32Array(columns * rows).fill(-1);
  const entries = all.reduce((sum, { cells }) => sum + cells.length, 0);
  const before = new Int32Array(entries);
  const piece = new Int32Array(entries);
  let entry = 0;
  for (const [index, { cells, region }] of all.entries()) {
    for (const at of cells) {
      for (let other = last[at]!; other >= 0; other = before[other]!) {
        const that = piece[other]!;
        if (all[that]!.region.analysis === region.analysis) continue;
        shared[index * all.length + that]! += 1;
        shared[that * all.length + index]! += 1;
      }
      before[entry] = last[at]!;
      piece[entry] = index;
      last[at] = entry;
      entry += 1;
    }
  }
  return shared;
}

function groupFrom(raster: Raster, members: readonly Piece[]): AgreementGroup {
  const analyses = [...new Set(members.map(({ region }) => region.analysis))].sort();
  const kinds = traceKinds.filter((kind) => members.some(({ region }) => region.kind === kind));
  const [only, other] = members;
  if (only !== undefined && other === undefined) {
    const { id, rings, area } = only.region;
    return { id, regions: [id], analyses, kinds, rings, area };
  }
  const mask = new Uint8Array(raster.columns * raster.rows);
  // Pieces of one method do not overlap, except the pairs of copies, of which no two are in one group.
  for (const { cells } of members) for (const at of cells) mask[at]! += 1;
  const least = analyses.length > 1 ? 2 : 1;
  let count = 0;
  for (let at = 0; at < mask.length; at += 1) {
    mask[at] = mask[at]! >= least ? 1 : 0;
    count += mask[at]!;
  }
  return {
    id: members.map(({ region }) => region.id).join(' '),
    regions: members.map(({ region }) => region.id),
    analyses,
    kinds,
    rings: outlines(raster, pieces(raster, mask)),
    area: Math.round(count * cellArea(raster)),
  };
}
