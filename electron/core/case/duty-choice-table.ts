import { DutyChoice } from '#shared/domain/obligation.ts';
import type { CustodyLog } from './custody-log.ts';
import type { Database } from './database.ts';
import { RecordDamaged, recordTextHash } from './rows.ts';

export interface DutyChoiceRow {
  readonly number: number;
  readonly at: string;
  readonly actor: string;
  readonly record: string;
}

/** Jurisdictions, roles, date and assumed copies the examiner chose for the case; the last one counts. */
export class DutyChoiceTable {
  readonly #database: Database;
  readonly #custody: CustodyLog;

  constructor(database: Database, custody: CustodyLog) {
    this.#database = database;
    this.#custody = custody;
  }

  /** In the caller's transaction. `object`: the case's id. */
  record(choice: DutyChoice, at: string, actor: string, object: string): void {
    const record = JSON.stringify(DutyChoice.parse(choice));
    const { lastInsertRowid } = this.#database
      .prepare('INSERT INTO duty_choice (at, actor, record) VALUES (?, ?, ?)')
      .run(at, actor, record);
    this.#custody.append('duties.chosen', object, {
      number: Number(lastInsertRowid),
      record: dutyChoiceHash({ at, actor, record }),
    });
  }

  latest(): DutyChoice | null {
    const row = this.#database
      .prepare<[], DutyChoiceRow>('SELECT * FROM duty_choice ORDER BY number DESC LIMIT 1')
      .get();
    if (row === undefined) return null;
    try {
      return DutyChoice.parse(JSON.parse(row.record));
    } catch (error) {
      throw new RecordDamaged(`duty choice ${row.number}`, error);
    }
  }

  rowsAfter(number: number, limit: number): DutyChoiceRow[] {
    return this.#database
      .prepare<[number, number], DutyChoiceRow>(
        'SELECT * FROM duty_choice WHERE number > ? ORDER BY number LIMIT ?',
      )
      .all(number, limit);
  }
}

/** The hash the custody event keeps of a choice: over everything the row says but its number. */
export function dutyChoiceHash({ at, actor, record }: Omit<DutyChoiceRow, 'number'>): string {
  return recordTextHash(`${at}\n${actor}\n${record}`);
}
