import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { Run } from '#shared/domain/run.ts';
import { fileChunks, hashChunks, readFlags } from './chunks.ts';
import { ChainWalk, type StoredEvent } from './custody.ts';
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
import type { VerificationProblem } from './verify-evidence.ts';
import { choiceAddress, noteAddress } from './verify-notes.ts';

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
}

const pageSize = 500;

/** Walk the chain and note what it says was recorded. */
export function readLedger(store: CaseStore, signal?: AbortSignal): CustodyLedger {
  const walk = new ChainWalk();
  const problems: VerificationProblem[] = [];
  const evidence = new Map<string, { record: unknown; acquisitions: unknown[] }>();
  const runs = new Map<string, unknown>();
  const notes = new Map<string, unknown>();
  let eventsChecked = 0;
  for (;;) {
    signal?.throwIfAborted();
    const events = store.tables.custody.stored(eventsChecked, pageSize);
    for (const event of events) {
      eventsChecked += 1;
      if (problems.length === 0) {
        // After the first break every later link refers to it: one problem is one statement.
        const problem = walk.step(event);
        if (problem !== null) {
          problems.push({
            code: problem.code,
            object: String(problem.sequence),
            message: chainMessage(problem.code, problem.sequence),
          });
        }
      }
      note(event, evidence, runs, notes);
    }
    if (events.length < pageSize) break;
  }
  if (eventsChecked === 0) {
    problems.push({ code: 'chain-gap', object: '1', message: chainMessage('chain-gap', 1) });
  }
  return { eventsChecked, problems, evidence, runs, notes };
}

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
}

function chainMessage(code: 'chain-gap' | 'chain-broken', sequence: number): Localized {
  return code === 'chain-gap'
    ? localized(
        `The custody chain has a gap: event ${sequence} is missing or out of place`,
        `保管链存在缺口：第 ${sequence} 条事件缺失或错位`,
      )
    : localized(
        `The custody chain is broken: event ${sequence}, or one before it, is not what was recorded`,
        `保管链已断裂：第 ${sequence} 条事件或其之前的事件与当初的记录不符`,
      );
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

async function hashFile(path: string, signal: AbortSignal | undefined): Promise<string> {
  const handle = await open(path, readFlags);
  try {
    const { size } = await handle.stat();
    return (await hashChunks(fileChunks(handle), { expected: size, whole: ['sha256'], signal })).sha256;
  } finally {
    await handle.close();
  }
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
