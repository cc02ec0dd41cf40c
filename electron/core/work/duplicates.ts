import type { Evidence } from '#shared/domain/evidence.ts';
import type { DuplicateGroup, Trace } from '#shared/domain/trace.ts';
import type { CaseStore } from '../case/store.ts';
import { filmAlike } from './trace-warnings.ts';

/**
 * Exhibits of a case that have something in common: those whose decoded content has one hash, known since they were
 * taken in, and those their latest traces found to be copies of each other.
 */
export function duplicateGroups(store: CaseStore, traces: readonly Trace[]): DuplicateGroup[] {
  const exhibits = allOf(store);
  return [...sameContent(exhibits), ...copies(exhibits, traces)];
}

function allOf(store: CaseStore): Evidence[] {
  const all: Evidence[] = [];
  for (;;) {
    const { items } = store.listEvidence({ offset: all.length, limit: 500, filter: {} });
    if (items.length === 0) return all;
    all.push(...items);
  }
}

const wordsOf = {
  pixels: 'same-pixels',
  pcm: 'same-samples',
  frames: 'same-pixels',
  text: 'same-text',
} as const;

function sameContent(exhibits: readonly Evidence[]): DuplicateGroup[] {
  const groups = new Map<string, { what: DuplicateGroup['what']; evidence: string[] }>();
  for (const { sha256, content } of exhibits) {
    if (content.state !== 'known') continue;
    const key = `${content.method} ${content.sha256}`;
    const group = groups.get(key) ?? { what: wordsOf[content.of], evidence: [] };
    group.evidence.push(sha256);
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter(({ evidence }) => evidence.length > 1)
    .map(({ what, evidence }) => ({ claim: 'same-content', evidence, what }));
}

type HalfAlike = NonNullable<ReturnType<typeof filmAlike>>;

/** Each trace tells of the same likeness from its own side: groups that are part of another are left out. */
function largest(groups: readonly DuplicateGroup[]): DuplicateGroup[] {
  const kept: DuplicateGroup[] = [];
  for (const group of groups.toSorted((one, other) => other.evidence.length - one.evidence.length)) {
    const within = kept.some(
      ({ what, evidence }) =>
        what === group.what && group.evidence.every((sha256) => evidence.includes(sha256)),
    );
    if (!within) kept.push(group);
  }
  return kept;
}

/** Families of copies: everything that is linked by a confirmed likeness, each family once. */
function copies(exhibits: readonly Evidence[], traces: readonly Trace[]): DuplicateGroup[] {
  const halves: DuplicateGroup[] = [];
  const leader = new Map(exhibits.map(({ sha256 }) => [sha256, sha256]));
  const find = (sha256: string): string => {
    let at = sha256;
    for (let up = leader.get(at); up !== undefined && up !== at; up = leader.get(at)) at = up;
    return at;
  };
  for (const { file, candidates } of traces) {
    const alike = new Map<HalfAlike, string[]>();
    for (const candidate of candidates) {
      const { source, claim } = candidate;
      if (source.kind !== 'case' || claim === 'candidate' || !leader.has(source.evidence)) continue;
      const half = file.media.kind === 'video' ? filmAlike(candidate) : null;
      if (half !== null) {
        alike.set(half, [...(alike.get(half) ?? []), source.evidence]);
        continue;
      }
      const [one, other] = [find(file.sha256), find(source.evidence)];
      if (one !== other) leader.set(one, other);
    }
    for (const [what, others] of alike)
      halves.push({ claim: 'copy', evidence: [file.sha256, ...others], what });
  }
  const groups = largest(halves);
  const families = new Map<string, string[]>();
  for (const { sha256 } of exhibits) {
    const head = find(sha256);
    families.set(head, [...(families.get(head) ?? []), sha256]);
  }
  for (const evidence of families.values())
    if (evidence.length > 1) groups.push({ claim: 'copy', evidence, what: 'copies' });
  return groups;
}
