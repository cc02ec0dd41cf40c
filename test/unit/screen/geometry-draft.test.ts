import { describe, expect, test } from 'vitest';
import { Geometry } from '#shared/domain/geometry.ts';
import {
  addGroup,
  addMark,
  changeMark,
  emptyGeometry,
  freshId,
  handlesOf,
  moveHandle,
  pointsNeeded,
  removeGroup,
  removeMark,
  renameGroup,
  threeDirections,
  tools,
  toolsOf,
  withPoint,
} from '../../../renderer/src/stages/examine/geometry/geometry-draft.ts';

const points = [
  { x: 1, y: 2 },
  { x: 3, y: 4 },
  { x: 5, y: 6 },
];

function drawn(tool: (typeof tools)[number], id: string) {
  let drawing = { group: 'g', tool, points: [] as readonly { x: number; y: number }[] };
  for (const point of points) {
    const next = withPoint(drawing, point, id);
    if ('mark' in next) return next.mark;
    drawing = next.drawing as typeof drawing;
  }
  throw new Error('the mark was not finished');
}

describe('drawing on a picture', () => {
  test('every tool makes a mark its group takes, out of the points in their order', () => {
    for (const [kind, of] of Object.entries(toolsOf)) {
      for (const tool of of) {
        const mark = drawn(tool, '2');
        expect(handlesOf(mark)).toEqual(points.slice(0, pointsNeeded(tool)));
        const geometry = addMark(addGroup(emptyGeometry, kind as never), '1', mark);
        expect(Geometry.parse(geometry)).toEqual(geometry);
      }
    }
    expect(drawn('lit', '1')).toMatchObject({ kind: 'outline', lit: true });
    expect(drawn('shaded', '1')).toMatchObject({ kind: 'outline', lit: false });
  });

  test('points are moved one by one, and nothing else is', () => {
    for (const tool of tools) {
      const kind = (Object.keys(toolsOf) as (keyof typeof toolsOf)[]).find((one) =>
        toolsOf[one].includes(tool),
      )!;
      let geometry = addMark(addGroup(emptyGeometry, kind), '1', drawn(tool, '2'));
      geometry = addMark(geometry, '1', drawn(tool, '3'));
      for (let handle = 0; handle < pointsNeeded(tool); handle += 1) {
        const moved = moveHandle(geometry, '2', handle, { x: 90, y: 91 });
        const [first, second] = moved.groups[0]!.marks;
        expect(handlesOf(first!)).toEqual(
          points.slice(0, pointsNeeded(tool)).map((at, index) => (index === handle ? { x: 90, y: 91 } : at)),
        );
        expect(second).toEqual(geometry.groups[0]!.marks[1]);
      }
    }
  });

  test('ids are never used twice, also after something was taken away', () => {
    let geometry = addGroup(addGroup(emptyGeometry, 'light'), 'mirror');
    geometry = addMark(geometry, '1', drawn('cast', freshId(geometry)));
    geometry = addMark(geometry, '2', drawn('reflection', freshId(geometry)));
    geometry = removeMark(geometry, '3');
    expect(freshId(geometry)).toBe('3');
    geometry = addMark(geometry, '1', drawn('cast', freshId(geometry)));
    expect(Geometry.safeParse(geometry).success).toBe(true);
    geometry = renameGroup(geometry, '2', 'Shop window');
    geometry = changeMark(geometry, '4', (mark) => ({ ...mark, off: true }));
    expect(geometry.groups[1]).toMatchObject({ name: 'Shop window', marks: [{ id: '4', off: true }] });
  });

  test('three directions are the first three, and go with one of them', () => {
    let geometry = addGroup(addGroup(addGroup(emptyGeometry, 'parallel'), 'light'), 'parallel');
    expect(threeDirections(geometry)).toBeNull();
    geometry = addGroup(geometry, 'parallel');
    const orthogonal = threeDirections(geometry);
    expect(orthogonal).toEqual(['1', '3', '4']);
    geometry = { ...geometry, orthogonal };
    expect(removeGroup(geometry, '2').orthogonal).toEqual(orthogonal);
    expect(removeGroup(geometry, '3').orthogonal).toBeNull();
  });
});
