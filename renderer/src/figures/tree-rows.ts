import type { TreeNode } from '#shared/domain/figure.ts';

/** One visible line of a tree. */
export interface TreeRow {
  readonly node: TreeNode;
  /** Place among all nodes: child numbers joined by dots. */
  readonly path: string;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly expanded: boolean | null;
}

const deepest = 200;

/** The lines of a tree with these paths open, top to bottom; without recursion, since depth is the file's. */
export function treeRows(roots: readonly TreeNode[], open: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const waiting: { readonly nodes: readonly TreeNode[]; readonly path: string; next: number }[] = [
    { nodes: roots, path: '', next: 0 },
  ];
  while (waiting.length > 0) {
    const group = waiting[waiting.length - 1] as (typeof waiting)[number];
    const node = group.nodes[group.next];
    if (node === undefined) {
      waiting.pop();
      continue;
    }
    const path = group.path === '' ? String(group.next) : `${group.path}.${group.next}`;
    group.next += 1;
    const children = node.children ?? [];
    const expandable = children.length > 0 && waiting.length < deepest;
    const expanded = expandable ? open.has(path) : null;
    rows.push({
      node,
      path,
      level: waiting.length,
      position: group.next,
      siblings: group.nodes.length,
      expanded,
    });
    if (expanded === true) waiting.push({ nodes: children, path, next: 0 });
  }
  return rows;
}

/** Which nodes are open at first: as many levels as stay within `most` lines. */
export function openAtFirst(roots: readonly TreeNode[], most: number): ReadonlySet<string> {
  const open = new Set<string>();
  let level: { readonly node: TreeNode; readonly path: string }[] = roots.map((node, index) => ({
    node,
    path: String(index),
  }));
  let lines = level.length;
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const parents = level.filter(({ node }) => (node.children ?? []).length > 0);
    const below = parents.reduce((sum, { node }) => sum + (node.children ?? []).length, 0);
    if (below === 0 || lines + below > most) return open;
    for (const { path } of parents) open.add(path);
    lines += below;
    level = parents.flatMap(({ node, path }) =>
      (node.children ?? []).map((child, index) => ({ node: child, path: `${path}.${index}` })),
    );
  }
  return open;
}

/** Every node that has children, up to `most` of them. */
export function openAll(roots: readonly TreeNode[], most: number): ReadonlySet<string> {
  const open = new Set<string>();
  const waiting = roots.map((node, index) => ({ node, path: String(index) }));
  for (let at = 0; at < waiting.length && open.size < most; at++) {
    const { node, path } = waiting[at] as (typeof waiting)[number];
    const children = node.children ?? [];
    if (children.length === 0) continue;
    open.add(path);
    children.forEach((child, index) => {
      waiting.push({ node: child, path: `${path}.${index}` });
    });
  }
  return open;
}
