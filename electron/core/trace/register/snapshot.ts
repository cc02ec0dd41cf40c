import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegisteredMark } from '#shared/domain/register.ts';
import { errorCode } from '../../case/problem.ts';
import { entryFile, identifierFile } from '../../media/mark-ring.ts';
import type { RegisterStore } from './store.ts';

/**
 * The part of the register that readers of marks need, as plain files: workers never open the database. It is
 * brought up to date with every change, and made anew when its count of changes is not that of the register.
 */
const stateFile = 'register.state';
const mode = 0o600;

/** One more entry. */
export async function addToSnapshot(
  folder: string,
  mark: RegisteredMark,
  store: RegisterStore,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const identifier = Buffer.alloc(8);
  identifier.writeBigUInt64LE(BigInt(mark.payload));
  await appendFile(join(folder, identifierFile), identifier, { mode });
  await appendFile(join(folder, entryFile), `${JSON.stringify(mark)}\n`, { mode });
  await writeFile(join(folder, stateFile), String(store.changes()), { mode });
}

/** A change the workers need not hear of. */
export async function keepSnapshot(folder: string, store: RegisterStore): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, stateFile), String(store.changes()), { mode });
}

/** Make it anew when it is not that of the register: after a crash, or when another process was faster. */
export async function checkSnapshot(folder: string, store: RegisterStore): Promise<void> {
  if ((await stateOf(folder)) !== String(store.changes())) await writeSnapshot(folder, store);
}

export async function writeSnapshot(folder: string, store: RegisterStore): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const changes = store.changes();
  const identifiers = store.entries.identifiers();
  const bytes = Buffer.alloc(identifiers.length * 8);
  for (const [index, identifier] of identifiers.entries()) bytes.writeBigUInt64LE(identifier, index * 8);
  await replace(join(folder, identifierFile), [bytes]);
  await replace(join(folder, entryFile), lines(store));
  await replace(join(folder, stateFile), [Buffer.from(String(changes))]);
}

function* lines(store: RegisterStore): Generator<Buffer> {
  let piece = '';
  for (const mark of store.entries.marks()) {
    piece += `${JSON.stringify(mark)}\n`;
    if (piece.length < 1 << 20) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece);
}

/** In one step: whoever reads sees the old file or the new one. */
async function replace(path: string, pieces: Iterable<Buffer>): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', mode);
    try {
      for (const piece of pieces) await file.writeFile(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function stateOf(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, stateFile), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}
