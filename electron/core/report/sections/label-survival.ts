import type { LabelFate, LabelPassage, LabelSurvival } from '#shared/domain/label-survival.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { labelFateWords, labelStateWords } from '#shared/text/label-words.ts';
import { column, heading, note, paragraph, type Section, type SectionContext, table } from '../section.ts';

const text = {
  intro: localized(
    'What became of labels from copy to copy. That one exhibit came from the other is the examiner’s assumption, not a result. Lost is only said when everything that could hold the label was read.',
    '标识从副本到副本的变化。一件检材来自另一件，是检验人的假定，不是检验结果。仅在可能载有标识的部分均已读取时，才认定为丢失。',
  ),
  files: localized('Files', '文件'),
  number: localized('Exhibit', '检材'),
  name: localized('Name', '名称'),
  state: localized('Labels', '标识'),
  from: localized('From exhibit {from} to exhibit {to}', '从检材 {from} 到检材 {to}'),
  side: localized('In exhibit {number}', '在检材 {number} 中'),
} as const;

/** Shapes, so that a fate is never told by colour alone. */
const signs: Readonly<Record<LabelFate, string>> = {
  kept: '✓',
  moved: '✓',
  altered: '!',
  lost: '!',
  added: '+',
  undetermined: '?',
};

type Label = LabelPassage['labels'][number];

export const section: Section = {
  id: 'label-survival',
  title: localized('Labels from copy to copy', '标识的留存情况'),
  stands: ({ survival }) => survival !== undefined,
  blocks(context) {
    const { survival } = context.input;
    if (survival === undefined) return [];
    return [
      paragraph(context.say(text.intro)),
      fileTable(survival, context),
      ...survival.passages.flatMap((passage) => passageBlocks(passage, survival, context)),
    ];
  },
};

function fileTable({ files }: LabelSurvival, { say, input }: SectionContext): ReportBlock {
  return table(
    say(text.files),
    [column(say(text.number)), column(say(text.name)), column('SHA-256', 'code'), column(say(text.state))],
    files.map(({ number, name, sha256, state }) => {
      const { text: words, flag } = labelStateWords[state];
      return { cells: [String(number), name, sha256, words[input.language]], flag };
    }),
  );
}

function passageBlocks(
  { from, to, labels, innocent, reading }: LabelPassage,
  { files }: LabelSurvival,
  context: SectionContext,
): ReportBlock[] {
  const { say, word, input } = context;
  const { language } = input;
  const numbers = new Map(files.map(({ sha256, number }) => [sha256, number]));
  const [before, after] = [numbers.get(from) ?? 0, numbers.get(to) ?? 0];
  return [
    heading(2, say(text.from, { from: before, to: after })),
    labels.length === 0
      ? paragraph(word('survival.none'))
      : table(
          '',
          [
            column(word('survival.label')),
            column(say(text.side, { number: before })),
            column(say(text.side, { number: after })),
            column(word('survival.changed')),
            column(word('survival.fate')),
          ],
          labels.map((label) => ({
            cells: [
              label.standardTitle[language],
              sideText(label.before, label, context),
              sideText(label.after, label, context),
              changesText(label, context),
              `${signs[label.fate]} ${labelFateWords[label.fate].text[language]}`,
            ],
            flag: labelFateWords[label.fate].flag,
          })),
        ),
    ...(innocent.length === 0
      ? []
      : [
          heading(3, word('survival.innocent')),
          {
            kind: 'list' as const,
            items: innocent.map(({ text: cause, cite }) =>
              language === 'en' ? `${cause.en} (${cite.en})` : `${cause[language]}（${cite[language]}）`,
            ),
          },
          note(word('survival.innocent.note')),
        ]),
    ...(reading === null
      ? []
      : [note(`${word('survival.reading')}${language === 'en' ? ': ' : '：'}${reading[language]}`)]),
  ];
}

/** Where the label stands in one of the files, and what it says there. */
function sideText(side: Label['before'], { fate }: Label, { word, input }: SectionContext): string {
  if (side === null) return word(fate === 'undetermined' ? 'survival.not-known' : 'survival.absent');
  return `${side.place}${input.language === 'en' ? ': ' : '：'}${side.says[input.language]}`;
}

function changesText({ changed }: Label, { word, input }: SectionContext): string {
  if (changed.length === 0) return '–';
  const value = (one: string | null) =>
    one === null ? word('survival.absent') : one === '' ? word('survival.empty') : one;
  return changed
    .map(({ name, before, after }) => `${name}: ${value(before)} → ${value(after)}`)
    .join(input.language === 'en' ? '; ' : '；');
}
