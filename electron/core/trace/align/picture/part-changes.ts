import type { ChangeKind } from '#shared/domain/comparison.ts';
import type { Matrix } from '../../picture/homography.ts';
import type { ChangedPart, ChangedParts } from './changed-parts.ts';
import { type FoundElsewhere, foundElsewhere } from './moved-part.ts';
import { type MeasuredPair, measuredPart, type PartMeasures } from './part-measures.ts';

/** What was done to one part of the picture. */
export interface PartChange {
  readonly kind: Extract<ChangeKind, 'added' | 'removed' | 'moved' | 'recoloured' | 'overlaid' | 'changed'>;
  readonly part: ChangedPart;
  readonly measures: PartMeasures;
  /** Where in the original the same is, as shift in the suspect's plane; of `moved` and of copied parts. */
  readonly source: FoundElsewhere | null;
}

/** Parts that are looked for elsewhere, the gravest first. */
const searched = 10;
/** Share of the place a part came from that must be changed, too, for it to be moved and not copied. */
const leftBehind = 0.4;
/** Correlation of fine structure from which on it is the same under other colours. */
const sameStructure = 0.6;
/** Deviation of fine structure below which there is none to speak of, grey levels. */
const plain = 2.5;
/** One picture stands out from its surroundings when its edge is that much sharper than the other's. */
const standsOut = 1.25;
/** Deviation of fine structure that letters have and photographs seldom, grey levels. */
const lettering = 34;
/** Share of three colours and their soft edges from which on strokes and areas are drawn, and up to which it is photographed. */
const drawnStrokes = 0.7;
const drawnArea = 0.98;
const photographed = 0.9;
/** How much more the suspect changes across a drawn area's edge than beside it. */
const framed = 1.15;
/** Share of a part's box that letters do not fill, and that things do. */
const solid = 0.75;
const compact = 0.6;

/**
 * Names what was done to each part.
 *
 * @param pair the original in the suspect's colours, and the suspect
 * @param toFirst pixels of the suspect's plane to those of the original as stored
 * @param changed its marks of parts that turn out to be noise are taken away
 */
export function partChanges(
  pair: MeasuredPair,
  changed: ChangedParts,
  toFirst: Matrix,
): readonly PartChange[] {
  const { marks, parts } = changed;
  const gone = new Set<number>();
  const found = parts.map((part, index): PartChange => {
    const measures = measuredPart(pair, marks, part, index + 1);
    if (isNoise(measures)) {
      gone.add(index);
      return { kind: 'changed', part, measures, source: null };
    }
    const kind = kindOf(measures);
    const source =
      kind === 'recoloured' || index >= searched || isSoftened(measures)
        ? null
        : foundElsewhere(pair.light, marks, { part, number: index + 1 }, toFirst);
    return { kind, part, measures, source };
  });
  for (let at = 0; at < marks.length; at += 1) if (gone.has(marks[at]! - 1)) marks[at] = 0;
  const out = found.map((change, index): PartChange => {
    const { source } = change;
    if (source === null || gone.has(index)) return change;
    const there = partsAt(marks, pair.first.width, pair.first.height, change.part, index + 1, source);
    if (there.share < leftBehind)
      return change.kind === 'removed' ? { ...change, source: null } : { ...change, kind: 'added' };
    for (const [number, pixels] of there.pixels) {
      const other = found[number - 1]!;
      // What is left where it was taken away is the same change.
      if (number !== index + 1 && other.source === null && pixels >= 0.5 * other.part.pixels)
        gone.add(number - 1);
    }
    return { ...change, kind: 'moved' };
  });
  return out.filter((_, index) => !gone.has(index));
}

/** Same structure, same colours, same contrast: edges that saving or resampling treated otherwise. */
function isNoise({ correlation, structure, shift }: PartMeasures): boolean {
  const contrast = structure[1] / Math.max(0.1, structure[0]);
  return correlation >= sameStructure && Math.hypot(...shift) < 4 && contrast > 0.6 && contrast < 1.6;
}

/** Fine structure was taken away, coarse light was kept: blurred or in large squares. */
export function isSoftened({ coarse }: PartMeasures): boolean {
  return coarse.kept < 0.6 && coarse.miss < 0.5 && coarse.correlation > 0.8;
}

/** By what each picture shows at that place, see the constants above. Where nothing is sure: `changed`. */
function kindOf(measures: PartMeasures): PartChange['kind'] {
  const { correlation, structure, edge, fewColours, shift, step, even, fill, drawn } = measures;
  const [before, after] = edge;
  if (correlation >= sameStructure && Math.min(...structure) >= plain / 2) return 'recoloured';
  if (isSoftened(measures)) return 'changed';
  if (fewColours >= 0.9 && even >= 0.8 && step >= 8) return 'overlaid';
  const strokes = structure[1] >= lettering && structure[1] > 1.4 * structure[0];
  if (strokes && fill < solid) return drawn >= drawnStrokes ? 'overlaid' : 'changed';
  if (before > standsOut * after) return 'removed';
  if (drawn >= drawnArea && after > framed && step >= 20) return 'overlaid';
  if (after > standsOut * before) {
    if (structure[1] < 1) return 'overlaid';
    if (Math.max(...structure) < plain) return Math.hypot(...shift) > 4 ? 'recoloured' : 'changed';
    // Less structure than before: large squares stand out as well as a plain thing does.
    const told = structure[1] >= 0.6 * structure[0] && drawn < photographed && fill > compact && !strokes;
    return told ? 'added' : 'changed';
  }
  return structure[1] < 0.5 * structure[0] && after <= before && step < 40 ? 'removed' : 'changed';
}

/** Which parts lie where this one came from: changed pixels of each, and their share of all. */
function partsAt(
  marks: Uint16Array,
  width: number,
  height: number,
  { box, pixels }: ChangedPart,
  number: number,
  { across, down }: FoundElsewhere,
): { readonly share: number; readonly pixels: ReadonlyMap<number, number> } {
  const counts = new Map<number, number>();
  let changed = 0;
  for (let y = box.top; y < box.bottom; y += 1) {
    for (let x = box.left; x < box.right; x += 1) {
      if (marks[y * width + x] !== number) continue;
      const [u, v] = [x + across, y + down];
      if (u < 0 || v < 0 || u >= width || v >= height) continue;
      const there = marks[v * width + u]!;
      // A copy from beside it reaches into itself.
      if (there === 0 || there === number) continue;
      changed += 1;
      counts.set(there, (counts.get(there) ?? 0) + 1);
    }
  }
  return { share: changed / pixels, pixels: counts };
}
