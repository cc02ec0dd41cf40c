import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { copyFault } from '#shared/domain/assumed-copy.ts';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { LabelPassage } from '#shared/domain/label-survival.ts';
import { localized } from '#shared/domain/localized.ts';
import { type DutyChoice, type DutyMatrix, mostDutyExhibits } from '#shared/domain/obligation.ts';
import type { Publication, PublicationRecord } from '#shared/domain/publication.ts';
import { copyFaultWords } from '#shared/text/duty-words.ts';
import type { CaseStore } from '../case/store.ts';
import { dutyAnalyses, dutyFacts } from '../labels/obligations/facts.ts';
import { dutyMatrix } from '../labels/obligations/matrix.ts';
import { problem } from '../problems.ts';
import { survivalOf } from './labels.ts';

export interface DutyRequest {
  /** Empty: everything in the case. */
  readonly evidence: readonly string[];
  readonly choice: DutyChoice;
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

/** The choice the duties of the case are held against from now on. */
export function chooseDuties(store: CaseStore, choice: DutyChoice): Result<DutyChoice> {
  const refused = copyRefusal(store, choice);
  if (refused !== null) return refused;
  store.chooseDuties(choice);
  return succeed(choice);
}

/** Hold exhibits against the duties of a choice, by what is recorded in the case. Runs nothing, writes nothing. */
export function evaluateDuties(
  store: CaseStore,
  { evidence: chosen, choice }: DutyRequest,
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
  const absent = chosen.find((sha256) => store.evidence(sha256) === null);
  if (absent !== undefined) return problem('not-found', absent);
  const refused = copyRefusal(store, choice);
  if (refused !== null) return refused;
  const exhibits =
    chosen.length === 0
      ? store.listEvidence({ offset: 0, limit: mostDutyExhibits }).items
      : [...new Set(chosen)].flatMap((sha256) => store.evidence(sha256) ?? []);
  return succeed(dutiesOf(store, exhibits, choice));
}

/** The same for exhibits that are known to be there: what a report prints. */
export function dutiesOf(store: CaseStore, exhibits: readonly Evidence[], choice: DutyChoice): DutyMatrix {
  const earlier = new Map(choice.copies.map(({ evidence, from }) => [evidence, from]));
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

function passageTo(store: CaseStore, { sha256 }: Evidence, from: string | undefined): LabelPassage | null {
  const survival = from === undefined ? null : survivalOf(store, [from, sha256]);
  return survival?.ok === true ? (survival.value.passages[0] ?? null) : null;
}

/** Why what is assumed of copies cannot stand in a choice; `null`: it can. */
function copyRefusal(store: CaseStore, { copies }: DutyChoice): ReturnType<typeof fail> | null {
  const absent = copies
    .flatMap(({ evidence, from }) => [evidence, from])
    .find((sha256) => store.evidence(sha256) === null);
  if (absent !== undefined) {
    return fail(
      'not-found',
      localized(
        'A copy is assumed of an exhibit that is not in this case. Nothing was recorded.',
        '所假定的副本涉及不在本案中的检材。未作任何记录。',
      ),
      absent,
    );
  }
  const fault = copyFault(copies);
  return fault === null ? null : fail('bad-request', copyFaultWords[fault.kind], fault.evidence);
}
