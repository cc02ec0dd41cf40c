import type { ByteRange } from '#shared/domain/figure.ts';
import type { CarrierSearch } from './carrier.ts';
import type { EmbeddedStore, StoreCarrier, StorePiece } from './embedded-store.ts';

/**
 * The outermost box of a manifest store: a JUMBF superbox whose description box has the content type `c2pa`
 * (ISO/IEC 19566-5, annex B; C2PA 2.2, 11.1.4.1).
 */
export const storeType = Buffer.from('6332706100110010800000aa00389b71', 'hex');

/** Bytes of a superbox needed to tell what it is. */
export const headBytes = 40;

/** Do these bytes begin a store? */
export function beginsStore(head: Uint8Array): boolean {
  const view = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (view.length < 32 || view.toString('latin1', 4, 8) !== 'jumb') return false;
  const body = view.readUInt32BE(0) === 1 ? 16 : 8;
  return (
    view.length >= body + 24 &&
    view.toString('latin1', body + 4, body + 8) === 'jumd' &&
    view.subarray(body + 8, body + 24).equals(storeType)
  );
}

/** Length a box declares; 0 stands for "to the end" and gives `available`. Needs 16 bytes for a large one. */
export function declaredLength(head: Uint8Array, available: number): number {
  if (head.length < 8) return available;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const short = view.getUint32(0);
  if (short === 0) return available;
  if (short !== 1) return short;
  return head.length < 16 ? available : view.getUint32(8) * 2 ** 32 + view.getUint32(12);
}

/** Do the boxes inside, two levels deep, fill their parents exactly? A hole or foreign bytes break the chain. */
export function chainHolds(bytes: Uint8Array, levels = 2): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return boxesFill(view, headerLength(view, 0), view.length, levels);
}

function headerLength(view: Buffer, at: number): number {
  return at + 4 <= view.length && view.readUInt32BE(at) === 1 ? 16 : 8;
}

function boxesFill(view: Buffer, start: number, end: number, levels: number): boolean {
  let at = start;
  while (at < end) {
    if (at + 8 > end) return false;
    const header = headerLength(view, at);
    const length = declaredLength(view.subarray(at, Math.min(end, at + 16)), end - at);
    if (length < header || at + length > end) return false;
    if (levels > 1 && view.toString('latin1', at + 4, at + 8) === 'jumb') {
      if (!boxesFill(view, at + header, at + length, levels - 1)) return false;
    }
    at += length;
  }
  return true;
}

/** How a carrier describes what it found; the rest follows from the bytes. */
export interface StoreParts {
  readonly carrier: StoreCarrier;
  readonly occupied: readonly ByteRange[];
  readonly problems?: readonly string[];
  readonly place?: string | undefined;
  readonly superseded?: boolean;
  readonly incomplete?: boolean;
  /** The annex allows zeros behind the store. */
  readonly padded?: boolean;
}

/** A store that lies in the file as it is, in one or several runs. */
export function storeFromRanges(
  search: CarrierSearch,
  ranges: readonly ByteRange[],
  parts: StoreParts,
): EmbeddedStore {
  const total = ranges.reduce((sum, [, length]) => sum + length, 0);
  const bytes = Buffer.alloc(Math.min(total, search.limits.storeBytes));
  const pieces: StorePiece[] = [];
  let filled = 0;
  for (const [start, length] of ranges) {
    const got = fill(search, bytes, filled, start, Math.min(length, bytes.length - filled));
    if (got > 0) pieces.push({ store: filled, file: start, length: got });
    filled += got;
    if (got < length) break;
  }
  const cut = total > search.limits.storeBytes ? ['the store is longer than what is read of one'] : [];
  return finish(bytes.subarray(0, filled), pieces, {
    ...parts,
    problems: [...(parts.problems ?? []), ...cut],
  });
}

/** A store that had to be decoded: none of its bytes has a place of its own in the file. */
export function storeFromBytes(bytes: Uint8Array, parts: StoreParts): EmbeddedStore {
  return finish(bytes, [], parts);
}

const COPY = 8 * 1024 * 1024;

function fill({ reader }: CarrierSearch, target: Buffer, at: number, start: number, length: number): number {
  let done = 0;
  while (done < length) {
    const copy = reader.bytes(start + done, Math.min(COPY, length - done));
    if (copy.length === 0) break;
    copy.copy(target, at + done);
    done += copy.length;
  }
  return done;
}

/** The store ends where its superbox says; what the carrier holds behind it, or lacks, is a problem. */
function finish(held: Uint8Array, heldPieces: readonly StorePiece[], parts: StoreParts): EmbeddedStore {
  const problems = [...(parts.problems ?? [])];
  let [bytes, pieces, incomplete] = [held, heldPieces, parts.incomplete === true];
  if (!beginsStore(held)) {
    problems.push(
      held.length === 0 ? 'it is empty' : 'its content does not begin with the JUMBF superbox of a store',
    );
    incomplete = true;
  } else {
    const declared = declaredLength(held, held.length);
    if (declared > held.length) {
      problems.push(`the superbox declares ${declared} bytes, ${held.length} are there`);
      incomplete = true;
    } else if (declared < held.length && declared >= headBytes) {
      const rest = held.subarray(declared);
      const zero = rest.every((byte) => byte === 0);
      if (!zero || parts.padded !== true)
        problems.push(`${rest.length} bytes${zero ? ', all zero,' : ''} follow the superbox`);
      bytes = held.subarray(0, declared);
      pieces = clip(heldPieces, declared);
    }
  }
  return {
    carrier: parts.carrier,
    bytes,
    pieces,
    occupied: joined(parts.occupied),
    problems,
    ...(parts.place === undefined ? {} : { place: parts.place }),
    ...(parts.superseded === true ? { superseded: true } : {}),
    ...(incomplete ? { incomplete: true } : {}),
  };
}

function clip(pieces: readonly StorePiece[], length: number): StorePiece[] {
  return pieces
    .filter((piece) => piece.store < length)
    .map((piece) => ({ ...piece, length: Math.min(piece.length, length - piece.store) }));
}

/** Ascending, disjoint, neighbours joined. */
export function joined(ranges: readonly ByteRange[]): ByteRange[] {
  const result: ByteRange[] = [];
  for (const [start, length] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (length <= 0) continue;
    const last = result.at(-1);
    if (last !== undefined && start <= last[0] + last[1]) {
      last[1] = Math.max(last[1], start + length - last[0]);
    } else result.push([start, length]);
  }
  return result;
}
