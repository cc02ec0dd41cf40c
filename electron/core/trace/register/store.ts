import type { RegisterEntry, RegisterItem } from '#shared/domain/register.ts';
import type { Database } from '../../case/database.ts';
import type { Print } from '../fingerprints/define.ts';
import { EntryTable, payloadBytes } from './entry-table.ts';
import { PrintTable } from './print-table.ts';

/** What is known of a copy when it is finished. */
export type FinishedCopy = Pick<RegisterItem, 'fingerprints' | 'labels' | 'manifest' | 'binding'> & {
  readonly copy: string;
};

/** What an identifier is entered for already, when it is another original. */
export type Reservation =
  | { readonly entry: RegisterEntry /** `false`: it was entered before. */; readonly fresh: boolean }
  | { readonly takenBy: string };

/** A finished item with everything that is kept of it. */
export interface EnteredItem {
  /** `copy` is the hash of the entered file. */
  readonly item: RegisterItem & { readonly copy: string };
  readonly prints: readonly Print[];
  /** The C2PA manifest store of the file, as it was found in it. */
  readonly manifestStore: Uint8Array | null;
}

/** The tables of an open register. Every method is one transaction. */
export class RegisterStore {
  readonly entries: EntryTable;
  readonly prints: PrintTable;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.entries = new EntryTable(database);
    this.prints = new PrintTable(database);
  }

  /**
   * Enter a copy that is about to be made. The same order again (after a crash) finds its entry; an identifier that
   * stands for another original is refused.
   */
  reserve(item: RegisterItem, at: string): Reservation {
    return this.#write(() => {
      const payload = item.payload === null ? null : payloadBytes(item.payload);
      if (payload !== null) {
        const owner = this.#ownerOf(payload);
        if (owner !== null && owner !== item.original) return { takenBy: owner };
        const same = this.entries
          .byPayload(String(item.payload))
          .find(({ state, codec, key }) => state === 'reserved' && codec === item.codec && key === item.key);
        if (same !== undefined) return { entry: same, fresh: false };
        this.#own(payload, item.original);
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
      const entry = this.entries.byNumber(number);
      if (entry === null) return null;
      const { number: _number, state: _state, note: _note, ...record } = { ...entry, ...finished };
      this.#database
        .prepare("UPDATE entry SET state = 'registered', copy = ?, manifest = ?, record = ? WHERE number = ?")
        .run(finished.copy, finished.manifest, JSON.stringify(record), number);
      this.#putCodes(number, finished);
      return this.#entry(number);
    });
  }

  /**
   * Enter a finished file with everything that is kept of it. A file that is entered with this origin already gets its
   * prints, labels and credential anew.
   */
  enter({ item, prints, manifestStore }: EnteredItem, at: string): Reservation {
    return this.#write(() => {
      const payload = item.payload === null ? null : payloadBytes(item.payload);
      const owner = payload === null ? null : this.#ownerOf(payload);
      if (owner !== null && owner !== item.original) return { takenBy: owner };
      const before = this.entries
        .bySha256(item.copy)
        .find(
          ({ copy, origin, payload: other }) =>
            copy === item.copy && origin === item.origin && other === item.payload,
        );
      if (payload !== null) this.#own(payload, item.original);
      const { note, ...record } = item;
      const json = JSON.stringify({ ...record, at: before?.at ?? at });
      const number =
        before?.number ??
        Number(
          this.#database
            .prepare(
              `INSERT INTO entry (state, payload, original, copy, manifest, note, at, record)
               VALUES ('registered', ?, ?, ?, ?, ?, ?, ?)`,
            )
            .run(payload, item.original, item.copy, item.manifest, note, at, json).lastInsertRowid,
        );
      if (before !== undefined)
        this.#database
          .prepare('UPDATE entry SET manifest = ?, record = ? WHERE number = ?')
          .run(item.manifest, json, number);
      this.#putCodes(number, item);
      this.prints.put(number, prints);
      this.prints.putManifestStore(number, manifestStore);
      return { entry: this.#entry(number), fresh: before === undefined };
    });
  }

  /** Give an entry its prints; `false`: there is no such entry. */
  putPrints(number: number, prints: readonly Print[]): boolean {
    return this.#write(() => {
      if (this.entries.byNumber(number) === null) return false;
      this.prints.put(number, prints);
      return true;
    });
  }

  keep(sha256: string, size: number): void {
    this.#write(() => this.prints.putKept(sha256, size));
  }

  /** Forget kept files that belong to no entry; gives their hashes. */
  dropUnused(): string[] {
    return this.#write(() => this.prints.dropUnused());
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

  #ownerOf(payload: Buffer): string | null {
    return (
      this.#database
        .prepare<[Buffer], string>('SELECT original FROM identifier WHERE payload = ?')
        .pluck()
        .get(payload) ?? null
    );
  }

  #own(payload: Buffer, original: string): void {
    this.#database
      .prepare('INSERT INTO identifier (payload, original) VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(payload, original);
  }

  #putCodes(number: number, { fingerprints }: Pick<RegisterItem, 'fingerprints'>): void {
    this.#database.prepare('DELETE FROM fingerprint WHERE entry = ?').run(number);
    const insert = this.#database.prepare(
      'INSERT INTO fingerprint (entry, method, code, quality) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    for (const { method, code, quality } of fingerprints) insert.run(number, method, code, quality);
  }

  #entry(number: number): RegisterEntry {
    const entry = this.entries.byNumber(number);
    if (entry === null) throw new Error(`entry ${number} is gone within its own transaction`);
    return entry;
  }
}
