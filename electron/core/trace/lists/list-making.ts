import { join } from 'node:path';
import type { HashList, RowFault } from '#shared/domain/hash-list.ts';
import { CodeFileWriter } from '../index/code-file.ts';
import { type Columns, findColumns } from './columns.ts';
import { type CsvRecord, csvRecords, type Delimiter } from './csv-records.ts';
import { DigestCollector } from './digest-file.ts';
import { EntryWriter, type ListEntry } from './entry-file.ts';
import { listFiles } from './list-record.ts';
import { entryOf, readRow } from './row.ts';
import { type Frame, filmSignal, frame, type Signal, type SignalKind } from './signals.ts';

/** Bad rows and unused types that are named one by one. */
const mostNamed = 100;
/** Records that are looked at to find the columns of a file without a header. */
const mostTried = 20;
/** Codes that are held before they are written. */
const batchCodes = 65_536;

type Found = Pick<HashList, 'counts' | 'unused' | 'bad'>;
type Made =
  | { readonly ok: true; readonly found: Found }
  | { readonly ok: false; readonly why: 'no columns' | 'nothing' };

/** The files of one list while its source is read. */
export class ListMaking {
  readonly #kind: SignalKind | null;
  readonly #fileName: string;
  readonly #folder: string;
  readonly #entries: EntryWriter;
  readonly #pictures: CodeGathering;
  readonly #frames: CodeGathering;
  readonly #md5 = new DigestCollector(16);
  readonly #sha256 = new DigestCollector(32);
  readonly #unused = new Map<string, number>();
  readonly #bad: HashList['bad'] = [];
  readonly #film: Frame[] = [];
  #counts = { rows: 0, films: 0, belowQuality: 0, bad: 0 };

  private constructor(folder: string, entries: EntryWriter, kind: SignalKind | null, fileName: string) {
    this.#folder = folder;
    this.#entries = entries;
    this.#kind = kind;
    this.#fileName = fileName;
    this.#pictures = new CodeGathering(join(folder, listFiles.pictures));
    this.#frames = new CodeGathering(join(folder, listFiles.frames));
  }

  static async begin(folder: string, kind: SignalKind | null, fileName: string): Promise<ListMaking> {
    const entries = await EntryWriter.create(join(folder, listFiles.entries));
    return new ListMaking(folder, entries, kind, fileName);
  }

  /** Read the source and leave the finished files in the folder. */
  async read(
    path: string,
    delimiter: Delimiter,
    following: { readonly signal: AbortSignal; onBytes(bytes: number): void },
  ): Promise<Made> {
    try {
      let columns: Columns | null = null;
      let last: CsvRecord | null = null;
      let tried = 0;
      const suits = (cells: readonly string[]): boolean =>
        columns === null || cells.length >= (columns.header?.length ?? columns.value + 1);
      for await (const record of csvRecords(path, { delimiter, suits, ...following })) {
        if ('broken' in record) {
          this.#counts.rows += 1;
          this.#name(record.line, record.broken);
        } else if (columns !== null) {
          last = record;
          await this.#take(record, columns);
        } else {
          columns = this.#columns(record, tried);
          tried += 1;
          if (columns !== null && columns.header === null) {
            last = record;
            await this.#take(record, columns);
          }
          if (columns === null && tried === mostTried) return { ok: false, why: 'no columns' };
        }
      }
      if (columns === null) return { ok: false, why: 'no columns' };
      if (columns.film && last !== null) await this.#endFilm(last, columns);
      if (this.#entries.count === 0) return { ok: false, why: 'nothing' };
      return { ok: true, found: await this.#finish() };
    } finally {
      await this.#entries.close();
      this.#pictures.close();
      this.#frames.close();
    }
  }

  /** Only the first record can be a header. */
  #columns(record: CsvRecord, tried: number): Columns | null {
    const columns = findColumns(record, this.#kind, this.#fileName);
    return tried > 0 && columns !== null && columns.header !== null ? null : columns;
  }

  async #take(record: CsvRecord, columns: Columns): Promise<void> {
    this.#counts.rows += 1;
    if (columns.film) {
      const [hash, quality, time] = [columns.value, columns.quality ?? -1, columns.time ?? -1].map((column) =>
        record.cells[column]?.trim(),
      );
      const one = frame(hash, quality, time);
      if (one === null) this.#name(record.line, 'not-a-frame');
      else this.#film.push(one);
      return;
    }
    const row = readRow(record, columns);
    if (row.what === 'bad') this.#name(record.line, row.fault);
    else if (row.what === 'below-quality') this.#counts.belowQuality += 1;
    else if (row.what === 'unused') this.#countUnused(row.type);
    else await this.#keep(row.signal, row.entry);
  }

  async #endFilm(last: CsvRecord, columns: Columns): Promise<void> {
    const signal = filmSignal(this.#film);
    if (typeof signal === 'string') this.#name(last.line, signal);
    else if (this.#film.length > 0) await this.#keep(signal, { ...entryOf([], 1, '', columns) });
  }

  async #keep(signal: Signal, entry: ListEntry): Promise<void> {
    const number = this.#entries.count;
    if ('digest' in signal) {
      (signal.kind === 'md5' ? this.#md5 : this.#sha256).add({ digest: signal.digest, entry: number });
    } else {
      this.#counts.belowQuality += signal.below;
      if (signal.kind === 'vpdq') this.#counts.films += 1;
      const { codes, positions } = signal.codes;
      (signal.kind === 'pdq' ? this.#pictures : this.#frames).add(codes, number, positions);
    }
    await this.#entries.add(entry);
  }

  #countUnused(type: string): void {
    const name = this.#unused.has(type) || this.#unused.size < mostNamed ? type : 'other';
    this.#unused.set(name, (this.#unused.get(name) ?? 0) + 1);
  }

  #name(line: number, fault: RowFault): void {
    this.#counts.bad += 1;
    if (this.#bad.length < mostNamed) this.#bad.push({ line, fault });
  }

  async #finish(): Promise<Found> {
    await this.#entries.finish();
    this.#pictures.flush();
    this.#frames.flush();
    await this.#md5.write(join(this.#folder, listFiles.md5));
    await this.#sha256.write(join(this.#folder, listFiles.sha256));
    return {
      counts: {
        ...this.#counts,
        entries: this.#entries.count,
        pictures: this.#pictures.count,
        frames: this.#frames.count,
        md5: this.#md5.count,
        sha256: this.#sha256.count,
      },
      unused: Object.fromEntries(this.#unused),
      bad: this.#bad,
    };
  }
}

/** Codes on their way into a file, some tens of thousands at a time. */
class CodeGathering {
  readonly #writer: CodeFileWriter;
  #codes: Uint8Array[] = [];
  #owners: number[] = [];
  #positions: number[] = [];
  count = 0;

  constructor(path: string) {
    this.#writer = new CodeFileWriter(path, null);
  }

  add(codes: Uint8Array, owner: number, positions: Uint32Array): void {
    this.#codes.push(codes);
    for (const position of positions) {
      this.#owners.push(owner);
      this.#positions.push(position);
    }
    this.count += positions.length;
    if (this.#owners.length >= batchCodes) this.flush();
  }

  flush(): void {
    if (this.#owners.length === 0) return;
    this.#writer.addCodes({
      codes: Buffer.concat(this.#codes),
      owners: Uint32Array.from(this.#owners),
      positions: Uint32Array.from(this.#positions),
    });
    this.#codes = [];
    this.#owners = [];
    this.#positions = [];
  }

  close(): void {
    this.#writer.close();
  }
}
