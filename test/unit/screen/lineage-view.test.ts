import { expect, test } from 'vitest';
import type { LineageEdge, LineageNode } from '#shared/domain/lineage.ts';
import { graphLayout, startingView } from '../../../renderer/src/stages/trace/lineage/lineage-layout.ts';
import {
  againstDates,
  keptEdges,
  likelyFirsts,
  lookOf,
  nextNode,
} from '../../../renderer/src/stages/trace/lineage/lineage-view.ts';

const edge = (
  state: LineageEdge['state'],
  directed: boolean,
  confidence: number,
  logit: number,
): LineageEdge => ({
  ...{ from: 'n1', to: 'n2', state, directed, confidence, logit },
  ...{ transform: null, summary: { en: '', 'zh-CN': '' }, evidence: [] },
});

test('only a direction that is said without "probably" is drawn as one', () => {
  expect(lookOf(edge('derived-from', true, 0.95, 3))).toBe('sure');
  expect(lookOf(edge('probably', true, 0.8, 1.4))).toBe('probable');
  expect(lookOf(edge('collage-of', true, 0.6, 0.4))).toBe('probable');
  expect(lookOf(edge('same-source', false, 0.55, 0.2))).toBe('open');
  expect(lookOf(edge('missing-parent', true, 0.5, 0))).toBe('missing');
});

test('a least confidence leaves out what has no direction', () => {
  const edges = [edge('derived-from', true, 0.95, 3), edge('same-source', false, 0.95, 0)];
  expect(keptEdges(edges, { state: '', least: 0 })).toEqual([0, 1]);
  expect(keptEdges(edges, { state: '', least: 0.8 })).toEqual([0]);
  expect(keptEdges(edges, { state: 'same-source', least: 0 })).toEqual([1]);
});

test('arrow keys go to the nearest node that way, and nowhere at the border', () => {
  const places = new Map([
    ['top', { x: 100, y: 0 }],
    ['left', { x: 0, y: 100 }],
    ['right', { x: 220, y: 100 }],
  ]);
  expect(nextNode(places, 'top', 'down')).toBe('left');
  expect(nextNode(places, 'left', 'right')).toBe('right');
  expect(nextNode(places, 'top', 'up')).toBeNull();
});

const node = (id: string, root: number | null, at: string | null): LineageNode => ({
  ...{ id, root, sha256: null, name: id, number: null, media: null, group: null },
  date: at === null ? null : { at, from: 'publication' },
});

test('what has no link is the first of nothing', () => {
  const nodes = [node('n1', 0.3, null), node('n2', 0.7, null), node('n3', 1, null)];
  const firsts = likelyFirsts({ nodes, edges: [edge('same-source', false, 0.5, 0)] });
  expect(firsts.map(({ node: { id } }) => id)).toEqual(['n2', 'n1']);
});

test('a link to an earlier date is told apart, one without a direction or a date is not', () => {
  const derived = edge('derived-from', true, 0.95, 3);
  const against = (first: string | null, second: string | null, link: LineageEdge) => [
    ...againstDates({ nodes: [node('n1', 1, first), node('n2', null, second)], edges: [link] }, [0]),
  ];
  expect(against('2026-03-02', '2026-03-01', derived)).toEqual([0]);
  expect(against('2026-03-01', '2026-03-02', derived)).toEqual([]);
  expect(against('2026-03-02', '2026-03-01', edge('same-source', false, 0.5, 0))).toEqual([]);
  expect(against('2026-03-02', null, derived)).toEqual([]);
});

test('copies stand to the right of their source, and what has no link below a heading', async () => {
  const nodes = [node('n1', 1, null), node('n2', null, null), node('n3', 1, null)];
  const layout = await graphLayout({ nodes, edges: [edge('derived-from', true, 0.95, 3)] });
  const [source, copy, alone] = ['n1', 'n2', 'n3'].map((id) => layout.nodes.get(id)!);
  expect(copy!.x).toBeGreaterThan(source!.x + 200);
  expect(alone!.y).toBeGreaterThan(layout.apart!.y);
  expect(layout.apart!.y).toBeGreaterThan(source!.y);
});

test('a graph begins whole when it can be read then, else at its first item', () => {
  const nodes = new Map([['n1', { x: 1800, y: 100 }]]);
  const small = startingView({ width: 600, height: 300, nodes }, 'n1', { width: 700, height: 500 });
  expect(small).toEqual({ x: 50, y: 100, zoom: 1 });
  const { x, zoom } = startingView({ width: 4000, height: 300, nodes }, 'n1', { width: 700, height: 500 });
  expect(zoom).toBe(0.8);
  // The node is in the window.
  expect(x + zoom * 1800).toBeGreaterThan(0);
  expect(x + zoom * 1800).toBeLessThan(500);
});
