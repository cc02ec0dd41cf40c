import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { ByteRange } from '#shared/domain/figure.ts';

const CHUNK_BYTES = 1024 * 1024;

/** Allowed for new and existing claims (C2PA 2.2 §13.1). */
const hashAlgorithms = ['sha256', 'sha384', 'sha512'] as const;
export type HashAlgorithm = (typeof hashAlgorithms)[number];

export function isHashAlgorithm(name: string): name is HashAlgorithm {
  return (hashAlgorithms as readonly string[]).includes(name);
}

/** What goes into a hash: a range of the file, or bytes that are not in it. */
export type HashPart = ByteRange | Uint8Array;

/** Hashes parts of one open file of any size, chunk by chunk. The caller opens and closes the file. */
export class FileHash {
  readonly #file: FileHandle;
  readonly #signal: AbortSignal;
  readonly #buffer = Buffer.allocUnsafe(CHUNK_BYTES);

  constructor(file: FileHandle, signal: AbortSignal) {
    this.#file = file;
    this.#signal = signal;
  }

  /** Digest of the parts one after another. Ranges must lie within the file. */
  async digest(algorithm: HashAlgorithm, parts: Iterable<HashPart>): Promise<Buffer> {
    const hash = createHash(algorithm);
    for (const part of parts) {
      if (part instanceof Uint8Array) hash.update(part);
      else {
        const [start, length] = part;
        for (let position = start; position < start + length; ) {
          this.#signal.throwIfAborted();
          const wanted = Math.min(CHUNK_BYTES, start + length - position);
          const { bytesRead } = await this.#file.read(this.#buffer, 0, wanted, position);
          if (bytesRead === 0) throw new Error(`the file ends before byte ${start + length}`);
          hash.update(this.#buffer.subarray(0, bytesRead));
          position += bytesRead;
        }
      }
    }
    return hash.digest();
  }
}

/** Equal bytes. Not in constant time: nothing here is secret. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
