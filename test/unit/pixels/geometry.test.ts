import { describe, expect, test } from 'vitest';
import { SeededNoise } from '#core/mark/attacks/tools/noise.ts';
import { evaluateGeometry } from '#core/pixels/geometry/evaluate.ts';
import { Geometry, type GroupEvaluation, type PicturePoint } from '#shared/domain/geometry.ts';
import {
  around,
  cross,
  mirrored,
  type PinholeCamera,
  type Projected,
  pinhole,
  shadowOf,
  unit,
  type Vector,
} from '../../support/projected-scene.ts';

const size = { width: 4000, height: 3000 };
const camera = pinhole({ ...size, focal: 3600, at: [0, -12, 3], towards: [0, 0, 1] });
const posts: readonly Vector[] = [
  [-3, 1, 2],
  [-1.5, 3, 1.6],
  [0.5, 0, 1.8],
  [2, 2, 1.2],
  [3.2, 4, 2.2],
  [-0.5, 5, 1.4],
];

interface Light {
  readonly at: Vector;
  readonly w: 0 | 1;
}
const lights: Readonly<Record<string, Light>> = {
  'the sun ahead': { at: unit([0.5, 1.2, 0.8]), w: 0 },
  'the sun behind the camera': { at: unit([0.7, -1.1, 0.9]), w: 0 },
  'the sun nearly beside the picture plane': { at: unit([1, 0.16, 0.7]), w: 0 },
  'a lamp ahead': { at: [1, 6, 5], w: 1 },
  'a lamp behind the camera': { at: [-3, -20, 9], w: 1 },
};

/** Wedges to half a post's width beside its top, every point moved within the uncertainty. */
function shadows({ at, w }: Light, noise: SeededNoise, uncertainty: number, width: number) {
  const moved = ({ x, y }: PicturePoint) => {
    const length = uncertainty * Math.sqrt(noise.uniform());
    const angle = noise.between(0, 2 * Math.PI);
    return { x: x + length * Math.cos(angle), y: y + length * Math.sin(angle) };
  };
  return posts.map((post, index) => {
    const from = camera.pixel(shadowOf(post, at, w));
    const [one, other] = around(from, camera.pixel(post), width);
    return {
      id: `shadow-${index + 1}`,
      name: '',
      off: false,
      kind: 'cast' as const,
      from: moved(from),
      to: [moved(one), moved(other)] as [PicturePoint, PicturePoint],
    };
  });
}

function lightOf(marks: readonly unknown[], uncertainty: number): GroupEvaluation {
  const geometry = Geometry.parse({ uncertainty, groups: [{ id: 'sun', kind: 'light', marks }] });
  return evaluateGeometry(geometry, size.width, size.height).groups[0]!;
}

/** Is the projected light in the region, on the right side of the camera? */
function holds({ region }: GroupEvaluation, [x, y, w]: Projected): boolean {
  const at = { x: x / w, y: y / w };
  if (Math.max(Math.abs(at.x - 2000), Math.abs(at.y - 1500)) > 20 * 2000) return region.unbounded;
  return (w > 0 ? region.front : region.behind).some((polygon) => contains(polygon, at));
}

function contains(polygon: readonly PicturePoint[], at: PicturePoint): boolean {
  const turns = polygon.map((to, index) => {
    const from = polygon.at(index - 1)!;
    return (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x);
  });
  return turns.every((turn) => turn >= -1e-6) || turns.every((turn) => turn <= 1e-6);
}

describe('cast shadows of one light', () => {
  test.each(Object.entries(lights))(
    '%s: the region holds the true light, however it was drawn',
    (_, light) => {
      const noise = new SeededNoise(7);
      for (const uncertainty of [0.5, 2, 8]) {
        for (const width of [0, 12]) {
          for (let round = 0; round < 4; round += 1) {
            const found = lightOf(shadows(light, noise, uncertainty, width), uncertainty);
            expect(found.answer).toBe('consistent');
            expect(found.used).toHaveLength(posts.length);
            expect(holds(found, camera.project(light.at, light.w))).toBe(true);
            expect(found.agreesFrom).toBeLessThanOrEqual(uncertainty);
          }
        }
      }
    },
  );

  test('on which side of the camera the light is follows from the shadows', () => {
    const sides = Object.values(lights).map((light) => {
      return lightOf(shadows(light, new SeededNoise(1), 1, 4), 1).sides;
    });
    expect(sides).toEqual([['front'], ['behind'], ['front', 'behind'], ['front'], ['behind']]);
  });

  test.each(Object.entries(lights))('%s: one moved shadow is named, and no other', (_, light) => {
    for (let moved = 0; moved < posts.length; moved += 1) {
      const marks = shadows(light, new SeededNoise(moved), 2, 6);
      // The object was pasted in with a shadow of its own, turned by a quarter.
      const turned = marks.map((mark, index) => (index === moved ? quarterTurned(mark) : mark));
      const found = lightOf(turned, 2);
      expect(found.answer).toBe('inconsistent');
      expect(found.conflict).toContain(`shadow-${moved + 1}`);
      expect(found.remedies).toEqual([[`shadow-${moved + 1}`]]);
      expect(found.region).toEqual({ front: [], behind: [], unbounded: false });
      expect(found.agreesFrom).toBeGreaterThan(10);
    }
  });

  test('a contradiction is minimal: what is left without any of its marks agrees', () => {
    const noise = new SeededNoise(11);
    let contradictions = 0;
    for (let round = 0; round < 60; round += 1) {
      const marks = Array.from({ length: 5 }, (_, index) => {
        const point = () => ({ x: noise.between(0, 4000), y: noise.between(0, 3000) });
        const from = point();
        return { id: `m${index}`, kind: 'cast', from, to: around(from, point(), noise.between(0, 300)) };
      });
      const found = lightOf(marks, 1);
      if (found.answer !== 'inconsistent') continue;
      contradictions += 1;
      const named = marks.filter(({ id }) => found.conflict.includes(id));
      expect(lightOf(named, 1).answer).toBe('inconsistent');
      for (const one of named)
        expect(
          lightOf(
            named.filter((mark) => mark !== one),
            1,
          ).answer,
        ).not.toBe('inconsistent');
    }
    expect(contradictions).toBeGreaterThan(20);
  });

  test('agreement is judged as by trying many places for the light', () => {
    const noise = new SeededNoise(5);
    const seen = { agreed: 0, contradicted: 0 };
    for (let round = 0; round < 50; round += 1) {
      const marks = Array.from({ length: 3 }, (_, index) => {
        const from = { x: noise.between(0, 4000), y: noise.between(0, 3000) };
        const angle = noise.between(0, 2 * Math.PI);
        const to = { x: from.x + 800 * Math.cos(angle), y: from.y + 800 * Math.sin(angle) };
        return { id: `m${index}`, kind: 'cast', from, to: around(from, to, noise.between(200, 2500)) };
      });
      const found = lightOf(marks, 0.25);
      const tried = someLight(marks as never);
      if (tried) {
        expect(found.answer).not.toBe('inconsistent');
        seen.agreed += 1;
      } else {
        // Between the places tried there may be a light: then the region is small.
        if (found.answer === 'inconsistent') seen.contradicted += 1;
      }
    }
    expect(seen.agreed).toBeGreaterThan(10);
    expect(seen.contradicted).toBeGreaterThan(10);
  });

  test('too few, too short and too wide marks leave it open', () => {
    const marks = shadows(lights['the sun ahead']!, new SeededNoise(3), 1, 4);
    expect(lightOf([], 2)).toMatchObject({ answer: 'undetermined', used: [], agreesFrom: null });
    expect(lightOf(marks.slice(0, 2), 2)).toMatchObject({ answer: 'undetermined', chance: null });
    const short = { ...marks[0]!, id: 'short', to: [marks[0]!.from, marks[0]!.from] };
    const wide = {
      ...marks[0]!,
      id: 'wide',
      from: { x: 100, y: 100 },
      to: [
        { x: 0, y: 100 },
        { x: 200, y: 99.5 },
      ],
    };
    const off = { ...marks[5]!, id: 'off', off: true };
    const found = lightOf([...marks.slice(0, 4), short, wide, off], 2);
    expect(found.answer).toBe('consistent');
    expect(found.unused).toEqual([
      { mark: 'short', because: 'too-short' },
      { mark: 'wide', because: 'too-wide' },
      { mark: 'off', because: 'off' },
    ]);
    // Wedges of nearly half a circle agree with anything.
    const vague = marks.map((mark) => ({ ...mark, to: around(mark.from, mark.to[0], 1500) }));
    expect(lightOf(vague, 2).answer).toBe('undetermined');
    expect(lightOf(vague, 2).chance).toBeGreaterThan(0.25);
  });
});

function quarterTurned<T extends { from: PicturePoint; to: readonly PicturePoint[] }>(mark: T): T {
  const { from } = mark;
  const to = mark.to.map(({ x, y }) => ({ x: from.x - (y - from.y), y: from.y + (x - from.x) }));
  return { ...mark, to };
}

/** Directions spread evenly over the sphere of (x, y, w), and whether each wedge holds one of them. */
function someLight(marks: readonly { from: PicturePoint; to: [PicturePoint, PicturePoint] }[]): boolean {
  const count = 10_000;
  for (let index = 0; index < count; index += 1) {
    const z = 1 - (2 * index + 1) / count;
    const angle = index * Math.PI * (3 - Math.sqrt(5));
    const ring = Math.sqrt(1 - z * z);
    const light = [2000 * ring * Math.cos(angle) + 2000 * z, 2000 * ring * Math.sin(angle) + 1500 * z, z];
    if (marks.every((mark) => inWedge(mark, light as never))) return true;
  }
  return false;
}

/** By the definition: the light is beyond an object point of the wedge, or behind the camera on the other side. */
function inWedge(
  { from, to }: { from: PicturePoint; to: [PicturePoint, PicturePoint] },
  [x, y, w]: Projected,
): boolean {
  const towards = Math.atan2(y - from.y * w, x - from.x * w);
  const [one, other] = to.map((at) => Math.atan2(at.y - from.y, at.x - from.x)) as [number, number];
  const apart = (a: number, b: number) => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));
  return Math.abs(apart(one, towards) + apart(towards, other) - apart(one, other)) < 1e-9;
}

describe('attached shadows on an outline', () => {
  /** Sphere: outline points, and their normal in space, from the tangent cone of the camera. */
  function outlineOf(centre: Vector, radius: number, light: Light, seen: PinholeCamera, eye: Vector) {
    const to: Vector = [centre[0] - eye[0], centre[1] - eye[1], centre[2] - eye[2]];
    const distance = Math.hypot(...to);
    const axis = unit(to);
    const side = unit(cross(axis, [0, 0, 1]));
    const up = cross(side, axis);
    const sine = radius / distance;
    const cosine = Math.sqrt(1 - sine * sine);
    return Array.from({ length: 12 }, (_, index) => {
      const angle = (index * Math.PI) / 6 + 0.1;
      const normal = axis.map(
        (a, j) => -sine * a + cosine * (Math.cos(angle) * side[j]! + Math.sin(angle) * up[j]!),
      ) as unknown as Vector;
      const point = centre.map((c, j) => c + radius * normal[j]!) as unknown as Vector;
      const towards = light.w === 0 ? light.at : (light.at.map((l, j) => l - point[j]!) as unknown as Vector);
      const lit = normal[0] * towards[0] + normal[1] * towards[1] + normal[2] * towards[2] > 0;
      const at = seen.pixel(point);
      // The normal lies in the plane of sight's normal: its picture is at right angles to the tangent.
      const tangent = seen.pixel(
        point.map((p, j) => p + 1e-4 * cross(normal, unit(minusOf(point, eye)))[j]!) as unknown as Vector,
      );
      const middle = seen.pixel(centre);
      const dx = tangent.x - at.x;
      const dy = tangent.y - at.y;
      const length = Math.hypot(dx, dy);
      const sign = -dy * (at.x - middle.x) + dx * (at.y - middle.y) > 0 ? 1 : -1;
      const outward = { x: at.x - (sign * 200 * dy) / length, y: at.y + (sign * 200 * dx) / length };
      return { id: `outline-${index}`, name: '', off: false, kind: 'outline' as const, at, outward, lit };
    });
  }
  const eye: Vector = [0, -12, 3];

  test.each(Object.entries(lights))(
    '%s: the region of a sphere’s outline holds the true light',
    (_, light) => {
      const marks = outlineOf([1.5, 1, 1.5], 1.2, light, camera, eye);
      expect(marks.some(({ lit }) => lit) && marks.some(({ lit }) => !lit)).toBe(true);
      const found = lightOf(marks, 1);
      expect(found.answer).not.toBe('inconsistent');
      expect(holds(found, camera.project(light.at, light.w))).toBe(true);
    },
  );

  test('a body lit from the other side contradicts the cast shadows', () => {
    const light = lights['the sun ahead']!;
    const opposite = { at: unit([-0.9, 0.1, 0.2]), w: 0 as const };
    const cast = shadows(light, new SeededNoise(2), 1, 4);
    expect(lightOf([...cast, ...outlineOf([1.5, 1, 1.5], 1.2, light, camera, eye)], 1).answer).toBe(
      'consistent',
    );
    const other = outlineOf([1.5, 1, 1.5], 1.2, opposite, camera, eye);
    const found = lightOf([...cast, ...other], 1);
    expect(found.answer).toBe('inconsistent');
    expect(found.conflict.some((mark) => mark.startsWith('outline'))).toBe(true);
  });
});

function minusOf(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

describe('reflections in one plane mirror', () => {
  const normal = unit([0.8, 0.6, 0]);
  const marks = posts.map((post, index) => ({
    id: `reflection-${index + 1}`,
    kind: 'reflection' as const,
    from: camera.pixel(post),
    to: [0, 0].map(() => camera.pixel(mirrored(post, [8, 8, 0], normal))),
  }));
  const mirror = (all: readonly unknown[]) =>
    evaluateGeometry(
      Geometry.parse({ groups: [{ id: 'mirror', kind: 'mirror', marks: all }] }),
      size.width,
      size.height,
    ).groups[0]!;

  test('meet in the vanishing point of its normal', () => {
    const found = mirror(marks);
    expect(found.answer).toBe('consistent');
    expect(holds(found, camera.project(normal, 0))).toBe(true);
  });

  test('a wrong reflection is named', () => {
    const wrong = marks.map((mark, index) =>
      index === 2 ? { ...mark, to: mark.to.map(({ x, y }) => ({ x, y: y + 260 })) } : mark,
    );
    expect(mirror(wrong)).toMatchObject({ answer: 'inconsistent', remedies: [['reflection-3']] });
  });
});

describe('parallel lines and the camera', () => {
  const shifted = pinhole({
    ...size,
    focal: 3200,
    at: [9, -7, 6],
    towards: [0, 0, 1],
    principal: { x: 2080, y: 1460 },
  });
  const directions: readonly Vector[] = [unit([1, 0.1, 0]), unit([-0.1, 1, 0]), [0, 0, 1]];

  function lines(direction: Vector, group: string, noise: SeededNoise, uncertainty: number) {
    return Array.from({ length: 5 }, (_, index) => {
      const start: Vector = [noise.between(-2, 2), noise.between(-2, 2), noise.between(0, 2)];
      const end = start.map((s, j) => s + 2.5 * direction[j]!) as unknown as Vector;
      const ends = [shifted.pixel(start), shifted.pixel(end)].map(({ x, y }) => ({
        x: x + noise.between(-uncertainty, uncertainty) / 2,
        y: y + noise.between(-uncertainty, uncertainty) / 2,
      }));
      if (index % 2 === 1) ends.reverse();
      return { id: `${group}-${index}`, kind: 'line', from: ends[0], to: ends[1] };
    });
  }

  function box(noise: SeededNoise, uncertainty: number, turn: readonly Vector[] = directions) {
    const groups = turn.map((direction, index) => ({
      id: `g${index}`,
      kind: 'parallel',
      marks: lines(direction, `g${index}`, noise, uncertainty),
    }));
    return Geometry.parse({ uncertainty, groups, orthogonal: ['g0', 'g1', 'g2'] });
  }

  test('meet in the vanishing point, whichever end was drawn first', () => {
    const noise = new SeededNoise(21);
    for (let round = 0; round < 5; round += 1) {
      const { groups } = evaluateGeometry(box(noise, 1), size.width, size.height);
      for (const [index, group] of groups.entries()) {
        expect(group.answer).toBe('consistent');
        const [x, y, w] = shifted.project(directions[index]!, 0);
        expect(holds(group, [x / w, y / w, 1])).toBe(true);
      }
    }
  });

  test('a line of another direction is named', () => {
    const geometry = box(new SeededNoise(4), 1);
    const group = geometry.groups[1]!;
    const { to } = group.marks[3] as { to: PicturePoint };
    Object.assign(group.marks[3]!, { to: { x: to.x + 90, y: to.y + 140 } });
    const evaluated = evaluateGeometry(geometry, size.width, size.height);
    expect(evaluated.groups[1]).toMatchObject({ answer: 'inconsistent', remedies: [['g1-3']] });
    expect(evaluated.camera).toMatchObject({ answer: 'undetermined', focal: null });
  });

  test('give focal length and principal point within their bounds', () => {
    const noise = new SeededNoise(33);
    let within = 0;
    for (let round = 0; round < 8; round += 1) {
      const { camera: found } = evaluateGeometry(box(noise, 1), size.width, size.height);
      expect(found?.answer).toBe('consistent');
      const { focal, principal } = found as { focal: number[]; principal: Record<'x' | 'y', number[]> };
      expect(Math.abs(focal[1]! - 3200)).toBeLessThan(160);
      const inside = (true_: number, [low, , high]: number[]) => low! <= true_ && true_ <= high!;
      if (inside(3200, focal) && inside(2080, principal.x) && inside(1460, principal.y)) within += 1;
    }
    expect(within).toBeGreaterThanOrEqual(6);
  });

  test('three directions that are not at right angles have no camera, or an odd one', () => {
    const skew = [unit([1, 0, 0]), unit([1, 1, 0]), unit([0.3, 0.2, 1])];
    const { camera: found } = evaluateGeometry(box(new SeededNoise(2), 0.5, skew), size.width, size.height);
    expect(found?.answer).toBe('inconsistent');
    const again = evaluateGeometry(box(new SeededNoise(2), 0.5, skew), size.width, size.height);
    expect(again.camera).toEqual(found);
  });
});
