import { brotliDecompressSync } from 'node:zlib';
import { contentTypes } from './content-types.ts';
import type { JumbfBox } from './manifest-store.ts';

export interface UnpackedBytes {
  /** The stored bytes with the unpacked ones behind them. */
  readonly bytes: Uint8Array;
  /** For each unpacked manifest the place of its superbox in `bytes`: from, to. */
  readonly places: ReadonlyMap<JumbfBox, readonly [from: number, to: number]>;
  readonly problems: readonly string[];
}

/** A stream may fail only after it was unpacked to the limit, so failures must be few for time to be bounded. */
const MOST_FAILURES = 4;

/**
 * Unpack compressed manifests: a `brob` box holds the whole superbox of a manifest, Brotli-compressed
 * (C2PA 2.2 §11.1.3.2, RFC 7932).
 *
 * @param limit most bytes all of them together may unpack to
 */
export function unpackManifests(
  stored: Uint8Array,
  boxes: readonly JumbfBox[],
  limit: number,
): UnpackedBytes {
  const pieces: { readonly box: JumbfBox; readonly data: Uint8Array }[] = [];
  const problems: string[] = [];
  let left = limit;
  let failures = 0;
  for (const box of boxes) {
    if (box.contentType !== contentTypes.compressedManifest) continue;
    const packed = box.children.filter(({ type }) => type === 'brob');
    const [first] = packed;
    if (first === undefined || packed.length > 1) {
      problems.push(`compressed manifest at offset ${box.range[0]} has ${packed.length} brob boxes`);
      continue;
    }
    if (failures >= MOST_FAILURES) {
      problems.push(`brob box at offset ${first.range[0]}: not unpacked after ${failures} that failed`);
      break;
    }
    const data = unpack(stored.subarray(first.content[0], first.content[0] + first.content[1]), left);
    if (typeof data === 'string') {
      problems.push(`brob box at offset ${first.range[0]}: ${data}`);
      failures += 1;
      continue;
    }
    left -= data.length;
    pieces.push({ box, data });
  }
  if (pieces.length === 0) return { bytes: stored, places: new Map(), problems };
  const bytes = new Uint8Array(stored.length + limit - left);
  bytes.set(stored);
  const places = new Map<JumbfBox, readonly [number, number]>();
  let at = stored.length;
  for (const { box, data } of pieces) {
    bytes.set(data, at);
    places.set(box, [at, at + data.length]);
    at += data.length;
  }
  return { bytes, places, problems };
}

/** The unpacked bytes, or what is wrong. */
function unpack(packed: Uint8Array, limit: number): Uint8Array | string {
  if (limit < 1) return 'not unpacked: the limit is reached';
  try {
    return brotliDecompressSync(packed, { maxOutputLength: limit });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return error.code === 'ERR_BUFFER_TOO_LARGE'
      ? `unpacks to more than ${limit} bytes`
      : `is no Brotli stream (${String(error.code)})`;
  }
}
