import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { LabelPassage } from '#shared/domain/label-survival.ts';
import { localized } from '#shared/domain/localized.ts';
import { type DutyChoice, type DutyMatrix, mostDutyExhibits } from '#shared/domain/obligation.ts';
import type { Publication, PublicationRecord } from '#shared/domain/publication.ts';
import type { CaseStore } from '../case/store.ts';
import { dutyAnalyses, dutyFacts } from '../labels/obligations/facts.ts';
import { dutyMatrix } from '../labels/obligations/matrix.ts';
import { labelSurvival } from '../labels/survival.ts';
import { problem } from '../problems.ts';
import { overviewOf } from './labels.ts';

export interface DutyRequest {
  /** Empty: everything in the case. */
  readonly evidence: readonly string[];
  readonly choice: DutyChoice;
  /** Which exhibit the examiner takes for an earlier copy of which. */
  readonly copies: readonly { readonly evidence: string; readonly from: string }[];
}

/** A new version of the record of where evidence was published. */
export function savePublication(
  store: CaseStore,
  evidence: string,
  publication: Publication,
): Result<PublicationRecord> {
  if (store.evidence(evidence) === null) return problem('not-found', evidence);
  const { screenshot } = publication.displayed;
  if (screenshot !== null && store.evidence(screenshot) === null) {
    return fail(
      'not-found',
      localized(
        'The screenshot is not evidence of this case. Take it in first; nothing was recorded.',
        '截图不是本案证据。请先将其收入案件；未作任何记录。',
      ),
      screenshot,
    );
  }
  return succeed(store.recordPublication(evidence, publication));
}

/** Hold exhibits against the duties of a choice, by what is recorded in the case. Runs nothing, writes nothing. */
export function evaluateDuties(
  store: CaseStore,
  { evidence: chosen, choice, copies }: DutyRequest,
): Result<DutyMatrix> {
  if (
    chosen.length === 0 ? store.info().evidenceCount > mostDutyExhibits : chosen.length > mostDutyExhibits
  ) {
    return fail(
      'bad-request',
      localized(
        `Choose at most ${mostDutyExhibits} exhibits at a time.`,
        `每次最多选择 ${mostDutyExhibits} 件检材。`,
      ),
    );
  }
  const absent = [...chosen, ...copies.flatMap(({ evidence, from }) => [evidence, from])].find(
    (sha256) => store.evidence(sha256) === null,
  );
  if (absent !== undefined) return problem('not-found', absent);
  const exhibits =
    chosen.length === 0
      ? store.listEvidence({ offset: 0, limit: mostDutyExhibits }).items
      : [...new Set(chosen)].flatMap((sha256) => store.evidence(sha256) ?? []);
  return succeed(dutiesOf(store, exhibits, choice, copies));
}

/** The same for exhibits that are known to be there: what a report prints. */
export function dutiesOf(
  store: CaseStore,
  exhibits: readonly Evidence[],
  choice: DutyChoice,
  copies: DutyRequest['copies'] = [],
): DutyMatrix {
  const earlier = new Map(copies.map(({ evidence, from }) => [evidence, from]));
  return dutyMatrix(
    choice,
    [...exhibits]
      .sort((a, b) => a.number - b.number)
      .map((evidence) => ({
        sha256: evidence.sha256,
        number: evidence.number,
        name: evidence.name,
        facts: dutyFacts({
          media: evidence.media,
          runs: store.latestRunsOf(evidence.sha256, dutyAnalyses),
          publication: store.publication(evidence.sha256),
          passage: passageTo(store, evidence, earlier.get(evidence.sha256)),
        }),
      })),
  );
}

function passageTo(store: CaseStore, evidence: Evidence, from: string | undefined): LabelPassage | null {
  const before = from === undefined || from === evidence.sha256 ? null : store.evidence(from);
  if (before === null) return null;
  const overviews = [overviewOf(store, before.sha256), overviewOf(store, evidence.sha256)] as const;
  if (!overviews[0].ok || !overviews[1].ok) return null;
  const { passages } = labelSurvival([
    { evidence: before, overview: overviews[0].value },
    { evidence, overview: overviews[1].value },
  ]);
  return passages[0] ?? null;
}
