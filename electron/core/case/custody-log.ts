import { CustodyEvent } from '#shared/domain/case.ts';
import type { CasePorts } from './case-ports.ts';
import { type ChainHead, type StoredEvent, sealEvent } from './custody.ts';
import type { Database } from './database.ts';
import { type CustodyRow, RecordDamaged, readEvent } from './rows.ts';

export type CustodyAction = CustodyEvent['action'];

/** The custody table: appends to the chain and reads it. */
export class CustodyLog {
  readonly #database: Database;
  readonly #ports: CasePorts;

  constructor(database: Database, ports: CasePorts) {
    this.#database = database;
    this.#ports = ports;
  }

  /** Append inside the transaction of what the event describes: neither is ever there without the other. */
  append(action: CustodyAction, object: string, detail: Record<string, unknown>): CustodyEvent {
    if (!this.#database.inTransaction)
      throw new Error('A custody event needs the transaction of its subject');
    const now = this.#ports.clock();
    const last = this.#last();
    if (last !== null && now.getTime() < Date.parse(last.at)) {
      const stepped = this.#insert(last, now, 'clock.stepped-back', '', {
        from: last.at,
        to: now.toISOString(),
      });
      return this.#insert(stepped, now, action, object, detail);
    }
    return this.#insert(last, now, action, object, detail);
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
    return this.stored(offset, limit).map((event) => {
      const parsed = CustodyEvent.safeParse(event);
      if (!parsed.success) throw new RecordDamaged(`custody event ${event.sequence}`, parsed.error);
      return parsed.data;
    });
  }

  /** The same as they stand in the file, for checking. */
  stored(offset: number, limit: number): StoredEvent[] {
    return this.#database
      .prepare<[number, number], CustodyRow>('SELECT * FROM custody ORDER BY sequence LIMIT ? OFFSET ?')
      .all(limit, offset)
      .map(readEvent);
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
    detail: Record<string, unknown>,
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
