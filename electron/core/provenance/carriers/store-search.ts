import { open } from 'node:fs/promises';
import { storeType } from './superbox.ts';

/**
 * Byte search for C2PA manifest stores, independent of any container: a JUMBF superbox whose description
 * box carries the C2PA type (ISO/IEC 19566-5 annex B; C2PA 2.2 clause 11.1.4.1). A stray word `c2pa` is
 * no store, so the description box's own type and the UUID must both be there. The same bytes in base64 are
 * looked for too: a store begins its base64 text, so there is one alignment only.
 */
const description = Buffer.concat([Buffer.from('jumd'), storeType]);
/**
 * The first manifest of a store, looked for where no store has a whole header: four changed bytes there must
 * not make a credential absent. Content type of C2PA 2.2 clause 11.1.4.2.
 */
const manifest = Buffer.concat([Buffer.from('jumd'), Buffer.from('63326d6100110010800000aa00389b71', 'hex')]);
const jumb = Buffer.from('jumb');
/** Superbox header and length of the description box: 12 bytes, so the 16th character is a border. */
const encodedHeader = 16;
const encoded = Buffer.from(description.subarray(0, 18).toString('base64'));

export interface StoreHit {
  /** Offset of the superbox's length field, or of its first base64 character. */
  readonly offset: number;
  /** Length the superbox declares, bytes. In JPEG the store is split over segments, so this may span them. */
  readonly declared: number;
  readonly encoding: 'none' | 'base64';
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
    const manifests: StoreHit[] = [];
    const found = (searched: number, complete: boolean): StoreSearch => ({
      hits: hits.length > 0 ? hits : manifests,
      searched,
      complete,
    });
    // Enough of the previous piece to see a header that lies across the border.
    const overlap = description.length + 20;
    const buffer = Buffer.alloc(CHUNK + overlap);
    let kept = 0;
    let position = 0;
    while (position < bytes && hits.length < HITS) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, kept, Math.min(CHUNK, bytes - position), position);
      if (bytesRead === 0) return found(position, true);
      const end = kept + bytesRead;
      const start = position - kept;
      const piece = buffer.subarray(0, end);
      collect(description, piece, start, hits);
      collect(manifest, piece, start, manifests);
      collectEncoded(piece, start, hits);
      position += bytesRead;
      const keep = Math.min(overlap, end);
      buffer.copy(buffer, 0, end - keep, end);
      kept = keep;
    }
    return found(position, (await file.stat()).size <= position);
  } finally {
    await file.close();
  }
}

function collect(pattern: Buffer, piece: Buffer, start: number, hits: StoreHit[]): void {
  for (let at = piece.indexOf(pattern); at !== -1; at = piece.indexOf(pattern, at + 1)) {
    // [superbox length u32]["jumb"][description length u32]["jumd"][type UUID]
    const plain = at >= 12 && piece.subarray(at - 8, at - 4).equals(jumb);
    // the same with a 64-bit length between type and description box
    const long =
      !plain &&
      at >= 20 &&
      piece.subarray(at - 16, at - 12).equals(jumb) &&
      piece.readUInt32BE(at - 20) === 1;
    if (!plain && !long) continue;
    const declared = plain
      ? piece.readUInt32BE(at - 12)
      : piece.readUInt32BE(at - 12) * 2 ** 32 + piece.readUInt32BE(at - 8);
    add(hits, { offset: start + at - (plain ? 12 : 20), declared, encoding: 'none' });
  }
}

function collectEncoded(piece: Buffer, start: number, hits: StoreHit[]): void {
  for (let at = piece.indexOf(encoded); at !== -1; at = piece.indexOf(encoded, at + 1)) {
    if (at < encodedHeader) continue;
    const header = Buffer.from(piece.toString('latin1', at - encodedHeader, at), 'base64');
    if (header.length !== 12 || !header.subarray(4, 8).equals(jumb)) continue;
    add(hits, { offset: start + at - encodedHeader, declared: header.readUInt32BE(0), encoding: 'base64' });
  }
}

function add(hits: StoreHit[], hit: StoreHit): void {
  if (hits.length < HITS && !hits.some(({ offset }) => offset === hit.offset)) hits.push(hit);
}
