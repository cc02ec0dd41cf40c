import { FingerprintMethod } from '#shared/domain/fingerprint.ts';
import type { Database } from '../../case/database.ts';
import type { Print } from '../fingerprints/define.ts';

interface PrintRow {
  readonly entry: number;
  readonly method: string;
  readonly variant: string;
  readonly version: number;
  readonly quality: number | null;
  readonly bytes: Buffer;
}

/** A print and the entry it belongs to. */
export interface EnteredPrint {
  readonly entry: number;
  readonly print: Print;
}

/** Prints and manifest stores of the entries of an open register. Transactions are the caller's. */
export class PrintTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Replace all prints of an entry. */
  put(entry: number, prints: readonly Print[]): void {
    this.#database.prepare('DELETE FROM print WHERE entry = ?').run(entry);
    const insert = this.#database.prepare(
      'INSERT INTO print (entry, method, variant, version, quality, bytes) VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const { method, variant, version, quality, bytes } of prints)
      insert.run(entry, method, variant, version, quality, bytes);
  }

  /** Prints of one entry, by method and variant. */
  of(entry: number): Print[] {
    return this.#database
      .prepare<[number], PrintRow>('SELECT * FROM print WHERE entry = ? ORDER BY method, variant')
      .all(entry)
      .map(printOf);
  }

  /** Prints of a method in entries after `after`, by entry; at most `limit` rows, whole entries are not promised. */
  page(method: FingerprintMethod, after: number, limit: number): EnteredPrint[] {
    return this.#database
      .prepare<[string, number, number], PrintRow>(
        'SELECT * FROM print WHERE method = ? AND entry > ? ORDER BY entry, variant LIMIT ?',
      )
      .all(method, after, limit)
      .map((row) => ({ entry: row.entry, print: printOf(row) }));
  }

  putManifestStore(entry: number, bytes: Uint8Array | null): void {
    this.#database.prepare('DELETE FROM manifest_store WHERE entry = ?').run(entry);
    if (bytes !== null)
      this.#database.prepare('INSERT INTO manifest_store (entry, bytes) VALUES (?, ?)').run(entry, bytes);
  }

  manifestStore(entry: number): Uint8Array | null {
    return (
      this.#database
        .prepare<[number], Buffer>('SELECT bytes FROM manifest_store WHERE entry = ?')
        .pluck()
        .get(entry) ?? null
    );
  }

  /** Whether a file is kept beside the register. */
  isKept(sha256: string): boolean {
    return this.#database.prepare('SELECT 1 FROM kept WHERE sha256 = ?').get(sha256) !== undefined;
  }

  putKept(sha256: string, size: number): void {
    this.#database
      .prepare('INSERT INTO kept (sha256, size) VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(sha256, size);
  }

  /** Forget files no entry names any more; gives their hashes. */
  dropUnused(): string[] {
    return this.#database
      .prepare<[], string>(
        `DELETE FROM kept WHERE NOT EXISTS
           (SELECT 1 FROM entry WHERE entry.original = kept.sha256 OR entry.copy = kept.sha256)
         RETURNING sha256`,
      )
      .pluck()
      .all();
  }
}

function printOf({ method, variant, version, quality, bytes }: PrintRow): Print {
  return { method: FingerprintMethod.parse(method), variant, version, quality, bytes: new Uint8Array(bytes) };
}
