import type { CredentialNode } from '#shared/domain/credential-detail.ts';

/** The title a signer gave an entry; `null`: none, and the core put a label of the store in its place. */
export function givenTitle({
  title,
  manifest,
  ingredient,
}: Pick<CredentialNode, 'title' | 'manifest' | 'ingredient'>): string | null {
  return title === manifest || title === ingredient || title.trim() === '' ? null : title;
}

/** One visible line of the history. */
export interface HistoryRow {
  readonly node: CredentialNode;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** `null`: it has no sources. */
  readonly expanded: boolean | null;
}

const deepest = 200;

/** The nodes as lines from top to bottom, those below a folded one left out; without recursion. */
export function historyRows(
  nodes: readonly CredentialNode[],
  folded: ReadonlySet<string>,
): readonly HistoryRow[] {
  const children = new Map<string | null, CredentialNode[]>();
  for (const node of nodes) {
    const siblings = children.get(node.parent);
    if (siblings === undefined) children.set(node.parent, [node]);
    else siblings.push(node);
  }
  const rows: HistoryRow[] = [];
  const waiting: { readonly group: readonly CredentialNode[]; next: number }[] = [
    { group: children.get(null) ?? [], next: 0 },
  ];
  while (waiting.length > 0) {
    const level = waiting[waiting.length - 1] as (typeof waiting)[number];
    const node = level.group[level.next];
    if (node === undefined) {
      waiting.pop();
      continue;
    }
    level.next += 1;
    const below = children.get(node.id) ?? [];
    const expandable = below.length > 0 && waiting.length < deepest;
    const expanded = expandable ? !folded.has(node.id) : null;
    rows.push({
      node,
      level: waiting.length,
      position: level.next,
      siblings: level.group.length,
      expanded,
    });
    if (expanded === true) waiting.push({ group: below, next: 0 });
  }
  return rows;
}

/** Place of the row above that holds this one, or its own. */
export function parentRow(rows: readonly HistoryRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let at = index - 1; at >= 0; at -= 1) if ((rows[at]?.level ?? 0) < level) return at;
  return index;
}
