import type { FigureOf } from '#shared/domain/figure.ts';
import type { FigurePart } from '#shared/domain/report.ts';
import { formatNumber } from '#shared/text/format.ts';
import { type FigureContext, shortTable } from './part-building.ts';
import { column } from './section.ts';
import { flagWord } from './words.ts';

/** The regions of a drawing by number: label and bounds in pixels. */
export function regionsTable(figure: FigureOf<'regions'>, context: FigureContext): FigurePart {
  const { language, words } = context;
  const columns = [
    column('#', 'number'),
    column(words.figureLabel),
    column('x', 'number'),
    column('y', 'number'),
    column(words.flag),
  ];
  const span = (values: readonly number[]) =>
    `${formatNumber(Math.min(...values), language, 1)}–${formatNumber(Math.max(...values), language, 1)}`;
  return shortTable(
    columns,
    figure.regions,
    (region, index) => ({
      cells: [
        String(index + 1),
        region.label,
        span(region.polygon.slice(0, 1000).map(([x]) => x)),
        span(region.polygon.slice(0, 1000).map(([, y]) => y)),
        flagWord(region.flag, language),
      ],
      ...(region.flag === undefined ? {} : { flag: region.flag }),
    }),
    context,
  );
}

/** The events of a timeline in the order the method gives them. */
export function eventsTable(figure: FigureOf<'timeline'>, context: FigureContext): FigurePart {
  const { language, words } = context;
  const time = (value: string | number | undefined) =>
    value === undefined ? '' : typeof value === 'number' ? `${formatNumber(value, language, 3)} s` : value;
  const columns = [column(words.time), column(words.lane), column(words.figureLabel), column(words.flag)];
  return shortTable(
    columns,
    figure.events,
    (event) => ({
      cells: [
        event.until === undefined ? time(event.at) : `${time(event.at)} – ${time(event.until)}`,
        event.lane,
        event.label,
        flagWord(event.flag, language),
      ],
      ...(event.flag === undefined ? {} : { flag: event.flag }),
    }),
    context,
  );
}
