import type { z } from 'zod';
import type { CustodyAction, CustodyLog } from './custody-log.ts';
import type { Database } from './database.ts';
import { RecordDamaged, recordTextHash } from './rows.ts';

export interface NoteRow {
  readonly number: number;
  readonly evidence: string;
  readonly version: number;
  readonly record: string;
}

/** What every version of a note tells of itself. */
interface Note {
  readonly evidence: string;
  readonly version: number;
}

/** Tables of notes, each made by a migration: `number`, `evidence`, `version`, `record`. */
export const noteTables = ['publication', 'geometry', 'regions'] as const;
type NoteTableName = (typeof noteTables)[number];

/** What somebody noted about evidence, in versions: the latest counts, earlier ones stay. */
export class NoteTable<N extends Note> {
  /** Also the first part of the custody event, and of the address in problems. */
  readonly name: NoteTableName;
  readonly #schema: z.ZodType<N>;
  readonly #database: Database;
  readonly #custody: CustodyLog;

  constructor(name: NoteTableName, schema: z.ZodType<N>, database: Database, custody: CustodyLog) {
    this.name = name;
    this.#schema = schema;
    this.#database = database;
    this.#custody = custody;
  }

  /** In the caller's transaction. */
  record(made: Omit<N, 'version'> & { readonly evidence: string }): N {
    const version = (this.latest(made.evidence)?.version ?? 0) + 1;
    const record = this.#schema.parse({ ...made, version });
    const text = JSON.stringify(record);
    this.#database
      .prepare(`INSERT INTO ${this.name} (evidence, version, record) VALUES (?, ?, ?)`)
      .run(record.evidence, version, text);
    const action: CustodyAction = `${this.name}.recorded`;
    this.#custody.append(action, record.evidence, { version, record: recordTextHash(text) });
    return record;
  }

  latest(evidence: string): N | null {
    const row = this.#database
      .prepare<[string], NoteRow>(
        `SELECT * FROM ${this.name} WHERE evidence = ? ORDER BY version DESC LIMIT 1`,
      )
      .get(evidence);
    return row === undefined ? null : this.#read(row);
  }

  /** All versions, the first one first. */
  versions(evidence: string): N[] {
    return this.#database
      .prepare<[string], NoteRow>(`SELECT * FROM ${this.name} WHERE evidence = ? ORDER BY version`)
      .all(evidence)
      .map((row) => this.#read(row));
  }

  /** Rows in order of recording, from after `number`; for walking the whole table. */
  rowsAfter(number: number, limit: number): NoteRow[] {
    return this.#database
      .prepare<[number, number], NoteRow>(
        `SELECT * FROM ${this.name} WHERE number > ? ORDER BY number LIMIT ?`,
      )
      .all(number, limit);
  }

  /** Does the row say what its record says? Throws when the record cannot be read. */
  #read(row: NoteRow): N {
    const parsed = this.#schema.safeParse(jsonOrNull(row.record));
    const agrees = parsed.data?.evidence === row.evidence && parsed.data.version === row.version;
    if (!parsed.success || !agrees) throw new RecordDamaged(`${this.name} ${row.number}`, parsed.error);
    return parsed.data;
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
