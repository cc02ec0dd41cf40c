import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { addStore, type Carrier, type CarrierSearch, damaged } from './carrier.ts';
import type { EmbeddedStore, StoreCarrier } from './embedded-store.ts';
import { storeFromRanges } from './superbox.ts';

const EXTENSION = 0x21;
const APPLICATION = 0xff;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
/** Application identifier and authentication code, behind the block size 11 (C2PA 2.2, A.3.7). */
export const gifIdentifier = '\x21\xff\x0bC2PA_GIF';
const xmpIdentifier = '\x21\xff\x0bXMP DataXMP';
/** The "magic trailer" that lets readers skip over the packet (XMP specification part 3, 1.1.2). */
const XMP_TRAILER = 257;

/** GIF89a: application extension `C2PA_GIF`, the store in data sub-blocks. */
export const gif: Carrier = async (search, reading) => {
  const { reader } = search;
  if (!/^GIF8[79]a$/.test(reader.latin1(0, 6))) {
    damaged(reading, 'no GIF signature');
    return;
  }
  let at = 13 + tableLength(reader.u8(10));
  let imageSeen = false;
  for (let count = 0; at < reader.size; count += 1) {
    await search.pulse();
    if (count >= search.limits.parts) {
      reading.complete = false;
      return;
    }
    const block = reader.u8(at);
    if (block === TRAILER) return;
    if (block === IMAGE) {
      imageSeen = true;
      const data = at + 10 + tableLength(reader.u8(at + 9)) + 1;
      at = await afterSubBlocks(search, data);
      continue;
    }
    if (block !== EXTENSION) {
      damaged(reading, `no block at offset ${at}`);
      return;
    }
    const { ranges, end } = subBlocks(reader, at + 2);
    if (reader.u8(at + 1) === APPLICATION) {
      if (reader.matches(at, gifIdentifier)) {
        const problems = imageSeen ? ['the extension stands behind the first image'] : [];
        if (!addStore(search, reading, gifStore(search, at, 'gif-application', problems))) return;
      } else if (reader.matches(at, xmpIdentifier) && ranges.length > 1)
        reading.xmp.push([at + 14, Math.max(0, end - 1 - XMP_TRAILER - (at + 14))]);
    }
    at = end;
  }
  damaged(reading, 'the file ends without a trailer');
};

/** The store of the application extension at `start`. */
export function gifStore(
  search: CarrierSearch,
  start: number,
  carrier: StoreCarrier,
  problems: readonly string[],
): EmbeddedStore {
  const { ranges, end, whole } = subBlocks(search.reader, start + 2);
  const version = search.reader.bytes(start + 11, 3).toString('hex');
  return storeFromRanges(search, ranges.slice(1), {
    carrier,
    occupied: [[start, end - start]],
    problems: [
      ...problems,
      ...(version === '010000' ? [] : [`the authentication code is ${version} instead of 010000`]),
      ...(whole ? [] : ['the data sub-blocks do not end']),
    ],
  });
}

const SUB_BLOCKS = 1_000_000;

const tableLength = (packed: number): number => (packed & 0x80 ? (2 << (packed & 7)) * 3 : 0);

/** Byte behind the terminator of image data, which may have very many sub-blocks. */
async function afterSubBlocks(search: CarrierSearch, start: number): Promise<number> {
  const { reader } = search;
  let at = start;
  while (at < reader.size) {
    await search.pulse();
    const length = reader.u8(at);
    at += 1 + length;
    if (length === 0) return at;
  }
  return reader.size;
}

/** Data sub-blocks from the length byte at `start` to the terminator (GIF89a, 15 and 16). */
function subBlocks(
  reader: ByteReader,
  start: number,
): { readonly ranges: ByteRange[]; readonly end: number; readonly whole: boolean } {
  const ranges: ByteRange[] = [];
  let at = start;
  while (at < reader.size && ranges.length < SUB_BLOCKS) {
    const length = reader.u8(at);
    if (length === 0) return { ranges, end: at + 1, whole: true };
    const held = Math.min(length, reader.size - at - 1);
    if (held > 0) ranges.push([at + 1, held]);
    at += 1 + length;
  }
  return { ranges, end: reader.size, whole: false };
}
