import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { Refusal } from '../refusal.ts';
import type { Splice } from '../write-plan.ts';
import type { FileBox } from './boxes.ts';

const ITEMS = 100_000;

/**
 * `iloc` (ISO/IEC 14496-12, 8.11.3) after parts of the file have moved: extents of construction method 0 count
 * from the beginning of the file. The base is changed when an item has one, else each extent.
 */
export function itemLocationSplices(
  reader: ByteReader,
  { body, end }: FileBox,
  moved: (offset: number) => number,
): Splice[] {
  const splices: Splice[] = [];
  const version = reader.u8(body);
  const sizes = reader.u16(body + 4);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  if (version > 2 || [offsetSize, lengthSize, baseSize, indexSize].some((size) => ![0, 4, 8].includes(size)))
    throw damaged();
  const items = version < 2 ? reader.u16(body + 6) : reader.u32(body + 6);
  let at = body + (version < 2 ? 8 : 10);
  if (items > ITEMS) throw damaged();
  for (let item = 0; item < items; item += 1) {
    at += version < 2 ? 2 : 4;
    const method = version === 0 ? 0 : reader.u16(at) & 15;
    at += version === 0 ? 0 : 2;
    const reference = reader.u16(at);
    const baseAt = at + 2;
    const base = number(reader, baseAt, baseSize);
    const extents = reader.u16(baseAt + baseSize);
    at = baseAt + baseSize + 2;
    const step = indexSize + offsetSize + lengthSize;
    if (at + extents * step > end) throw damaged();
    const places = Array.from({ length: extents }, (_, index) => at + index * step + indexSize);
    at += extents * step;
    if (method !== 0 || reference !== 0 || extents === 0) continue;
    const shifts = places.map((place) => {
      const absolute = base + number(reader, place, offsetSize);
      return moved(absolute) - absolute;
    });
    const [shift = 0] = shifts;
    if (shifts.every((each) => each === 0)) continue;
    if (baseSize > 0 && shifts.every((each) => each === shift))
      splices.push(put(baseAt, baseSize, base + shift));
    else if (offsetSize > 0)
      places.forEach((place, index) => {
        const value = number(reader, place, offsetSize) + shifts[index]!;
        splices.push(put(place, offsetSize, value));
      });
    else throw damaged();
  }
  return splices;
}

function number(reader: ByteReader, at: number, size: number): number {
  return size === 0 ? 0 : size === 4 ? reader.u32(at) : reader.u64(at);
}

function put(at: number, size: number, value: number): Splice {
  if (value < 0 || (size === 4 && value > 0xffffffff)) throw damaged();
  const data = Buffer.alloc(size);
  if (size === 4) data.writeUInt32BE(value);
  else data.writeBigUInt64BE(BigInt(value));
  return { from: at, to: at + size, data };
}

const damaged = (): Refusal =>
  new Refusal(
    'The table of item locations is built in a way that cannot be adjusted; repair the file first',
    '条目位置表（iloc）的结构无法调整，请先修复文件',
  );
