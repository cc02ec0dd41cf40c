import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const WINDOW_BYTES = 256 * 1024;
/** A read this far from the window is a jump, and fetches this many bytes. */
const JUMP_BYTES = 4 * 1024;
/** Most bytes one call may copy out: readers walk, they do not load. */
const COPY_BYTES = 16 * 1024 * 1024;

/** A read went past the end of the file. The structure driver records what was read until then. */
export class EndOfData extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super(`no data at byte ${offset}`);
    this.name = 'EndOfData';
    this.offset = offset;
  }
}

/**
 * Typed reads of a file through one bounded window, for files of any size. Synchronous because it is used
 * in workers only and a walk makes thousands of two-byte reads. Offsets are absolute; numbers are
 * big-endian unless `little` is given; 64-bit values above 2^53 lose low bits, which no valid offset has.
 */
export class ByteReader {
  readonly size: number;
  readonly #file: number;
  readonly #window: Buffer;
  #start = 0;
  #length = 0;

  constructor(path: string, windowBytes: number = WINDOW_BYTES) {
    this.#file = openSync(path, 'r');
    this.size = fstatSync(this.#file).size;
    this.#window = Buffer.allocUnsafe(Math.max(16, Math.min(windowBytes, this.size)));
  }

  close(): void {
    closeSync(this.#file);
  }

  u8(offset: number): number {
    return this.#window[this.#at(offset, 1)]!;
  }

  u16(offset: number, little = false): number {
    const at = this.#at(offset, 2);
    return little ? this.#window.readUInt16LE(at) : this.#window.readUInt16BE(at);
  }

  u24(offset: number, little = false): number {
    const at = this.#at(offset, 3);
    return little ? this.#window.readUIntLE(at, 3) : this.#window.readUIntBE(at, 3);
  }

  u32(offset: number, little = false): number {
    const at = this.#at(offset, 4);
    return little ? this.#window.readUInt32LE(at) : this.#window.readUInt32BE(at);
  }

  i32(offset: number, little = false): number {
    return this.u32(offset, little) | 0;
  }

  u64(offset: number, little = false): number {
    const first = this.u32(offset, little);
    const second = this.u32(offset + 4, little);
    return little ? second * 2 ** 32 + first : first * 2 ** 32 + second;
  }

  f64(offset: number, little = false): number {
    const at = this.#at(offset, 8);
    return little ? this.#window.readDoubleLE(at) : this.#window.readDoubleBE(at);
  }

  /** A copy of up to `length` bytes; shorter at the end of the file, empty outside it. */
  bytes(offset: number, length: number): Buffer {
    if (length > COPY_BYTES) throw new RangeError(`a copy of ${length} bytes is more than a reader may take`);
    if (offset < 0 || offset >= this.size || length <= 0) return Buffer.alloc(0);
    const wanted = Math.min(length, this.size - offset);
    if (wanted <= this.#window.length) {
      const at = this.#at(offset, wanted);
      return Buffer.from(this.#window.subarray(at, at + wanted));
    }
    const copy = Buffer.allocUnsafe(wanted);
    return copy.subarray(0, this.#fill(copy, offset, wanted));
  }

  /** ISO 8859-1 text, so that every byte is one character. */
  latin1(offset: number, length: number): string {
    return this.bytes(offset, length).toString('latin1');
  }

  /** Do these bytes (ISO 8859-1 text) stand at `offset`? False at the end of the file. */
  matches(offset: number, text: string): boolean {
    return offset >= 0 && offset + text.length <= this.size && this.latin1(offset, text.length) === text;
  }

  /** Offset of the first `byte` in `[from, to)`, or -1. */
  find(byte: number, from: number, to: number): number {
    for (const { offset, view } of this.views(from, to)) {
      const index = view.indexOf(byte);
      if (index >= 0) return offset + index;
    }
    return -1;
  }

  /** Offset of the first occurrence of `pattern` that lies within `[from, to)`, or -1. */
  search(pattern: Uint8Array, from: number, to: number): number {
    const limit = Math.min(to, this.size);
    const step = this.#window.length - pattern.length + 1;
    if (step <= 0) return -1;
    for (let offset = Math.max(0, from); offset + pattern.length <= limit; offset += step) {
      const length = Math.min(this.#window.length, limit - offset);
      const at = this.#at(offset, length);
      const index = this.#window.subarray(at, at + length).indexOf(pattern);
      if (index >= 0) return offset + index;
    }
    return -1;
  }

  /** CRC-32 (ISO 3309) of `[offset, offset + length)`, clipped to the file. */
  crc32(offset: number, length: number): number {
    let sum = 0;
    for (const { view } of this.views(offset, offset + length)) sum = crc32(view, sum);
    return sum;
  }

  /** Does the range hold nothing but `byte`? True for an empty range. */
  filled(byte: number, from: number, to: number): boolean {
    for (const { view } of this.views(from, to)) {
      for (let index = 0; index < view.length; index += 1) if (view[index] !== byte) return false;
    }
    return true;
  }

  /** The range piece by piece, without copying: a view is valid until the next read. */
  *views(from: number, to: number): Generator<{ readonly offset: number; readonly view: Buffer }> {
    const limit = Math.min(to, this.size);
    let offset = Math.max(0, from);
    while (offset < limit) {
      const within = offset - this.#start;
      const ready = within >= 0 && within < this.#length ? this.#length - within : this.#window.length;
      const length = Math.min(ready, limit - offset);
      const at = this.#at(offset, length);
      yield { offset, view: this.#window.subarray(at, at + length) };
      offset += length;
    }
  }

  /** Index in the window of `length` bytes at `offset`; moves the window when needed. */
  #at(offset: number, length: number): number {
    const within = offset - this.#start;
    if (within >= 0 && within + length <= this.#length) return within;
    if (offset < 0 || offset + length > this.size) throw new EndOfData(Math.max(0, offset));
    // full windows for walks, small ones for jumps, so that scattered reads of a large file stay cheap
    const forward = within >= 0 && within <= this.#length + JUMP_BYTES;
    const wanted = Math.max(length, forward ? this.#window.length : JUMP_BYTES);
    // a little before the wanted byte, since readers look back at headers
    const start = Math.max(0, Math.min(offset - 64, this.size - this.#window.length));
    const usable = start + Math.min(wanted, this.#window.length) >= offset + length ? start : offset;
    this.#start = usable;
    this.#length = this.#fill(
      this.#window,
      usable,
      Math.min(wanted, this.#window.length, this.size - usable),
    );
    if (offset - usable + length > this.#length) throw new EndOfData(offset);
    return offset - usable;
  }

  #fill(target: Buffer, offset: number, length: number): number {
    let done = 0;
    while (done < length) {
      const got = readSync(this.#file, target, done, length - done, offset + done);
      if (got === 0) break;
      done += got;
    }
    return done;
  }
}
