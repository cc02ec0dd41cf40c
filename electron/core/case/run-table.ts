import type { Run } from '#shared/domain/run.ts';
import type { CustodyLog } from './custody-log.ts';
import type { Database } from './database.ts';
import { type RunRow, readRun, runRecordHash, runRow } from './rows.ts';

/** What lists need of a run, without its figures. */
export interface RunSummary {
  readonly id: string;
  readonly evidence: string;
  readonly analysis: string;
  readonly version: number;
  readonly outcome: Run['outcome'];
  readonly startedAt: string;
}

/** Runs. A repeated run is one more row; "latest" is the one recorded last. */
export class RunTable {
  readonly #database: Database;
  readonly #custody: CustodyLog;

  constructor(database: Database, custody: CustodyLog) {
    this.#database = database;
    this.#custody = custody;
  }

  /** In the caller's transaction. */
  record(run: Run): void {
    const row = runRow(run);
    this.#database
      .prepare(
        `INSERT INTO run (id, evidence, analysis, version, key, outcome, started_at, record)
         VALUES (@id, @evidence, @analysis, @version, @key, @outcome, @started_at, @record)`,
      )
      .run(row);
    this.#custody.append('run.recorded', row.id, {
      evidence: row.evidence,
      analysis: row.analysis,
      version: row.version,
      key: row.key,
      outcome: row.outcome,
      record: runRecordHash(row.record),
    });
  }

  find(id: string): Run | null {
    return readOrNull(this.#database.prepare<[string], RunRow>('SELECT * FROM run WHERE id = ?').get(id));
  }

  findByKey(key: string): Run | null {
    return readOrNull(
      this.#database
        .prepare<[string], RunRow>('SELECT * FROM run WHERE key = ? ORDER BY number DESC LIMIT 1')
        .get(key),
    );
  }

  ofEvidence(sha256: string): Run[] {
    return this.#database
      .prepare<[string], RunRow>('SELECT * FROM run WHERE evidence = ? ORDER BY number')
      .all(sha256)
      .map(readRun);
  }

  /** The latest run of each analysis, ordered by analysis. */
  latest(sha256: string): Run[] {
    return this.#database
      .prepare<[string], RunRow>(
        `SELECT * FROM run WHERE number IN (
           SELECT max(number) FROM run WHERE evidence = ? GROUP BY analysis
         ) ORDER BY analysis`,
      )
      .all(sha256)
      .map(readRun);
  }

  /** The same without the records: quick for lists. */
  latestSummaries(sha256: string): RunSummary[] {
    return this.#database
      .prepare<[string], RunSummary>(
        `SELECT id, evidence, analysis, version, outcome, started_at AS startedAt FROM run WHERE number IN (
           SELECT max(number) FROM run WHERE evidence = ? GROUP BY analysis
         ) ORDER BY analysis`,
      )
      .all(sha256);
  }

  /** Rows in order of recording, from after `number`; for walking the whole table. */
  rowsAfter(number: number, limit: number): RunRow[] {
    return this.#database
      .prepare<[number, number], RunRow>('SELECT * FROM run WHERE number > ? ORDER BY number LIMIT ?')
      .all(number, limit);
  }
}

function readOrNull(row: RunRow | undefined): Run | null {
  return row === undefined ? null : readRun(row);
}
