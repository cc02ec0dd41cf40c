import { type Publication, PublicationRecord } from '#shared/domain/publication.ts';
import type { CustodyLog } from './custody-log.ts';
import type { Database } from './database.ts';
import { RecordDamaged, recordTextHash } from './rows.ts';

export interface PublicationRow {
  readonly number: number;
  readonly evidence: string;
  readonly version: number;
  readonly record: string;
}

/** What the examiner recorded of a publication, in versions: the latest counts, earlier ones stay. */
export class PublicationTable {
  readonly #database: Database;
  readonly #custody: CustodyLog;

  constructor(database: Database, custody: CustodyLog) {
    this.#database = database;
    this.#custody = custody;
  }

  /** In the caller's transaction. */
  record(made: Omit<PublicationRecord, 'version' | 'keepLogUntil'>): PublicationRecord {
    const record = PublicationRecord.parse({
      ...made,
      version: (this.latest(made.evidence)?.version ?? 0) + 1,
      keepLogUntil: keepLogUntil(made.publication),
    });
    const text = JSON.stringify(record);
    this.#database
      .prepare('INSERT INTO publication (evidence, version, record) VALUES (?, ?, ?)')
      .run(record.evidence, record.version, text);
    this.#custody.append('publication.recorded', record.evidence, {
      version: record.version,
      record: recordTextHash(text),
    });
    return record;
  }

  latest(evidence: string): PublicationRecord | null {
    const row = this.#database
      .prepare<[string], PublicationRow>(
        'SELECT * FROM publication WHERE evidence = ? ORDER BY version DESC LIMIT 1',
      )
      .get(evidence);
    return row === undefined ? null : readPublication(row);
  }

  /** All versions, the first one first. */
  versions(evidence: string): PublicationRecord[] {
    return this.#database
      .prepare<[string], PublicationRow>('SELECT * FROM publication WHERE evidence = ? ORDER BY version')
      .all(evidence)
      .map(readPublication);
  }

  /** Rows in order of recording, from after `number`; for walking the whole table. */
  rowsAfter(number: number, limit: number): PublicationRow[] {
    return this.#database
      .prepare<[number, number], PublicationRow>(
        'SELECT * FROM publication WHERE number > ? ORDER BY number LIMIT ?',
      )
      .all(number, limit);
  }
}

/** Does the row say what its record says? Throws when the record cannot be read. */
function readPublication(row: PublicationRow): PublicationRecord {
  const parsed = PublicationRecord.safeParse(jsonOrNull(row.record));
  const agrees = parsed.data?.evidence === row.evidence && parsed.data.version === row.version;
  if (!parsed.success || !agrees) throw new RecordDamaged(`publication ${row.number}`, parsed.error);
  return parsed.data;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * Measures for Labeling, Art. 9: the log of a delivery without a visible label is kept for at least six months.
 * ISO date six months after the delivery, or the month's last day when it has no such day.
 */
function keepLogUntil({ unlabelledDelivery }: Publication): string | null {
  const { agreed, on } = unlabelledDelivery;
  if (agreed !== 'yes' || on === '') return null;
  const [year, month, day] = on.slice(0, 10).split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + 6, 0)).getUTCDate();
  const until = new Date(Date.UTC(year, month - 1 + 6, Math.min(day, last)));
  return until.toISOString().slice(0, 10);
}
