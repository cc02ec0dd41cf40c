import type { Change, Comparison } from '#shared/domain/comparison.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import {
  comparedName,
  expectedFalseWords,
  pieceWords,
  placePhrase,
  transformFacts,
} from '#shared/text/comparison-facts.ts';
import { describeFigure } from '#shared/text/describe-figure.ts';
import { changeWords, claimWords, matchPhrase, outcomeWords } from '#shared/text/trace-words.ts';
import { figureParts } from '../figure-parts.ts';
import {
  column,
  heading,
  keyValues,
  note,
  paragraph,
  row,
  type Section,
  type SectionContext,
  table,
} from '../section.ts';
import { wordsIn } from '../words.ts';

const text = {
  title: localized('What was changed from the original to the suspect', '原件与待查文件的差异'),
  intro: localized(
    'The file that is taken for the original was laid over the suspect, and what differs was listed. Which of the two is called the original was assumed for the comparison and is not its result; a pair may have been compared both ways. Changes of metadata are told in their own sections.',
    '将推定为原件的文件叠合到待查文件上，并列出差异。何者称为原件是比对时的假定，不是比对结果；同一对文件可能双向比对。元数据的变化另见相关章节。',
  ),
  pair: localized('{first} → {second}', '{first} → {second}'),
  outcome: localized('Outcome', '结果'),
  claim: localized('Claim', '结论'),
  hash: localized('{side}, SHA-256', '{side}的 SHA-256'),
  number: localized('No.', '序号'),
  kind: localized('Kind', '类型'),
  where: localized('Where', '位置'),
  statement: localized('What was found', '所见'),
  cut: localized(
    'The first {shown} of {total} changes are listed; all are in the machine-readable record.',
    '仅列前 {shown} 处，共 {total} 处改动；全部内容见机读记录。',
  ),
  noFigures: localized(
    'Figures are not printed in a report of so many exhibits; they are in the machine-readable record and on screen.',
    '检材数量较多，本报告未印出图表；图表见机读记录和屏幕界面。',
  ),
} as const;

export const section: Section = {
  id: 'comparison',
  title: text.title,
  stands: ({ comparisons }) => (comparisons ?? []).length > 0,
  blocks(context) {
    const comparisons = context.input.comparisons ?? [];
    return [
      paragraph(context.say(text.intro)),
      ...comparisons.flatMap((comparison, index) => comparisonBlocks(comparison, index + 1, context)),
    ];
  },
};

function comparisonBlocks(comparison: Comparison, place: number, context: SectionContext): ReportBlock[] {
  const { say, word, date, input, shortening } = context;
  const { language } = input;
  const { first, second, outcome, claim, reason, warnings, transform, changes, matches, figures } =
    comparison;
  const side = (which: 'first' | 'second') => word(`alignment.${which}`);
  return [
    heading(
      2,
      say(text.pair, { first: comparedName(first)[language], second: comparedName(second)[language] }),
    ),
    note(`${date(comparison.at)} · Assay ${comparison.assay}`),
    keyValues([
      [say(text.hash, { side: side('first') }), first.sha256, 'code'],
      [say(text.hash, { side: side('second') }), second.sha256, 'code'],
      [say(text.outcome), outcomeWords[outcome][language]],
      ...(claim === null ? [] : [[say(text.claim), claimWords[claim][language]] as const]),
      ...(transform === null
        ? []
        : transformFacts(transform).map(({ name, value }) => [name[language], value[language]] as const)),
    ]),
    ...(reason === null ? [] : [note(reason.text[language])]),
    ...(warnings.length === 0
      ? []
      : [
          {
            kind: 'warning' as const,
            tone: 'warning' as const,
            text: word('alignment.warnings'),
            details: warnings.map((warning) => warning[language]),
          },
        ]),
    ...(transform?.kind === 'time' && transform.pieces.length > 0
      ? [
          heading(3, word('alignment.pieces')),
          { kind: 'list' as const, items: transform.pieces.map((piece) => pieceWords(piece)[language]) },
        ]
      : []),
    ...(outcome !== 'aligned' ? [] : changeBlocks(changes, context)),
    ...(matches.length === 0
      ? []
      : [
          heading(3, word('alignment.matches')),
          {
            kind: 'list' as const,
            items: matches.map(
              (match) => `${matchPhrase(match)[language]} · ${expectedFalseWords(match)[language]}`,
            ),
          },
        ]),
    ...(figures.length === 0
      ? []
      : shortening.figures
        ? figureBlocks(comparison, place, context)
        : [note(say(text.noFigures))]),
  ];
}

function changeBlocks(
  changes: readonly Change[],
  { say, word, input, shortening }: SectionContext,
): ReportBlock[] {
  const { language } = input;
  if (changes.length === 0) return [paragraph(word('alignment.changes.none'))];
  const shown = changes.slice(0, shortening.rows);
  const printed = table(
    word('alignment.changes.list'),
    [
      column(say(text.number), 'number'),
      column(say(text.kind)),
      column(say(text.where)),
      column(say(text.statement)),
    ],
    shown.map((change, index) => {
      const span = placePhrase(change);
      const where = word(`alignment.changes.in.${change.in}`);
      return row(
        String(index + 1),
        changeWords[change.kind][language],
        span === null ? where : `${where} · ${span}`,
        change.statement[language],
      );
    }),
  );
  return shown.length === changes.length
    ? [printed]
    : [printed, note(say(text.cut, { shown: shown.length, total: changes.length }))];
}

function figureBlocks(comparison: Comparison, place: number, context: SectionContext): ReportBlock[] {
  const { language } = context.input;
  const parts = { language, words: wordsIn(language), shortening: context.shortening };
  const owner = { key: `comparison/${comparison.id}`, artifacts: comparison.artifacts };
  return comparison.figures.map((figure, index) => ({
    kind: 'figure',
    number: `C${place}-${index + 1}`,
    anchor: `comparison-figure-${place}-${index + 1}`,
    title: figure.title[language],
    alt: describeFigure(figure, language),
    source: `Assay ${comparison.assay}`,
    parts: figureParts(figure, owner, parts),
  }));
}
