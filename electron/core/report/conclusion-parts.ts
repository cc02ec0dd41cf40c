import type { PropositionPair } from '#shared/domain/assignment.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Conclusion } from '#shared/domain/opinion.ts';
import type { ReportBlock } from '#shared/domain/report.ts';
import {
  conclusionSentence,
  propositionName,
  scaleWords,
  verbalRanges,
  verbalWords,
} from '#shared/text/conclusion-words.ts';
import { column, keyValues, oneLine, row, type SectionContext, table } from './section.ts';

/** What several sections print of propositions and conclusions. */

const text = {
  group: localized('Group {number}: {about}', '第 {number} 组：{about}'),
  caseWide: localized('the case as a whole', '全案'),
  name: localized('Name', '名称'),
  wording: localized('Wording', '表述'),
  conclusion: localized('Conclusion', '结论'),
  scale: localized('Scale', '结论等级'),
  ratio: localized('Likelihood ratio', '似然比'),
  ratioOf: localized(
    '{ratio}, calibrated, of the run with the key {run} (section {findings}); the scale calls {range} “{term}”.',
    '{ratio}（经校准），来自分析键为 {run} 的分析（第 {findings} 节）；该等级将 {range} 称为“{term}”。',
  ),
  atLeast: localized('at least {ratio}', '不低于 {ratio}'),
  ends: localized(
    'The calibration ends there: the ratio itself may be larger; the term is that of its lower bound.',
    '校准止于该值：实际似然比可能更大；所用用语对应其下限。',
  ),
  reasons: localized('Reasons', '理由'),
} as const;

/** "Group 2: Exhibit 1: name". Groups are numbered within the case, so that reports of parts of it agree. */
export function groupTitle(pair: PropositionPair, index: number, context: SectionContext): string {
  const item = context.items.find(({ evidence }) => evidence.sha256 === pair.exhibit);
  const about = item === undefined ? context.say(text.caseWide) : context.exhibit(item);
  return context.say(text.group, { number: index + 1, about });
}

export function propositionTable({ propositions }: PropositionPair, { say }: SectionContext): ReportBlock {
  return table(
    '',
    [column(say(text.name)), column(say(text.wording))],
    propositions.map((wording, index) => row(propositionName(index), oneLine(wording))),
  );
}

/** A conclusion with its scale and reasons; the reviewer's own are printed the same way. */
export function statedBlock(
  stated: Conclusion,
  { input, items, say, sectionNumber }: SectionContext,
): ReportBlock {
  const ratio =
    stated.scale === 'verbal'
      ? input.conclusion?.ratios.find(({ pair, run }) => pair === stated.pair && run === stated.run)
      : undefined;
  const value = ratio === undefined ? '' : ratio.ratio.toPrecision(2);
  const run = items.flatMap(({ runs }) => runs).find(({ id }) => id === ratio?.run);
  return keyValues([
    [say(text.conclusion), say(conclusionSentence(stated))],
    [say(text.scale), say(scaleWords[stated.scale])],
    ...(ratio === undefined || stated.scale !== 'verbal'
      ? []
      : [
          [
            say(text.ratio),
            [
              say(text.ratioOf, {
                ratio: ratio.ceiling ? say(text.atLeast, { ratio: value }) : value,
                run: (run?.key ?? ratio.run).slice(0, 16),
                findings: sectionNumber('findings'),
                range: verbalRanges[stated.term],
                term: say(verbalWords[stated.term]),
              }),
              ...(ratio.ceiling ? [say(text.ends)] : []),
            ].join(input.language === 'en' ? ' ' : ''),
          ] as const,
        ]),
    [say(text.reasons), oneLine(stated.reasons)],
  ]);
}
