import type { BigIntStats } from 'node:fs';
import { chmod, copyFile, link, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { localized } from '#shared/domain/localized.ts';

/** What is said when there is nothing to build a cell around. */
export const evidenceMissing = localized(
  'The stored file of this exhibit is missing from the case folder. Verify the case.',
  '案件文件夹中缺少此检材的存储文件。请校验案件。',
);

/** A private folder for one task: one read-only file with a neutral name, a scratch and an output folder. */
export interface Cell {
  readonly evidence: string;
  /** A second read-only file that belongs to the evidence, or `null`. */
  readonly companion: string | null;
  readonly scratch: string;
  readonly artifacts: string;
  /** True when the file is still what it was; a parser that wrote to it must not go unnoticed. */
  untouched(): Promise<boolean>;
  remove(): Promise<void>;
}

/**
 * The folder around the cells of one evidence, in two halves: a sandboxed worker is given the first read-only and the
 * second to write, and sees the cells of no other evidence. Gone with its last cell; the next one gets another name,
 * so that a worker which still sees the old one is known by it.
 */
export interface Room {
  readonly input: string;
  readonly output: string;
}

const roomName = /^(.*[\\/]room-[^\\/]+)[\\/](?:in|out)[\\/]/;

/** The room a path inside a cell belongs to, or `null` for any other path. */
export function roomOf(path: string): Room | null {
  const root = roomName.exec(path)?.[1];
  return root === undefined ? null : { input: join(root, 'in'), output: join(root, 'out') };
}

/** Rooms in use in this process, by the folder they stand in and what they are for. */
const rooms = new Map<string, { readonly root: string; cells: number }>();

/**
 * Build the folder below `parent` (same file system as the evidence, so that a hard link suffices;
 * otherwise the bytes are copied). A parser sees neither the evidence's name nor any neighbour: playlist
 * and image-sequence formats that name siblings find nothing. `null` when the evidence's file is not there.
 * Cells with the same `purpose` share a room: those of one evidence unless something else is said.
 */
export async function createCell(
  parent: string,
  id: string,
  evidence: string,
  companion: string | null = null,
  purpose = evidence,
): Promise<Cell | null> {
  const { room, leave } = enter(parent, id, purpose);
  const input = join(room.root, 'in', id);
  const output = join(room.root, 'out', id);
  const cell = {
    evidence: join(input, 'evidence'),
    companion: companion === null ? null : join(input, 'companion'),
    scratch: join(output, 'scratch'),
    artifacts: join(output, 'out'),
  };
  async function remove(): Promise<void> {
    await chmod(input, 0o755).catch(nothing);
    await rm(input, { recursive: true, force: true });
    await rm(output, { recursive: true, force: true });
    await leave();
  }
  let before: BigIntStats;
  try {
    await mkdir(input, { recursive: true });
    await mkdir(cell.scratch, { recursive: true });
    await mkdir(cell.artifacts);
    const there =
      (await place(evidence, cell.evidence)) &&
      (companion === null || cell.companion === null || (await place(companion, cell.companion)));
    if (!there) {
      await remove();
      return null;
    }
    await chmod(input, 0o555);
    before = await stat(cell.evidence, { bigint: true });
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    ...cell,
    async untouched() {
      const after = await stat(cell.evidence, { bigint: true });
      return (
        after.size === before.size &&
        after.mtimeNs === before.mtimeNs &&
        after.ino === before.ino &&
        after.mode === before.mode
      );
    },
    remove,
  };
}

/**
 * Keep a room although it is empty for moments, so that one worker serves file after file in it instead of a process
 * for each.
 *
 * @returns lets go of it
 */
export function keepRoom(parent: string, id: string, purpose: string): () => Promise<void> {
  return enter(parent, id, purpose).leave;
}

function enter(parent: string, id: string, purpose: string) {
  const key = JSON.stringify([parent, purpose]);
  const room = rooms.get(key) ?? { root: join(parent, `room-${id}`), cells: 0 };
  rooms.set(key, room);
  room.cells += 1;
  return {
    room,
    async leave(): Promise<void> {
      room.cells -= 1;
      if (room.cells > 0) return;
      // From here on the next cell gets a room of another name: nobody builds in what is being removed.
      rooms.delete(key);
      await rm(room.root, { recursive: true, force: true });
    },
  };
}

/** Link the file, or copy it where the file system cannot; `false` when it is not there. */
async function place(source: string, target: string): Promise<boolean> {
  try {
    await link(source, target);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return false;
    if (code !== 'EXDEV' && code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EMLINK') throw error;
    await copyFile(source, target);
    await chmod(target, 0o444);
  }
  return true;
}

/** Remove the cells a crash left below `parent`: they hold links to evidence and unfinished output. */
export async function clearCells(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(nothing)) {
    const root = join(parent, name);
    for (const id of await readdir(join(root, 'in')).catch(nothing))
      await chmod(join(root, 'in', id), 0o755).catch(nothing);
    await rm(root, { recursive: true, force: true });
  }
}

function nothing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
