import type { FigureOf } from '#shared/domain/figure.ts';
import { type Language, localized } from '#shared/domain/localized.ts';
import { timelineInstant } from '#shared/text/describe-figure.ts';
import { fillPlaceholders } from '#shared/text/format.ts';
import { extent, linear, ticks, tickText } from './scale.ts';
import { type Drawing, drawing, drawingWidth, ink, label, line, polygon, rectangle } from './svg.ts';

type Timeline = FigureOf<'timeline'>;
type Event = Timeline['events'][number];

const left = 130;
const right = drawingWidth - 16;
const laneHeight = 26;
const drawnLanes = 24;
const drawnEvents = 2000;

const undated = localized(
  '{count} events have no readable time and are not drawn.',
  '{count} 个事件没有可读的时间，未绘出。',
);
const lanesCut = localized(
  'The first {shown} of {total} lanes are drawn.',
  '仅绘制前 {shown} 条分道，共 {total} 条。',
);

/** Lanes of marks and bars over time; what each mark says is in the table beside the drawing. */
export function drawTimeline(figure: Timeline, language: Language): Drawing {
  const events = figure.events
    .slice(0, drawnEvents)
    .map((event) => ({ event, at: timelineInstant(event.at), until: until(event) }));
  const dated = events.filter(({ at }) => Number.isFinite(at));
  const lanes = [...new Set(dated.map(({ event }) => event.lane))];
  const shown = lanes.slice(0, drawnLanes);
  const range = extent(dated.flatMap(({ at, until: end }) => [at, end])) ?? { min: 0, max: 1 };
  const toX = linear(range.min, range.max, left + 8, right - 8);
  const bottom = 8 + Math.max(1, shown.length) * laneHeight;
  const parts = [
    ...shown.flatMap((lane, index) => [
      rectangle(left, 8 + index * laneHeight, right - left, laneHeight - 4, {
        fill: index % 2 === 0 ? '#f3f5f7' : '#e9ecef',
      }),
      label(left - 8, 8 + index * laneHeight + 15, lane, { 'text-anchor': 'end' }, left - 14),
    ]),
    ...dated.flatMap(({ event, at, until: end }) => {
      const index = shown.indexOf(event.lane);
      return index < 0 ? [] : mark(toX(at), toX(end), 8 + index * laneHeight, event);
    }),
    ...axis(figure, range, toX, bottom),
  ];
  const missing = figure.events.length - dated.length;
  const notes = [
    missing > 0 ? fillPlaceholders(undated[language], { count: missing }) : '',
    lanes.length > drawnLanes
      ? fillPlaceholders(lanesCut[language], { shown: drawnLanes, total: lanes.length })
      : '',
  ].filter((text) => text !== '');
  return drawing(bottom + 24, parts, notes.length === 0 ? undefined : notes.join(' '));
}

function mark(x: number, end: number, top: number, event: Event): string[] {
  const alarm = event.flag === 'warning' || event.flag === 'error';
  const fill = alarm ? '#b3261e' : ink.series[0];
  if (end - x > 1) return [rectangle(x, top + 5, end - x, 12, { fill, 'fill-opacity': 0.75 })];
  // A diamond for ordinary events, a triangle for those that ask for attention.
  const shape: (readonly [number, number])[] = alarm
    ? [
        [x, top + 4],
        [x + 6, top + 17],
        [x - 6, top + 17],
      ]
    : [
        [x, top + 5],
        [x + 5, top + 11],
        [x, top + 17],
        [x - 5, top + 11],
      ];
  return [polygon(shape, { fill, 'fill-opacity': 0.85 })];
}

function axis(
  figure: Timeline,
  range: { readonly min: number; readonly max: number },
  toX: (value: number) => number,
  bottom: number,
): string[] {
  const frame = line(left, bottom, right, bottom, { stroke: ink.faint });
  if (figure.unit === 'seconds') {
    return [
      frame,
      ...ticks(range.min, range.max, 8).map((value) =>
        label(toX(value), bottom + 15, `${tickText(value)} s`, { 'text-anchor': 'middle', fill: ink.faint }),
      ),
    ];
  }
  const ends = range.min === range.max ? [range.min] : [range.min, range.max];
  return [
    frame,
    ...ends.map((value, index) =>
      label(toX(value), bottom + 15, new Date(value).toISOString().replace('.000Z', 'Z'), {
        'text-anchor': ends.length === 1 ? 'middle' : index === 0 ? 'start' : 'end',
        fill: ink.faint,
      }),
    ),
  ];
}

function until(event: Event): number {
  const end = event.until === undefined ? Number.NaN : timelineInstant(event.until);
  return Number.isFinite(end) ? end : timelineInstant(event.at);
}
