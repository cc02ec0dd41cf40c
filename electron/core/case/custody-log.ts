import { CustodyEvent } from '#shared/domain/case.ts';
import type { CasePorts } from './case-ports.ts';
import { ClockWatch } from './clock-watch.ts';
import { type ChainHead, type StoredEvent, sealEvent } from './custody.ts';
import type { Database } from './database.ts';
import { type CustodyRow, RecordDamaged, readEvent, storedEvent } from './rows.ts';

export type CustodyAction = CustodyEvent['action'];

/** The custody table: appends to the chain and reads it. */
export class CustodyLog {
  readonly #database: Database;
  readonly #ports: CasePorts;
  readonly #watch: ClockWatch;

  constructor(database: Database, ports: CasePorts) {
    this.#database = database;
    this.#ports = ports;
    this.#watch = new ClockWatch(ports);
  }

  /** Append inside the transaction of what the event describes: neither is ever there without the other. */
  append(action: CustodyAction, object: string, detail: Record<string, unknown>): CustodyEvent {
    if (!this.#database.inTransaction)
      throw new Error('A custody event needs the transaction of its subject');
    const now = this.#ports.clock();
    const last = this.#last();
    const step = this.#watch.step(last?.at ?? null, now);
    const head = step === null ? last : this.#insert(last, now, step.action, '', step.detail);
    return this.#insert(head, now, action, object, detail);
  }

  /** The transaction that appended is over; what was rolled back is not remembered as told. */
  settle(kept: boolean): void {
    this.#watch.settle(kept);
  }

  /** The end of the chain, to be printed in reports: it makes later tampering with the tail detectable. */
  head(): ChainHead | null {
    const last = this.#last();
    return last === null ? null : { sequence: last.sequence, hash: last.hash };
  }

  count(): number {
    return this.#database.prepare<[], number>('SELECT count(*) FROM custody').pluck().get() ?? 0;
  }

  /** Events in order, from `offset` (0 is the first). */
  page(offset: number, limit: number): CustodyEvent[] {
    return this.#rows(offset, limit).map((row) => {
      const parsed = CustodyEvent.safeParse(readEvent(row));
      if (!parsed.success) throw new RecordDamaged(`custody event ${row.sequence}`, parsed.error);
      return parsed.data;
    });
  }

  /** Sequence of the last event of these actions, or 0. */
  lastOf(actions: readonly CustodyAction[]): number {
    return (
      this.#database
        .prepare<[string], number | null>(
          'SELECT max(sequence) FROM custody WHERE action IN (SELECT value FROM json_each(?))',
        )
        .pluck()
        .get(JSON.stringify(actions)) ?? 0
    );
  }

  /** The same as they stand in the file, for checking. */
  stored(offset: number, limit: number): StoredEvent[] {
    return this.#rows(offset, limit).map(storedEvent);
  }

  /** As `stored`, only the events of these actions. */
  storedOf(actions: readonly string[]): StoredEvent[] {
    return this.#database
      .prepare<[string], CustodyRow>(
        'SELECT * FROM custody WHERE action IN (SELECT value FROM json_each(?)) ORDER BY sequence',
      )
      .all(JSON.stringify(actions))
      .map(storedEvent);
  }

  #rows(offset: number, limit: number): CustodyRow[] {
    return this.#database
      .prepare<[number, number], CustodyRow>('SELECT * FROM custody ORDER BY sequence LIMIT ? OFFSET ?')
      .all(limit, offset);
  }

  /** Events of one action about these objects, in order. */
  about(action: CustodyAction, objects: readonly string[]): CustodyEvent[] {
    const rows = this.#database
      .prepare<[string, string], CustodyRow>(
        `SELECT * FROM custody WHERE action = ? AND object IN (SELECT value FROM json_each(?)) ORDER BY sequence`,
      )
      .all(action, JSON.stringify(objects));
    return rows.map((row) => {
      const parsed = CustodyEvent.safeParse(readEvent(row));
      if (!parsed.success) throw new RecordDamaged(`custody event ${row.sequence}`, parsed.error);
      return parsed.data;
    });
  }

  #last(): { readonly sequence: number; readonly at: string; readonly hash: string } | null {
    const row = this.#database
      .prepare<[], CustodyRow>('SELECT * FROM custody ORDER BY sequence DESC LIMIT 1')
      .get();
    return row ?? null;
  }

  #insert(
    head: ChainHead | null,
    now: Date,
    action: CustodyAction,
    object: string,
    detail: Readonly<Record<string, unknown>>,
  ): CustodyEvent {
    const event = sealEvent(head, {
      at: now.toISOString(),
      // An invalid date would have thrown above; minutes east of UTC, so the sign is turned.
      offsetMinutes: 0 - now.getTimezoneOffset(),
      actor: this.#ports.actor.toWellFormed(),
      session: this.#ports.session.toWellFormed(),
      action,
      object,
      detail,
    });
    this.#database
      .prepare(
        `INSERT INTO custody (sequence, at, offset_minutes, actor, session, action, object, detail, previous, hash)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        event.sequence,
        event.at,
        event.offsetMinutes,
        event.actor,
        event.session,
        event.action,
        event.object,
        JSON.stringify(event.detail),
        event.previous,
        event.hash,
      );
    return event;
  }
}
