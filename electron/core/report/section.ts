import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type {
  FigureLink,
  ReportBlock,
  ReportBlockOf,
  ReportColumn,
  ReportRow,
} from '#shared/domain/report.ts';
import type { Run } from '#shared/domain/run.ts';
import type { Placeholders } from '#shared/text/format.ts';
import type { Translate } from '#shared/text/text.ts';
import { fitColumns } from './column-widths.ts';
import type { ReportInput, ReportItem } from './input.ts';

/** How much of one figure is printed; the machine-readable record always has everything. */
export interface Shortening {
  /** Rows of a table, events of a timeline, regions. */
  readonly rows: number;
  /** Nodes of a tree. */
  readonly nodes: number;
  /** False: no figure is printed at all, and the report says so. */
  readonly figures: boolean;
}

/** What every section is given. Items are in exhibit order, their runs in the order of the method list. */
export interface SectionContext {
  readonly input: ReportInput;
  readonly items: readonly ReportItem[];
  readonly shortening: Shortening;
  /** A sentence in the report's language, with `{placeholders}` filled. */
  say(text: Localized, values?: Placeholders): string;
  /** A word the screen uses too. */
  readonly word: Translate;
  count(value: number): string;
  date(instant: string): string;
  /** "Exhibit 3: name". */
  exhibit(item: ReportItem): string;
  /** Title, identifier and version of the analysis behind a run. */
  method(run: Run): string;
  card(analysis: string): AnalysisCard | undefined;
  figure(run: Run, figure: string): FigureLink | undefined;
  /** Number of another section, for "see section 5". */
  sectionNumber(id: SectionId): string;
}

export const sectionIds = [
  'status',
  'request',
  'summary',
  'reading-guide',
  'items',
  'publications',
  'findings',
  'trace',
  'comparison',
  'geometry',
  'regions',
  'lineage',
  'duties',
  'label-survival',
  'mark-survival',
  'not-examined',
  'warnings',
  'limitations',
  'opinion',
  'conclusion',
  'review',
  'methods',
  'figures',
  'redactions',
  'custody',
  'certificate',
] as const;
export type SectionId = (typeof sectionIds)[number];

/** One part of the report. Pure: same input, same blocks. Its level-1 heading is added by the composer. */
export interface Section {
  readonly id: SectionId;
  readonly title: Localized;
  /** Sections without anything to say are left out; absent: it always stands. */
  stands?(input: ReportInput): boolean;
  blocks(context: SectionContext): ReportBlock[];
}

/** Headings leave number and anchor to the composer. */
export function heading(level: 2 | 3 | 4, text: string): ReportBlockOf<'heading'> {
  return { kind: 'heading', level, number: '', text, anchor: 'unset' };
}

export function paragraph(text: string): ReportBlockOf<'paragraph'> {
  return { kind: 'paragraph', text, role: 'body' };
}

export function note(text: string): ReportBlockOf<'paragraph'> {
  return { kind: 'paragraph', text, role: 'note' };
}

/** Column of a table: title and how its cells are set. The width follows from what the table holds. */
export function column(title: string, set: 'text' | 'number' | 'code' = 'text'): ReportColumn {
  return { title, width: 1, align: set === 'number' ? 'end' : 'start', code: set === 'code' };
}

export function row(...cells: readonly string[]): ReportRow {
  return { cells: [...cells] };
}

export function table(
  caption: string,
  columns: readonly ReportColumn[],
  rows: readonly ReportRow[],
): ReportBlockOf<'table'> {
  return { kind: 'table', caption, columns: fitColumns(columns, rows), rows: [...rows] };
}

export function keyValues(
  entries: readonly (readonly [key: string, value: string, set?: 'code'])[],
): ReportBlockOf<'keyValues'> {
  return {
    kind: 'keyValues',
    entries: entries.map(([key, value, set]) => ({ key, value, code: set === 'code' })),
  };
}

/** What somebody typed into a field of several lines, for a place that has one. */
export function oneLine(text: string): string {
  return text
    .trim()
    .split(/\s*[\r\n]+\s*/)
    .join(' ');
}

/** The same as paragraphs. */
export function typedParagraphs(text: string): ReportBlockOf<'paragraph'>[] {
  return text
    .split(/[\r\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(paragraph);
}

/** Exhibit numbers as ranges: `1–4, 7`. */
export function exhibitNumbers(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const number of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}
