import { describe, expect, it } from 'vitest';
import type { TreeNode } from '#shared/domain/figure.ts';
import { extentOf, niceTicks, thinLine } from '../../../renderer/src/figures/plot-scale.ts';
import { arrangeRows, type CellWords } from '../../../renderer/src/figures/table-order.ts';
import { axisMoment, lanesOf, momentOf } from '../../../renderer/src/figures/timeline-scale.ts';
import { openAll, openAtFirst, treeRows } from '../../../renderer/src/figures/tree-rows.ts';

const words: CellWords = { number: String, pick: (text) => text.en, yes: 'yes', no: 'no' };

describe('table rows', () => {
  const rows = [
    { cells: ['IFD10', 5] },
    { cells: ['IFD2', 40] },
    { cells: [null, 7] },
    { cells: [{ en: 'main', 'zh-CN': '主' }, 5] },
  ];
  it('sort numbers by value, texts by the numbers in them, empty cells last', () => {
    const by = (column: number, direction: 'ascending' | 'descending') =>
      arrangeRows(rows, '', { column, direction }, words);
    expect(by(1, 'ascending')).toEqual([0, 3, 2, 1]);
    expect(by(1, 'descending')).toEqual([1, 2, 0, 3]);
    expect(by(0, 'ascending')).toEqual([1, 0, 3, 2]);
  });
  it('keep those that have all words', () => {
    expect(arrangeRows(rows, 'ifd 40', null, words)).toEqual([1]);
    expect(arrangeRows(rows, 'MAIN', null, words)).toEqual([3]);
    expect(arrangeRows(rows, ' ', null, words)).toEqual([0, 1, 2, 3]);
  });
});

describe('tree', () => {
  const roots: TreeNode[] = [
    { label: 'a', children: [{ label: 'b', children: [{ label: 'c' }] }, { label: 'd' }] },
    { label: 'e' },
  ];
  it('lists the lines of open nodes with level, position and number of siblings', () => {
    const rows = treeRows(roots, new Set(['0']));
    expect(
      rows.map(({ node, level, position, siblings, expanded }) => [
        node.label,
        level,
        position,
        siblings,
        expanded,
      ]),
    ).toEqual([
      ['a', 1, 1, 2, true],
      ['b', 2, 1, 2, false],
      ['d', 2, 2, 2, null],
      ['e', 1, 2, 2, null],
    ]);
  });
  it('opens as many whole levels as fit', () => {
    expect([...openAtFirst(roots, 4)]).toEqual(['0']);
    expect([...openAtFirst(roots, 10)]).toEqual(['0', '0.0']);
    expect([...openAtFirst(roots, 2)]).toEqual([]);
    expect([...openAll(roots, 10)]).toEqual(['0', '0.0']);
  });
  it('takes twenty thousand nodes and hostile depth', () => {
    const wide = [
      { label: 'root', children: Array.from({ length: 20_000 }, (_, index) => ({ label: `${index}` })) },
    ];
    expect(treeRows(wide, openAll(wide, 20_000))).toHaveLength(20_001);
    let deep: TreeNode = { label: 'end' };
    for (let level = 0; level < 5000; level++) deep = { label: `${level}`, children: [deep] };
    expect(treeRows([deep], openAll([deep], 20_000)).length).toBeLessThanOrEqual(200);
  });
});

describe('axes', () => {
  it('divide at round numbers', () => {
    expect(niceTicks(0, 100, 5)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(niceTicks(-0.3, 0.3, 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
    expect(niceTicks(3, 3, 5)).toEqual([3]);
    expect(niceTicks(Number.NaN, 1, 5)).toEqual([]);
  });
  it('give a single value room and pass over what is no number', () => {
    expect(extentOf([4, Number.NaN])).toEqual({ min: 2, max: 6 });
    expect(extentOf([Number.POSITIVE_INFINITY])).toBeNull();
  });
  it('thin a long line without losing its peaks', () => {
    const points = Array.from({ length: 100_000 }, (_, x) => ({ x, y: x === 77_777 ? 50 : x % 3 }));
    const thin = thinLine(points, 500);
    expect(thin.length).toBeLessThanOrEqual(2000);
    expect(thin.some(({ y }) => y === 50)).toBe(true);
    expect(thin[0]).toEqual(points[0]);
    expect(thin.at(-1)).toEqual(points.at(-1));
  });
});

describe('timeline', () => {
  it('reads seconds and dates, and says what is neither', () => {
    expect(momentOf('2026-03-09T14:05:33+08:00', 'date')).toBe(1_773_036_333);
    expect(momentOf('yesterday', 'date')).toBeNull();
    expect(momentOf('1.5', 'seconds')).toBe(1.5);
    expect(momentOf(undefined, 'seconds')).toBeNull();
  });
  it('keeps the order of lanes and the places of events', () => {
    const lanes = lanesOf({
      kind: 'timeline',
      id: 't',
      title: { en: 't', 'zh-CN': 't' },
      unit: 'seconds',
      events: [
        { lane: 'b', label: 'one', at: 1 },
        { lane: 'a', label: 'two', at: 2, until: 3 },
        { lane: 'b', label: 'three', at: 4 },
      ],
    });
    expect([...lanes.keys()]).toEqual(['b', 'a']);
    expect(lanes.get('b')?.map(({ index }) => index)).toEqual([0, 2]);
  });
  it('labels as fine as the span asks for', () => {
    expect(axisMoment(1_773_036_333, 10 * 365 * 86_400, 'date')).toBe('2026');
    expect(axisMoment(1_773_036_333, 60, 'date')).toBe('06:05:33');
    expect(axisMoment(75, 300, 'seconds')).toBe('1:15');
  });
});
