import type { TrustDiff, TrustLine } from '#shared/domain/trust.ts';

/** Hold two editions of a list against each other, line by line, in the order of the new one. */
export function diffLists(old: readonly TrustLine[], next: readonly TrustLine[]): TrustDiff {
  const before = new Map(old.map((line) => [line.id, line]));
  const after = new Set(next.map((line) => line.id));
  const known = next.filter((line) => before.has(line.id));
  return {
    added: next.filter((line) => !before.has(line.id)),
    removed: old.filter((line) => !after.has(line.id)),
    changed: known.filter((line) => before.get(line.id)?.digest !== line.digest),
    kept: known.filter((line) => before.get(line.id)?.digest === line.digest),
  };
}
