import type { Sha256 } from '#shared/domain/evidence.ts';
import { Publication } from '#shared/domain/publication.ts';
import { createStore } from '../../../state/store.ts';

/** A record in which nothing is recorded. */
export const emptyPublication: Publication = Publication.parse({});

/**
 * What was typed and not saved, by case and exhibit. It outlives the screen: going to another exhibit or stage
 * loses nothing.
 */
export const drafts = createStore<{ readonly open: Readonly<Record<string, Publication | undefined>> }>({
  open: {},
});

export function draftKey(caseId: string, evidence: Sha256): string {
  return `${caseId} ${evidence}`;
}

/** `null` throws the draft away. */
export function keepDraft(key: string, publication: Publication | null): void {
  drafts.set(({ open }) => ({ open: { ...open, [key]: publication ?? undefined } }));
}

/** Do both say the same? Fields stand in the order of the schema. */
export function saysTheSame(one: Publication, other: Publication): boolean {
  return JSON.stringify(Publication.parse(one)) === JSON.stringify(Publication.parse(other));
}

/** Fields that cannot be recorded as they are, by path: `account.owner`. */
export function faults(publication: Publication): readonly string[] {
  const parsed = Publication.safeParse(publication);
  if (parsed.success) return [];
  return [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))];
}
