import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { type Assignment, isCovered } from '#shared/domain/assignment.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { CaseConclusion, KeptOpinion, Opinion, PairRatio, Versioned } from '#shared/domain/opinion.ts';
import { verbalTerm } from '#shared/domain/opinion.ts';
import type { CaseStore } from '../case/store.ts';
import { largestRatio } from '../pixels/sensor-noise/likelihood.ts';
import { SensorNoise } from '../pixels/sensor-noise/telling.ts';
import { problem } from '../problems.ts';

/** The one method with a calibrated likelihood ratio; see resources/docs/sensor-noise.md. */
const ratioAnalysis = 'pixels.sensor-noise';

/** What is recorded about the case as a whole. */
export function conclusionOf(store: CaseStore): CaseConclusion {
  const { assignment, guard, opinion, review } = store.caseNotes;
  const latest = assignment.latest();
  return {
    assignment: latest,
    guard: guard.latest(),
    opinion: opinion.latest(),
    reviews: review.versions(),
    ratios: latest === null ? [] : ratiosFor(store, latest.note),
  };
}

/** Calibrated likelihood ratios that answer pairs of the case: of the camera and exhibit a pair names. */
function ratiosFor(store: CaseStore, { pairs }: Assignment): PairRatio[] {
  return pairs.flatMap(({ id, exhibit, camera }): PairRatio[] => {
    if (exhibit === null || camera === null) return [];
    const [run] = store.latestRunsOf(exhibit, [ratioAnalysis]);
    const result = SensorNoise.safeParse(run?.result);
    if (run === undefined || !result.success) return [];
    const { likelihood, comparisons } = result.data;
    // The ratio is that of the first fingerprint: of another camera it says nothing.
    if (likelihood === null || comparisons[0]?.sha256 !== camera.sha256) return [];
    return [{ pair: id, run: run.id, ratio: likelihood, ceiling: likelihood >= largestRatio }];
  });
}

/** A new version of request and propositions. */
export function saveAssignment(store: CaseStore, assignment: Assignment): Result<Versioned<Assignment>> {
  const absent = assignment.pairs.find(({ exhibit }) => exhibit !== null && store.evidence(exhibit) === null);
  if (absent?.exhibit != null) return problem('not-found', absent.exhibit);
  return succeed(store.caseNotes.assignment.record(assignment));
}

/** Switch the cover over results on or off. Off needs a reason: from then on results are seen without propositions. */
export function switchGuard(store: CaseStore, on: boolean, reason: string): Result<Record<string, never>> {
  const latest = store.caseNotes.guard.latest()?.note ?? null;
  if (!on && reason.trim() === '') return refuse(words.offNeedsReason);
  if (latest?.on === on || (latest === null && !on)) return succeed({});
  store.caseNotes.guard.record(
    { on, reason: reason.trim(), uncovered: latest?.uncovered ?? [] },
    { on, reason: reason.trim().slice(0, 500) },
  );
  return succeed({});
}

/** Look at results before there are propositions. `exhibits` none: of the whole case. */
export function uncover(
  store: CaseStore,
  exhibits: readonly string[],
  reason: string,
): Result<Record<string, never>> {
  if (reason.trim() === '') return refuse(words.uncoverNeedsReason);
  const absent = exhibits.find((sha256) => store.evidence(sha256) === null);
  if (absent !== undefined) return problem('not-found', absent);
  const { guard, assignment } = store.caseNotes;
  const latest = guard.latest()?.note;
  if (latest === undefined || !latest.on) return succeed({});
  const pairs = assignment.latest()?.note ?? null;
  const covered = exhibits.filter((sha256) => isCovered(latest, pairs, sha256));
  if (exhibits.length > 0 && covered.length === 0) return succeed({});
  const at = store.ports.clock().toISOString();
  const actor = store.ports.actor.toWellFormed();
  const opened = (exhibits.length === 0 ? [null] : covered).map((exhibit) => ({
    ...{ exhibit, at, actor },
    reason: reason.trim(),
  }));
  guard.record(
    { ...latest, uncovered: [...latest.uncovered, ...opened] },
    { uncovered: exhibits.length === 0 ? 'all' : covered, reason: reason.trim().slice(0, 500) },
  );
  return succeed({});
}

/** Of these exhibits, those whose results are covered. */
export function coveredOf(store: CaseStore, exhibits: readonly string[]): string[] {
  const guard = store.caseNotes.guard.latest()?.note ?? null;
  const assignment = store.caseNotes.assignment.latest()?.note ?? null;
  return exhibits.filter((sha256) => isCovered(guard, assignment, sha256));
}

/** A new version of findings and conclusions. Nothing in it comes from the program, and it is held against the case. */
export function saveOpinion(store: CaseStore, opinion: Opinion): Result<Versioned<KeptOpinion>> {
  const assignment = store.caseNotes.assignment.latest();
  if (assignment === null || assignment.note.pairs.length === 0) return refuse(words.noPropositions);
  const refused = faultOfFindings(store, opinion, assignment.note) ?? null;
  if (refused !== null) return refused;
  const wrong = faultOfConclusions(store, opinion.conclusions, assignment.note);
  if (wrong !== null) return wrong;
  return succeed(store.caseNotes.opinion.record({ ...opinion, assignment: assignment.version }));
}

function faultOfFindings(store: CaseStore, { findings }: Opinion, { pairs }: Assignment): Refusal | null {
  for (const { pair, exhibit, source, proposition } of findings) {
    const known = pairs.find(({ id }) => id === pair);
    if (known === undefined || known.propositions[proposition] === undefined)
      return refuse(words.unknownProposition);
    if (store.evidence(exhibit) === null) return problem('not-found', exhibit);
    if (source.kind === 'run') {
      const run = store.runById(source.run);
      const there = run?.findings.filter(({ code }) => code === source.code)[source.place];
      if (run?.evidence !== exhibit || there === undefined)
        return problem('not-found', `${source.run} ${source.code}`);
    }
    if (source.kind === 'region') {
      const regions = store.regions(exhibit)?.regions ?? [];
      if (!regions.some(({ id }) => id === source.region)) return problem('not-found', source.region);
    }
  }
  return null;
}

/** Why conclusions cannot stand, of an examiner or a reviewer; `null`: they can. */
export function faultOfConclusions(
  store: CaseStore,
  conclusions: Opinion['conclusions'],
  assignment: Assignment,
): Refusal | null {
  const ratios = ratiosFor(store, assignment);
  for (const conclusion of conclusions) {
    const pair = assignment.pairs.find(({ id }) => id === conclusion.pair);
    const { proposition } = conclusion;
    if (pair === undefined || (proposition !== null && pair.propositions[proposition] === undefined))
      return refuse(words.unknownProposition);
    if (conclusion.scale === 'support') continue;
    const ratio = ratios.find(({ pair: of, run }) => of === conclusion.pair && run === conclusion.run);
    if (ratio === undefined) return refuse(words.noRatio);
    const allowed = verbalTerm(ratio.ratio);
    if (allowed.term !== conclusion.term || allowed.proposition !== proposition)
      return refuse(words.otherTerm, String(ratio.ratio));
  }
  return null;
}

type Refusal = ReturnType<typeof fail>;

function refuse(message: Localized, detail?: string): Refusal {
  return fail('bad-request', message, detail);
}

const words = {
  offNeedsReason: localized(
    'State why results need not stay covered. The reason is kept in the custody log and printed in reports.',
    '请说明为何无须继续遮盖结果。理由将记入保管日志，并印入报告。',
  ),
  uncoverNeedsReason: localized(
    'State why results are looked at before there are propositions. The reason is kept in the custody log and printed in reports.',
    '请说明为何在提出命题之前查看结果。理由将记入保管日志，并印入报告。',
  ),
  noPropositions: localized(
    'Enter the propositions first; nothing was recorded.',
    '请先填写命题；未作任何记录。',
  ),
  unknownProposition: localized(
    'A finding or conclusion speaks of a proposition that is not among those of the case. Nothing was recorded.',
    '有检验所见或结论涉及本案未列出的命题。未作任何记录。',
  ),
  noRatio: localized(
    'The verbal scale for likelihood ratios can be used only where a calibrated likelihood ratio answers these very propositions. There is none; choose support, no support or inconclusive, with reasons.',
    '只有存在针对这一组命题的、经校准的似然比时，方可使用似然比的言语表述等级。现无此似然比；请选择“支持”“不支持”或“无法得出结论”，并说明理由。',
  ),
  otherTerm: localized(
    'The term or its direction is not the one the likelihood ratio allows on the ENFSI scale. Nothing was recorded.',
    '所选用语或其方向与该似然比在 ENFSI 等级中所对应的不符。未作任何记录。',
  ),
} as const;
