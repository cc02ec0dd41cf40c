import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { heading, note, paragraph, type Section, type SectionContext, typedParagraphs } from '../section.ts';

const text = {
  own: localized('Stated by the examiner', '检验人的说明'),
  none: localized('The examiner has stated no limitation.', '检验人未说明局限。'),
  methods: localized('Of the results the findings rest on', '所见所依据结果的局限'),
  printed: localized(
    'As stated by the methods themselves; all limits and error rates are in section {methods}.',
    '由方法自身给出；全部局限与错误率见第 {methods} 节。',
  ),
  open: localized(
    'Left open: {count} runs gave no answer. They are listed with their reasons in section {section}, together with the methods that were not used.',
    '未得出答案：{count} 次分析。连同原因及未使用的方法列于第 {section} 节。',
  ),
} as const;

/** What the results and the conclusion cannot carry. */
export const section: Section = {
  id: 'limitations',
  title: localized('Limitations', '局限'),
  stands: ({ kind, conclusion }) => kind === 'evidence' || (conclusion?.opinion ?? null) !== null,
  blocks(context) {
    const { input, say, items, count, sectionNumber } = context;
    const stated = input.conclusion?.opinion?.note.limitations.trim() ?? '';
    const open = items.flatMap(({ runs }) =>
      runs.filter(({ outcome }) => outcome === 'undetermined' || outcome === 'failed'),
    ).length;
    return [
      heading(2, say(text.own)),
      ...(stated === '' ? [paragraph(say(text.none))] : typedParagraphs(stated)),
      ...limitsOfResults(context),
      paragraph(say(text.open, { count: count(open), section: sectionNumber('not-examined') })),
    ];
  },
};

function limitsOfResults({ input, items, say, sectionNumber }: SectionContext): ReportBlock[] {
  const chosen = input.conclusion?.opinion?.note.findings ?? [];
  const limits = chosen.flatMap(({ source, exhibit }) => {
    if (source.kind !== 'run') return [];
    const item = items.find(({ evidence }) => evidence.sha256 === exhibit);
    const run = item?.runs.find(({ id }) => id === source.run);
    const finding = run?.findings.filter(({ code }) => code === source.code)[source.place];
    return finding?.limits.map((limit) => limit[input.language]) ?? [];
  });
  const unique = [...new Set(limits)];
  if (unique.length === 0) return [];
  return [
    heading(2, say(text.methods)),
    note(say(text.printed, { methods: sectionNumber('methods') })),
    { kind: 'list', items: unique },
  ];
}
