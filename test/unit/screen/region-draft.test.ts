import { describe, expect, test } from 'vitest';
import { AnalystRegion } from '#shared/domain/region.ts';
import { ringsOf, shiftedShape } from '#shared/numeric/region-shape.ts';
import {
  changed,
  changeRegion,
  ends,
  handlesOf,
  middleOf,
  redone,
  shapeOf,
  simplified,
  startOf,
  takenOver,
  undone,
  withHandle,
  withoutHandle,
  withRegion,
} from '../../../renderer/src/stages/examine/regions/region-draft.ts';

const at = (x: number, y: number) => ({ x, y });
const square = [at(0, 0), at(10, 0), at(10, 10), at(0, 10)];

describe('drawing a region', () => {
  test('a box needs two corners, a polygon three that are no line', () => {
    expect(shapeOf({ tool: 'rectangle', points: [at(1, 2)] })).toBeNull();
    expect(shapeOf({ tool: 'rectangle', points: [at(1, 2), at(1.5, 30)] })).toBeNull();
    expect(shapeOf({ tool: 'ellipse', points: [at(1, 2), at(9, 30)] })).toEqual({
      ...{ kind: 'ellipse', from: at(1, 2), to: at(9, 30) },
    });
    expect(shapeOf({ tool: 'polygon', points: square.slice(0, 2) })).toBeNull();
    expect(shapeOf({ tool: 'polygon', points: square })).toEqual({ kind: 'outline', rings: [square] });
  });

  test('a polygon is closed by its first point or by its last one again', () => {
    const drawing = { tool: 'polygon', points: square } as const;
    expect(ends(drawing, at(3, 1), 5)).toBe(true);
    expect(ends(drawing, at(0, 10), 0)).toBe(true);
    expect(ends(drawing, at(6, 6), 5)).toBe(false);
    expect(ends({ tool: 'rectangle', points: [at(0, 0)] }, at(50, 50), 5)).toBe(true);
    expect(ends({ tool: 'freehand', points: square }, at(0, 0), 5)).toBe(false);
  });

  test('a freehand line keeps its corners and drops what lies between', () => {
    const walk = square.flatMap((from, index) => {
      const to = square[(index + 1) % 4]!;
      return Array.from({ length: 10 }, (_, step) =>
        at(from.x + (step / 10) * (to.x - from.x), from.y + (step / 10) * (to.y - from.y)),
      );
    });
    expect(simplified(walk, 0.5)).toEqual([...square, at(0, 1)]);
  });
});

describe('regions', () => {
  const first = withRegion([], { kind: 'rectangle', from: at(2, 2), to: at(6, 8) });

  test('have a number and a colour of their own; what is taken over says from where', () => {
    const second = takenOver([first], { rings: [square], analyses: ['pixels.ghosts', 'pixels.cfa'] })!;
    expect([first.id, first.colour, second.id, second.colour]).toEqual(['1', 'blue', '2', 'orange']);
    expect(AnalystRegion.parse(second)).toMatchObject({ from: ['pixels.ghosts', 'pixels.cfa'] });
    expect(takenOver([], { rings: [], analyses: ['pixels.ghosts'] })).toBeNull();
  });

  test('are moved whole or by a corner, and lose corners down to a triangle', () => {
    expect(middleOf(first.shape)).toEqual(at(4, 5));
    expect(ringsOf(shiftedShape(first.shape, at(1, -1)))[0]![0]).toEqual(at(3, 1));
    expect(withHandle(first.shape, 1, at(9, 9))).toMatchObject({ from: at(2, 2), to: at(9, 9) });
    const outline = { kind: 'outline' as const, rings: [square, square.slice(0, 3)] };
    expect(handlesOf(outline)).toHaveLength(7);
    expect(withHandle(outline, 5, at(7, 7))).toEqual({
      ...outline,
      rings: [square, [at(0, 0), at(7, 7), at(10, 10)]],
    });
    expect(withoutHandle(outline, 1)).toMatchObject({ rings: [{ length: 3 }, { length: 3 }] });
    expect(withoutHandle(outline, 5)).toEqual(outline);
  });

  test('undo and redo; typing is one step', () => {
    let history = startOf([first]);
    for (const name of ['s', 'si', 'sign'])
      history = changed(
        history,
        changeRegion(history.now, '1', (one) => ({ ...one, name })),
        'name 1',
      );
    history = changed(history, []);
    expect(undone(history).now).toMatchObject([{ name: 'sign' }]);
    expect(undone(undone(history)).now).toEqual([first]);
    expect(undone(undone(undone(history))).now).toEqual([first]);
    expect(redone(undone(history)).now).toEqual([]);
    expect(redone(history).now).toEqual([]);
    expect(changed(undone(history), [first]).future).toEqual([]);
  });
});
