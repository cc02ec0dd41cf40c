import {
  AlignmentType,
  BorderStyle,
  InternalHyperlink,
  type IRunOptions,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type { ReportColumn, ReportRow } from '#shared/domain/report.ts';
import { faint, listReference, mono, pageWidth, panel, rule } from './docx-style.ts';

/** Letters of a report's blocks are printable already (`visible-text.ts`); what XML 1.0 cannot hold is not among them. */
export function printed(text: string, options: IRunOptions = {}): TextRun {
  return new TextRun({ ...options, text });
}

export function codeRun(text: string, options: IRunOptions = {}): TextRun {
  return printed(text, { font: mono, ...options });
}

/** Names of bookmarks: letters, digits and underscores, forty at most (ECMA-376 part 1, 17.13.6.2). */
export function anchorName(anchor: string): string {
  return `a_${anchor.replaceAll('-', '_')}`.slice(0, 40);
}

export function linkTo(anchor: string, children: readonly ParagraphChild[]): InternalHyperlink {
  return new InternalHyperlink({ anchor, children: [...children] });
}

export function bullets(items: readonly (string | TextRun)[]): Paragraph[] {
  return items.map(
    (item) =>
      new Paragraph({
        numbering: { reference: listReference, level: 0 },
        spacing: { after: 50 },
        children: [typeof item === 'string' ? printed(item) : item],
      }),
  );
}

export function noteParagraphs(text: string | undefined, options: { keepNext?: true } = {}): Paragraph[] {
  return text === undefined ? [] : [new Paragraph({ style: 'Note', ...options, children: [printed(text)] })];
}

/** Space after a table, in which two tables would otherwise become one. */
export function gap(): Paragraph {
  return new Paragraph({ style: 'Cell' });
}

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const thin = { style: BorderStyle.SINGLE, size: 3, color: rule } as const;
const lines = {
  ...{ top: none, left: none, right: none, insideVertical: none },
  ...{ bottom: thin, insideHorizontal: thin },
};

/** Inks of a flag; the flag itself is a word in the row. */
const flagInks: Readonly<Record<string, string>> = {
  ...{ warning: '8A4B00', notice: '8A4B00', error: 'A3211A', personal: '4A3A8A' },
};

interface Cell {
  /** Several are sentences of their own, one below the other. */
  readonly text: string | readonly string[];
  readonly code?: boolean;
  readonly end?: boolean;
  readonly colour?: string | undefined;
  readonly bold?: boolean;
  readonly indent?: number;
}

function cell({ text, code, end, colour, bold, indent }: Cell, width: number, shaded: boolean): TableCell {
  const options = { ...(colour === undefined ? {} : { color: colour }), ...(bold === true ? { bold } : {}) };
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.TOP,
    margins: { top: 35, bottom: 35, left: 60, right: 60 },
    ...(shaded ? { shading: { fill: panel } } : {}),
    children: (typeof text === 'string' ? [text] : text).map(
      (words) =>
        new Paragraph({
          style: 'Cell',
          ...(end === true ? { alignment: AlignmentType.END } : {}),
          ...(indent === undefined ? {} : { indent: { left: indent } }),
          children: [code === true ? codeRun(words, { size: 15, ...options }) : printed(words, options)],
        }),
    ),
  });
}

/** A table with a heading row that is repeated on every page. */
export function dataTable(columns: readonly ReportColumn[], rows: readonly ReportRow[]): Table {
  // Another program may have another font: what is narrow has little room to give.
  const widths = shares(columns.map(({ width }) => width + 1));
  const filled = rows.length === 0 ? [{ cells: columns.map((_, index) => (index === 0 ? '—' : '')) }] : rows;
  return new Table({
    ...{ layout: TableLayoutType.FIXED, columnWidths: widths, borders: lines },
    width: { size: pageWidth, type: WidthType.DXA },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map(({ title, align }, index) =>
          cell({ text: title, bold: true, end: align === 'end' }, widths[index]!, false),
        ),
      }),
      ...filled.map(
        ({ cells, flag }: ReportRow, at) =>
          new TableRow({
            cantSplit: cells.every((text) => text.length <= 500),
            children: columns.map(({ align, code }, index) =>
              cell(
                {
                  ...{ text: cells[index] ?? '', code, end: align === 'end' },
                  colour: flag !== undefined && index === columns.length - 1 ? flagInks[flag] : undefined,
                },
                widths[index]!,
                at % 2 === 1,
              ),
            ),
          }),
      ),
    ],
  });
}

/** Names and values without a heading row; its first column heads the rows. */
export function keyValueTable(
  entries: readonly (readonly [key: string, value: string | readonly string[], set?: 'code'])[],
): Table {
  const widths = [2500, pageWidth - 2500];
  return new Table({
    ...{ layout: TableLayoutType.FIXED, columnWidths: widths, borders: { ...lines, top: thin } },
    width: { size: pageWidth, type: WidthType.DXA },
    tableLook: { firstRow: false, firstColumn: true, noHBand: true, noVBand: true },
    rows: entries.map(
      ([key, value, set]) =>
        new TableRow({
          cantSplit: String(value).length <= 1500,
          children: [
            cell({ text: key, colour: faint }, widths[0]!, false),
            cell({ text: value, code: set === 'code' }, widths[1]!, false),
          ],
        }),
    ),
  });
}

export interface TreeRow {
  readonly depth: number;
  readonly cells: readonly [string, string, string];
  readonly flag?: string | undefined;
}

export function treeTable(titles: readonly [string, string, string], rows: readonly TreeRow[]): Table {
  const widths = shares([22, 20, 10]);
  return new Table({
    ...{ layout: TableLayoutType.FIXED, columnWidths: widths, borders: lines },
    width: { size: pageWidth, type: WidthType.DXA },
    rows: [
      new TableRow({
        tableHeader: true,
        children: titles.map((text, index) =>
          cell({ text, bold: true, end: index === 2 }, widths[index]!, false),
        ),
      }),
      ...rows.map(
        ({ depth, cells: [label, detail, bytes], flag }) =>
          new TableRow({
            children: [
              cell({ text: label, indent: Math.min(depth, 12) * 140 }, widths[0]!, false),
              cell(
                { text: detail, colour: flag === undefined ? undefined : flagInks[flag] },
                widths[1]!,
                false,
              ),
              cell({ text: bytes, end: true }, widths[2]!, false),
            ],
          }),
      ),
    ],
  });
}

/** Whole twentieths of a point that add up to the width of the page. */
function shares(widths: readonly number[]): number[] {
  const total = widths.reduce((sum, width) => sum + width, 0);
  const whole = widths.map((width) => Math.floor((pageWidth * width) / total));
  const rest = pageWidth - whole.reduce((sum, width) => sum + width, 0);
  return whole.map((width, index) => (index === 0 ? width + rest : width));
}
