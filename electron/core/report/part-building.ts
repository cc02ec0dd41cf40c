import type { ByteRange } from '#shared/domain/figure.ts';
import type { Language } from '#shared/domain/localized.ts';
import type { FigurePart, ReportColumn, ReportRow } from '#shared/domain/report.ts';
import { fillPlaceholders, formatNumber } from '#shared/text/format.ts';
import { fitColumns } from './column-widths.ts';
import type { Drawing } from './drawing/svg.ts';
import type { Shortening } from './section.ts';
import type { Words } from './words.ts';

export interface FigureContext {
  readonly language: Language;
  readonly words: Words;
  readonly shortening: Shortening;
}

export function drawn({ svg, width, height, note }: Drawing): FigurePart {
  return { as: 'drawing', svg, width, height, ...(note === undefined ? {} : { note }) };
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
