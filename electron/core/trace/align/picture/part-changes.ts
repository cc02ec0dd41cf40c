import type { ChangeKind } from '#shared/domain/comparison.ts';
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
/** Share of three colours from which on it is drawn and not photographed. */
const drawn = 0.55;

/**
 * Names what was done to each part.
 *
 * @param pair the original in the suspect's colours, and the suspect
 * @param changed its marks of parts that turn out to be noise are taken away
 */
export function partChanges(pair: MeasuredPair, changed: ChangedParts): readonly PartChange[] {
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
      kind === 'recoloured' || index >= searched
        ? null
        : foundElsewhere(pair.light[0], pair.light[1], marks, part, index + 1);
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

/** By what each picture shows at that place, see the constants above. */
function kindOf({
  correlation,
  structure,
  edge,
  fewColours,
  shift,
  step,
  even,
}: PartMeasures): PartChange['kind'] {
  const [before, after] = edge;
  if (correlation >= sameStructure && Math.min(...structure) >= plain / 2) return 'recoloured';
  if (fewColours >= 0.9 && even >= 0.8 && step >= 8) return 'overlaid';
  if (after > standsOut * before) {
    if (fewColours >= drawn || structure[1] < 1) return 'overlaid';
    return Math.max(...structure) < plain && Math.hypot(...shift) > 4 ? 'recoloured' : 'added';
  }
  if (before > standsOut * after) return 'removed';
  if (fewColours >= 0.9 && structure[1] < plain) return 'overlaid';
  if (structure[1] < 0.5 * structure[0]) return 'removed';
  return 'changed';
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
      if (there === 0) continue;
      changed += 1;
      counts.set(there, (counts.get(there) ?? 0) + 1);
    }
  }
  return { share: changed / pixels, pixels: counts };
}
