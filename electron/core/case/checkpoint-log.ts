import type { Checkpoint, CheckpointReason } from '#shared/domain/checkpoint.ts';
import type { CasePorts } from './case-ports.ts';
import { checkpointText, readCheckpointText, signedBytes } from './checkpoint.ts';
import type { CustodyLog } from './custody-log.ts';
import type { Database } from './database.ts';
import { RecordDamaged } from './rows.ts';
import type { CaseStore } from './store.ts';

/** A checkpoint is due after so many events without one. */
export const checkpointEvery = 100;

export interface CheckpointRow {
  readonly sequence: number;
  readonly document: string;
}

/**
 * Makes and keeps the checkpoints of a case. Each one is announced by a `checkpoint.signed` event, and it covers the
 * chain up to and with that event: a row that is removed is missed. One that cannot be signed leaves a
 * `checkpoint.missing` event with the reason.
 */
export class CheckpointLog {
  readonly #database: Database;
  readonly #custody: CustodyLog;
  readonly #ports: CasePorts;
  readonly #caseId: () => string;
  /** Sequence of the last event of either kind, or 0; null: not read yet. */
  #last: number | null = null;

  constructor(database: Database, custody: CustodyLog, ports: CasePorts, caseId: () => string) {
    this.#database = database;
    this.#custody = custody;
    this.#ports = ports;
    this.#caseId = caseId;
  }

  /** In the caller's transaction. Null: it could not be signed, and the chain says so. */
  make(reason: CheckpointReason): Checkpoint | null {
    const signer = this.#ports.checkpoints;
    if (signer === undefined) return null;
    const key = signer.key();
    if (!key.ok) {
      this.#last = this.#custody.append('checkpoint.missing', this.#caseId(), {
        reason,
        missing: key.missing,
      }).sequence;
      return null;
    }
    const { keyId, publicKey } = key;
    const { sequence, hash, at } = this.#custody.append('checkpoint.signed', this.#caseId(), {
      reason,
      keyId,
    });
    this.#last = sequence;
    const body = {
      format: 'assay-checkpoint' as const,
      version: 1 as const,
      case: this.#caseId(),
      ...{ sequence, hash, at, reason, keyId, publicKey },
    };
    const signature = Buffer.from(key.sign(signedBytes(body))).toString('base64');
    const checkpoint = { ...body, signature };
    this.#database
      .prepare('INSERT INTO checkpoint (sequence, document) VALUES (?, ?)')
      .run(sequence, checkpointText(checkpoint));
    return checkpoint;
  }

  /** In the caller's transaction, after what it recorded. */
  makeWhenDue(): void {
    this.#last ??= this.#custody.lastOf(['checkpoint.signed', 'checkpoint.missing']);
    if ((this.#custody.head()?.sequence ?? 0) - this.#last >= checkpointEvery) this.make('events');
  }

  /** The transaction was given up: what was remembered of it did not happen. */
  forget(): void {
    this.#last = null;
  }

  latest(): Checkpoint | null {
    const row = this.#database
      .prepare<[], CheckpointRow>('SELECT * FROM checkpoint ORDER BY sequence DESC LIMIT 1')
      .get();
    if (row === undefined) return null;
    const read = readCheckpointText(row.document);
    if (!read.ok) throw new RecordDamaged(`checkpoint ${row.sequence}`);
    return read.checkpoint;
  }

  /** All of them in order, as they stand in the file, for checking. */
  rows(): CheckpointRow[] {
    return this.#database.prepare<[], CheckpointRow>('SELECT * FROM checkpoint ORDER BY sequence').all();
  }
}

/** The last checkpoint of a case and its text, the canonical JSON that is printed and copied; null: none was signed. */
export function latestCheckpoint(
  store: CaseStore,
): { readonly checkpoint: Checkpoint; readonly text: string } | null {
  const checkpoint = store.tables.checkpoints.latest();
  return checkpoint === null ? null : { checkpoint, text: checkpointText(checkpoint) };
}
