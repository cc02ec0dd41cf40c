import type { LineageEdge, LineageNode } from '#shared/domain/lineage.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Verdicts } from './verdicts.ts';

/** From here on a picture was surely cut, 0…1. */
const surelyCut = 0.6;

/**
 * Two pictures that were both cut, of which neither holds the other, were made from a third. Where that is not in the set
 * it is drawn as missing, in place of the undirected edge between them.
 */
export function withMissingParents(
  edges: readonly LineageEdge[],
  verdicts: Verdicts,
  indexOf: (id: string) => number,
): { readonly nodes: LineageNode[]; readonly edges: LineageEdge[] } {
  const ghostOf = new Map<string, number>();
  let count = 0;
  const kept = edges.filter((edge) => {
    if (edge.state !== 'same-source' || !bothCut(indexOf(edge.from), indexOf(edge.to), verdicts)) return true;
    // One that has a parent of its own came from there; the missing one would be a second.
    if (!free(edge, edges)) return true;
    const known = ghostOf.get(edge.from) ?? ghostOf.get(edge.to);
    if (known === undefined) count += 1;
    const ghost = known ?? count;
    ghostOf.set(edge.from, ghost);
    ghostOf.set(edge.to, ghost);
    return false;
  });
  const nodes = Array.from({ length: count }, (_, index): LineageNode => {
    return {
      ...{ id: `missing-${index + 1}`, sha256: null, name: '', number: null, media: null },
      ...{ group: null, date: null, root: null },
    };
  });
  const added = [...ghostOf].map(
    ([id, ghost]): LineageEdge => ({
      ...{ from: `missing-${ghost}`, to: id, state: 'missing-parent', directed: true },
      ...{ confidence: 0.5, logit: 0, transform: null, evidence: [], summary: cut },
    }),
  );
  return { nodes, edges: [...kept, ...added] };
}

/** Has neither end a parent that is told with an arrow? */
function free({ from, to }: LineageEdge, edges: readonly LineageEdge[]): boolean {
  return [from, to].every((id) => !edges.some((edge) => edge.directed && edge.to === id));
}

function bothCut(one: number, other: number, verdicts: Verdicts): boolean {
  const signs = verdicts.between(one, other)?.verdict.signs;
  const sign = signs?.crop ?? signs?.shorter;
  return sign !== undefined && Math.min(...sign) > surelyCut;
}

const cut = localized('cut from a picture that is not at hand', '裁自未收集到的图像');
