import type { PropositionPair } from '#shared/domain/assignment.ts';
import { localized } from '#shared/domain/localized.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import { groupTitle, propositionTable, statedBlock } from '../conclusion-parts.ts';
import { pairsOf } from '../mandatory.ts';
import { heading, note, paragraph, type Section, type SectionContext } from '../section.ts';

const text = {
  intro: localized(
    'To be completed by the examiner. The software never fills in this section. The conclusion rests on the findings, the circumstances of the case and the examiner’s own judgement; the propositions considered and the scale used should be named.',
    '由检验人填写，软件从不填写本节。结论以检验所见、案情及检验人自身的判断为依据；应写明所考虑的命题和所用的结论等级。',
  ),
  stated: localized(
    'Entered by the examiner. The software proposed none of it; it put the choice into the words of the scale. A conclusion speaks of how far the findings support propositions, not of how probable a proposition is.',
    '由检验人填写，软件未提出任何建议，仅将所作选择表述为相应等级的用语。结论说明检验所见对命题的支持程度，而不是命题成立的概率。',
  ),
  none: localized('No conclusion is stated on this group.', '对本组命题未作结论。'),
  record: localized(
    'Version {version}, recorded {date} by {actor}.',
    '第 {version} 版，由 {actor} 于 {date} 记录。',
  ),
  examiner: localized('Examiner', '检验人'),
} as const;
const labels = {
  propositions: localized('Propositions considered', '所考虑的命题'),
  conclusion: localized('Conclusion and scale used', '结论及所用的结论等级'),
  examiner: localized('Examiner: name, date, signature', '检验人：姓名、日期、签名'),
  reviewer: localized('Reviewer: name, date, signature', '复核人：姓名、日期、签名'),
} as const;

export const section: Section = {
  id: 'conclusion',
  title: localized('Examiner’s conclusion', '检验人结论'),
  blocks(context) {
    const { input, say } = context;
    const opinion = input.conclusion?.opinion ?? null;
    const signatures = [
      { label: say(labels.examiner), lines: 2 },
      { label: say(labels.reviewer), lines: 2 },
    ];
    const pairs = pairsOf(input);
    if (opinion === null || opinion.note.conclusions.length === 0 || pairs.length === 0) {
      return [
        paragraph(say(text.intro)),
        {
          kind: 'form',
          entries: [
            { label: say(labels.propositions), lines: 3 },
            { label: say(labels.conclusion), lines: 6 },
            ...signatures,
          ],
        },
      ];
    }
    const { version, at, actor, note: said } = opinion;
    const who = [said.examiner.name, said.examiner.position, said.examiner.organisation]
      .map((part) => part.trim())
      .filter((part) => part !== '');
    return [
      paragraph(say(text.stated)),
      ...pairs.flatMap((pair) => pairBlocks(pair, context)),
      heading(2, say(text.examiner)),
      ...(who.length === 0 ? [] : [paragraph(who.join(', '))]),
      note(say(text.record, { version, actor, date: context.date(at) })),
      { kind: 'form', entries: signatures },
    ];
  },
};

function pairBlocks(pair: PropositionPair, context: SectionContext): ReportBlock[] {
  const { input, say } = context;
  const all = input.conclusion?.assignment?.note.pairs ?? [];
  const stated = input.conclusion?.opinion?.note.conclusions.find((one) => one.pair === pair.id);
  return [
    heading(2, groupTitle(pair, all.indexOf(pair), context)),
    propositionTable(pair, context),
    stated === undefined ? paragraph(say(text.none)) : statedBlock(stated, context),
  ];
}
