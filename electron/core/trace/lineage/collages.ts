import type { Verdicts } from './verdicts.ts';

/** A part must have been put into the collage at least this surely, log odds, and not fill it. */
const leastLogit = 1;
const mostCover = 0.9;

/**
 * Items that were put together of several which have nothing in common with one another.
 *
 * @returns for each collage the best source of each part, two or more
 */
export function collages(members: readonly number[], verdicts: Verdicts): Map<number, number[]> {
  const out = new Map<number, number[]>();
  for (const child of members) {
    const sources = verdicts.neighbours(child).filter((from) => {
      if (verdicts.logit(from, child) < leastLogit) return false;
      const link = verdicts.between(from, child)!;
      const { transform } = link.evidence;
      return transform !== null && transform.cover[link.turned ? 0 : 1] < mostCover;
    });
    const parts = unrelated(sources, verdicts);
    if (parts.length < 2) continue;
    out.set(
      child,
      parts.map((part) =>
        part.reduce((best, one) =>
          missOf(one, child, verdicts) < missOf(best, child, verdicts) ? one : best,
        ),
      ),
    );
  }
  return out;
}

function missOf(from: number, to: number, verdicts: Verdicts): number {
  return verdicts.between(from, to)!.verdict.distance - verdicts.logit(from, to);
}

/** Sources grouped by what they have in common. */
function unrelated(sources: readonly number[], verdicts: Verdicts): number[][] {
  const left = new Set(sources);
  const groups: number[][] = [];
  for (const start of sources) {
    if (!left.delete(start)) continue;
    const group = [start];
    for (let at = 0; at < group.length; at += 1) {
      for (const next of verdicts.neighbours(group[at]!)) if (left.delete(next)) group.push(next);
    }
    groups.push(group);
  }
  return groups;
}
