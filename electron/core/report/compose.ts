import type { FigureLink, Report, ReportBlock } from '#shared/domain/report.ts';
import type { Run } from '#shared/domain/run.ts';
import { fillPlaceholders, formatNumber } from '#shared/text/format.ts';
import { translator } from '#shared/text/text.ts';
import type { ReportInput, ReportItem } from './input.ts';
import { printedDate } from './printed-date.ts';
import type { SectionContext, SectionId, Shortening } from './section.ts';
import { sections } from './sections/index.ts';
import { withVisibleText } from './visible-text.ts';
import { words } from './words.ts';

/**
 * Compose a report. Pure and deterministic: the same input gives the same blocks, byte for byte. Tables and
 * trees of figures are shortened with the full count stated; items, runs, findings and reasons never are.
 */
export function composeReport(input: ReportInput): Report {
  const { language } = input;
  const standing = sections.filter(
    (section) => (input.sections?.includes(section.id) ?? true) && (section.stands?.(input) ?? true),
  );
  const context = createContext(
    input,
    standing.map(({ id }) => id),
  );
  const blocks = standing.flatMap((section, index) => {
    const number = String(index + 1);
    const own: ReportBlock[] = [
      { kind: 'heading', level: 1, number, text: section.title[language], anchor: section.id },
      ...section.blocks(context),
    ];
    return numberHeadings(own, number, section.id);
  });
  const title = words[input.kind === 'working' ? 'workingTitle' : 'title'][language];
  return {
    format: 'assay-report',
    version: 1,
    language,
    title,
    generatedAt: input.generatedAt,
    offsetMinutes: input.offsetMinutes,
    case: input.case === null ? null : { id: input.case.id, name: withVisibleText(input.case.name) },
    examiner: withVisibleText(examinerOf(input)),
    generator: { name: 'Assay', version: input.assay },
    blocks: withVisibleText(blocks),
  };
}

function createContext(input: ReportInput, order: readonly SectionId[]): SectionContext {
  const { language } = input;
  const word = translator(language);
  const cards = new Map(input.analyses.map((card) => [card.id, card]));
  const methods = new Map(input.analyses.map((card, index) => [card.id, index]));
  const items = [...input.items]
    .sort((a, b) => a.evidence.number - b.evidence.number)
    .map((item) => ({ ...item, runs: sortRuns(item.runs, methods) }));
  const shortening = shorteningFor(items.length);
  const figures = shortening.figures ? numberFigures(items, language) : new Map<string, FigureLink>();
  return {
    input,
    items,
    shortening,
    say: (text, values = {}) => fillPlaceholders(text[language], values),
    word,
    count: (value) => formatNumber(value, language),
    date: (instant) => printedDate(instant, input.offsetMinutes),
    exhibit: ({ evidence }) =>
      fillPlaceholders(words.exhibit[language], { number: evidence.number, name: evidence.name }),
    method: (run) => {
      const title = cards.get(run.analysis)?.title[language];
      const name = `${run.analysis} v${run.version}`;
      return title === undefined ? name : `${title} (${name})`;
    },
    card: (analysis) => cards.get(analysis),
    figure: (run, figure) => figures.get(figureKey(run, figure)),
    sectionNumber: (id: SectionId) => String(order.indexOf(id) + 1),
  };
}

/**
 * Many exhibits leave less room for each. The figures of a report of one exhibit are nearly complete; beyond
 * a hundred and fifty, a PDF with figures would have many hundred pages and need more memory than a worker has.
 */
function shorteningFor(items: number): Shortening {
  if (items <= 5) return { rows: 200, nodes: 200, figures: true };
  if (items <= 25) return { rows: 60, nodes: 60, figures: true };
  return { rows: 20, nodes: 20, figures: items <= 150 };
}

function sortRuns(runs: readonly Run[], order: ReadonlyMap<string, number>): Run[] {
  const place = (run: Run) => order.get(run.analysis) ?? Number.MAX_SAFE_INTEGER;
  return [...runs].sort(
    (a, b) =>
      place(a) - place(b) ||
      compare(a.analysis, b.analysis) ||
      compare(a.startedAt, b.startedAt) ||
      compare(a.id, b.id),
  );
}

/** By code unit, not by locale: the order must not depend on the machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function figureKey(run: Run, figure: string): string {
  return `${run.id}/${figure}`;
}

/** Figures are numbered within their exhibit: `2-5` is the fifth figure of exhibit 2. */
function numberFigures(
  items: readonly ReportItem[],
  language: ReportInput['language'],
): Map<string, FigureLink> {
  const links = new Map<string, FigureLink>();
  for (const { evidence, runs } of items) {
    let sequence = 0;
    for (const run of runs) {
      for (const figure of run.figures) {
        sequence += 1;
        const number = `${evidence.number}-${sequence}`;
        links.set(figureKey(run, figure.id), {
          number,
          anchor: `figure-${number}`,
          title: figure.title[language],
        });
      }
    }
  }
  return links;
}

/** Number level-2 headings (`3.2`) and give every heading below level 1 an anchor of its own. */
function numberHeadings(blocks: readonly ReportBlock[], section: string, id: SectionId): ReportBlock[] {
  let second = 0;
  let any = 0;
  return blocks.map((block) => {
    if (block.kind !== 'heading' || block.level === 1) return block;
    any += 1;
    if (block.level === 2) second += 1;
    return { ...block, number: block.level === 2 ? `${section}.${second}` : '', anchor: `${id}-${any}` };
  });
}

/** Who answers for the report, as they name themselves, and the account the case was worked on with. */
function examinerOf({ examiner, conclusion }: ReportInput): string {
  const name = conclusion?.opinion?.note.examiner.name.trim() ?? '';
  return name === '' || name === examiner ? examiner : `${name} (${examiner})`;
}
