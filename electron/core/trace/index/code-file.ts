import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  batchHeadBytes,
  type CodeBatch,
  decodeCodes,
  decodeHead,
  decodeHeader,
  encodeCodes,
  encodeHeader,
  encodeRemoval,
  formatVersion,
  headerBytes,
  kinds,
  readWords,
} from './code-file-format.ts';

/** Takes what a file holds, batch by batch; the arrays are only lent. */
export interface BatchSink {
  codes(batch: CodeBatch): void;
  removal(owners: Uint32Array): void;
}

/** How far a file was read. */
export interface ReadEnd {
  readonly generation: number;
  /** Where the next batch belongs, and its number. */
  readonly end: number;
  readonly next: number;
}

export type CodeFileReading =
  | ({ readonly ok: true /** Bytes after the last whole batch. */; readonly torn: number } & ReadEnd)
  /** `newer`: written by a later version. `damaged`: a batch that is followed by whole ones is not whole. */
  | { readonly ok: false; readonly why: 'newer' | 'damaged' | 'foreign'; readonly detail: string };

/** Read a file of codes from its beginning, or go on from where a reading ended. Files are only read here. */
export function readCodeFile(path: string, sink: BatchSink, from: ReadEnd | null = null): CodeFileReading {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const header = decodeHeader(readAt(file, 0, headerBytes));
    // Shorter than a header: its making was cut off before anything was kept.
    if (header === null && size < headerBytes)
      return { ok: true, torn: size, generation: 0, end: 0, next: 0 };
    if (header === null) return { ok: false, why: 'foreign', detail: path };
    if (header.version > formatVersion)
      return { ok: false, why: 'newer', detail: `${path}: version ${header.version}` };
    let end = from?.end ?? headerBytes;
    let next = from?.next ?? 0;
    let room = Buffer.alloc(0);
    for (;;) {
      const head = decodeHead(readAt(file, end, batchHeadBytes));
      const stop = end + batchHeadBytes + (head?.length ?? 0);
      const wanted = head === null || stop > size || head.number !== next ? null : head.length;
      // One buffer for all batches: a fresh one for each would be as much memory again as the codes.
      if (wanted !== null && wanted > room.length) room = Buffer.alloc(wanted);
      const content = wanted === null ? null : readInto(file, end + batchHeadBytes, room.subarray(0, wanted));
      if (head === null || content === null || content.length < head.length || crc32(content) !== head.sum) {
        const later =
          head !== null && stop > size ? null : batchAfter(file, head === null ? end + 4 : stop, size, next);
        if (later !== null)
          return {
            ok: false,
            why: 'damaged',
            detail: `${path}: byte ${end} of ${size}, whole again at ${later}`,
          };
        return { ok: true, torn: size - end, generation: header.generation, end, next };
      }
      if (head.kind === kinds.codes) sink.codes(decodeCodes(content, head.count));
      else sink.removal(readWords(content, 0, head.count));
      end = stop;
      next += 1;
    }
  } finally {
    closeSync(file);
  }
}

/** Where the next head of a later batch stands; `null`: there is none, so nothing that was kept is missing. */
function batchAfter(file: number, from: number, size: number, next: number): number | null {
  const window = 1 << 20;
  for (let start = from; start < size; start += window) {
    const bytes = readAt(file, start, window + batchHeadBytes);
    for (let at = bytes.indexOf('BTCH'); at !== -1 && at < window; at = bytes.indexOf('BTCH', at + 1)) {
      const head = decodeHead(bytes.subarray(at, at + batchHeadBytes));
      if (head !== null && head.number > next) return start + at;
    }
  }
  return null;
}

function readAt(file: number, at: number, length: number): Buffer {
  return readInto(file, at, Buffer.alloc(length));
}

/** Fill the buffer as far as there is data. */
function readInto(file: number, at: number, bytes: Buffer): Buffer {
  const { length } = bytes;
  let done = 0;
  while (done < length) {
    const got = readSync(file, bytes, done, length - done, at + done);
    if (got === 0) break;
    done += got;
  }
  return bytes.subarray(0, done);
}

/** The writer of a file of codes. What a method has returned from is on the disk. */
export class CodeFileWriter {
  readonly #path: string;
  #file: number;
  #state: ReadEnd;
  #broken = false;

  /** After `readCodeFile`, with its end: what was torn is cut off. A file that is missing is made. */
  constructor(path: string, state: ReadEnd | null) {
    this.#path = path;
    rmSync(`${path}.new`, { force: true });
    this.#file = openSync(path, existsSync(path) ? 'r+' : 'wx+', 0o600);
    this.#state = state ?? { generation: 0, end: 0, next: 0 };
    if (this.#state.end === 0) {
      writeAll(this.#file, encodeHeader(this.#state.generation), 0);
      this.#state = { ...this.#state, end: headerBytes };
    }
    ftruncateSync(this.#file, this.#state.end);
    fsyncSync(this.#file);
    syncFolder(path);
  }

  get bytes(): number {
    return this.#state.end;
  }

  addCodes(batch: CodeBatch): void {
    this.#append(encodeCodes(batch, this.#state.next));
  }

  addRemoval(owners: Uint32Array): void {
    this.#append(encodeRemoval(owners, this.#state.next));
  }

  /** Write the file anew with these codes only, beside the old one, and put it in its place in one step. */
  rewrite(parts: Iterable<CodeBatch>): void {
    const draft = `${this.#path}.new`;
    const generation = (this.#state.generation + 1) >>> 0;
    const file = openSync(draft, 'wx+', 0o600);
    let end = headerBytes;
    let next = 0;
    try {
      writeAll(file, encodeHeader(generation), 0);
      for (const part of parts) {
        const bytes = encodeCodes(part, next);
        writeAll(file, bytes, end);
        end += bytes.length;
        next += 1;
      }
      fsyncSync(file);
    } catch (error) {
      closeSync(file);
      rmSync(draft, { force: true });
      throw error;
    }
    closeSync(file);
    // Some systems do not rename over a file that is open.
    closeSync(this.#file);
    try {
      renameSync(draft, this.#path);
      syncFolder(this.#path);
      this.#state = { generation, end, next };
    } finally {
      this.#file = openSync(this.#path, 'r+');
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #append(bytes: Buffer): void {
    if (this.#broken) throw new BrokenFile(this.#path);
    const { end } = this.#state;
    try {
      writeAll(this.#file, bytes, end);
      fdatasyncSync(this.#file);
    } catch (error) {
      // After a failed flush nobody knows what is on the disk: nothing more is written until it was read again.
      this.#broken = true;
      ftruncateSync(this.#file, end);
      throw error;
    }
    this.#state = { ...this.#state, end: end + bytes.length, next: this.#state.next + 1 };
  }
}

/** Writing failed before; the file must be opened again first. */
class BrokenFile extends Error {
  readonly code = 'EIO';

  constructor(path: string) {
    super(`${path}: writing failed before`);
  }
}

function writeAll(file: number, bytes: Buffer, at: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, at + done);
}

/** A new name is only kept when its folder is; not every system lets a folder be opened. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
