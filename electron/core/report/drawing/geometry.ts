import type {
  Geometry,
  GeometryEvaluation,
  GeometryMark,
  GroupEvaluation,
  PicturePoint,
} from '#shared/domain/geometry.ts';
import { geometryName } from '#shared/text/geometry-words.ts';
import {
  circle,
  type Drawing,
  drawing,
  drawingWidth,
  ink,
  label,
  polygon,
  polyline,
  rectangle,
} from './svg.ts';

const conflictInk = '#b3001b';
const regionInk = '#8a6d00';
const behindInk = '#7c327c';
/** The drawing shows this part of the picture's size on each side of it at most. */
const margin = 1.5;
const tallest = 300;

/** One group of marks within the frame of the picture, and where their common point may be. */
export function drawGeometry(
  group: Geometry['groups'][number],
  judged: GroupEvaluation,
  { width, height }: Pick<GeometryEvaluation, 'width' | 'height'>,
): Drawing {
  const window = windowOf(judged, width, height);
  const scale = Math.min(drawingWidth / (window.right - window.left), tallest / (window.bottom - window.top));
  const indent = (drawingWidth - (window.right - window.left) * scale) / 2;
  const at = ({ x, y }: PicturePoint): Spot => [indent + (x - window.left) * scale, (y - window.top) * scale];
  const shown = (points: readonly PicturePoint[]) => within(points, window).map(at);
  const region = [
    ...judged.region.front.map((points) =>
      polygon(shown(points), { fill: '#ffe27a', stroke: regionInk, 'fill-opacity': 0.7 }),
    ),
    ...judged.region.behind.map((points) =>
      polygon(shown(points), {
        ...{ fill: '#e3c4e8', stroke: behindInk, 'fill-opacity': 0.7, 'stroke-dasharray': '6 4' },
      }),
    ),
  ];
  const [left, top] = at({ x: 0, y: 0 });
  const border = rectangle(left, top, width * scale, height * scale, {
    ...{ fill: 'none', stroke: ink.faint },
  });
  const marks = group.marks.flatMap((mark, index) => {
    if (mark.off) return [];
    const conflict = judged.conflict.includes(mark.id);
    return drawMark(mark, geometryName(mark.name, index), conflict, { at, shown });
  });
  return {
    ...drawing((window.bottom - window.top) * scale, [...region, border, ...marks]),
    frame: { left, top, width: width * scale, height: height * scale },
  };
}

type Spot = readonly [number, number];

interface Places {
  readonly at: (point: PicturePoint) => Spot;
  /** What of a line or polygon is in the window. */
  readonly shown: (points: readonly PicturePoint[]) => readonly Spot[];
}

interface Window {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The picture, and as much of the region as lies near it. */
function windowOf({ region }: GroupEvaluation, width: number, height: number): Window {
  const points = [...region.front, ...region.behind].flat();
  const inside = (value: number, size: number) =>
    Math.min(size * (1 + margin), Math.max(-size * margin, value));
  const across = [0, width, ...points.map(({ x }) => inside(x, width))];
  const down = [0, height, ...points.map(({ y }) => inside(y, height))];
  const pad = 0.02 * Math.max(width, height);
  return {
    left: Math.min(...across) - pad,
    top: Math.min(...down) - pad,
    right: Math.max(...across) + pad,
    bottom: Math.max(...down) + pad,
  };
}

function drawMark(mark: GeometryMark, name: string, conflict: boolean, { at, shown }: Places): string[] {
  const colour = conflict ? conflictInk : ink.series[0];
  const style = { stroke: colour, 'stroke-width': conflict ? 2.4 : 1.2 };
  const [from, ...to] =
    mark.kind === 'outline'
      ? ([mark.at, mark.outward] as const)
      : mark.kind === 'line'
        ? ([mark.from, mark.to] as const)
        : ([mark.from, ...mark.to] as const);
  const [x, y] = at(from);
  const edges = to.map((end) => polyline([[x, y], at(end)], style));
  const beyond =
    mark.kind === 'outline'
      ? []
      : to.map((end) =>
          polyline(shown([end, farBeyond(from, end)]).slice(0, 2), {
            ...{ stroke: colour, 'stroke-width': 0.6, 'stroke-dasharray': '3 4' },
          }),
        );
  return [
    ...beyond,
    ...edges,
    circle(x, y, 2.6, { fill: colour }),
    label(x + 5, y + 12, name, { fill: colour }, 120),
  ];
}

function farBeyond(from: PicturePoint, to: PicturePoint): PicturePoint {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const t = length === 0 ? 1 : 1e6 / length;
  return { x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) };
}

/** A polygon, or a line as one there and back, cut off at the window (I. Sutherland, G. Hodgman, CACM 17, 1974). */
function within(points: readonly PicturePoint[], { left, top, right, bottom }: Window): PicturePoint[] {
  const room: readonly ((point: PicturePoint) => number)[] = [
    ({ x }) => x - left,
    ({ x }) => right - x,
    ({ y }) => y - top,
    ({ y }) => bottom - y,
  ];
  return room.reduce<PicturePoint[]>(
    (kept, side) =>
      kept.flatMap((now, index) => {
        const before = kept.at(index - 1) ?? now;
        const from = side(before);
        const to = side(now);
        const t = from / (from - to);
        const crossing = { x: before.x + t * (now.x - before.x), y: before.y + t * (now.y - before.y) };
        return [...(from < 0 === to < 0 ? [] : [crossing]), ...(to < 0 ? [] : [now])];
      }),
    [...points],
  );
}
