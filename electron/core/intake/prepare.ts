import type { FileHandle } from 'node:fs/promises';
import type { Acquisition } from '#shared/domain/evidence.ts';
import { type ChunkHashes, type ChunkSource, fileChunks } from '../case/chunks.ts';
import { errorText } from '../case/problem.ts';
import type { CaseStore } from '../case/store.ts';
import { assertRoom, type CopyOptions, copyIn, discard, type Incoming, makeIncoming } from './copy.ts';
import { displayPath, lastName } from './names.ts';
import { cancelled, type NotTaken, NotTakenError, unreadable } from './reasons.ts';
import { assertUnchanged, openSource } from './source.ts';
import type { PlannedFile } from './walk.ts';

/** A file that lies complete in its private folder of the case, with its hashes, and is not yet evidence. */
export interface CopiedFile {
  readonly state: 'copied';
  readonly incoming: Incoming;
  readonly hashes: ChunkHashes;
  /** The last component of the path, byte-exact. */
  readonly name: Buffer;
  readonly acquisition: Acquisition;
}

export type Prepared = CopiedFile | ({ readonly state: 'not-taken' } & NotTaken);

/** Copy one planned file. Expected failures are values; nothing is left behind after one. */
export async function prepareFile(
  store: CaseStore,
  file: PlannedFile,
  options: Omit<CopyOptions, 'size'>,
): Promise<Prepared> {
  if (file.problem !== null) return { state: 'not-taken', ...file.problem };
  return attempt(options.signal, async () => {
    const source = await openSource(file.path);
    try {
      const size = Number(source.before.size);
      const copied = await copyToCase(store, readable(source.handle), { ...options, size }, (hashes) =>
        assertUnchanged(source, hashes.size),
      );
      return {
        ...copied,
        name: lastName(file.path),
        acquisition: acquisition(store, file.how, file.path, new Date(Number(source.before.mtimeMs))),
      };
    } finally {
      await source.handle.close();
    }
  });
}

/** The same for bytes that come from elsewhere, with the name they are said to have. */
export async function prepareStream(
  store: CaseStore,
  source: ChunkSource,
  origin: { readonly name: Buffer; readonly how: Acquisition['how']; readonly modifiedAt: Date | null },
  options: CopyOptions,
): Promise<Prepared> {
  return attempt(options.signal, async () => ({
    ...(await copyToCase(store, source, options, async () => undefined)),
    name: lastName(origin.name),
    acquisition: acquisition(store, origin.how, origin.name, origin.modifiedAt),
  }));
}

/** Copy, then let the caller object; whatever goes wrong, the private folder does not stay. */
async function copyToCase(
  store: CaseStore,
  source: ChunkSource,
  options: CopyOptions,
  check: (hashes: ChunkHashes) => Promise<void>,
): Promise<Pick<CopiedFile, 'state' | 'incoming' | 'hashes'>> {
  await assertRoom(store.folder, options.size ?? 0, store.roomOwed);
  const incoming = await makeIncoming(store.folder, store.ports.id(), options.size ?? 0);
  try {
    const hashes = await copyIn(source, incoming, options);
    await check(hashes);
    return { state: 'copied', incoming, hashes };
  } catch (error) {
    await discard(incoming);
    throw error;
  }
}

/** Read failures of the source (a bad sector, a share that went away) concern this file only. */
function readable(handle: FileHandle): ChunkSource {
  const chunks = fileChunks(handle);
  return async (buffer) => {
    try {
      return await chunks(buffer);
    } catch (error) {
      throw new NotTakenError(unreadable(errorText(error)));
    }
  };
}

async function attempt(signal: AbortSignal | undefined, work: () => Promise<CopiedFile>): Promise<Prepared> {
  try {
    signal?.throwIfAborted();
    return await work();
  } catch (error) {
    if (signal?.aborted === true) return { state: 'not-taken', ...cancelled };
    if (error instanceof NotTakenError) return { state: 'not-taken', ...error.why };
    throw error;
  }
}

function acquisition(
  store: CaseStore,
  how: Acquisition['how'],
  path: Buffer,
  modifiedAt: Date | null,
): Acquisition {
  return {
    how,
    path: displayPath(path),
    pathBytes: path.toString('hex'),
    // Some file systems hold times no calendar date stands for.
    modifiedAt: modifiedAt === null || Number.isNaN(modifiedAt.getTime()) ? null : modifiedAt.toISOString(),
    acquiredAt: store.ports.clock().toISOString(),
    actor: store.ports.actor,
  };
}
