import { open } from 'node:fs/promises';

/**
 * Byte search for C2PA manifest stores, independent of any container: a JUMBF superbox whose description
 * box carries the C2PA type (ISO/IEC 19566-5 annex B; C2PA 2.2 clause 11.1.4.1). A stray word `c2pa` is
 * no store, so the description box's own type and the UUID must both be there.
 */
const description = Buffer.from('6a756d64' + '6332706100110010800000aa00389b71', 'hex');
const jumb = Buffer.from('jumb');

export interface StoreHit {
  /** Offset of the superbox's length field. */
  readonly offset: number;
  /** Length the superbox declares, bytes. In JPEG the store is split over segments, so this may span them. */
  readonly declared: number;
}

export interface StoreSearch {
  readonly hits: readonly StoreHit[];
  readonly searched: number;
  /** `false`: the file is longer than what was searched. */
  readonly complete: boolean;
}

const CHUNK = 1024 * 1024;
const HITS = 32;

/**
 * @param bytes most that is read
 */
export async function searchStores(path: string, signal: AbortSignal, bytes = 2 ** 34): Promise<StoreSearch> {
  const file = await open(path, 'r');
  try {
    const hits: StoreHit[] = [];
    // Enough of the previous piece to see a header that lies across the border.
    const overlap = description.length + 12;
    const buffer = Buffer.alloc(CHUNK + overlap);
    let kept = 0;
    let position = 0;
    while (position < bytes && hits.length < HITS) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, kept, Math.min(CHUNK, bytes - position), position);
      if (bytesRead === 0) return { hits, searched: position, complete: true };
      const end = kept + bytesRead;
      const start = position - kept;
      collect(buffer.subarray(0, end), start, hits);
      position += bytesRead;
      const keep = Math.min(overlap, end);
      buffer.copy(buffer, 0, end - keep, end);
      kept = keep;
    }
    return { hits, searched: position, complete: (await file.stat()).size <= position };
  } finally {
    await file.close();
  }
}

function collect(piece: Buffer, start: number, hits: StoreHit[]): void {
  for (let at = piece.indexOf(description); at !== -1; at = piece.indexOf(description, at + 1)) {
    // [superbox length u32]["jumb"][description length u32]["jumd"][type UUID]
    if (at < 12 || !piece.subarray(at - 8, at - 4).equals(jumb)) continue;
    const offset = start + at - 12;
    if (hits.length < HITS && !hits.some((hit) => hit.offset === offset)) {
      hits.push({ offset, declared: piece.readUInt32BE(at - 12) });
    }
  }
}
