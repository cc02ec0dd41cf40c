import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedStore } from '#core/provenance/carriers/embedded-store.ts';
import { type FindOptions, type FoundStores, findStores } from '#core/provenance/carriers/find-stores.ts';
import type { MediaFormat } from '#shared/domain/media.ts';

/** Search bytes as a file of this format. */
export async function findIn(
  bytes: Uint8Array,
  format: MediaFormat,
  options: Partial<FindOptions> = {},
): Promise<FoundStores> {
  return withFile(bytes, (path) =>
    findStores(path, { format }, { signal: new AbortController().signal, ...options }),
  );
}

export async function withFile<T>(bytes: Uint8Array, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-stores-'));
  try {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes of the store as its pieces say they lie in the file; the pieces have to follow each other. */
export function viaPieces(file: Uint8Array, store: EmbeddedStore): Buffer {
  let at = 0;
  const parts = store.pieces.map((piece) => {
    if (piece.store !== at) throw new Error(`a piece begins at ${piece.store} instead of ${at}`);
    at += piece.length;
    return file.subarray(piece.file, piece.file + piece.length);
  });
  return Buffer.concat(parts);
}
