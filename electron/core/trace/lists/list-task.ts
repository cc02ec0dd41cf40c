import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Sha256 } from '#shared/domain/evidence.ts';
import { HashList } from '#shared/domain/hash-list.ts';
import { defaultLimits, type Limits } from '../../media/limits.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { isSystemError } from '../index/stored-index.ts';
import { findDelimiter } from './columns.ts';
import { digestOf } from './file-digest.ts';
import { ListMaking } from './list-making.ts';
import { listFiles } from './list-record.ts';
import { signalKinds } from './signals.ts';

/** The largest list there may be is read in a quarter of an hour; its digests are sorted in memory. */
export const listLimits: Limits = {
  ...defaultLimits,
  ...{ timeMs: 3_600_000, memoryBytes: 3 * 1024 ** 3 },
};

export const ListInput = z.object({
  /** Where the source stands, and the files of the list are to stand. */
  folder: z.string(),
  /** Name of the file the source was copied from. */
  fileName: z.string(),
  kind: z.enum(signalKinds).nullable(),
  /** Lists that are there already, by the first 16 digits of their source's SHA-256. */
  known: z.array(z.string()),
});

export const ListOutput = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('made'),
    source: z.object({ sha256: Sha256, size: z.number().int().nonnegative() }),
    found: HashList.pick({ counts: true, unused: true, bad: true }),
    files: HashList.shape.files,
  }),
  z.object({ state: z.literal('known'), id: HashList.shape.id }),
  z.object({ state: z.literal('refused'), why: z.enum(['not text', 'no columns', 'nothing']) }),
  z.object({ state: z.literal('failed'), code: z.enum(['disk-full', 'input-output']), detail: z.string() }),
]);
export type ListOutput = z.infer<typeof ListOutput>;

/** Shares of the whole that hashing the source and the files made take; reading is the rest. */
const hashingShare = 0.1;
const filesShare = 0.1;

/** In a worker: make the files of a list from its source. */
export async function makeList(raw: unknown, context: TaskContext): Promise<ListOutput> {
  const { folder, fileName, kind, known } = ListInput.parse(raw);
  try {
    // A second attempt after a crash finds what the first one left.
    for (const name of await readdir(folder))
      if (name !== listFiles.source) await rm(join(folder, name), { recursive: true });
    const path = join(folder, listFiles.source);
    const { signal, progress } = context;
    const { size } = await stat(path);
    let hashed = 0;
    const source = await digestOf(path, signal, (bytes) => {
      hashed += bytes;
      progress(hashingShare * (hashed / Math.max(1, size)));
    });
    const id = source.sha256.slice(0, 16);
    if (known.includes(id)) return { state: 'known', id };
    const beginning = await beginningOf(path);
    if (beginning.includes('\0')) return { state: 'refused', why: 'not text' };
    const reading = 1 - hashingShare - filesShare;
    const making = await ListMaking.begin(folder, kind, fileName);
    const made = await making.read(path, findDelimiter(beginning), {
      signal,
      onBytes: (bytes) => progress(hashingShare + reading * (bytes / Math.max(1, size))),
    });
    if (!made.ok) return { state: 'refused', why: made.why };
    const names = (await readdir(folder)).toSorted();
    const files: HashList['files'] = [];
    for (const [at, name] of names.entries()) {
      files.push({ name, ...(await digestOf(join(folder, name), signal)) });
      progress(1 - filesShare * (1 - (at + 1) / names.length));
    }
    return { state: 'made', source, found: made.found, files };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const code = error.code === 'ENOSPC' ? 'disk-full' : 'input-output';
    return { state: 'failed', code, detail: String(error) };
  }
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1 << 16), 0, 1 << 16, 0);
    return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '');
  } finally {
    await file.close();
  }
}
