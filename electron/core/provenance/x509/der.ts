/**
 * ASN.1 in BER and DER (ITU-T X.690), read for its bytes: what is signed or hashed is a slice of the
 * input, never a re-encoding. Values that are no valid ASN.1 are `null`, never an exception.
 */
export interface DerNode {
  /** 0 universal, 1 application, 2 context-specific, 3 private. */
  readonly class: number;
  readonly tag: number;
  readonly constructed: boolean;
  /** Tag, length and content; and the content alone. Views into the input. */
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
  /** Of a constructed value; empty for a primitive one. */
  readonly children: readonly DerNode[];
}

export const universal = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  objectIdentifier: 6,
  enumerated: 10,
  sequence: 16,
  set: 17,
  utcTime: 23,
  generalizedTime: 24,
} as const;

const BYTES = 4 * 1024 * 1024;
const DEPTH = 40;
const NODES = 20_000;

interface Walk {
  readonly bytes: Uint8Array;
  nodes: number;
}

/**
 * One value. `null`: malformed, or beyond the limits of size, depth and count.
 *
 * @param trailing accept bytes behind the value
 */
export function readDer(bytes: Uint8Array, trailing = false): DerNode | null {
  if (bytes.length > BYTES) return null;
  const found = readNode({ bytes, nodes: 0 }, 0, bytes.length, 0);
  return found !== null && (trailing || found.raw.length === bytes.length) ? found : null;
}

function readNode(walk: Walk, start: number, limit: number, depth: number): DerNode | null {
  walk.nodes += 1;
  if (depth > DEPTH || walk.nodes > NODES || start >= limit) return null;
  const { bytes } = walk;
  const first = bytes[start]!;
  let at = start + 1;
  let tag = first & 0x1f;
  if (tag === 0x1f) {
    tag = 0;
    for (;;) {
      const next = bytes[at];
      if (next === undefined || at >= limit || at - start > 4) return null;
      at += 1;
      tag = tag * 128 + (next & 0x7f);
      if (next < 0x80) break;
    }
  }
  const constructed = (first & 0x20) !== 0;
  const lengthByte = bytes[at];
  if (lengthByte === undefined || at >= limit) return null;
  at += 1;
  const base = { class: first >> 6, tag, constructed };
  if (lengthByte === 0x80) return constructed ? readIndefinite(walk, base, start, at, limit, depth) : null;
  let length = lengthByte;
  if (lengthByte > 0x80) {
    const count = lengthByte & 0x7f;
    if (count > 6 || at + count > limit) return null;
    length = 0;
    for (let digit = 0; digit < count; digit += 1) length = length * 256 + bytes[at + digit]!;
    at += count;
  }
  const end = at + length;
  if (end > limit) return null;
  const children: DerNode[] = [];
  if (constructed) {
    for (let child = at; child < end; ) {
      const node = readNode(walk, child, end, depth + 1);
      if (node === null) return null;
      children.push(node);
      child += node.raw.length;
    }
  }
  return { ...base, raw: bytes.subarray(start, end), content: bytes.subarray(at, end), children };
}

/** Indefinite length (X.690 §8.1.3.6): children up to two zero bytes. Some authorities stamp so. */
function readIndefinite(
  walk: Walk,
  base: Pick<DerNode, 'class' | 'tag' | 'constructed'>,
  start: number,
  content: number,
  limit: number,
  depth: number,
): DerNode | null {
  const { bytes } = walk;
  const children: DerNode[] = [];
  let at = content;
  for (;;) {
    if (at + 2 > limit) return null;
    if (bytes[at] === 0 && bytes[at + 1] === 0) break;
    const node = readNode(walk, at, limit, depth + 1);
    if (node === null) return null;
    children.push(node);
    at += node.raw.length;
  }
  return { ...base, raw: bytes.subarray(start, at + 2), content: bytes.subarray(content, at), children };
}

export function isUniversal(node: DerNode | undefined, tag: number): node is DerNode {
  return node !== undefined && node.class === 0 && node.tag === tag;
}

/** Is it context-specific with this number? */
export function isContext(node: DerNode | undefined, tag: number): node is DerNode {
  return node !== undefined && node.class === 2 && node.tag === tag;
}

/** The elements of a SEQUENCE, or `null`. */
export function sequenceOf(node: DerNode | undefined): readonly DerNode[] | null {
  return isUniversal(node, universal.sequence) && node.constructed ? node.children : null;
}

/** The elements of a SET, or `null`. */
export function setOf(node: DerNode | undefined): readonly DerNode[] | null {
  return isUniversal(node, universal.set) && node.constructed ? node.children : null;
}

/** Bytes of an OCTET STRING, also when BER cut it into pieces. `null`: it is none. */
export function octetsOf(node: DerNode | undefined): Uint8Array | null {
  return isUniversal(node, universal.octetString) ? piecesOf(node) : null;
}

/** Content of a string type whatever its tag: implicit tagging hides the universal one. */
export function piecesOf(node: DerNode): Uint8Array {
  return node.constructed ? Buffer.concat(node.children.map(piecesOf)) : node.content;
}

/** Bytes of a BIT STRING; the count of unused bits is dropped. `null`: it is none. */
export function bitsOf(node: DerNode | undefined): Uint8Array | null {
  return isUniversal(node, universal.bitString) && !node.constructed && node.content.length > 0
    ? node.content.subarray(1)
    : null;
}

/** An INTEGER as lower-case hexadecimal of its magnitude (`-` in front when negative), without leading zeros. */
export function integerOf(node: DerNode | undefined): string | null {
  if (!isUniversal(node, universal.integer) || node.constructed || node.content.length === 0) return null;
  const unsigned = BigInt(`0x${hexOf(node.content)}`);
  const negative = node.content[0]! >= 0x80;
  const value = negative ? (1n << BigInt(8 * node.content.length)) - unsigned : unsigned;
  const digits = value.toString(16);
  return `${negative ? '-' : ''}${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}

/** A small non-negative INTEGER or ENUMERATED; `null`: none, negative or above 2³¹. */
export function smallIntegerOf(node: DerNode | undefined): number | null {
  if (!isUniversal(node, universal.integer) && !isUniversal(node, universal.enumerated)) return null;
  return node.constructed ? null : smallNumber(node.content);
}

/** The same for content whose tag is implicit. */
export function smallNumber(content: Uint8Array): number | null {
  if (content.length === 0 || content.length > 5 || content[0]! >= 0x80) return null;
  const value = content.reduce((sum, byte) => sum * 256 + byte, 0);
  return value <= 0x7fffffff ? value : null;
}

/** An OBJECT IDENTIFIER in dots, or `null`. */
export function identifierOf(node: DerNode | undefined): string | null {
  if (!isUniversal(node, universal.objectIdentifier) || node.constructed) return null;
  const { content } = node;
  if (content.length === 0 || content.length > 128 || content[content.length - 1]! >= 0x80) return null;
  const arcs: bigint[] = [];
  let value = 0n;
  for (const byte of content) {
    value = value * 128n + BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(value);
      value = 0n;
    }
  }
  const [head, ...rest] = arcs;
  const top = head! < 40n ? 0n : head! < 80n ? 1n : 2n;
  return [top, head! - 40n * top, ...rest].join('.');
}

/** A BOOLEAN, or `null`. */
export function booleanOf(node: DerNode | undefined): boolean | null {
  return isUniversal(node, universal.boolean) && node.content.length === 1 ? node.content[0] !== 0 : null;
}

/**
 * UTCTime or GeneralizedTime as ISO 8601 in UTC, fractions of a second kept as written. `null`: it is
 * none, or no moment of the calendar.
 */
export function timeOf(node: DerNode | undefined): string | null {
  const short = isUniversal(node, universal.utcTime);
  if (!short && !isUniversal(node, universal.generalizedTime)) return null;
  const text = Buffer.from(piecesOf(node)).toString('latin1');
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(Z|[+-]\d{4})$/.exec(
    text,
  );
  if (match === null || (match[1]!.length === 2) !== short) return null;
  const [, yearText, month, day, hour, minute, second = '00', fraction, zone] = match;
  // RFC 5280 §4.1.2.5.1: two digits stand for 1950…2049.
  const year = short ? Number(yearText) + (Number(yearText) >= 50 ? 1900 : 2000) : Number(yearText);
  const local = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`;
  const suffix = zone === 'Z' ? 'Z' : `${zone!.slice(0, 3)}:${zone!.slice(3)}`;
  const moment = new Date(`${local}${suffix}`);
  if (Number.isNaN(moment.getTime()) || new Date(`${local}Z`).getUTCDate() !== Number(day)) return null;
  const digits = (fraction ?? '').replace(/0+$/, '');
  return `${moment.toISOString().slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`;
}

/** Lower-case hexadecimal without separators. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
