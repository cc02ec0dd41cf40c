import { chmod, constants, copyFile, open } from 'node:fs/promises';
import type { MediaFormat } from '#shared/domain/media.ts';
import { findStores } from '../carriers/find-stores.ts';

/**
 * Formats whose old credential the engine leaves behind when it writes a new one: in a TIFF file it appends the
 * new store and only changes the directory (c2pa-rs 0.91, `tiff_io.rs`). What a redaction takes out would stay.
 */
const leavesOld: ReadonlySet<MediaFormat> = new Set<MediaFormat>(['tiff', 'dng']);
const block = 1024 * 1024;

/**
 * The file the engine is to build on: the source, or a copy of it in which zeros stand for the old credential.
 * The credential itself comes from the source, as that of the parent.
 *
 * @param copy path for the copy; only made when it is needed
 */
export async function sourceToBuildOn(
  source: string,
  format: MediaFormat,
  copy: string,
  signal: AbortSignal,
): Promise<string> {
  if (!leavesOld.has(format)) return source;
  const { stores } = await findStores(source, { format }, { signal });
  const pieces = stores.flatMap((store) => store.pieces);
  if (pieces.length === 0) return source;
  await copyFile(source, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  // Evidence is read-only, and so is its copy.
  await chmod(copy, 0o600);
  const handle = await open(copy, 'r+');
  try {
    for (const { file, length } of pieces) {
      for (let done = 0; done < length; ) {
        const zeros = Buffer.alloc(Math.min(block, length - done));
        const { bytesWritten } = await handle.write(zeros, 0, zeros.length, file + done);
        done += bytesWritten;
      }
    }
  } finally {
    await handle.close();
  }
  return copy;
}
