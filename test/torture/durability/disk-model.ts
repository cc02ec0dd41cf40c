import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Change } from './journal.ts';

/**
 * A disk that keeps its promises and no others (POSIX fsync(2); Pillai et al. 2014, "All file systems are not created
 * equal"). What a file holds is safe once the file was synced; a name, its removal or renaming, once a folder it
 * stands in was. Everything else may be there or not, each piece by itself, and data may be there in part.
 */
export class DiskModel {
  readonly #root: string;
  /** Numbers of our own for what the kernel numbers by inode: those are used again. The root is 0. */
  readonly #numbers: Map<number, number>;
  #given = 0;
  readonly #files = new Map<number, FileState>();
  /** Names as the running program sees them, and as they are safe. */
  readonly #live: Names = new Map([[0, new Map()]]);
  readonly #safe: Names = new Map([[0, new Map()]]);
  #waiting: NameChange[] = [];

  /** `root` must have been empty when the journal began. */
  constructor(root: string, inode: number) {
    this.#root = root;
    this.#numbers = new Map([[inode, 0]]);
  }

  apply(change: Change): void {
    if (change.kind === 'told') return;
    if ('path' in change) this.#name(change);
    else {
      const number = this.#numbers.get(change.inode) ?? -1;
      if (change.kind !== 'sync') this.#files.get(number)?.waiting.push(change);
      else if (this.#files.has(number)) this.#syncFile(number);
      else this.#syncFolder(number);
    }
  }

  /** Lay down in `target` what a power cut at this moment may leave. `chance` gives numbers below 1. */
  cut(target: string, chance: () => number): void {
    const some = () => [0, 0.5, 0.9, 1][Math.floor(chance() * 4)] ?? 1;
    const names: Names = new Map([...this.#safe].map(([number, entries]) => [number, new Map(entries)]));
    const keepNames = some();
    for (const change of this.#waiting) if (chance() < keepNames) perform(names, change);
    const fate = { keep: some(), tear: chance() < 0.5 ? 0.5 : 0, chance };
    const lay = (folder: number, path: string): void => {
      mkdirSync(path, { recursive: true });
      for (const [name, number] of names.get(folder) ?? []) {
        const file = this.#files.get(number);
        if (file === undefined) lay(number, join(path, name));
        else {
          const { safe, mode } = survivor(file, fate);
          writeFileSync(join(path, name), safe, { mode });
        }
      }
    };
    lay(0, target);
  }

  #syncFile(number: number): void {
    const file = this.#files.get(number);
    for (const change of file?.waiting.splice(0) ?? []) if (file !== undefined) settle(file, change);
  }

  #syncFolder(number: number): void {
    let still: NameChange[] = [];
    for (const change of this.#waiting) {
      if (!touches(change, number)) still.push(change);
      else {
        perform(this.#safe, change);
        // A name that is safely gone or safely another's cannot come back by an earlier change.
        still = still.map((earlier) =>
          sameName(earlier.gives, change.takes) || sameName(earlier.gives, change.gives)
            ? { ...earlier, gives: null }
            : earlier,
        );
      }
    }
    this.#waiting = still.filter(({ gives, takes }) => gives !== null || takes !== null);
  }

  #name(change: Extract<Change, { path: string }>): void {
    if (change.kind === 'create' || change.kind === 'mkdir') {
      this.#given += 1;
      this.#numbers.set(change.inode, this.#given);
      if (change.kind === 'create')
        this.#files.set(this.#given, { safe: Buffer.alloc(0), mode: change.mode, waiting: [] });
      else for (const names of [this.#live, this.#safe]) names.set(this.#given, new Map());
    }
    const made = this.#changeOf(change);
    perform(this.#live, made);
    this.#waiting.push(made);
  }

  #changeOf(change: Extract<Change, { path: string }>): NameChange {
    if (change.kind === 'unlink') return { takes: this.#standing(change.path), gives: null };
    return {
      takes: change.kind === 'rename' ? this.#standing(change.from) : null,
      gives: { ...this.#place(change.path), number: this.#numbers.get(change.inode) ?? -1 },
    };
  }

  #place(path: string): Omit<Entry, 'number'> {
    return { folder: this.#folder(dirname(path)), name: basename(path) };
  }

  #standing(path: string): Entry {
    const { folder, name } = this.#place(path);
    return { folder, name, number: this.#live.get(folder)?.get(name) ?? -1 };
  }

  #folder(path: string): number {
    if (path === this.#root) return 0;
    const { number } = this.#standing(path);
    if (number < 0) throw new Error(`The journal names a folder nobody made: ${path}`);
    return number;
  }
}

type Names = Map<number, Map<string, number>>;
type Write = Extract<Change, { kind: 'write' }>;
type DataChange = Write | Extract<Change, { value: number }>;

interface FileState {
  safe: Buffer;
  mode: number;
  readonly waiting: DataChange[];
}

interface Entry {
  readonly folder: number;
  readonly name: string;
  readonly number: number;
}

/** One step of the name space: both halves of a renaming are there, or neither. */
interface NameChange {
  readonly gives: Entry | null;
  readonly takes: Entry | null;
}

function perform(names: Names, { gives, takes }: NameChange): void {
  const from = takes === null ? undefined : names.get(takes.folder);
  if (takes !== null && from?.get(takes.name) === takes.number) from.delete(takes.name);
  if (gives !== null) names.get(gives.folder)?.set(gives.name, gives.number);
}

function touches({ gives, takes }: NameChange, folder: number): boolean {
  return gives?.folder === folder || takes?.folder === folder;
}

function sameName(one: Entry | null, other: Entry | null): boolean {
  return one !== null && one.folder === other?.folder && one.name === other.name;
}

function settle(file: FileState, change: DataChange): void {
  if (change.kind === 'mode') file.mode = change.value;
  else if (change.kind === 'truncate') file.safe = sized(file.safe, change.value);
  else if (change.kind === 'write') {
    file.safe = sized(file.safe, Math.max(file.safe.length, change.at + change.data.length));
    change.data.copy(file.safe, change.at);
  }
}

/** Always a copy: an earlier state may still be in use. */
function sized(bytes: Buffer, size: number): Buffer {
  const made = Buffer.alloc(size);
  bytes.copy(made);
  return made;
}

const sector = 512;

interface Fate {
  /** Part of what was not synced that is there all the same. */
  readonly keep: number;
  /** Part of that which is there only in some of its sectors. */
  readonly tear: number;
  readonly chance: () => number;
}

function survivor(file: FileState, { keep, tear, chance }: Fate): FileState {
  const state: FileState = { safe: file.safe, mode: file.mode, waiting: [] };
  for (const change of file.waiting) {
    if (chance() >= keep) continue;
    if (change.kind !== 'write' || chance() >= tear) settle(state, change);
    else for (const piece of sectorsOf(change)) if (chance() < 0.5) settle(state, piece);
  }
  return state;
}

function sectorsOf({ inode, at, data }: Write): DataChange[] {
  const pieces: DataChange[] = [];
  for (let start = 0; start < data.length; ) {
    const end = Math.min(data.length, (Math.floor((at + start) / sector) + 1) * sector - at);
    pieces.push({ kind: 'write', inode, at: at + start, data: data.subarray(start, end) });
    start = end;
  }
  return pieces;
}
