import type { ByteRange } from '#shared/domain/figure.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { FigurePart, PictureReference, ReportColumn, ReportRow } from '#shared/domain/report.ts';
import { fillPlaceholders, formatNumber } from '#shared/text/format.ts';
import { fitColumns } from './column-widths.ts';
import type { Drawing } from './drawing/svg.ts';
import type { ReportItem } from './input.ts';
import type { Shortening } from './section.ts';
import type { Words } from './words.ts';

export interface FigureContext {
  readonly language: Language;
  readonly words: Words;
  readonly shortening: Shortening;
}

/** @param picture what it is drawn over, when the drawing has a frame for it */
export function drawn({ svg, width, height, frame, note }: Drawing, picture?: PictureReference): FigurePart {
  return {
    ...{ as: 'drawing', svg, width, height },
    ...(frame === undefined || picture === undefined ? {} : { under: { picture, ...frame } }),
    ...(note === undefined ? {} : { note }),
  };
}

/** The exhibit as it is drawn over; absent: there is no picture of it. */
export function overviewOf({ evidence, overview }: ReportItem): PictureReference | undefined {
  return overview === undefined ? undefined : { key: `overview/${evidence.sha256}/plain`, ...overview };
}

/** A table part with at most `shortening.rows` rows; `make` is only called for those that are printed. */
export function shortTable<T>(
  columns: readonly ReportColumn[],
  all: readonly T[],
  make: (item: T, index: number) => ReportRow,
  { language, words, shortening }: FigureContext,
): FigurePart {
  const shown = all.slice(0, shortening.rows);
  const rows = shown.map(make);
  const cut = shown.length < all.length;
  const values = { shown: formatNumber(shown.length, language), total: formatNumber(all.length, language) };
  return {
    as: 'table',
    columns: fitColumns(columns, rows),
    rows,
    ...(cut ? { note: fillPlaceholders(words.rowsCut, values) } : {}),
  };
}

/** `start–end (length)`, end included, as hexadecimal offsets are read beside a hex view. */
export function rangeText(range: ByteRange | undefined, language: Language): string {
  if (range === undefined) return '';
  const [start, length] = range;
  const last = length === 0 ? start : start + length - 1;
  return `${formatNumber(start, language)}–${formatNumber(last, language)}`;
}
