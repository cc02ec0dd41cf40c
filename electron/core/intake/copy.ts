import { type FileHandle, mkdir, open, rename, rm, rmdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isDiskFull } from '../case/ballast.ts';
import { type ChunkHashes, type ChunkSource, fileChunks, hashChunks, readFlags } from '../case/chunks.ts';
import { type CaseFolder, incomingPrefix, syncDirectory } from '../case/folder.ts';
import { errorText } from '../case/problem.ts';
import { copyDiffers, diskSpace, type NotTaken, NotTakenError, notStored } from './reasons.ts';

/** A file on its way in: alone in a private folder of the case, under a name that says nothing. */
export interface Incoming {
  readonly directory: string;
  /** Absolute path, always ending in `evidence`; read-only once copied. */
  readonly path: string;
}

export interface CopyOptions {
  /** Bytes, when known before. */
  readonly size: number | null;
  onBytes?(count: number): void;
  readonly signal?: AbortSignal | undefined;
}

/** Room for the copy and as much again for what analyses derive from it, and what is owed besides. */
export async function assertRoom(folder: CaseFolder, size: number, owed: number): Promise<void> {
  const needed = 2 * size + owed;
  const free = await freeRoom(folder.evidence);
  if (free < needed) throw new NotTakenError(diskSpace(needed, free));
}

async function freeRoom(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** A disk that turns out to be full: named with the room that is needed, as before a copy is begun. */
export async function noRoomFor(size: number, directory: string): Promise<NotTaken> {
  return diskSpace(2 * size, await freeRoom(directory));
}

export async function makeIncoming(folder: CaseFolder, id: string, size: number): Promise<Incoming> {
  const directory = join(folder.evidence, `${incomingPrefix}${id}`);
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (error) {
    throw new NotTakenError(
      isDiskFull(error) ? await noRoomFor(size, folder.evidence) : notStored(errorText(error)),
    );
  }
  return { directory, path: join(directory, 'evidence') };
}

/**
 * Copy while hashing, then flush to the disk and meanwhile read the copy back and compare piece by piece. Reading
 * back proves what the system would hand out now; it may come from its cache, so verification reads again later.
 */
export async function copyIn(
  source: ChunkSource,
  incoming: Incoming,
  options: CopyOptions,
): Promise<ChunkHashes> {
  let begun = 0;
  const counted: ChunkSource = async (buffer) => {
    const filled = await source(buffer);
    begun += filled;
    return filled;
  };
  try {
    const handle = await storing(() => open(incoming.path, 'wx', 0o600));
    try {
      return await copied(counted, handle, incoming, options);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    throw new NotTakenError(await noRoomFor(options.size ?? begun, incoming.directory));
  }
}

async function copied(
  source: ChunkSource,
  handle: FileHandle,
  incoming: Incoming,
  options: CopyOptions,
): Promise<ChunkHashes> {
  const { hashes, flushing } = await writePieces(source, handle, options);
  const flush = storing(async () => {
    await flushing;
    await handle.chmod(0o444);
    await handle.sync();
  });
  const settled = await Promise.allSettled([flush, readBack(incoming, options)]);
  // Both have let go of the file before anything is thrown.
  const [flushed, reading] = settled;
  if (flushed.status === 'rejected') throw flushed.reason;
  if (reading.status === 'rejected') throw reading.reason;
  const found = reading.value;
  if (found.size !== hashes.size || !found.chunks.equals(hashes.chunks)) throw new NotTakenError(copyDiffers);
  return hashes;
}

/** Written bytes between two flushes that run beside the copying, so that the last one has little left to do. */
const flushBytes = 64 * 1024 * 1024;

interface Written {
  readonly hashes: ChunkHashes;
  /** The last flush that was begun beside the copying. */
  readonly flushing: Promise<void>;
}

async function writePieces(source: ChunkSource, handle: FileHandle, options: CopyOptions): Promise<Written> {
  let flushing: Promise<void> = Promise.resolve();
  let unflushed = 0;
  try {
    const hashes = await hashChunks(source, {
      expected: options.size,
      whole: ['sha256', 'sha512'],
      signal: options.signal,
      sink: (chunk, position) =>
        storing(async () => {
          for (let written = 0; written < chunk.length; ) {
            const wrote = await handle.write(chunk, written, chunk.length - written, position + written);
            written += wrote.bytesWritten;
          }
          unflushed += chunk.length;
          if (unflushed < flushBytes) return;
          unflushed = 0;
          await flushing;
          flushing = handle.datasync();
          // Awaited before the next flush or the end; marked as handled so that it cannot fail unseen between.
          flushing.catch(() => undefined);
        }),
      ...(options.onBytes === undefined ? {} : { onBytes: options.onBytes }),
    });
    return { hashes, flushing };
  } catch (error) {
    // The handle is closed next.
    await flushing.catch(() => undefined);
    throw error;
  }
}

async function readBack(incoming: Incoming, options: CopyOptions): Promise<ChunkHashes> {
  const handle = await storing(() => open(incoming.path, readFlags));
  try {
    const { size } = await handle.stat();
    const chunks = fileChunks(handle);
    return await hashChunks((buffer) => storing(() => chunks(buffer)), {
      expected: size,
      whole: [],
      signal: options.signal,
    });
  } finally {
    await handle.close();
  }
}

/** Failures of the case's own disk, told apart from those of the source. A full disk is named by who knows the size. */
async function storing<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (isDiskFull(error)) throw error;
    throw error instanceof NotTakenError ? error : new NotTakenError(notStored(errorText(error)));
  }
}

/** Move a finished copy to its address. The name is durable when this returns. */
export async function place(folder: CaseFolder, incoming: Incoming, sha256: string): Promise<void> {
  await storing(async () => {
    await rename(incoming.path, join(folder.evidence, sha256));
    await rmdir(incoming.directory);
    await syncDirectory(folder.evidence);
  });
}

/** Leave nothing behind of a copy that is not needed. */
export async function discard(incoming: Incoming): Promise<void> {
  await rm(incoming.directory, { recursive: true, force: true });
}
