import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Piece } from '../define.ts';

/** Room for one read; memory does not grow with the file. */
const blockBytes = 4 * 1024 * 1024;

export interface CopyOptions {
  readonly signal: AbortSignal;
  /** Share of the pieces that has been written, 0 … 1. */
  onProgress?(fraction: number): void;
}

/** What of the new file came from the source as it lies there. */
export interface CopiedPieces {
  readonly sourceBytes: number;
  /** Hash over all of that, in the order of the new file. */
  readonly sourceSha256: string;
}

/** Put a new file together; `target` must not exist. */
export async function copyPieces(
  source: string,
  pieces: readonly Piece[],
  target: string,
  { signal, onProgress }: CopyOptions,
): Promise<CopiedPieces> {
  const hash = createHash('sha256');
  const total = Math.max(1, sizeOf(pieces));
  let [written, sourceBytes] = [0, 0];
  const [from, to] = [await open(source, 'r'), await open(target, 'wx', 0o666)];
  try {
    const put = async (bytes: Uint8Array): Promise<void> => {
      signal.throwIfAborted();
      await writeWhole(to, bytes);
      written += bytes.length;
      onProgress?.(written / total);
    };
    for (const piece of pieces) {
      if (piece.from === 'memory') {
        await put(piece.data);
        continue;
      }
      for await (const bytes of stretch(from, piece.bytes[0], piece.bytes[1])) {
        hash.update(bytes);
        sourceBytes += bytes.length;
        await put(bytes);
      }
    }
    await to.sync();
  } finally {
    await from.close();
    await to.close();
  }
  return { sourceBytes, sourceSha256: hash.digest('hex') };
}

/** Read back from the disk what `copyPieces` took from the source, at the places where it must now lie. */
export async function hashCopied(
  target: string,
  pieces: readonly Piece[],
  { signal }: Pick<CopyOptions, 'signal'>,
): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(target, 'r');
  try {
    let offset = 0;
    for (const piece of pieces) {
      const length = lengthOf(piece);
      if (piece.from === 'source') {
        for await (const bytes of stretch(file, offset, length)) {
          signal.throwIfAborted();
          hash.update(bytes);
        }
      }
      offset += length;
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
}

function lengthOf(piece: Piece): number {
  return piece.from === 'memory' ? piece.data.length : piece.bytes[1];
}

/** A view is valid until the next one is asked for. */
async function* stretch(file: FileHandle, offset: number, length: number): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(Math.min(blockBytes, length));
  for (let done = 0; done < length; ) {
    const wanted = Math.min(buffer.length, length - done);
    const { bytesRead } = await file.read(buffer, 0, wanted, offset + done);
    if (bytesRead === 0) throw new Error(`The file ends before byte ${offset + length}`);
    yield buffer.subarray(0, bytesRead);
    done += bytesRead;
  }
}

/**
 * All of it: a disk that fills up takes a part without a word, and only the next write fails.
 *
 * @param position where in the file; behind what was last written unless said
 */
export async function writeWhole(file: FileHandle, bytes: Uint8Array, position?: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(
      bytes,
      done,
      bytes.length - done,
      position === undefined ? null : position + done,
    );
    done += bytesWritten;
  }
}
