import { createHash } from 'node:crypto';
import { Acquisition, Evidence, Sha256 } from '#shared/domain/evidence.ts';
import { Run } from '#shared/domain/run.ts';
import { recordHash, type StoredEvent } from './custody.ts';

/** What intake knows about a file: evidence before it has a number and a history. */
export interface NewEvidence extends Omit<Evidence, 'acquisitions' | 'number'> {
  /** SHA-256 of each 16 MiB piece, 32 bytes each, in order. */
  readonly chunks: Uint8Array;
}

/** A row does not say what it must: the database was edited or is damaged. Verification names the rows. */
export class RecordDamaged extends Error {
  readonly record: string;
  constructor(record: string, cause?: unknown) {
    super(`The case database holds an invalid record: ${record}`, { cause });
    this.name = 'RecordDamaged';
    this.record = record;
  }
}

function reading<T>(record: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new RecordDamaged(record, error);
  }
}

export interface EvidenceRow {
  readonly number: number;
  readonly sha256: string;
  readonly sha512: string;
  readonly size: number;
  readonly chunks: Buffer;
  readonly name: string;
  readonly name_bytes: Buffer;
  readonly kind: string;
  readonly format: string;
  readonly media: string;
  readonly content: string;
  readonly content_sha256: string | null;
}

export interface AcquisitionRow {
  readonly number: number;
  readonly evidence: string;
  readonly how: string;
  readonly path: string;
  readonly path_bytes: Buffer;
  readonly modified_at: string | null;
  readonly acquired_at: string;
  readonly actor: string;
}

export interface RunRow {
  readonly number: number;
  readonly id: string;
  readonly evidence: string;
  readonly analysis: string;
  readonly version: number;
  readonly key: string;
  readonly outcome: string;
  readonly started_at: string;
  readonly record: string;
}

export interface CustodyRow {
  readonly sequence: number;
  readonly at: string;
  readonly offset_minutes: number;
  readonly actor: string;
  readonly session: string;
  readonly action: string;
  readonly object: string;
  readonly detail: string;
  readonly previous: string;
  readonly hash: string;
}

export function evidenceRow(evidence: NewEvidence, number: number): EvidenceRow {
  Sha256.parse(evidence.sha256);
  return {
    number,
    sha256: evidence.sha256,
    sha512: evidence.sha512,
    size: evidence.size,
    chunks: Buffer.from(evidence.chunks),
    name: evidence.name,
    name_bytes: Buffer.from(evidence.nameBytes, 'hex'),
    kind: evidence.media.kind,
    format: evidence.media.format,
    media: JSON.stringify(evidence.media),
    content: JSON.stringify(evidence.content),
    content_sha256: evidence.content.state === 'known' ? evidence.content.sha256 : null,
  };
}

/** The hash the custody event keeps of an evidence row: over every column, so that any edit shows. */
export function evidenceRecordHash(row: EvidenceRow): string {
  return recordHash({
    ...row,
    chunks: row.chunks.toString('hex'),
    name_bytes: row.name_bytes.toString('hex'),
  });
}

export function readEvidence(row: EvidenceRow, acquisitions: readonly AcquisitionRow[]): Evidence {
  return reading(`evidence ${row.number}`, () =>
    Evidence.parse({
      sha256: row.sha256,
      sha512: row.sha512,
      size: row.size,
      name: row.name,
      nameBytes: row.name_bytes.toString('hex'),
      media: JSON.parse(row.media),
      content: JSON.parse(row.content),
      acquisitions: acquisitions.map(readAcquisition),
      number: row.number,
    }),
  );
}

export function acquisitionRow(acquisition: Acquisition, evidence: string): Omit<AcquisitionRow, 'number'> {
  return {
    evidence,
    how: acquisition.how,
    path: acquisition.path,
    path_bytes: Buffer.from(acquisition.pathBytes, 'hex'),
    modified_at: acquisition.modifiedAt,
    acquired_at: acquisition.acquiredAt,
    actor: acquisition.actor,
  };
}

export function readAcquisition(row: Omit<AcquisitionRow, 'number'>): Acquisition {
  return reading(`acquisition of ${row.evidence}`, () =>
    Acquisition.parse({
      how: row.how,
      path: row.path,
      pathBytes: row.path_bytes.toString('hex'),
      modifiedAt: row.modified_at,
      acquiredAt: row.acquired_at,
      actor: row.actor,
    }),
  );
}

/** What the custody event keeps of an acquisition: itself. */
export function acquisitionDetail(row: Omit<AcquisitionRow, 'number'>): Record<string, unknown> {
  return {
    how: row.how,
    path: row.path,
    pathBytes: row.path_bytes.toString('hex'),
    modifiedAt: row.modified_at,
    acquiredAt: row.acquired_at,
    actor: row.actor,
  };
}

export function runRow(run: Run): Omit<RunRow, 'number'> {
  return {
    id: run.id,
    evidence: run.evidence,
    analysis: run.analysis,
    version: run.version,
    key: run.key,
    outcome: run.outcome,
    started_at: run.startedAt,
    // JSON.stringify writes lone surrogates of hostile metadata as escapes: the text is always valid UTF-8.
    record: JSON.stringify(run),
  };
}

/** The hash the custody event keeps of a record that is stored as text: over that text itself. */
export function recordTextHash(record: string): string {
  return createHash('sha256').update(record, 'utf8').digest('hex');
}

/** Do the columns for searching repeat what the record says? */
export function runColumnsAgree(row: RunRow, run: Run): boolean {
  const expected = runRow(run);
  return (
    row.id === expected.id &&
    row.evidence === expected.evidence &&
    row.analysis === expected.analysis &&
    row.version === expected.version &&
    row.key === expected.key &&
    row.outcome === expected.outcome &&
    row.started_at === expected.started_at
  );
}

export function readRun(row: Pick<RunRow, 'id' | 'record'>): Run {
  return reading(`run ${row.id}`, () => Run.parse(JSON.parse(row.record)));
}

export function readEvent(row: CustodyRow): StoredEvent {
  return reading(`custody event ${row.sequence}`, () => ({
    sequence: row.sequence,
    at: row.at,
    offsetMinutes: row.offset_minutes,
    actor: row.actor,
    session: row.session,
    action: row.action,
    object: row.object,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
    previous: row.previous,
    hash: row.hash,
  }));
}

/** An event for checking. Details in other words than they were written in fit no hash, and so name their event. */
export function storedEvent(row: CustodyRow): StoredEvent {
  try {
    const event = readEvent(row);
    if (JSON.stringify(event.detail) === row.detail) return event;
  } catch (error) {
    if (!(error instanceof RecordDamaged)) throw error;
  }
  return readEvent({ ...row, detail: JSON.stringify({ unreadable: row.detail }) });
}
