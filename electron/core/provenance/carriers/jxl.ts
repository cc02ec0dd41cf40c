import { type BoxHeader, walkBoxes } from './box-walk.ts';
import { addStore, type Carrier, type CarrierReading, type CarrierSearch } from './carrier.ts';
import { beginsStore, headBytes, storeFromBytes, storeFromRanges } from './superbox.ts';
import { packedBytes, unpack } from './unpack.ts';

/**
 * JPEG XL container (ISO/IEC 18181-2): the store is a `jumb` box at the outermost level (C2PA 2.2, A.3.8). A naked
 * code stream has no place for one.
 */
export const jxl: Carrier = async (search, reading) => {
  if (search.reader.matches(0, '\xff\x0a')) return;
  await walkBoxes(search, reading, (box) => {
    if (box.type === 'jumb') plainBox(search, reading, box);
    else if (box.type === 'brob') packedBox(search, reading, box);
    else if (box.type === 'xml ') reading.xmp.push([box.body, box.end - box.body]);
  });
};

function plainBox(search: CarrierSearch, reading: CarrierReading, { start, end, short }: BoxHeader): void {
  // other JUMBF boxes may stand beside the store
  if (!beginsStore(search.reader.bytes(start, Math.min(headBytes, end - start)))) return;
  addStore(
    search,
    reading,
    storeFromRanges(search, [[start, end - start]], {
      carrier: 'jxl-jumb',
      occupied: [[start, end - start]],
      problems: short ? ['the box runs past the end of the file'] : [],
    }),
  );
}

/** A Brotli-compressed box (9.9): the packed type, then the packed content of that box. */
function packedBox(search: CarrierSearch, reading: CarrierReading, { start, body, end }: BoxHeader): void {
  const { reader, limits } = search;
  const length = end - body - 4;
  if (!reader.matches(body, 'jumb') || length <= 0) return;
  if (length > packedBytes) {
    reading.complete = false;
    return;
  }
  const content = unpack('brotli', reader.bytes(body + 4, length), limits.storeBytes);
  if (content === null) {
    reading.complete = false;
    return;
  }
  const header = Buffer.alloc(8, 'jumbjumb', 'latin1');
  header.writeUInt32BE(content.length + 8);
  const bytes = Buffer.concat([header, content]);
  if (!beginsStore(bytes)) return;
  addStore(
    search,
    reading,
    storeFromBytes(bytes, {
      carrier: 'jxl-jumb',
      occupied: [[start, end - start]],
      problems: ['the box is compressed, which the annex does not provide for'],
    }),
  );
}
