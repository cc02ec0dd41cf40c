import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { typeSizes } from '../../media/structure/tiff-values.ts';
import { addStore, type Carrier, damaged } from './carrier.ts';
import { storeFromRanges } from './superbox.ts';

const STORE_TAG = 0xcd41;
const XMP_TAG = 700;
const UNDEFINED = 7;
const DIRECTORIES = 1_000;
const ENTRIES = 65_535;

interface Entry {
  readonly at: number;
  readonly tag: number;
  readonly type: number;
  readonly value: number;
  readonly length: number;
}

/** TIFF 6.0 and BigTIFF, and camera files built on them: tag 52545 (C2PA 2.2, A.3.5). */
export const tiff: Carrier = async (search, reading) => {
  const { reader } = search;
  const little = reader.matches(0, 'II');
  const version = reader.u16(2, little);
  // Olympus, Panasonic and others put their own number where 42 stands
  const big = version === 43;
  if (!little && !reader.matches(0, 'MM')) {
    damaged(reading, 'no TIFF byte order');
    return;
  }
  const seen = new Set<number>();
  let directory = big ? reader.u64(8, little) : reader.u32(4, little);
  for (let index = 0; directory !== 0; index += 1) {
    if (seen.has(directory) || index >= DIRECTORIES) {
      damaged(reading, `the directories do not end: ${directory} was met before or is one too many`);
      return;
    }
    seen.add(directory);
    if (directory + 2 > reader.size) {
      damaged(reading, `directory ${index} lies behind the end of the file, at ${directory}`);
      return;
    }
    const count = big ? reader.u64(directory, little) : reader.u16(directory, little);
    const first = directory + (big ? 8 : 2);
    const size = big ? 20 : 12;
    if (count > ENTRIES || first + count * size > reader.size) {
      damaged(reading, `directory ${index} at ${directory} has ${count} entries, more than fit`);
      return;
    }
    const next = first + count * size;
    const whole = next + (big ? 8 : 4) <= reader.size;
    const following = !whole ? 0 : big ? reader.u64(next, little) : reader.u32(next, little);
    // the last directory since C2PA 2.2, the first one before
    const last = following === 0;
    for (let number = 0; number < count; number += 1) {
      await search.pulse();
      const entry = entryAt(reader, first + number * size, little, big);
      if (entry.tag === XMP_TAG) reading.xmp.push([entry.value, entry.length]);
      if (entry.tag !== STORE_TAG) continue;
      const held = Math.max(0, Math.min(entry.length, reader.size - entry.value));
      if (held < entry.length) damaged(reading, 'the value of tag 52545 runs past the end of the file');
      addStore(
        search,
        reading,
        storeFromRanges(search, [[entry.value, held]], {
          carrier: 'tiff-tag-52545',
          occupied: [
            [entry.at, size],
            [Math.min(entry.value, reader.size), held],
          ],
          problems: [
            ...(entry.type === UNDEFINED ? [] : [`the field type is ${entry.type} instead of 7`]),
            ...(index === 0 || last ? [] : [`directory ${index} is neither the first nor the last`]),
            ...(held < entry.length ? ['the value runs past the end of the file'] : []),
          ],
          place: `IFD ${index}`,
        }),
      );
    }
    if (!whole) {
      damaged(reading, `directory ${index} is cut off at the end of the file`);
      return;
    }
    directory = following;
  }
};

function entryAt(reader: ByteReader, at: number, little: boolean, big: boolean): Entry {
  const type = reader.u16(at + 2, little);
  const count = big ? reader.u64(at + 4, little) : reader.u32(at + 4, little);
  const length = count * (typeSizes[type] ?? 1);
  const field = at + (big ? 12 : 8);
  const inline = length <= (big ? 8 : 4);
  const value = inline ? field : big ? reader.u64(field, little) : reader.u32(field, little);
  return { at, tag: reader.u16(at, little), type, value, length };
}
