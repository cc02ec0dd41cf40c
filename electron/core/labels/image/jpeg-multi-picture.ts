import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { Splice } from '../write-plan.ts';

/**
 * The index of a multi-picture JPEG (CIPA DC-007, 5.2.3.3) counts the length of the first image and the places of
 * the others from its own header. When bytes come in or go before the others, those numbers move with them.
 */

const MP_ENTRY = 0xb002;
const PICTURES = 256;

export interface Shift {
  /** First byte of the source that moves, and by how much. */
  readonly from: number;
  readonly by: number;
}

/**
 * New numbers for the index.
 *
 * @param header offset of the byte order mark of the MPF block @param end of its segment
 * @returns `null` when the index cannot be read
 */
export function shiftedIndex(reader: ByteReader, header: number, end: number, shift: Shift): Splice[] | null {
  const little = reader.matches(header, 'II');
  if (header + 8 > end || (!little && !reader.matches(header, 'MM'))) return null;
  const directory = header + reader.u32(header + 4, little);
  if (directory + 2 > end) return null;
  const count = reader.u16(directory, little);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > end) return null;
    if (reader.u16(entry, little) !== MP_ENTRY) continue;
    const length = reader.u32(entry + 4, little);
    const table = header + reader.u32(entry + 8, little);
    if (length % 16 !== 0 || length > 16 * PICTURES || table + length > end) return null;
    const splices: Splice[] = [];
    for (let at = table; at < table + length; at += 16) {
      const size = reader.u32(at + 4, little);
      const offset = reader.u32(at + 8, little);
      // offset 0 is the image that holds the index
      if (offset === 0) splices.push(number(at + 4, size === 0 ? 0 : size + shift.by, little));
      else if (header < shift.from && header + offset >= shift.from)
        splices.push(number(at + 8, offset + shift.by, little));
    }
    return splices;
  }
  return [];
}

function number(at: number, value: number, little: boolean): Splice {
  const data = Buffer.alloc(4);
  if (little) data.writeUInt32LE(value >>> 0);
  else data.writeUInt32BE(value >>> 0);
  return { from: at, to: at + 4, data };
}
