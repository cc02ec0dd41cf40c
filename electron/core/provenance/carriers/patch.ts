import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { isBase64 } from './base64-text.ts';
import { type EmbeddedStore, fileRanges } from './embedded-store.ts';

/** New bytes for a place in a store, as many as stand there. */
export interface StoreEdit {
  /** Offset in the store. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

export type PatchOutcome =
  | { readonly done: true; readonly bytes: Uint8Array }
  | { readonly done: false; readonly problem: string };

/** The box header is repeated in JPEG segments, and no edit of the same length changes it. */
const HEADER = 8;

/**
 * Replace bytes of a store inside the file that holds it, for files this program has just written itself. Evidence
 * is never given to this function. Checksums of the container are made good; the file is read back.
 *
 * @param file path of the written file
 * @param store as found in it
 */
export async function patchStore(
  file: string,
  store: EmbeddedStore,
  edits: readonly StoreEdit[],
): Promise<PatchOutcome> {
  const refusal = refused(store, edits);
  if (refusal !== null) return { done: false, problem: refusal };
  const bytes = Buffer.from(store.bytes);
  for (const edit of edits) bytes.set(edit.bytes, edit.at);
  const handle = await open(file, 'r+');
  try {
    if (store.pieces.length === 0) return await rewriteBase64(handle, store, bytes);
    if (!(await holds(handle, store, store.bytes)))
      return { done: false, problem: 'the file has changed since the store was found' };
    for (const { at, bytes: fresh } of edits) {
      let done = 0;
      for (const [start, length] of fileRanges(store.pieces, [at, fresh.length])) {
        await write(handle, fresh.subarray(done, done + length), start);
        done += length;
      }
    }
    if (store.carrier === 'png-caBX') await renewChecksum(handle, store);
    const sound = await holds(handle, store, bytes);
    return sound
      ? { done: true, bytes }
      : { done: false, problem: 'what was written reads back differently' };
  } finally {
    await handle.close();
  }
}

function refused(store: EmbeddedStore, edits: readonly StoreEdit[]): string | null {
  if (store.incomplete === true) return 'the store is not complete';
  if (edits.some(({ at, bytes }) => at < HEADER || at + bytes.length > store.bytes.length))
    return 'an edit reaches beyond the content of the store';
  if (store.carrier === 'id3-geob' && store.pieces.length > 1)
    return 'the ID3v2 tag is unsynchronised: its length depends on its bytes';
  if (store.pieces.length === 0 && store.carrier !== 'svg-manifest' && store.carrier !== 'html-script')
    return `a store in ${store.carrier} is encoded, and cannot be changed in place`;
  return null;
}

async function holds(handle: FileHandle, store: EmbeddedStore, bytes: Uint8Array): Promise<boolean> {
  for (const piece of store.pieces) {
    const copy = await read(handle, piece.file, piece.length);
    if (!copy.equals(bytes.subarray(piece.store, piece.store + piece.length))) return false;
  }
  return true;
}

/** PNG: the checksum stands behind the data and covers type and data (5.3). */
async function renewChecksum(handle: FileHandle, store: EmbeddedStore): Promise<void> {
  const [start, length] = store.occupied[0]!;
  const chunk = await read(handle, start + 4, length - 8);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(chunk));
  await write(handle, sum, start + length - 4);
}

/** Base64 of as many bytes has as many characters: each one is put where its predecessor stood. */
async function rewriteBase64(handle: FileHandle, store: EmbeddedStore, bytes: Buffer): Promise<PatchOutcome> {
  const [start, length] = store.occupied[0]!;
  const element = await read(handle, start, length);
  const [from, to] = [element.indexOf('>') + 1, element.lastIndexOf('<')];
  const letters = Buffer.from(bytes.toString('base64').replaceAll('=', ''), 'latin1');
  const old = Buffer.from(Buffer.from(store.bytes).toString('base64').replaceAll('=', ''), 'latin1');
  let index = 0;
  for (let at = from; at < to; at += 1) {
    if (!isBase64(element[at]!)) continue;
    if (element[at] !== old[index])
      return { done: false, problem: 'the element does not hold the base64 of the store' };
    element[at] = letters[index]!;
    index += 1;
  }
  if (index !== letters.length)
    return { done: false, problem: 'the element does not hold the base64 of the store' };
  await write(handle, element, start);
  return (await read(handle, start, length)).equals(element)
    ? { done: true, bytes }
    : { done: false, problem: 'what was written reads back differently' };
}

async function read(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const copy = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(copy, done, length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return copy.subarray(0, done);
}

async function write(handle: FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, start + done);
    done += bytesWritten;
  }
}
