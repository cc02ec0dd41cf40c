import type { FigureOf } from '#shared/domain/figure.ts';
import { extentOf, type PlotPoint, scaleTo, thinLine } from './plot-scale.ts';

export type Plot = FigureOf<'plot'>;

/** Size of the drawing, in its own units. */
export const width = 720;
export const height = 240;
/** Room for the axes. */
export const edge = { left: 64, right: 12, top: 10, bottom: 40 } as const;

/** A plot in the drawing's units. */
export interface Chart {
  readonly x: { readonly min: number; readonly max: number };
  readonly y: { readonly min: number; readonly max: number };
  readonly toX: (value: number) => number;
  readonly toY: (value: number) => number;
  /** Width of a bar and height of the base line, in the drawing. */
  readonly bar: number;
  readonly zero: number;
  readonly series: readonly { readonly key: string; readonly points: readonly PlotPoint[] }[];
}

/** `null` when there is not one finite point. */
export function layOut(figure: Plot): Chart | null {
  const raw = figure.series.map((series) =>
    series.x
      .map((x, index) => ({ x, y: series.y[index] ?? Number.NaN }))
      .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)),
  );
  const all = raw.flat();
  const xs = extentOf(all.map(({ x }) => x));
  const ys = extentOf(all.map(({ y }) => y));
  if (xs === null || ys === null) return null;
  const count = Math.max(1, ...raw.map((points) => points.length));
  const inner = width - edge.left - edge.right;
  // Bars need room for half a bar at both ends, and a base at zero.
  const step = figure.style === 'bar' ? (xs.max - xs.min) / Math.max(1, count - 1) / 2 : 0;
  const x = { min: xs.min - step, max: xs.max + step };
  const y = figure.style === 'bar' ? { min: Math.min(0, ys.min), max: Math.max(0, ys.max) } : ys;
  const toX = scaleTo(x, edge.left, width - edge.right);
  const toY = scaleTo(y, height - edge.bottom, edge.top);
  return {
    x,
    y,
    toX,
    toY,
    bar: Math.max(0.5, (inner / count) * 0.85),
    zero: toY(Math.min(Math.max(0, y.min), y.max)),
    series: raw.map((points, index) => {
      const sorted = figure.style === 'line' ? [...points].sort((one, other) => one.x - other.x) : points;
      const thin = figure.style === 'line' ? thinLine(sorted, inner) : sorted.slice(0, 5000);
      return { key: String(index), points: thin.map((point) => ({ x: toX(point.x), y: toY(point.y) })) };
    }),
  };
}
