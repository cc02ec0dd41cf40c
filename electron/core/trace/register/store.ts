import { RegisterEntry, type RegisteredMark, type RegisterItem } from '#shared/domain/register.ts';
import type { Database } from '../../case/database.ts';

interface EntryRow {
  readonly number: number;
  readonly state: string;
  readonly note: string;
  readonly record: string;
}

/** What is known of a copy when it is finished. */
export type FinishedCopy = Pick<RegisterItem, 'fingerprints' | 'labels' | 'manifest' | 'binding'> & {
  readonly copy: string;
};

export interface EntryPage {
  readonly offset: number;
  readonly limit: number;
  /** Part of a name or note, an identifier, or the beginning of a hash; empty: all. */
  readonly search: string;
}

/** What an identifier is entered for already, when it is another original. */
export type Reservation =
  | { readonly entry: RegisterEntry /** `false`: it was entered before. */; readonly fresh: boolean }
  | { readonly takenBy: string };

/** The tables of an open register. Every method is one transaction. */
export class RegisterStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Enter a copy that is about to be made. The same order again (after a crash) finds its entry; an identifier that
   * stands for another original is refused.
   */
  reserve(item: RegisterItem, at: string): Reservation {
    return this.#write(() => {
      const payload = item.payload === null ? null : payloadBytes(item.payload);
      if (payload !== null) {
        const owner = this.#database
          .prepare<[Buffer], string>('SELECT original FROM identifier WHERE payload = ?')
          .pluck()
          .get(payload);
        if (owner !== undefined && owner !== item.original) return { takenBy: owner };
        const waiting = this.#rows(
          "SELECT * FROM entry WHERE payload = ? AND state = 'reserved' ORDER BY number",
          payload,
        );
        const same = waiting.find(({ codec, key }) => codec === item.codec && key === item.key);
        if (same !== undefined) return { entry: same, fresh: false };
        this.#database
          .prepare('INSERT INTO identifier (payload, original) VALUES (?, ?) ON CONFLICT DO NOTHING')
          .run(payload, item.original);
      }
      const { note, ...record } = { ...item, copy: null };
      const { lastInsertRowid } = this.#database
        .prepare(
          `INSERT INTO entry (state, payload, original, copy, manifest, note, at, record)
           VALUES ('reserved', ?, ?, NULL, ?, ?, ?, ?)`,
        )
        .run(payload, item.original, item.manifest, note, at, JSON.stringify({ ...record, at }));
      return { entry: this.#entry(Number(lastInsertRowid)), fresh: true };
    });
  }

  /** The copy is finished and has this hash; `null`: there is no such entry. The same again changes nothing. */
  complete(number: number, finished: FinishedCopy): RegisterEntry | null {
    return this.#write(() => {
      const entry = this.byNumber(number);
      if (entry === null) return null;
      const { number: _number, state: _state, note: _note, ...record } = { ...entry, ...finished };
      this.#database
        .prepare("UPDATE entry SET state = 'registered', copy = ?, manifest = ?, record = ? WHERE number = ?")
        .run(finished.copy, finished.manifest, JSON.stringify(record), number);
      this.#database.prepare('DELETE FROM fingerprint WHERE entry = ?').run(number);
      const insert = this.#database.prepare(
        'INSERT INTO fingerprint (entry, method, code, quality) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
      );
      for (const { method, code, quality } of finished.fingerprints)
        insert.run(number, method, code, quality);
      return this.#entry(number);
    });
  }

  setNote(number: number, note: string): RegisterEntry | null {
    return this.#write(() => {
      const { changes } = this.#database
        .prepare('UPDATE entry SET note = ? WHERE number = ?')
        .run(note.toWellFormed(), number);
      return changes === 0 ? null : this.#entry(number);
    });
  }

  /** Forget an entry, and its identifier when no other entry has it. */
  remove(number: number): boolean {
    return this.#write(() => {
      const { changes } = this.#database.prepare('DELETE FROM entry WHERE number = ?').run(number);
      if (changes > 0)
        this.#database.exec(
          'DELETE FROM identifier WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.payload = identifier.payload)',
        );
      return changes > 0;
    });
  }

  byNumber(number: number): RegisterEntry | null {
    return this.#rows('SELECT * FROM entry WHERE number = ?', number)[0] ?? null;
  }

  byPayload(payload: string): RegisterEntry[] {
    return this.#rows('SELECT * FROM entry WHERE payload = ? ORDER BY number', payloadBytes(payload));
  }

  /** Entries of which this is the original or the copy. */
  bySha256(sha256: string): RegisterEntry[] {
    return this.#rows('SELECT * FROM entry WHERE original = ? OR copy = ? ORDER BY number', sha256, sha256);
  }

  byManifest(manifest: string): RegisterEntry[] {
    return this.#rows('SELECT * FROM entry WHERE manifest = ? ORDER BY number', manifest);
  }

  page({ offset, limit, search }: EntryPage): { total: number; entries: RegisterEntry[] } {
    const like = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const payload = /^\d{1,20}$/.test(search) && BigInt(search) < 1n << 64n ? payloadBytes(search) : null;
    const where = `? = '' OR note LIKE ? ESCAPE '\\' OR json_extract(record, '$.name') LIKE ? ESCAPE '\\'
      OR original LIKE ? ESCAPE '\\' OR copy LIKE ? ESCAPE '\\' OR payload = ?`;
    const values = [search, like, like, like.slice(1), like.slice(1), payload];
    const total = this.#database
      .prepare<unknown[], number>(`SELECT count(*) FROM entry WHERE ${where}`)
      .pluck()
      .get(...values);
    const entries = this.#rows(
      `SELECT * FROM entry WHERE ${where} ORDER BY number DESC LIMIT ? OFFSET ?`,
      ...values,
      limit,
      offset,
    );
    return { total: total ?? 0, entries };
  }

  /** Every identifier given away, ascending. */
  identifiers(): BigUint64Array {
    const rows = this.#database
      .prepare<[], Buffer>('SELECT payload FROM identifier ORDER BY payload')
      .pluck();
    return BigUint64Array.from(rows.all(), (payload) => payload.readBigUInt64BE());
  }

  /** What the workers are told, entry by entry. */
  *marks(): Generator<RegisteredMark> {
    let after = 0;
    for (;;) {
      const entries = this.#rows(
        'SELECT * FROM entry WHERE number > ? AND payload IS NOT NULL ORDER BY number LIMIT 1000',
        after,
      );
      if (entries.length === 0) return;
      for (const entry of entries) {
        after = entry.number;
        const mark = registeredMark(entry);
        if (mark !== null) yield mark;
      }
    }
  }

  /** How often the register was changed. */
  changes(): number {
    return this.#database.prepare<[], number>('SELECT count FROM change').pluck().get() ?? 0;
  }

  close(): void {
    this.#database.close();
  }

  #write<T>(act: () => T): T {
    return this.#database
      .transaction(() => {
        const value = act();
        this.#database.prepare('UPDATE change SET count = count + 1').run();
        return value;
      })
      .immediate();
  }

  #entry(number: number): RegisterEntry {
    const entry = this.byNumber(number);
    if (entry === null) throw new Error(`entry ${number} is gone within its own transaction`);
    return entry;
  }

  #rows(sql: string, ...values: readonly unknown[]): RegisterEntry[] {
    return this.#database
      .prepare<unknown[], EntryRow>(sql)
      .all(...values)
      .map(({ number, state, note, record }) =>
        RegisterEntry.parse({ ...(JSON.parse(record) as object), number, state, note }),
      );
  }
}

export function registeredMark(entry: RegisterEntry): RegisteredMark | null {
  const { payload, number, codec, name, original, note, at } = entry;
  return payload === null ? null : { payload, number, codec, name, original, note, at };
}

function payloadBytes(payload: string): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(payload));
  return bytes;
}
