import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** An extension of a GIF (GIF89a, 23–26). */
export interface GifExtension {
  readonly label: number;
  /** Byte of the introducer, and the one behind the block terminator. */
  readonly start: number;
  readonly end: number;
  /** Identifier and authentication code of an application extension; empty for others. */
  readonly application: string;
}

export interface GifWalk {
  readonly extensions: readonly GifExtension[];
  /** Byte behind the leading application extensions (loops must stay in front): where another one may go. */
  readonly place: number;
  readonly problem: string | null;
}

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const KEPT = 5000;

export const xmpApplication = 'XMP DataXMP';
/** A ramp down from FF brings every reader of sub-blocks, wherever it is in the packet, to the terminator. */
export const xmpTrailer: Buffer = Buffer.from([1, ...Array.from({ length: 256 }, (_, at) => 255 - at), 0]);

/** Visit the blocks up to the trailer. */
export function gifBlocks(reader: ByteReader, signal: AbortSignal): GifWalk {
  const extensions: GifExtension[] = [];
  if (!reader.matches(0, 'GIF87a') && !reader.matches(0, 'GIF89a'))
    return { extensions, place: 0, problem: 'no GIF header' };
  let at = 13 + colourTable(reader.u8(10));
  let place = at;
  const answer = (problem: string | null): GifWalk => ({ extensions, place, problem });
  for (let count = 0; at < reader.size; count += 1) {
    if (count % 256 === 0) signal.throwIfAborted();
    const block = reader.u8(at);
    if (block === TRAILER) return answer(null);
    if (block !== EXTENSION && block !== IMAGE) return answer(`no block at offset ${at}`);
    const start = at;
    if (block === IMAGE) {
      if (at + 11 > reader.size) return answer('the file ends inside an image');
      const end = subBlocks(reader, at + 11 + colourTable(reader.u8(at + 9)));
      if (end === null) return answer('the file ends inside an image');
      at = end;
      continue;
    }
    const label = at + 2 < reader.size ? reader.u8(at + 1) : -1;
    const end = label === -1 ? null : subBlocks(reader, at + 2);
    if (end === null) return answer('the file ends inside an extension');
    const named = label === 0xff && reader.u8(at + 2) === 11 && at + 14 <= end;
    const application = named ? reader.latin1(at + 3, 11) : '';
    if (label === 0xff || label === 0xfe) {
      if (extensions.length >= KEPT) return answer(`more than ${KEPT} extensions`);
      extensions.push({ label, start, end, application });
    }
    if (label === 0xff && start === place) place = end;
    at = end;
  }
  return answer('the file ends without its trailer');
}

function colourTable(packed: number): number {
  return (packed & 0x80) === 0 ? 0 : (2 << (packed & 7)) * 3;
}

/** Byte behind the terminator of the sub-blocks that begin at `start`; `null`: the file ends before. */
function subBlocks(reader: ByteReader, start: number): number | null {
  let at = start;
  while (at < reader.size) {
    const length = reader.u8(at);
    at += 1 + length;
    if (length === 0) return at;
  }
  return null;
}

export interface GifValue {
  readonly data: Buffer;
  readonly start: number;
  /** Do its bytes lie in the file in one stretch? */
  readonly contiguous: boolean;
}

/** The value of an extension, at most `most` bytes; `null` when it is larger. */
export function gifValue(reader: ByteReader, extension: GifExtension, most: number): GifValue | null {
  const start = extension.start + (extension.application === '' ? 2 : 14);
  const length = extension.end - start;
  if (length > most) return null;
  const data = reader.bytes(start, length);
  // the packet of XMP stands without sub-blocks, its trailer ends them (XMP specification part 3, 1.1.2)
  if (extension.application === xmpApplication && data.subarray(-xmpTrailer.length).equals(xmpTrailer))
    return { data: data.subarray(0, -xmpTrailer.length), start, contiguous: true };
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length; at += 1 + data[at]!)
    parts.push(data.subarray(at + 1, at + 1 + data[at]!));
  return { data: Buffer.concat(parts), start, contiguous: false };
}
