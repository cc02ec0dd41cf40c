import { concerns, isCovered, type PropositionPair } from '#shared/domain/assignment.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type Review, reviewsOf } from '#shared/domain/opinion.ts';
import type { ReportInput } from './input.ts';

/**
 * The parts a report that goes out as evidence must have (SWGDE 18-Q-002, Report writing; ISO/IEC 17025:2017, 7.8).
 * A working report demands none of them.
 */

const parts = {
  case: localized('a case with its custody log', '案件及其保管日志'),
  items: localized('at least one exhibit', '至少一件检材'),
  client: localized('request: who asked', '委托事项：委托方'),
  questions: localized('request: what was asked', '委托事项：委托要求'),
  propositions: localized('propositions that concern the exhibits', '与检材有关的命题'),
  results: localized('results: a run on every exhibit', '检验结果：每件检材至少一次分析'),
  covered: localized('results that are not covered', '未被遮盖的检验结果'),
  findings: localized('findings of the examiner on every pair of propositions', '针对每组命题的检验人所见'),
  limitations: localized('limitations, in the examiner’s words', '由检验人说明的局限'),
  conclusion: localized('a conclusion on every pair of propositions', '针对每组命题的结论'),
  current: localized(
    'a conclusion that rests on the present version of the propositions',
    '以现行版本命题为依据的结论',
  ),
  examiner: localized('examiner: name and position', '检验人：姓名与职务'),
  review: localized(
    'a completed review of the present version of the conclusion by a second examiner',
    '由第二名检验人对现行版本结论完成的复核',
  ),
} as const;

/** What is empty, in the order of the report. */
export function emptyParts(input: ReportInput): Localized[] {
  const { conclusion, items } = input;
  const request = conclusion?.assignment?.note.request;
  const opinion = conclusion?.opinion?.note;
  const pairs = pairsOf(input);
  const filled = (text: string | undefined) => text !== undefined && text.trim() !== '';
  const guard = conclusion?.guard?.note ?? null;
  const assignment = conclusion?.assignment?.note ?? null;
  const has: readonly (readonly [boolean, Localized])[] = [
    [input.case !== null && input.custody !== null, parts.case],
    [items.length > 0, parts.items],
    [filled(request?.from), parts.client],
    [filled(request?.questions), parts.questions],
    [
      items.length > 0 &&
        items.every(({ evidence }) => pairs.some((pair) => concerns(pair, evidence.sha256))),
      parts.propositions,
    ],
    [items.every(({ runs }) => runs.length > 0), parts.results],
    [!items.some(({ evidence }) => isCovered(guard, assignment, evidence.sha256)), parts.covered],
    [covers(pairs, opinion?.findings), parts.findings],
    [filled(opinion?.limitations), parts.limitations],
    [covers(pairs, opinion?.conclusions), parts.conclusion],
    [opinion === undefined || opinion.assignment === conclusion?.assignment?.version, parts.current],
    [filled(opinion?.examiner.name) && filled(opinion?.examiner.position), parts.examiner],
    [completedReviews(input).length > 0, parts.review],
  ];
  return has.flatMap(([there, name]) => (there ? [] : [name]));
}

/** Pairs of propositions that concern exhibits of the report. */
export function pairsOf({ conclusion, items }: ReportInput): readonly PropositionPair[] {
  return (conclusion?.assignment?.note.pairs ?? []).filter(
    (pair) => pair.exhibit === null || items.some(({ evidence }) => concerns(pair, evidence.sha256)),
  );
}

/** Of the present version of the opinion. */
function completedReviews({ conclusion }: ReportInput): Review[] {
  if (conclusion === undefined) return [];
  return reviewsOf(conclusion.reviews).filter(
    ({ begun, compared }) => compared !== null && begun.note.opinion === conclusion.opinion?.version,
  );
}

function covers(
  pairs: readonly PropositionPair[],
  answers: readonly { readonly pair: string }[] | undefined,
): boolean {
  return pairs.length > 0 && pairs.every(({ id }) => answers?.some(({ pair }) => pair === id) === true);
}
