import type { ByteRole, FigureOf } from '#shared/domain/figure.ts';
import { type Language, localized } from '#shared/domain/localized.ts';
import { byteRoleWord, byteTotals } from '#shared/text/describe-figure.ts';
import { fillPlaceholders, formatNumber } from '#shared/text/format.ts';
import { type Drawing, drawing, drawingWidth, ink, label, line, rectangle } from './svg.ts';

type Role = ByteRole;

const rows = 8;
const columns = 160;
const rowHeight = 14;
const left = 4;
const cellWidth = (drawingWidth - 2 * left) / columns;

/** A cell that several owners share shows the one that most deserves a look. */
const attention: readonly Role[] = [
  'unprotected',
  'unexplained',
  'trailing',
  'credential',
  'metadata',
  'structure',
  'padding',
  'content',
  'protected',
];
const hatched: readonly Role[] = ['unprotected', 'unexplained', 'trailing'];

const colors: Readonly<Record<Role, string>> = {
  unexplained: '#b3261e',
  trailing: '#d55e00',
  metadata: '#0072b2',
  structure: '#3b4250',
  padding: '#f0d48a',
  content: '#cfd6de',
  protected: '#cfd6de',
  credential: '#0072b2',
  unprotected: '#d55e00',
};

const scale = localized(
  'One cell is {bytes} bytes; read like text, row by row.',
  '每格 {bytes} 字节；按行从左到右阅读。',
);

/** The whole file in reading order: which part of it has which owner. */
export function drawByteMap(figure: FigureOf<'bytes'>, language: Language): Drawing {
  const cells = cellRoles(figure);
  const parts: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    let start = row * columns;
    while (start < (row + 1) * columns) {
      const role = cells[start];
      let end = start + 1;
      while (end < (row + 1) * columns && cells[end] === role) end += 1;
      if (role !== undefined) parts.push(...run(role, row, start - row * columns, end - start));
      start = end;
    }
  }
  const legendTop = rows * (rowHeight + 2) + 16;
  parts.push(...legend(figure, language, legendTop));
  const bytes = Math.max(1, Math.ceil(figure.size / (rows * columns)));
  return drawing(
    legendTop + 28,
    parts,
    fillPlaceholders(scale[language], { bytes: formatNumber(bytes, language) }),
  );
}

function run(role: Role, row: number, column: number, length: number): string[] {
  const x = left + column * cellWidth;
  const y = 2 + row * (rowHeight + 2);
  const width = length * cellWidth;
  const box = rectangle(x, y, width, rowHeight, { fill: colors[role] });
  if (!hatched.includes(role)) return [box];
  // Hatching, so that those that matter most are seen without colour.
  const strokes: string[] = [];
  for (let at = x; at < x + width - 1; at += 6) {
    const end = Math.min(at + 6, x + width);
    strokes.push(
      line(at, y + rowHeight, end, y, {
        stroke: ink.paper,
        'stroke-width': role === 'trailing' ? 0.8 : 1.5,
      }),
    );
  }
  return [box, ...strokes];
}

function legend(figure: FigureOf<'bytes'>, language: Language, top: number): string[] {
  const totals = byteTotals(figure);
  const room = (drawingWidth - 2 * left) / 3;
  return attention
    .filter((role) => totals.has(role))
    .flatMap((role, index) => {
      const x = left + (index % 3) * room;
      const y = top + Math.floor(index / 3) * 16;
      const text = `${byteRoleWord(role, language)}: ${formatNumber(totals.get(role) ?? 0, language)}`;
      return [
        rectangle(x, y - 9, 12, 10, { fill: colors[role], stroke: ink.faint, 'stroke-width': 0.5 }),
        label(x + 17, y, text, {}, room - 22),
      ];
    });
}

function cellRoles(figure: FigureOf<'bytes'>): (Role | undefined)[] {
  const count = rows * columns;
  const cells: (Role | undefined)[] = Array.from({ length: count });
  if (figure.size === 0) return cells;
  const bytesPerCell = Math.max(1, figure.size / count);
  for (const span of figure.spans) {
    const first = Math.floor(span.start / bytesPerCell);
    const last = Math.min(count - 1, Math.ceil((span.start + span.length) / bytesPerCell) - 1);
    for (let cell = first; cell <= last; cell += 1) {
      const known = cells[cell];
      if (known === undefined || attention.indexOf(span.role) < attention.indexOf(known))
        cells[cell] = span.role;
    }
  }
  return cells;
}
