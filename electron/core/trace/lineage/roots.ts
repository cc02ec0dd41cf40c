import type { Verdicts } from './verdicts.ts';

/** Items that hang together by what they have in common, each family in the order of the list. */
export function families(members: readonly number[], verdicts: Verdicts): number[][] {
  const seen = new Set<number>();
  const out: number[][] = [];
  for (const start of members) {
    if (seen.has(start)) continue;
    seen.add(start);
    const family = [start];
    for (let at = 0; at < family.length; at += 1) {
      for (const next of verdicts.neighbours(family[at]!)) {
        if (seen.has(next)) continue;
        seen.add(next);
        family.push(next);
      }
    }
    out.push(family.sort((one, other) => one - other));
  }
  return out;
}

/**
 * How likely each member of a family is its first: nothing was made before it, so of every other one it must be unlikely
 * that this was made from that. Adds up to 1 within a family.
 */
export function rootLikelihoods(members: readonly number[], verdicts: Verdicts): Map<number, number> {
  const out = new Map<number, number>();
  for (const family of families(members, verdicts)) {
    const logs = family.map((index) => {
      let sum = 0;
      for (const other of verdicts.neighbours(index))
        sum += Math.log1p(-Math.min(0.999, verdicts.chance(other, index)));
      for (const other of verdicts.neighbours(index)) sum += 0.5 * verdicts.chance(index, other);
      return sum;
    });
    const most = Math.max(...logs);
    const parts = logs.map((value) => Math.exp(value - most));
    const total = parts.reduce((sum, value) => sum + value, 0);
    for (const [place, index] of family.entries()) out.set(index, parts[place]! / total);
  }
  return out;
}
