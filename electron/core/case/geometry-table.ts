import { GeometryRecord } from '#shared/domain/geometry.ts';
import type { CustodyLog } from './custody-log.ts';
import type { Database } from './database.ts';
import { RecordDamaged, recordTextHash } from './rows.ts';

export interface GeometryRow {
  readonly number: number;
  readonly evidence: string;
  readonly version: number;
  readonly record: string;
}

/** What the analyst drew on a picture, in versions: the latest counts, earlier ones stay. */
export class GeometryTable {
  readonly #database: Database;
  readonly #custody: CustodyLog;

  constructor(database: Database, custody: CustodyLog) {
    this.#database = database;
    this.#custody = custody;
  }

  /** In the caller's transaction. */
  record(made: Omit<GeometryRecord, 'version'>): GeometryRecord {
    const version = (this.latest(made.evidence)?.version ?? 0) + 1;
    const record = GeometryRecord.parse({ ...made, version });
    const text = JSON.stringify(record);
    this.#database
      .prepare('INSERT INTO geometry (evidence, version, record) VALUES (?, ?, ?)')
      .run(record.evidence, version, text);
    this.#custody.append('geometry.recorded', record.evidence, { version, record: recordTextHash(text) });
    return record;
  }

  latest(evidence: string): GeometryRecord | null {
    const row = this.#database
      .prepare<[string], GeometryRow>(
        'SELECT * FROM geometry WHERE evidence = ? ORDER BY version DESC LIMIT 1',
      )
      .get(evidence);
    return row === undefined ? null : readGeometry(row);
  }

  /** All versions, the first one first. */
  versions(evidence: string): GeometryRecord[] {
    return this.#database
      .prepare<[string], GeometryRow>('SELECT * FROM geometry WHERE evidence = ? ORDER BY version')
      .all(evidence)
      .map(readGeometry);
  }

  /** Rows in order of recording, from after `number`; for walking the whole table. */
  rowsAfter(number: number, limit: number): GeometryRow[] {
    return this.#database
      .prepare<[number, number], GeometryRow>(
        'SELECT * FROM geometry WHERE number > ? ORDER BY number LIMIT ?',
      )
      .all(number, limit);
  }
}

/** Does the row say what its record says? Throws when the record cannot be read. */
function readGeometry(row: GeometryRow): GeometryRecord {
  const parsed = GeometryRecord.safeParse(jsonOrNull(row.record));
  const agrees = parsed.data?.evidence === row.evidence && parsed.data.version === row.version;
  if (!parsed.success || !agrees) throw new RecordDamaged(`geometry ${row.number}`, parsed.error);
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
