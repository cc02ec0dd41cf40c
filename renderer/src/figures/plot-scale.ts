/** Round numbers (1, 2, 5 times a power of ten) that divide a range into about `count` parts. */
export function niceTicks(min: number, max: number, count: number): readonly number[] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [];
  if (min === max) return [min];
  const rough = (max - min) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999) ?? power;
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  const ticks: number[] = [];
  for (let index = first; index <= last && ticks.length < 100; index++) {
    // Multiply, do not add: 0.1 + 0.2 would show.
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

export interface Extent {
  readonly min: number;
  readonly max: number;
}

/** Smallest and largest finite value; a single value gets room on both sides. */
export function extentOf(values: Iterable<number>): Extent | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) return null;
  if (min < max) return { min, max };
  const room = Math.abs(min) > 0 ? Math.abs(min) / 2 : 1;
  return { min: min - room, max: max + room };
}

export function scaleTo(extent: Extent, from: number, to: number): (value: number) => number {
  const factor = (to - from) / (extent.max - extent.min);
  return (value) => from + (value - extent.min) * factor;
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * At most four points for each of `columns` stretches of a line: first, lowest, highest, last, so that no
 * peak is lost (M. Jugel et al., "M4", VLDB 2014). Points are in the order of x.
 */
export function thinLine(points: readonly PlotPoint[], columns: number): readonly PlotPoint[] {
  if (points.length <= columns * 4) return points;
  const thinned: PlotPoint[] = [];
  for (let column = 0; column < columns; column++) {
    const start = Math.floor((column * points.length) / columns);
    const end = Math.floor(((column + 1) * points.length) / columns);
    let low = start;
    let high = start;
    for (let index = start; index < end; index++) {
      const { y } = points[index] as PlotPoint;
      if (y < (points[low] as PlotPoint).y) low = index;
      if (y > (points[high] as PlotPoint).y) high = index;
    }
    for (const index of [...new Set([start, low, high, end - 1])].sort((one, other) => one - other)) {
      thinned.push(points[index] as PlotPoint);
    }
  }
  return thinned;
}
