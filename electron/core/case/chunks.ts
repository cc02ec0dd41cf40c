import { createHash, type Hash, webcrypto } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CHUNK_BYTES } from '#shared/domain/evidence.ts';

/** Fills the buffer from its start as far as there is data; a number below its length is the end. */
export type ChunkSource = (buffer: Buffer) => Promise<number>;

export interface ChunkOptions {
  /** Bytes expected, to make buffers no larger than needed; null when unknown. */
  readonly expected: number | null;
  /** Whole-file hashes wanted beside the hashes of the pieces. */
  readonly whole: readonly ('sha256' | 'sha512')[];
  /** Where each piece goes, at which position. Runs beside hashing and reading on. */
  sink?(chunk: Buffer, position: number): Promise<void>;
  onBytes?(count: number): void;
  readonly signal?: AbortSignal | undefined;
}

export interface ChunkHashes {
  readonly size: number;
  readonly sha256: string;
  readonly sha512: string;
  /** SHA-256 of each piece of 16 MiB, 32 bytes each. An empty file has none. */
  readonly chunks: Buffer;
}

/** How much is hashed before the process may do something else: about 2 ms. */
const sliceBytes = 1024 * 1024;

/**
 * Hash a stream of bytes in pieces of 16 MiB, two buffers in turn: while one piece is hashed here, its own
 * hash and its writing run on the thread pool and the next one is being read. Memory does not depend on size.
 * A whole-file hash that was not asked for is the empty string.
 */
export async function hashChunks(source: ChunkSource, options: ChunkOptions): Promise<ChunkHashes> {
  const expected = options.expected ?? CHUNK_BYTES;
  // One byte more than expected: a file that grows shows itself, and the end is seen without another read.
  const capacity = Math.min(CHUNK_BYTES, expected + 1);
  const sha256 = options.whole.includes('sha256') ? createHash('sha256') : null;
  const sha512 = options.whole.includes('sha512') ? createHash('sha512') : null;
  const hashes = [sha256, sha512].filter((hash) => hash !== null);
  const pieces: Buffer[] = [];
  let size = 0;
  let buffer: Buffer<ArrayBuffer> = Buffer.allocUnsafeSlow(capacity);
  let spare: Buffer<ArrayBuffer> | null = null;
  let filled = await source(buffer);
  while (filled > 0) {
    options.signal?.throwIfAborted();
    const chunk = buffer.subarray(0, filled);
    const last = filled < buffer.length || capacity < CHUNK_BYTES;
    spare ??= last ? null : Buffer.allocUnsafeSlow(capacity);
    // The hash of an only piece is the hash of the file.
    const only = last && size === 0 && sha256 !== null;
    const settled = await Promise.allSettled([
      last || spare === null ? 0 : source(spare),
      only ? null : webcrypto.subtle.digest('SHA-256', chunk),
      options.sink?.(chunk, size),
      hashSlices(hashes, chunk, options.signal),
    ]);
    // All four have let go of the buffers before anything is thrown.
    for (const part of settled) if (part.status === 'rejected') throw part.reason;
    const [next, digest] = settled;
    if (next.status === 'rejected' || digest.status === 'rejected') throw new Error('unreachable');
    if (digest.value !== null) pieces.push(Buffer.from(digest.value));
    size += filled;
    options.onBytes?.(filled);
    filled = next.value;
    if (spare !== null) [buffer, spare] = [spare, buffer];
  }
  options.signal?.throwIfAborted();
  const whole = sha256?.digest() ?? null;
  if (pieces.length === 0 && size > 0 && whole !== null) pieces.push(whole);
  return {
    size,
    sha256: whole?.toString('hex') ?? '',
    sha512: sha512?.digest('hex') ?? '',
    chunks: Buffer.concat(pieces),
  };
}

async function hashSlices(
  hashes: readonly Hash[],
  chunk: Buffer,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (hashes.length === 0) return;
  for (let start = 0; start < chunk.length; start += sliceBytes) {
    const slice = chunk.subarray(start, start + sliceBytes);
    for (const hash of hashes) hash.update(slice);
    if (start + sliceBytes < chunk.length) {
      await nextTurn();
      signal?.throwIfAborted();
    }
  }
}

/** Read a file from its start, whatever else reads the same handle. */
export function fileChunks(handle: FileHandle): ChunkSource {
  let position = 0;
  return async (buffer) => {
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position);
      if (bytesRead === 0) break;
      filled += bytesRead;
      position += bytesRead;
    }
    return filled;
  };
}

/** Regroup the pieces of a stream, however they come. A stream that stalls is left when the signal says so. */
export function streamChunks(stream: AsyncIterable<Uint8Array>, signal: AbortSignal): ChunkSource {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Heard of by whoever is reading; when nobody is, there is nobody to tell.
  aborted.catch(() => undefined);
  const iterator = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  let ended = false;
  return async (buffer) => {
    let filled = 0;
    while (filled < buffer.length) {
      if (rest.length === 0) {
        if (ended) break;
        const next = await Promise.race([iterator.next(), aborted]);
        if (next.done === true) {
          ended = true;
          break;
        }
        rest = next.value;
        continue;
      }
      const count = Math.min(rest.length, buffer.length - filled);
      buffer.set(rest.subarray(0, count), filled);
      rest = rest.subarray(count);
      filled += count;
    }
    return filled;
  };
}

/** Byte ranges `[start, length]` of the pieces whose hash differs, neighbours joined. Sizes may differ too. */
export function damagedRanges(recorded: Uint8Array, found: Uint8Array, size: number): [number, number][] {
  const ranges: [number, number][] = [];
  const count = Math.max(recorded.length, found.length) / 32;
  for (let index = 0; index < count; index++) {
    const same = Buffer.compare(
      recorded.subarray(index * 32, index * 32 + 32),
      found.subarray(index * 32, index * 32 + 32),
    );
    if (same === 0) continue;
    const start = index * CHUNK_BYTES;
    const length = Math.max(0, Math.min(CHUNK_BYTES, size - start));
    const before = ranges.at(-1);
    if (before !== undefined && before[0] + before[1] === start) before[1] += length;
    else ranges.push([start, length]);
  }
  return ranges;
}

/** Open for reading without following a link in the last component, and without waiting on a pipe. */
export const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** SHA-256 of a plain file; a link is not followed. */
export async function hashFile(path: string, signal: AbortSignal | undefined): Promise<string> {
  const handle = await open(path, readFlags);
  try {
    const { size } = await handle.stat();
    return (await hashChunks(fileChunks(handle), { expected: size, whole: ['sha256'], signal })).sha256;
  } finally {
    await handle.close();
  }
}
