import type { FigureOf } from '#shared/domain/figure.ts';
import type { FigurePart } from '#shared/domain/report.ts';
import { byteRoleWord } from '#shared/text/describe-figure.ts';
import { formatNumber } from '#shared/text/format.ts';
import { drawByteMap } from './drawing/byte-map.ts';
import { drawn, type FigureContext, rangeText, shortTable } from './part-building.ts';
import { column } from './section.ts';

/** The byte map and the list of owners: unexplained and trailing bytes first, then in file order. */
export function byteMapParts(figure: FigureOf<'bytes'>, context: FigureContext): FigurePart[] {
  const { language, words } = context;
  const urgent = (role: string) =>
    role === 'unexplained' || role === 'unprotected' ? 0 : role === 'trailing' ? 1 : 2;
  const spans = [...figure.spans].sort((a, b) => urgent(a.role) - urgent(b.role) || a.start - b.start);
  const columns = [
    column(words.owner),
    column(words.role),
    column(words.bytes, 'number'),
    column(words.length, 'number'),
  ];
  const owners = shortTable(
    columns,
    spans,
    (span) => ({
      cells: [
        span.owner,
        byteRoleWord(span.role, language),
        rangeText([span.start, span.length], language),
        formatNumber(span.length, language),
      ],
      ...(urgent(span.role) < 2 ? { flag: 'warning' as const } : {}),
    }),
    context,
  );
  return [drawn(drawByteMap(figure, language)), owners];
}
