import { RegisterEntry, type RegisteredMark } from '#shared/domain/register.ts';
import type { Database } from '../../case/database.ts';

interface EntryRow {
  readonly number: number;
  readonly state: string;
  readonly note: string;
  readonly record: string;
}

export interface EntryPage {
  readonly offset: number;
  readonly limit: number;
  /** Part of a name or note, an identifier, or the beginning of a hash; empty: all. */
  readonly search: string;
}

/** Looking entries up in an open register. */
export class EntryTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
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

  /** Numbers of all entries that are finished, ascending. */
  numbers(): number[] {
    return this.#database
      .prepare<[], number>("SELECT number FROM entry WHERE state = 'registered' ORDER BY number")
      .pluck()
      .all();
  }

  /** Entries after `after`, by number. */
  following(after: number, limit: number): RegisterEntry[] {
    return this.#rows('SELECT * FROM entry WHERE number > ? ORDER BY number LIMIT ?', after, limit);
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

export function payloadBytes(payload: string): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(payload));
  return bytes;
}
