import type { FigureOf } from '#shared/domain/figure.ts';
import { type Language, localized } from '#shared/domain/localized.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
import { extent, linear, ticks, tickText } from './scale.ts';
import {
  circle,
  type Drawing,
  drawing,
  drawingWidth,
  ink,
  label,
  line,
  polyline,
  rectangle,
  textWidth,
} from './svg.ts';

type Plot = FigureOf<'plot'>;
type Series = Plot['series'][number];

const left = 62;
const right = drawingWidth - 14;
const top = 30;
const plotHeight = 200;
const bottom = top + plotHeight;
/** Points of one series that are drawn; more would only blacken the paper. */
const drawnPoints = 1200;
const drawnSeries = 6;
/** Dashes tell series apart without colour. */
const dashes = ['', '6 3', '2 3', '8 3 2 3', '10 4', '1 2'];

const thinned = localized(
  'Drawn from {shown} of {total} points per series at most (extremes kept); all are in the machine-readable record.',
  '每个系列最多绘制 {shown} 个点（共 {total} 个，保留极值）；全部数据见机读记录。',
);
const seriesCut = localized(
  'The first {shown} of {total} series are drawn.',
  '仅绘制前 {shown} 个系列，共 {total} 个。',
);

export function drawPlot(figure: Plot, language: Language): Drawing {
  const series = figure.series.slice(0, drawnSeries);
  const x = extent(values(series, 'x')) ?? { min: 0, max: 1 };
  const measured = extent(values(series, 'y')) ?? { min: 0, max: 1 };
  // Bars are areas: they start at zero or they lie.
  const y =
    figure.style === 'bar' ? { min: Math.min(0, measured.min), max: Math.max(0, measured.max) } : measured;
  const barSlot = figure.style === 'bar' ? (right - left) / Math.max(1, longest(series)) / 2 : 0;
  const toX = linear(x.min, x.max, left + barSlot, right - barSlot);
  const toY = linear(y.min, y.max, bottom, top);
  const parts = [
    ...axes(figure, language, x, y, toX, toY),
    ...series.flatMap((one, index) =>
      drawSeries(figure.style, one, index, series.length, toX, toY, toY(Math.max(y.min, 0))),
    ),
    ...legend(series, language),
  ];
  const total = longest(figure.series);
  const notes = [
    total > drawnPoints && figure.style !== 'bar'
      ? fillPlaceholders(thinned[language], { shown: drawnPoints, total })
      : '',
    figure.series.length > drawnSeries
      ? fillPlaceholders(seriesCut[language], { shown: drawnSeries, total: figure.series.length })
      : '',
  ].filter((text) => text !== '');
  return drawing(bottom + 40, parts, notes.length === 0 ? undefined : notes.join(' '));
}

interface Range {
  readonly min: number;
  readonly max: number;
}
type Map1 = (value: number) => number;

function axes(figure: Plot, language: Language, x: Range, y: Range, toX: Map1, toY: Map1): string[] {
  const name = ({ title, unit }: Plot['x']) =>
    unit === undefined || unit === '' ? title[language] : `${title[language]} (${unit})`;
  const grid = ticks(y.min, y.max, 5).flatMap((value) => [
    line(left, toY(value), right, toY(value), { stroke: ink.grid, 'stroke-width': 1 }),
    label(left - 6, toY(value) + 4, tickText(value), { 'text-anchor': 'end', fill: ink.faint }),
  ]);
  const marks = ticks(x.min, x.max, 8).flatMap((value) => [
    line(toX(value), bottom, toX(value), bottom + 4, { stroke: ink.faint }),
    label(toX(value), bottom + 16, tickText(value), { 'text-anchor': 'middle', fill: ink.faint }),
  ]);
  return [
    ...grid,
    ...marks,
    line(left, bottom, right, bottom, { stroke: ink.faint }),
    label((left + right) / 2, bottom + 33, name(figure.x), { 'text-anchor': 'middle' }, right - left),
    label(left - 50, 14, name(figure.y), {}, 220),
  ];
}

function drawSeries(
  style: Plot['style'],
  series: Series,
  index: number,
  count: number,
  toX: Map1,
  toY: Map1,
  base: number,
): string[] {
  const color = ink.series[index % ink.series.length]!;
  const points = finitePoints(series);
  if (style === 'bar') {
    const slot = (right - left) / Math.max(1, points.length);
    const width = Math.max(0.5, (slot * 0.8) / count);
    return points.slice(0, drawnPoints).map(([x, y]) => {
      const start = toX(x) - (width * count) / 2 + index * width;
      const end = toY(y);
      return rectangle(start, Math.min(end, base), width, Math.abs(base - end), { fill: color });
    });
  }
  const shown = thin(points).map(([x, y]) => [toX(x), toY(y)] as const);
  if (style === 'scatter')
    return shown.map(([x, y]) => circle(x, y, 2, { fill: color, 'fill-opacity': 0.7 }));
  if (shown.length === 1) return [circle(shown[0]![0], shown[0]![1], 2.5, { fill: color })];
  const dash = dashes[index % dashes.length]!;
  return [
    polyline(shown, {
      stroke: color,
      'stroke-width': 1.4,
      'stroke-linejoin': 'round',
      ...(dash === '' ? {} : { 'stroke-dasharray': dash }),
    }),
  ];
}

function legend(series: readonly Series[], language: Language): string[] {
  if (series.length < 2) return [];
  const room = (right - 230) / series.length;
  let x = 230;
  return series.flatMap((one, index) => {
    const at = x;
    x += Math.min(room, textWidth(one.name[language]) + 44);
    const dash = dashes[index % dashes.length]!;
    const stroke = { stroke: ink.series[index % ink.series.length]!, 'stroke-width': 2 };
    return [
      line(at, 10, at + 20, 10, dash === '' ? stroke : { ...stroke, 'stroke-dasharray': dash }),
      label(at + 25, 14, one.name[language], {}, room - 30),
    ];
  });
}

/** Keep shape under thinning: of each bucket the lowest and the highest point, in order. */
function thin(points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  if (points.length <= drawnPoints) return points;
  const buckets = drawnPoints / 2;
  const kept: (readonly [number, number])[] = [];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const part = points.slice(
      Math.floor((bucket * points.length) / buckets),
      Math.floor(((bucket + 1) * points.length) / buckets),
    );
    if (part.length === 0) continue;
    let low = 0;
    let high = 0;
    for (let index = 1; index < part.length; index += 1) {
      if (part[index]![1] < part[low]![1]) low = index;
      if (part[index]![1] > part[high]![1]) high = index;
    }
    kept.push(part[Math.min(low, high)]!);
    if (low !== high) kept.push(part[Math.max(low, high)]!);
  }
  return kept;
}

function finitePoints(series: Series): (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  for (let index = 0; index < Math.min(series.x.length, series.y.length); index += 1) {
    const x = series.x[index]!;
    const y = series.y[index]!;
    if (Number.isFinite(x) && Number.isFinite(y)) points.push([x, y]);
  }
  return points;
}

function* values(series: readonly Series[], axis: 'x' | 'y'): Generator<number> {
  for (const one of series) yield* one[axis];
}

function longest(series: readonly Series[]): number {
  return series.reduce((most, one) => Math.max(most, one.x.length), 0);
}
