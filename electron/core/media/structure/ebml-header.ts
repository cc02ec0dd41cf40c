import type { ByteReader } from './byte-reader.ts';

/** An EBML element by its header (RFC 8794, 6). */
export interface Element {
  /** With its length marker, as it is written. */
  readonly identifier: number;
  readonly body: number;
  /** Infinite when the size is unknown. */
  readonly size: number;
}

/** The element at an offset, or `null` when no header stands there. */
export function elementAt(reader: ByteReader, at: number, end: number): Element | null {
  const identifier = variable(reader, at, end, true);
  if (identifier === null) return null;
  const size = variable(reader, at + identifier.length, end, false);
  return size === null
    ? null
    : { identifier: identifier.value, body: at + identifier.length + size.length, size: size.value };
}

/** Variable-size integer (RFC 8794, 4); identifiers keep their length marker. */
function variable(
  reader: ByteReader,
  at: number,
  end: number,
  marker: boolean,
): { readonly value: number; readonly length: number } | null {
  if (at >= end) return null;
  const first = reader.u8(at);
  const length = Math.clz32(first) - 23;
  if (first === 0 || at + length > end || (marker && length > 4)) return null;
  const rest = reader.bytes(at + 1, length - 1);
  const mask = 0xff >> length;
  if (!marker && (first & mask) === mask && rest.every((byte) => byte === 0xff))
    return { value: Number.POSITIVE_INFINITY, length };
  return { value: rest.reduce((sum, byte) => sum * 256 + byte, marker ? first : first & mask), length };
}
