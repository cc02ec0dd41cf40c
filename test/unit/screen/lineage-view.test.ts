import { expect, test } from 'vitest';
import type { LineageEdge } from '#shared/domain/lineage.ts';
import { keptEdges, lookOf, nextNode } from '../../../renderer/src/stages/trace/lineage/lineage-view.ts';

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
