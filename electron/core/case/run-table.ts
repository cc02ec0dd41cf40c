import type { Run } from '#shared/domain/run.ts';
import type { CustodyLog } from './custody-log.ts';
import type { Database } from './database.ts';
import { type RunRow, readRun, recordTextHash, runRow } from './rows.ts';

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
      record: recordTextHash(row.record),
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

  /** The latest run of one analysis, or null. */
  latestOf(sha256: string, analysis: string): Run | null {
    return readOrNull(
      this.#database
        .prepare<[string, string], RunRow>(
          'SELECT * FROM run WHERE evidence = ? AND analysis = ? ORDER BY number DESC LIMIT 1',
        )
        .get(sha256, analysis),
    );
  }

  /** How the latest run of each analysis ended, counted. */
  outcomes(sha256: string): Partial<Record<Run['outcome'], number>> {
    const counts = this.#database
      .prepare<[string], { outcome: Run['outcome']; count: number }>(
        `SELECT outcome, count(*) AS count FROM run WHERE number IN (
           SELECT max(number) FROM run WHERE evidence = ? GROUP BY analysis
         ) GROUP BY outcome`,
      )
      .all(sha256);
    return Object.fromEntries(counts.map(({ outcome, count }) => [outcome, count]));
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
