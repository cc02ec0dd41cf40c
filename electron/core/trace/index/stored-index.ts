import { existsSync, renameSync } from 'node:fs';
import { type BatchSink, CodeFileWriter, type ReadEnd, readCodeFile } from './code-file.ts';
import { type CodeBatch, mostInBatch } from './code-file-format.ts';
import { CodeIndex } from './code-index.ts';

/** Why an index cannot do what it was asked. */
export type IndexFailure =
  | {
      readonly why: 'unknown-index' | 'read-only' | 'full' | 'too-many' | 'stopped' | 'cancelled';
      readonly detail: string;
    }
  | { readonly why: 'newer' | 'damaged' | 'foreign'; readonly detail: string }
  | { readonly why: 'disk-full' | 'input-output'; readonly detail: string };

export interface IndexState {
  /** Codes that can be found. */
  readonly codes: number;
  /** Removed codes whose room was not given back yet. */
  readonly dead: number;
  /** Codes without postings: found all the same, by looking at each. */
  readonly waiting: number;
  /** Bytes of memory and on the disk. */
  readonly memory: number;
  readonly file: number;
  /** Bytes cut off the end of the file when it was opened: a batch nobody was told is kept. */
  readonly torn: number;
  /** Where a damaged file was moved; the index began empty and is to be filled again. `null`: it was in order. */
  readonly setAside: string | null;
}

export interface IndexOpening {
  readonly path: string;
  readonly writable: boolean;
  /**
   * What to do when the file is damaged: `set-aside` moves it away and begins anew, for codes that are kept elsewhere as
   * well; `refuse` for those that are not.
   */
  readonly damaged: 'set-aside' | 'refuse';
  /** Most codes to be held, removed ones included. */
  readonly most: number;
}

/** Removed codes are given back when they are more than the living ones, and at least so many. */
const leastDead = 65_536;
/** Codes of a batch when a file is written anew. */
const rewriteBatch = 65_536;

type Opened =
  | { readonly ok: true; readonly index: StoredIndex }
  | { readonly ok: false; readonly failure: IndexFailure };

/** An index in memory and the file that keeps it. Every method is one step: nothing else sees it half done. */
export class StoredIndex {
  readonly #opening: IndexOpening;
  #index = new CodeIndex();
  #writer: CodeFileWriter | null = null;
  #read: ReadEnd | null = null;
  #torn = 0;
  #setAside: string | null = null;

  private constructor(opening: IndexOpening) {
    this.#opening = opening;
  }

  static open(opening: IndexOpening): Opened {
    const index = new StoredIndex(opening);
    const failure = index.#load();
    if (failure !== null) return { ok: false, failure };
    if (opening.writable) {
      index.#writer = new CodeFileWriter(opening.path, index.#read);
      if (index.#index.dead >= leastDead || index.#index.dead > index.#index.living) index.#tryCompact();
    }
    return { ok: true, index };
  }

  get codes(): CodeIndex {
    return this.#index;
  }

  state(): IndexState {
    return {
      codes: this.#index.living,
      dead: this.#index.dead,
      waiting: this.#index.waiting,
      memory: this.#index.bytes,
      file: this.#writer?.bytes ?? this.#read?.end ?? 0,
      torn: this.#torn,
      setAside: this.#setAside,
    };
  }

  /** Keep codes: they are on the disk, and found, when this returns. */
  add(batch: CodeBatch): IndexFailure | null {
    if (this.#writer === null) return { why: 'read-only', detail: this.#opening.path };
    const { length } = batch.owners;
    if (length > mostInBatch) return { why: 'too-many', detail: `${length} > ${mostInBatch}` };
    if (this.#index.count + length > this.#opening.most)
      return { why: 'full', detail: `${this.#index.count} + ${length} > ${this.#opening.most}` };
    if (length === 0) return null;
    this.#writer.addCodes(batch);
    this.#index.add(batch.codes, batch.owners, batch.positions);
    return null;
  }

  /** Forget the codes of these owners, in memory and on the disk. */
  remove(owners: Uint32Array): IndexFailure | null {
    if (this.#writer === null) return { why: 'read-only', detail: this.#opening.path };
    for (let at = 0; at < owners.length; at += mostInBatch)
      this.#writer.addRemoval(owners.subarray(at, at + mostInBatch));
    this.#index.remove([...owners]);
    if (this.#index.dead >= leastDead && this.#index.dead > this.#index.living) this.#tryCompact();
    return null;
  }

  /** Give back what removed codes take up, on the disk and in memory. */
  compact(): void {
    if (this.#writer === null || this.#index.dead === 0) return;
    this.#writer.rewrite(this.#index.parts(rewriteBatch));
    this.#index.closeUp();
  }

  #tryCompact(): void {
    try {
      this.compact();
    } catch (error) {
      // No room for a second file, or somebody reads the first one: it stays as it is, and whole.
      if (!isSystemError(error)) throw error;
    }
  }

  /** Take in what the writer, which may be another process, has kept since. */
  refresh(): IndexFailure | null {
    return this.#writer === null ? this.#load() : null;
  }

  close(): void {
    this.#writer?.close();
    this.#writer = null;
  }

  #load(): IndexFailure | null {
    const { path, writable, damaged, most } = this.#opening;
    if (!existsSync(path)) return null;
    const loading = new Loading(this.#index, most);
    const reading = readCodeFile(path, loading, this.#read);
    if (!reading.ok) {
      if (reading.why === 'newer' || damaged === 'refuse' || !writable) return reading;
      this.#setAside = freeName(path);
      renameSync(path, this.#setAside);
      this.#index = new CodeIndex();
      this.#read = null;
      return null;
    }
    if (loading.tooMany) return { why: 'full', detail: `${path}: more than ${most} codes` };
    loading.finish();
    const before = this.#read;
    this.#read = reading;
    this.#torn = reading.torn;
    if (before === null || before.generation === reading.generation) return null;
    // Written anew by its writer meanwhile: what was read so far no longer counts.
    this.#index = new CodeIndex();
    this.#read = null;
    return this.#load();
  }
}

/** Puts batches into an index; removals wait for the end, where one pass does for all of them. */
class Loading implements BatchSink {
  readonly #index: CodeIndex;
  readonly #most: number;
  readonly #removed = new Map<number, number>();
  tooMany = false;

  constructor(index: CodeIndex, most: number) {
    this.#index = index;
    this.#most = most;
  }

  codes({ codes, owners, positions }: CodeBatch): void {
    this.tooMany ||= this.#index.count + owners.length > this.#most;
    if (!this.tooMany) this.#index.add(codes, owners, positions);
  }

  removal(owners: Uint32Array): void {
    for (const owner of owners) this.#removed.set(owner, this.#index.count);
  }

  finish(): void {
    this.#index.removeBefore(this.#removed);
  }
}

/** Did the file system refuse? Everything else that is thrown is a bug. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && /^E[A-Z]+$/.test((error as NodeJS.ErrnoException).code ?? '');
}

function freeName(path: string): string {
  for (let number = 1; ; number++) {
    const name = `${path}.damaged-${number}`;
    if (!existsSync(name)) return name;
  }
}
