import type { Box } from '../../media/structure/bmff.ts';
import { childrenOffset } from '../../media/structure/bmff-boxes.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** A box of a file, clipped to its parent (ISO/IEC 14496-12, 4.2). */
export interface FileBox extends Box {
  /** User type of a `uuid` box in hexadecimal, else empty. */
  readonly user: string;
  /** How its size is written: in 32 bits, in 64 bits, or as "to the end". */
  readonly sizing: 'short' | 'large' | 'open';
  /** Bytes it claims beyond the end of its parent. */
  readonly missing: number;
}

/** Where a row of boxes ends, and why: `null` at the parent's end or at padding with zeros. */
export interface BoxesEnd {
  readonly at: number;
  readonly problem: string | null;
}

/** Boxes between two offsets, one behind the other. Returns where the last one ended. */
export function* boxesIn(
  reader: ByteReader,
  from: number,
  to: number,
  parent: string,
): Generator<FileBox, BoxesEnd> {
  let at = from;
  while (at < to) {
    const box = boxAt(reader, at, to, parent);
    if (box === null) {
      const zero = reader.filled(0, at, Math.min(to, at + ZEROS));
      const where = parent === '' ? '' : ` of ${parent}`;
      return { at, problem: zero ? null : `${to - at} bytes at offset ${at}${where} are no box` };
    }
    yield box;
    at = box.end;
  }
  return { at, problem: null };
}

/** So many bytes tell padding from data. */
const ZEROS = 1024 * 1024;

function boxAt(reader: ByteReader, start: number, limit: number, parent: string): FileBox | null {
  if (start + 8 > limit) return null;
  const size = reader.u32(start);
  const type = reader.latin1(start + 4, 4);
  if (!plausible(type, parent)) return null;
  let body = start + 8;
  let length = size;
  if (size === 1) {
    if (start + 16 > limit) return null;
    length = reader.u64(start + 8);
    body = start + 16;
  } else if (size === 0) {
    // to the end of the file; QuickTime ends lists with four zero bytes, which are no box
    if (parent !== '') return null;
    length = limit - start;
  }
  if (length < body - start) return null;
  const end = Math.min(limit, start + length);
  const user = type === 'uuid' && end - body >= 16 ? reader.bytes(body, 16).toString('hex') : '';
  return {
    type,
    start,
    body: user === '' ? body : body + 16,
    end,
    user,
    sizing: size === 1 ? 'large' : size === 0 ? 'open' : 'short',
    missing: start + length - end,
  };
}

/** Four printable characters; QuickTime's © and numbered items only inside other boxes. */
function plausible(type: string, parent: string): boolean {
  if (/^[\x20-\x7e]{4}$/.test(type)) return true;
  if (parent === '') return false;
  return /^[\xa0-\xff][\x20-\xff]{3}$/.test(type) || (parent === 'ilst' && type.charCodeAt(0) < 0x20);
}

/** Children of a box that holds boxes; empty for any other. */
export function* childrenOf(reader: ByteReader, box: FileBox, parent: string): Generator<FileBox, BoxesEnd> {
  const offset = box.type === 'meta' ? metaOffset(reader, box) : childrenOffset(reader, box, parent);
  if (offset === null || box.body + offset >= box.end) return { at: box.end, problem: null };
  return yield* boxesIn(reader, box.body + offset, box.end, box.type);
}

/** A full box in ISO files, a plain atom in QuickTime and in Android's files: a type where the flags end tells. */
function metaOffset(reader: ByteReader, { body, end }: FileBox): number {
  return end - body >= 8 && /^[A-Za-z]{4}$/.test(reader.latin1(body + 4, 4)) ? 0 : 4;
}

/** The children as a list, and the offset behind the last of them, where another one may be put. */
export function childList(
  reader: ByteReader,
  box: FileBox,
  parent: string,
): { readonly boxes: readonly FileBox[]; readonly end: number; readonly problem: string | null } {
  const boxes: FileBox[] = [];
  const walk = childrenOf(reader, box, parent);
  let next = walk.next();
  while (next.done !== true) {
    boxes.push(next.value);
    if (boxes.length >= CHILDREN)
      return { boxes, end: next.value.end, problem: `${box.type} holds more than ${CHILDREN} boxes` };
    next = walk.next();
  }
  const end = boxes.at(-1)?.end ?? next.value.at;
  const short = boxes.find(({ missing }) => missing > 0);
  return {
    boxes,
    end: Math.min(end, box.end),
    problem: next.value.problem ?? (short === undefined ? null : `box ${short.type} runs past its parent`),
  };
}

const CHILDREN = 100_000;

/** A box made of parts. */
export function makeBox(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** Numbers as 32-bit words. */
export function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4);
  return bytes;
}
