import type { AnalysisCard, CountedShare, Guide } from '../domain/analysis-card.ts';
import type { Language } from '../domain/localized.ts';
import { pick, type ScreenLanguage, type TextKey, type Translate, translator } from './text.ts';

/** The four questions of a method's page, in the order in which they are read. */
export const guideParts = [
  ['sees', 'method.sees'],
  ['lookFor', 'method.look-for'],
  ['ignore', 'method.ignore'],
  ['lies', 'method.lies'],
] as const satisfies readonly (readonly [keyof Guide, TextKey])[];

export interface ErrorTable {
  /** On which pictures, and what the intervals are. */
  readonly note: string;
  readonly columns: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

/** The measured errors of a method in words; `null`: there is no table. */
export function errorTable({ errors }: AnalysisCard, language: ScreenLanguage): ErrorTable | null {
  if (errors === null) return null;
  const text = translator(language);
  return {
    note: text('method.error.note', { corpus: errors.corpus, tampering: pick(errors.tampering, language) }),
    columns: [
      text('method.error.condition'),
      text('method.error.false-alarms'),
      text('method.error.found'),
      text('method.error.silent'),
    ],
    rows: errors.rates.map(({ condition, falseAlarms, found, silent }) => [
      pick(condition, language),
      ...[falseAlarms, found, silent].map((share) => shareWords(share, text)),
    ]),
  };
}

function shareWords({ count, of, interval }: CountedShare, text: Translate): string {
  if (of === null) return String(count);
  if (interval === null) return text('method.not-measured');
  const [low, high] = interval.map((end) => (100 * end).toFixed(1)) as [string, string];
  return text('method.error.share', { hits: count, of, low, high });
}

/** The page of a method as Markdown: for the documentation and the command line. */
export function methodPage(card: AnalysisCard, language: Language): string {
  const text = translator(language);
  const { cite, url, limits } = card.reference;
  const { engines } = card;
  const colon = language === 'en' ? ': ' : '：';
  const blocks = [
    `# ${card.title[language]}`,
    card.summary[language],
    [
      `- ${text('method.identifier')}${colon}\`${card.id}\``,
      `- ${text('method.version')}${colon}${card.version}`,
      `- ${text('method.engines')}${colon}${engines.length === 0 ? text('method.engines.none') : engines.join(', ')}`,
    ].join('\n'),
    ...guideParts.flatMap(([part, title]) => [
      `## ${text(title)}`,
      list(card.guide[part].map((one) => one[language])),
    ]),
    `## ${text('method.reference')}`,
    `${cite}${url === undefined ? '' : ` <${url}>`}`,
    `## ${text('method.limits')}`,
    list(limits.map((limit) => limit[language])),
    `## ${text('method.error-rate')}`,
    ...errorBlocks(card, language),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function errorBlocks(card: AnalysisCard, language: Language): string[] {
  const table = errorTable(card, language);
  if (table === null) return [card.errorRate?.[language] ?? translator(language)('method.not-measured')];
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = line(table.columns.map(() => '---'));
  return [table.note, [line(table.columns), rule, ...table.rows.map(line)].join('\n')];
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${sentence}`).join('\n');
}
