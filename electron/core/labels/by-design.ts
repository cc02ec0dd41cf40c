import type { LabelPassage } from '#shared/domain/label-survival.ts';

/** Fields of a GB 45438 label that belong to the platform that spreads the content (Annex E). */
const platformFields: ReadonlySet<string> = new Set(['ContentPropagator', 'PropagateID', 'ReservedCode2']);

/**
 * Did a label only change in what Measures for Labeling, Art. 6, asks of a platform? It writes its name and its
 * number for the content into the label, over those of whoever had it before. Emptying them is something else;
 * the reserved field may be empty, because a signature of the platform before fits no longer.
 */
export function changedByDesign({ fate, standard, changed }: LabelPassage['labels'][number]): boolean {
  return (
    fate === 'altered' &&
    standard === 'gb45438-aigc' &&
    changed.length > 0 &&
    changed.every(
      ({ name, after }) =>
        platformFields.has(name) && (name === 'ReservedCode2' || (after !== null && after.trim() !== '')),
    )
  );
}
