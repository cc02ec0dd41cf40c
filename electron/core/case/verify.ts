import type { Verification } from '#shared/domain/case.ts';
import type { Checkpoint } from '#shared/domain/checkpoint.ts';
import { localized } from '#shared/domain/localized.ts';
import { isLockHeld } from './lock.ts';
import { errorCode, errorText } from './problem.ts';
import { RecordDamaged } from './rows.ts';
import type { CaseStore } from './store.ts';
import { checkpointSummary, compareCheckpoints, readCheckpoints } from './verify-checkpoints.ts';
import { verifyDocuments } from './verify-documents.ts';
import { type VerificationProblem, verifyEvidenceFile, verifyNoStrangers } from './verify-evidence.ts';
import { verifyNotes } from './verify-notes.ts';
import {
  type CustodyLedger,
  missingRecords,
  readLedger,
  verifyEvidenceRecord,
  verifyRun,
} from './verify-records.ts';
import { firstOf, stateOf } from './verify-state.ts';
import { verifyNoStrangerDocuments } from './verify-strangers.ts';

export interface VerifyProgress {
  readonly evidenceDone: number;
  readonly evidenceTotal: number;
  readonly bytesDone: number;
}

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  /** A checkpoint known from elsewhere, its signature checked: it shows a cut tail and a chain written anew. */
  readonly checkpoint?: Checkpoint;
  onProgress?(progress: VerifyProgress): void;
}

const pageSize = 200;

/**
 * Check everything a case claims: the custody chain, every record against it, every evidence file re-hashed,
 * its read-only state, files that do not belong, the files runs made, and the documents of the case. The case may be
 * damaged or tampered with: whatever cannot be read is a problem in the answer. Chain and records are those of one
 * moment, so that a case that is being worked on is not accused of what was recorded while it was checked. Leaves a
 * `case.verified` event when the case is open for writing. Throws only when aborted.
 */
export async function verifyCase(store: CaseStore, options: VerifyOptions = {}): Promise<Verification> {
  const { signal } = options;
  const problems: VerificationProblem[] = [];
  const moment = await guarded(problems, signal, () => store.atThisMoment());
  let verification: Verification;
  try {
    verification = await verifyMoment(moment ?? store, store, options, problems);
  } finally {
    await moment?.close();
  }
  if (!store.readOnly) await guarded(problems, signal, () => store.recordVerification(verification));
  return verification;
}

/**
 * @param live the case as it is by now, for what is written meanwhile
 * @param problems what is known already; the rest is added
 */
async function verifyMoment(
  moment: CaseStore,
  live: CaseStore,
  options: VerifyOptions,
  problems: VerificationProblem[],
): Promise<Verification> {
  const { signal } = options;
  const at = moment.ports.clock().toISOString();

  const integrity = await guarded(problems, signal, () => moment.integrity());
  problems.unshift(...[...new Set([...moment.damage, ...(integrity ?? [])])].map(damagedDatabase));
  const given = options.checkpoint;
  const signed = await guarded(problems, signal, () => readCheckpoints(moment, given));
  const ledger =
    (await guarded(problems, signal, () => readLedger(moment, signed?.anchors ?? [], signal))) ?? unreadable;
  problems.push(...ledger.problems);
  if (signed !== null) problems.push(...signed.problems, ...compareCheckpoints(signed, ledger.checkpoints));

  const evidenceSeen = new Set<string>();
  const evidenceRead = await guarded(problems, signal, () =>
    verifyEvidence(moment, ledger, options, problems, evidenceSeen),
  );
  const runsSeen = new Set<string>();
  const runsRead = await guarded(problems, signal, () =>
    verifyRuns(moment, ledger, problems, runsSeen, signal),
  );
  const notesSeen = new Set<string>();
  const notesRead = await guarded(problems, signal, () =>
    verifyNotes(moment, ledger, problems, notesSeen, signal),
  );
  const documents = await guarded(problems, signal, () => verifyDocuments(moment, ledger.documents, signal));
  problems.push(...(documents ?? []));
  // Only a table read to its end can be said to lack something.
  if (evidenceRead === true && runsRead === true && notesRead === true)
    problems.push(...missingRecords(ledger, evidenceSeen, runsSeen, notesSeen));

  // Files are there before their records: those that came since the moment are asked for in the case as it is by now.
  const intakeMayRun = !live.readOnly || (await isLockHeld(live.folder));
  const isKnown = (name: string) =>
    evidenceSeen.has(name) || live.evidence(name) !== null || live.placements().includes(name);
  const strangers = await guarded(problems, signal, () =>
    verifyNoStrangers(live.folder, isKnown, intakeMayRun),
  );
  problems.push(...(strangers ?? []));
  const unknown = await guarded(problems, signal, () =>
    verifyNoStrangerDocuments(live, ledger.runs, intakeMayRun),
  );
  problems.push(...(unknown ?? []));

  return {
    state: stateOf(problems),
    first: firstOf(problems),
    at,
    evidenceChecked: evidenceSeen.size,
    eventsChecked: ledger.eventsChecked,
    problems,
    checkpoints: signed === null ? null : checkpointSummary(moment, signed, ledger.checkpointsMissing, given),
  };
}

const unreadable: CustodyLedger = {
  eventsChecked: 0,
  problems: [],
  evidence: new Map(),
  runs: new Map(),
  notes: new Map(),
  documents: [],
  checkpoints: new Map(),
  checkpointsMissing: 0,
};

async function verifyEvidence(
  store: CaseStore,
  ledger: CustodyLedger,
  options: VerifyOptions,
  problems: VerificationProblem[],
  seen: Set<string>,
): Promise<true> {
  const evidenceTotal = store.tables.evidence.count();
  let bytesDone = 0;
  const report = () => options.onProgress?.({ evidenceDone: seen.size, evidenceTotal, bytesDone });
  const onBytes = (count: number) => {
    bytesDone += count;
    report();
  };
  for (let last = 0; ; ) {
    const rows = store.tables.evidence.rowsAfter(last, pageSize);
    for (const row of rows) {
      options.signal?.throwIfAborted();
      problems.push(...verifyEvidenceRecord(store, row, ledger));
      problems.push(...(await verifyEvidenceFile(store.folder, row, { signal: options.signal, onBytes })));
      seen.add(row.sha256);
      last = row.number;
      report();
    }
    if (rows.length < pageSize) return true;
  }
}

async function verifyRuns(
  store: CaseStore,
  ledger: CustodyLedger,
  problems: VerificationProblem[],
  seen: Set<string>,
  signal: AbortSignal | undefined,
): Promise<true> {
  for (let last = 0; ; ) {
    // Records may be large: one page is few of them.
    const rows = store.tables.runs.rowsAfter(last, 20);
    for (const row of rows) {
      signal?.throwIfAborted();
      problems.push(...(await verifyRun(store, row, ledger, signal)));
      seen.add(row.id);
      last = row.number;
    }
    if (rows.length < 20) return true;
  }
}

/** One part of the check. What the database or the disk refuses becomes a problem; the other parts go on. */
async function guarded<T>(
  problems: VerificationProblem[],
  signal: AbortSignal | undefined,
  part: () => T | Promise<T>,
): Promise<T | null> {
  try {
    return await part();
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof RecordDamaged) && errorCode(error) === '') throw error;
    problems.push(damagedDatabase(errorText(error)));
    return null;
  }
}

function damagedDatabase(line: string): VerificationProblem {
  return {
    code: 'database-damaged',
    object: 'case.db',
    message: localized(`The case database is damaged: ${line}`, `案件数据库已损坏：${line}`),
  };
}
