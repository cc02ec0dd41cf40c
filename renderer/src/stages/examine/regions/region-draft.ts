import type { PicturePoint } from '#shared/domain/geometry.ts';
import {
  type AgreementGroup,
  AnalystRegion,
  type RegionShape,
  type Ring,
  regionColours,
} from '#shared/domain/region.ts';
import { boxOfRings, ringsOf } from '#shared/numeric/region-shape.ts';

/** Drawing and changing regions, without a screen: every act makes new regions out of old ones. */

export type Regions = readonly AnalystRegion[];

/** What was drawn before and what was undone. */
export interface History {
  readonly past: readonly Regions[];
  readonly now: Regions;
  readonly future: readonly Regions[];
  /** The act that led here: acts of one mark in a row (typing, dragging) are undone together. */
  readonly mark: string | null;
}

const mostSteps = 200;

export function startOf(now: Regions): History {
  return { past: [], now, future: [], mark: null };
}

export function changed(history: History, now: Regions, mark: string | null = null): History {
  const same = mark !== null && mark === history.mark;
  const past = same ? history.past : [...history.past, history.now].slice(-mostSteps);
  return { past, now, future: [], mark };
}

export function undone({ past, now, future }: History): History {
  const before = past.at(-1);
  if (before === undefined) return { past, now, future, mark: null };
  return { past: past.slice(0, -1), now: before, future: [now, ...future], mark: null };
}

export function redone({ past, now, future }: History): History {
  const [after, ...later] = future;
  if (after === undefined) return { past, now, future, mark: null };
  return { past: [...past, now], now: after, future: later, mark: null };
}

export const tools = ['rectangle', 'ellipse', 'polygon', 'freehand'] as const;
export type Tool = (typeof tools)[number];

export interface Drawing {
  readonly tool: Tool;
  readonly points: readonly PicturePoint[];
}

/** Pixels of the picture: two points that are closer are one. */
const close = 1;

/** The shape the points make; `null`: none yet. */
export function shapeOf({ tool, points }: Drawing): RegionShape | null {
  const [from, ...rest] = points;
  const to = rest.at(-1);
  if (from === undefined || to === undefined) return null;
  if (tool === 'rectangle' || tool === 'ellipse') {
    const flat = Math.abs(from.x - to.x) < close || Math.abs(from.y - to.y) < close;
    return flat ? null : { kind: tool, from, to };
  }
  const ring = tool === 'freehand' ? simplified(points, 1.5) : [...points];
  const { left, top, right, bottom } = boxOfRings([ring]);
  if (ring.length < 3 || right - left < close || bottom - top < close) return null;
  return { kind: 'outline', rings: [ring] };
}

/** Does the next point end the drawing? Two corners are all a box needs; a polygon ends where it began or stands still. */
export function ends({ tool, points }: Drawing, at: PicturePoint, reach: number): boolean {
  if (tool === 'freehand') return false;
  if (tool !== 'polygon') return points.length >= 1;
  const near = (point: PicturePoint | undefined, within: number) =>
    point !== undefined && Math.hypot(point.x - at.x, point.y - at.y) <= within;
  return points.length >= 3 && (near(points[0], reach) || near(points.at(-1), close));
}

/** Fewer points, none farther than `tolerance` from the line (Ramer 1972; Douglas and Peucker 1973). */
export function simplified(points: readonly PicturePoint[], tolerance: number): Ring {
  if (points.length < 4) return [...points];
  const kept = new Set([0, points.length - 1]);
  const open: [number, number][] = [[0, points.length - 1]];
  while (open.length > 0) {
    const [first, last] = open.pop()!;
    const [from, to] = [points[first]!, points[last]!];
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    let [worst, most] = [-1, tolerance];
    for (let index = first + 1; index < last; index += 1) {
      const { x, y } = points[index]!;
      const off =
        length === 0
          ? Math.hypot(x - from.x, y - from.y)
          : Math.abs((to.x - from.x) * (y - from.y) - (x - from.x) * (to.y - from.y)) / length;
      if (off > most) [worst, most] = [index, off];
    }
    if (worst < 0) continue;
    kept.add(worst);
    open.push([first, worst], [worst, last]);
  }
  const ring = points.filter((_, index) => kept.has(index));
  return ring.length > 1000 ? simplified(ring, tolerance * 2) : ring;
}

/** The smallest number no region has; the colours take turns. */
export function withRegion(
  regions: Regions,
  shape: RegionShape,
  from: readonly string[] = [],
): AnalystRegion {
  const taken = new Set(regions.map(({ id }) => id));
  let next = 1;
  while (taken.has(String(next))) next += 1;
  const colour = regionColours[regions.length % regionColours.length]!;
  return AnalystRegion.parse({ id: String(next), colour, shape, from: [...from] });
}

/** An agreement, or what one method points at, as a region of one's own. */
export function takenOver(
  regions: Regions,
  { rings, analyses }: Pick<AgreementGroup, 'rings' | 'analyses'>,
): AnalystRegion | null {
  if (rings.length === 0) return null;
  return withRegion(regions, { kind: 'outline', rings: [...rings] }, analyses);
}

export function changeRegion(
  regions: Regions,
  id: string,
  change: (region: AnalystRegion) => AnalystRegion,
): Regions {
  return regions.map((region) => (region.id === id ? change(region) : region));
}

/** Points of an outline that can be moved one by one; of a finer one only the whole is moved. */
const mostHandles = 80;

/** Points of a shape that can be moved. */
export function handlesOf(shape: RegionShape): readonly PicturePoint[] {
  if (shape.kind !== 'outline') return [shape.from, shape.to];
  const points = shape.rings.flat();
  return points.length > mostHandles ? [] : points;
}

/** The middle of its box: the handle that moves the whole. */
export function middleOf(shape: RegionShape): PicturePoint {
  const { left, top, right, bottom } = boxOfRings(ringsOf(shape));
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

export function withHandle(shape: RegionShape, handle: number, point: PicturePoint): RegionShape {
  if (shape.kind !== 'outline') return handle === 0 ? { ...shape, from: point } : { ...shape, to: point };
  let index = -1;
  const rings = shape.rings.map((ring) =>
    ring.map((old) => {
      index += 1;
      return index === handle ? point : old;
    }),
  );
  return { ...shape, rings };
}

/** Without one of its corners; as it was when nothing would be left of a ring. */
export function withoutHandle(shape: RegionShape, handle: number): RegionShape {
  if (shape.kind !== 'outline') return shape;
  let index = -1;
  const rings = shape.rings.map((ring) => {
    const left = ring.filter(() => {
      index += 1;
      return index !== handle;
    });
    return left.length < 3 ? ring : left;
  });
  return { ...shape, rings };
}
