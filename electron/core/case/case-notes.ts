import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { Assignment, Guard } from '#shared/domain/assignment.ts';
import { KeptOpinion, ReviewEntry, type Versioned, versioned } from '#shared/domain/opinion.ts';
import type { CasePorts } from './case-ports.ts';
import type { CustodyLog } from './custody-log.ts';
import type { Database } from './database.ts';
import { RecordDamaged, recordTextHash } from './rows.ts';

/** Kinds of notes about a case as a whole; also the first part of the custody event. */
export const caseNoteKinds = ['assignment', 'guard', 'opinion', 'review'] as const;
export type CaseNoteKind = (typeof caseNoteKinds)[number];

export interface CaseNoteRow {
  readonly number: number;
  readonly kind: string;
  readonly version: number;
  readonly record: string;
}

interface NoteParts {
  readonly database: Database;
  readonly custody: CustodyLog;
  readonly ports: CasePorts;
  /** One transaction. */
  write<T>(change: () => T): T;
  caseId(): string;
}

/** Notes about a case as a whole, in versions: the latest counts, earlier ones stay. */
export class CaseNotes {
  readonly assignment: CaseNote<Assignment>;
  readonly guard: CaseNote<Guard>;
  readonly opinion: CaseNote<KeptOpinion>;
  /** Each version is an entry of the peer-review log. */
  readonly review: CaseNote<ReviewEntry>;
  readonly #database: Database;

  constructor(parts: NoteParts) {
    this.assignment = new CaseNote('assignment', Assignment, parts);
    this.guard = new CaseNote('guard', Guard, parts);
    this.opinion = new CaseNote('opinion', KeptOpinion, parts);
    this.review = new CaseNote('review', ReviewEntry, parts);
    this.#database = parts.database;
  }

  /** Rows in order of recording, from after `number`; for walking the whole table. */
  rowsAfter(number: number, limit: number): CaseNoteRow[] {
    return this.#database
      .prepare<[number, number], CaseNoteRow>(
        'SELECT * FROM case_note WHERE number > ? ORDER BY number LIMIT ?',
      )
      .all(number, limit);
  }
}

class CaseNote<N extends object> {
  readonly #kind: CaseNoteKind;
  readonly #schema: z.ZodType<N>;
  readonly #parts: NoteParts;

  constructor(kind: CaseNoteKind, schema: z.ZodType<N>, parts: NoteParts) {
    this.#kind = kind;
    this.#schema = schema;
    this.#parts = parts;
  }

  /**
   * Add a version; earlier ones stay. The same note again changes nothing.
   *
   * @param told what the custody event says in words, beside the hash of the record
   */
  record(note: N, told: Record<string, unknown> = {}): Versioned<N> {
    const { database, custody, ports, write, caseId } = this.#parts;
    const latest = this.latest();
    if (latest !== null && isDeepStrictEqual(latest.note, note)) return latest;
    return write(() => {
      const version = (latest?.version ?? 0) + 1;
      const made = { version, at: ports.clock().toISOString(), actor: ports.actor.toWellFormed(), note };
      const record = JSON.stringify({ ...made, note: this.#schema.parse(note) });
      database
        .prepare('INSERT INTO case_note (kind, version, record) VALUES (?, ?, ?)')
        .run(this.#kind, version, record);
      custody.append(`${this.#kind}.recorded`, caseId(), {
        version,
        record: recordTextHash(record),
        ...told,
      });
      return made;
    });
  }

  latest(): Versioned<N> | null {
    const row = this.#parts.database
      .prepare<[string], CaseNoteRow>('SELECT * FROM case_note WHERE kind = ? ORDER BY version DESC LIMIT 1')
      .get(this.#kind);
    return row === undefined ? null : this.#read(row);
  }

  /** All versions, the first one first. */
  versions(): Versioned<N>[] {
    return this.#parts.database
      .prepare<[string], CaseNoteRow>('SELECT * FROM case_note WHERE kind = ? ORDER BY version')
      .all(this.#kind)
      .map((row) => this.#read(row));
  }

  /** Throws when the record cannot be read or is not that of its row. */
  #read(row: CaseNoteRow): Versioned<N> {
    const name = `${row.kind} ${row.version}`;
    try {
      const parsed = versioned(this.#schema).parse(JSON.parse(row.record));
      if (parsed.version === row.version) return parsed;
    } catch (error) {
      throw new RecordDamaged(name, error);
    }
    throw new RecordDamaged(name);
  }
}
