import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** One change somebody could make to a package, and how to take it back. */
export interface Change {
  readonly kind: string;
  readonly file: string;
  /** Makes the change and returns what undoes it. */
  make(): () => void;
}

export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Changes of every file of a package, `bytes` positions in each (all where it is shorter), and of the set of files. */
export function* changesOf(folder: string, bytes: number): Generator<Change> {
  const files = filesOf(folder);
  for (const file of files) {
    chmodSync(file, 0o644);
    const { size } = statSync(file);
    for (const position of positions(file, size, bytes))
      yield { kind: 'byte', file, make: () => flip(file, position) };
    yield {
      kind: 'appended',
      file,
      make: () => replaced(file, (old) => Buffer.concat([old, Buffer.from('\n')])),
    };
    if (size > 0) yield { kind: 'cut', file, make: () => cut(file, size) };
    yield { kind: 'deleted', file, make: () => moved(file, join(dirname(folder), 'aside')) };
    yield { kind: 'renamed', file, make: () => moved(file, `${file}x`) };
    yield { kind: 'case', file, make: () => moved(file, upper(file)) };
    yield { kind: 'linked', file, make: () => linked(file, join(dirname(folder), 'aside')) };
    yield {
      kind: 'added',
      file,
      make: () => added(`${file}.copy`, () => copyFileSync(file, `${file}.copy`)),
    };
  }
  for (const name of ['fetch.txt', 'data/evidence/extra', '.hidden', 'manifest-md5.txt', 'data/evidence/.y'])
    yield {
      kind: 'new',
      file: name,
      make: () => added(join(folder, name), () => written(join(folder, name))),
    };
  yield {
    kind: 'new',
    file: 'empty folder',
    make: () => added(join(folder, 'data/empty'), () => mkdirSync(join(folder, 'data/empty'))),
  };
  const exhibits = files.filter((file) => /evidence\/[0-9a-f]{64}$/.test(file));
  const [first, second] = exhibits;
  if (first !== undefined && second !== undefined)
    yield { kind: 'exchanged', file: first, make: () => exchanged(first, second) };
}

/** Spread over the file, the same ones each time: first and last bytes, and some that its name decides. */
function positions(file: string, size: number, count: number): number[] {
  if (size <= count) return [...Array(size).keys()];
  const chosen = new Set([0, size - 1]);
  for (let turn = 0; chosen.size < count; turn++)
    chosen.add(
      createHash('sha256')
        .update(`${basename(file)} ${turn}`)
        .digest()
        .readUInt32BE(0) % size,
    );
  return [...chosen];
}

function flip(file: string, position: number): () => void {
  const turn = () => {
    const handle = openSync(file, 'r+');
    const byte = Buffer.alloc(1);
    readSync(handle, byte, 0, 1, position);
    byte.writeUInt8(byte.readUInt8(0) ^ (1 << (position % 8)), 0);
    writeSync(handle, byte, 0, 1, position);
    closeSync(handle);
  };
  turn();
  return turn;
}

function replaced(file: string, change: (old: Buffer) => Buffer): () => void {
  const old = readFileSync(file);
  writeFileSync(file, change(old));
  return () => writeFileSync(file, old);
}

function cut(file: string, size: number): () => void {
  const old = readFileSync(file);
  truncateSync(file, size - 1);
  return () => writeFileSync(file, old);
}

function moved(from: string, to: string): () => void {
  renameSync(from, to);
  return () => renameSync(to, from);
}

function linked(file: string, aside: string): () => void {
  renameSync(file, aside);
  symlinkSync(aside, file);
  return () => renameSync(aside, file);
}

function added(path: string, make: () => void): () => void {
  make();
  return () => rmSync(path, { recursive: true, force: true });
}

function written(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'http://localhost/x 1 data/x\n');
}

function upper(file: string): string {
  const name = basename(file);
  const turned = name.toUpperCase();
  return join(dirname(file), turned === name ? name.toLowerCase() : turned);
}

function exchanged(first: string, second: string): () => void {
  const swap = () => {
    const [one, two] = [readFileSync(first), readFileSync(second)];
    writeFileSync(first, two);
    writeFileSync(second, one);
  };
  swap();
  return swap;
}
