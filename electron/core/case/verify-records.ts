import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { localized } from '#shared/domain/localized.ts';
import { Run } from '#shared/domain/run.ts';
import { caseNoteKinds } from './case-notes.ts';
import { type Anchor, ChainWalk } from './chain-walk.ts';
import { hashFile } from './chunks.ts';
import type { StoredEvent } from './custody.ts';
import { standsAt } from './folder.ts';
import { noteTables } from './note-table.ts';
import {
  acquisitionDetail,
  type EvidenceRow,
  evidenceRecordHash,
  type RunRow,
  recordTextHash,
  runColumnsAgree,
} from './rows.ts';
import type { CaseStore } from './store.ts';
import { chainProblem } from './verify-checkpoints.ts';
import { documentsOf, type RecordedDocument } from './verify-documents.ts';
import type { VerificationProblem } from './verify-evidence.ts';
import { caseNoteAddress, choiceAddress, noteAddress } from './verify-notes.ts';

/** What the custody chain says the tables must hold. */
export interface CustodyLedger {
  readonly eventsChecked: number;
  readonly problems: readonly VerificationProblem[];
  /** Evidence hash → hash of its row, and its acquisitions in order. */
  readonly evidence: ReadonlyMap<string, { readonly record: unknown; readonly acquisitions: unknown[] }>;
  /** Run id → hash of its record. */
  readonly runs: ReadonlyMap<string, unknown>;
  /** Address of a version of a publication record, a drawing or regions, or of a choice of duties → hash of its record. */
  readonly notes: ReadonlyMap<string, unknown>;
  /** Reports, copies and other files beside the database. */
  readonly documents: readonly RecordedDocument[];
  /** Sequence of a checkpoint → identifier of its key. */
  readonly checkpoints: ReadonlyMap<number, unknown>;
  readonly checkpointsMissing: number;
}

const pageSize = 500;

/** Walk the chain, hold it against what was signed of it, and note what it says was recorded. */
export function readLedger(
  store: CaseStore,
  anchors: readonly Anchor[],
  signal?: AbortSignal,
): CustodyLedger {
  const walk = new ChainWalk(anchors);
  const problems: VerificationProblem[] = [];
  const evidence = new Map<string, { record: unknown; acquisitions: unknown[] }>();
  const runs = new Map<string, unknown>();
  const notes = new Map<string, unknown>();
  const documents: RecordedDocument[] = [];
  const checkpoints = new Map<number, unknown>();
  let checkpointsMissing = 0;
  let eventsChecked = 0;
  for (;;) {
    signal?.throwIfAborted();
    const events = store.tables.custody.stored(eventsChecked, pageSize);
    for (const event of events) {
      eventsChecked += 1;
      walk.step(event);
      note(event, evidence, runs, notes);
      documents.push(...documentsOf(event));
      if (event.action === 'checkpoint.signed') checkpoints.set(event.sequence, event.detail.keyId);
      if (event.action === 'checkpoint.missing') checkpointsMissing += 1;
    }
    if (events.length < pageSize) break;
  }
  // After the first break every later link refers to it: one problem is one statement.
  const problem = walk.end() ?? (eventsChecked === 0 ? emptyChain : null);
  if (problem !== null) problems.push(chainProblem(problem));
  return { eventsChecked, problems, evidence, runs, notes, documents, checkpoints, checkpointsMissing };
}

const emptyChain = { sequence: 1, until: 1, code: 'chain-gap' } as const;

function note(
  event: StoredEvent,
  evidence: Map<string, { record: unknown; acquisitions: unknown[] }>,
  runs: Map<string, unknown>,
  notes: Map<string, unknown>,
): void {
  if (event.action === 'evidence.added') {
    evidence.set(event.object, { record: event.detail.record, acquisitions: [event.detail.acquisition] });
  } else if (event.action === 'evidence.acquired-again') {
    evidence.get(event.object)?.acquisitions.push(event.detail.acquisition);
  } else if (event.action === 'run.recorded') {
    runs.set(event.object, event.detail.record);
  } else if (event.action === 'duties.chosen') {
    notes.set(choiceAddress(event.detail.number), event.detail.record);
  }
  const table = noteTables.find((name) => event.action === `${name}.recorded`);
  if (table !== undefined)
    notes.set(noteAddress(event.object, table, event.detail.version), event.detail.record);
  const kind = caseNoteKinds.find((name) => event.action === `${name}.recorded`);
  if (kind !== undefined) notes.set(caseNoteAddress(kind, event.detail.version), event.detail.record);
}

/** Does an evidence row, with its acquisitions, say what the chain says? */
export function verifyEvidenceRecord(
  store: CaseStore,
  row: EvidenceRow,
  ledger: CustodyLedger,
): VerificationProblem[] {
  const recorded = ledger.evidence.get(row.sha256);
  if (recorded === undefined) {
    return [
      {
        code: 'record-changed',
        object: row.sha256,
        message: localized(
          'The custody chain knows nothing of this evidence record',
          '保管链中没有这条证据记录的登记',
        ),
      },
    ];
  }
  const acquisitions = store.tables.evidence.acquisitions(row.sha256).map(acquisitionDetail);
  if (recorded.record === evidenceRecordHash(row) && isDeepStrictEqual(recorded.acquisitions, acquisitions))
    return [];
  return [
    {
      code: 'record-changed',
      object: row.sha256,
      message: localized(
        'The evidence record, or how the file was acquired, differs from what the custody chain says',
        '证据记录或其获取经过与保管链的记载不一致',
      ),
    },
  ];
}

/** Does a run's row say what the chain says, and are its artifacts as they were made? */
export async function verifyRun(
  store: CaseStore,
  row: RunRow,
  ledger: CustodyLedger,
  signal?: AbortSignal,
): Promise<VerificationProblem[]> {
  const run = Run.safeParse(jsonOrNull(row.record));
  const sound = ledger.runs.get(row.id) === recordTextHash(row.record);
  if (!sound || !run.success || !runColumnsAgree(row, run.data)) {
    return [
      {
        code: 'record-changed',
        object: row.id,
        message: localized(
          'The run record differs from what the custody chain says',
          '分析运行记录与保管链的记载不一致',
        ),
      },
    ];
  }
  const problems: VerificationProblem[] = [];
  for (const artifact of run.data.artifacts) {
    const path = join(store.derivedPath(row.id), artifact.name);
    const object = `${row.id}/${artifact.name}`;
    if ((await standsAt(path)) !== 'file') {
      const message = localized('A file the run made is missing', '该次运行生成的文件缺失');
      problems.push({ code: 'artifact-missing', object, message });
    } else if ((await hashFile(path, signal)) !== artifact.sha256) {
      const message = localized('A file the run made was changed', '该次运行生成的文件已被更改');
      problems.push({ code: 'artifact-changed', object, message });
    }
  }
  return problems;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Records the chain knows and the tables no longer have. */
export function missingRecords(
  ledger: CustodyLedger,
  evidenceSeen: ReadonlySet<string>,
  runsSeen: ReadonlySet<string>,
  notesSeen: ReadonlySet<string>,
): VerificationProblem[] {
  const missing = [
    ...[...ledger.evidence.keys()].filter((sha256) => !evidenceSeen.has(sha256)),
    ...[...ledger.runs.keys()].filter((id) => !runsSeen.has(id)),
    ...[...ledger.notes.keys()].filter((address) => !notesSeen.has(address)),
  ];
  return missing.map((object) => ({
    code: 'record-missing',
    object,
    message: localized('The custody chain tells of a record that is not there', '保管链中登记的记录已不存在'),
  }));
}
