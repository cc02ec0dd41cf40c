import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { localized } from '#shared/domain/localized.ts';
import { type ReviewEntry, reviewsOf, type Versioned } from '#shared/domain/opinion.ts';
import type { CaseStore } from '../case/store.ts';
import { faultOfConclusions } from './conclusions.ts';

/**
 * One more entry of the peer-review log. The order is enforced: the reviewer's own conclusions stand in the custody
 * chain before the examiner's are compared with them. Who sits at the keyboard the program cannot know; it only refuses
 * the examiner's own name.
 */
export function recordReview(store: CaseStore, entry: ReviewEntry): Result<Versioned<ReviewEntry>> {
  const fault = entry.step === 'begun' ? faultOfBeginning(store, entry) : faultOfStep(store, entry);
  if (fault !== null) return fault;
  const { step, review } = entry;
  return succeed(store.caseNotes.review.record(entry, { step, review }));
}

type Refusal = ReturnType<typeof fail>;

function faultOfBeginning(store: CaseStore, entry: Extract<ReviewEntry, { step: 'begun' }>): Refusal | null {
  const opinion = store.caseNotes.opinion.latest();
  if (opinion === null || opinion.version !== entry.opinion || opinion.note.conclusions.length === 0)
    return fail('bad-request', words.noOpinion);
  // Every name under which the examiner's record was made, of any version.
  const examiners = store.caseNotes.opinion
    .versions()
    .flatMap(({ actor, note }) => [actor, note.examiner.name]);
  if (examiners.map(plainName).includes(plainName(entry.reviewer.name)))
    return fail('bad-request', words.sameName);
  if (reviewsOf(store.caseNotes.review.versions()).some(({ begun }) => begun.note.review === entry.review))
    return fail('bad-request', words.order);
  return null;
}

function faultOfStep(store: CaseStore, entry: Exclude<ReviewEntry, { step: 'begun' }>): Refusal | null {
  const found = reviewsOf(store.caseNotes.review.versions()).find(
    ({ begun }) => begun.note.review === entry.review,
  );
  const opinion = store.caseNotes.opinion
    .versions()
    .find(({ version }) => version === found?.begun.note.opinion);
  const assignment = store.caseNotes.assignment
    .versions()
    .find(({ version }) => version === opinion?.note.assignment);
  if (found === undefined || opinion === undefined || assignment === undefined || found.abandoned !== null)
    return fail('bad-request', words.order);
  if (entry.step === 'abandoned') return found.compared === null ? null : fail('bad-request', words.order);
  const asked = opinion.note.conclusions.map(({ pair }) => pair);
  if (entry.step === 'concluded') {
    if (found.concluded !== null) return fail('bad-request', words.order);
    const missing = asked.some((pair) => !entry.conclusions.some((one) => one.pair === pair));
    if (missing) return fail('bad-request', words.everyPair);
    return faultOfConclusions(store, entry.conclusions, assignment.note);
  }
  if (found.concluded === null || found.compared !== null) return fail('bad-request', words.order);
  const given = entry.answers.map(({ pair }) => pair);
  if (given.length !== asked.length || asked.some((pair) => !given.includes(pair)))
    return fail('bad-request', words.everyPair);
  return null;
}

/** Names that differ only in case, spaces or how letters are composed are one name. */
function plainName(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

const words = {
  noOpinion: localized(
    'There is no conclusion of this version to review. Nothing was recorded.',
    '没有可供复核的该版本结论。未作任何记录。',
  ),
  sameName: localized(
    'The reviewer must be another person than the examiner. Nothing was recorded.',
    '复核人须为检验人以外的人员。未作任何记录。',
  ),
  order: localized(
    'A review is begun, then concluded once, then compared once. Nothing was recorded.',
    '复核须依次进行：开始、独立作出结论（一次）、比对（一次）。未作任何记录。',
  ),
  everyPair: localized(
    'Give an answer for every pair of propositions the examiner concluded on. Nothing was recorded.',
    '请对检验人已作结论的每一组命题作出回答。未作任何记录。',
  ),
} as const;
