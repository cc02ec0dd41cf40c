import { brotliDecompressSync, constants, inflateRawSync, inflateSync } from 'node:zlib';

/** Most bytes of packed data that are read for one store or object stream. */
export const packedBytes = 16 * 1024 * 1024;

/** Unpack at most `most` bytes; null for data that is damaged or unpacks to more. */
export function unpack(kind: 'zlib' | 'deflate' | 'brotli', packed: Uint8Array, most: number): Buffer | null {
  const options = { maxOutputLength: Math.max(1, most) };
  try {
    if (kind === 'zlib') return inflateSync(packed, options);
    return kind === 'deflate' ? inflateRawSync(packed, options) : brotliDecompressSync(packed, options);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** What can be unpacked of zlib data that breaks off before its end, or null. */
export function unpackBroken(packed: Uint8Array, most: number): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(1, most), finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
