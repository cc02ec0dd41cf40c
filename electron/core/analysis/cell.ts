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
  readonly root: string;
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
 * Build the folder below `parent` (same file system as the evidence, so that a hard link suffices;
 * otherwise the bytes are copied). A parser sees neither the evidence's name nor any neighbour: playlist
 * and image-sequence formats that name siblings find nothing. `null` when the evidence's file is not there.
 */
export async function createCell(
  parent: string,
  id: string,
  evidence: string,
  companion: string | null = null,
): Promise<Cell | null> {
  const root = join(parent, id);
  const cell = {
    evidence: join(root, 'in', 'evidence'),
    companion: companion === null ? null : join(root, 'in', 'companion'),
    scratch: join(root, 'scratch'),
    artifacts: join(root, 'out'),
  };
  await mkdir(join(root, 'in'), { recursive: true });
  await mkdir(cell.scratch);
  await mkdir(cell.artifacts);
  const there =
    (await place(evidence, cell.evidence)) &&
    (companion === null || cell.companion === null || (await place(companion, cell.companion)));
  if (!there) {
    await rm(root, { recursive: true, force: true });
    return null;
  }
  await chmod(join(root, 'in'), 0o555);
  const before = await stat(cell.evidence, { bigint: true });
  return {
    root,
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
    async remove() {
      await chmod(join(root, 'in'), 0o755);
      await rm(root, { recursive: true, force: true });
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
    await chmod(join(root, 'in'), 0o755).catch(nothing);
    await rm(root, { recursive: true, force: true });
  }
}

function nothing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
