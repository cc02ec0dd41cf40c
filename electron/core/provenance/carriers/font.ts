import { addStore, type Carrier, type CarrierReading, type CarrierSearch, damaged } from './carrier.ts';
import { storeFromBytes, storeFromRanges } from './superbox.ts';
import { packedBytes, unpack } from './unpack.ts';

const FONTS = 64;
const TABLES = 4096;
/** Version, offset and length of the address, reserved, offset and length of the store. */
const HEADER = 20;

/** SFNT fonts, collections and WOFF: table `C2PA` (C2PA 2.2, A.3.9). */
export const font: Carrier = async (search, reading) => {
  const { reader } = search;
  const signature = reader.latin1(0, 4);
  if (signature === 'wOF2') {
    // all tables are one Brotli stream there
    damaged(reading, 'WOFF2 packs its tables together and is not taken apart here');
    reading.complete = false;
    return;
  }
  if (signature === 'wOFF') {
    packedTables(search, reading);
    return;
  }
  const starts = signature === 'ttcf' ? collection(search) : [0];
  const seen = new Set<number>();
  for (const start of starts) {
    await search.pulse();
    const count = reader.u16(start + 4);
    for (let index = 0; index < Math.min(count, TABLES); index += 1) {
      const entry = start + 12 + index * 16;
      if (entry + 16 > reader.size) {
        damaged(reading, 'the table directory runs past the end of the file');
        return;
      }
      if (!reader.matches(entry, 'C2PA')) continue;
      const offset = reader.u32(entry + 8);
      if (!seen.has(offset)) table(search, reading, entry, offset, reader.u32(entry + 12));
      seen.add(offset);
    }
  }
};

function collection({ reader }: CarrierSearch): number[] {
  const count = Math.min(reader.u32(8), FONTS);
  return Array.from({ length: count }, (_, index) => reader.u32(12 + index * 4));
}

function table(
  search: CarrierSearch,
  reading: CarrierReading,
  entry: number,
  start: number,
  length: number,
): void {
  const { reader } = search;
  const end = Math.min(reader.size, start + length);
  if (end < start + length) damaged(reading, 'the C2PA table runs past the end of the file');
  if (end - start < HEADER) {
    damaged(reading, 'the C2PA table is shorter than its header');
    return;
  }
  const layout = tableLayout(reader.bytes(start, HEADER));
  if (layout.addressLength > 0 && layout.address + layout.addressLength <= length)
    reading.remote ??= reader.bytes(start + layout.address, layout.addressLength).toString('utf8');
  // a table may hold an address only
  if (layout.storeLength === 0) return;
  const from = Math.min(end, start + layout.store);
  const held = Math.min(layout.storeLength, end - from);
  addStore(
    search,
    reading,
    storeFromRanges(search, [[from, held]], {
      carrier: 'font-table',
      occupied: [
        [entry, 16],
        [start, end - start],
      ],
      problems: [
        ...layout.problems,
        ...(held < layout.storeLength ? ['the store runs past the end of the table'] : []),
      ],
    }),
  );
}

function tableLayout(head: Buffer) {
  const version = `${head.readUInt16BE(0)}.${head.readUInt16BE(2)}`;
  return {
    address: head.readUInt32BE(4),
    addressLength: head.readUInt16BE(8),
    store: head.readUInt32BE(12),
    storeLength: head.readUInt32BE(16),
    problems: version === '0.1' || version === '1.0' ? [] : [`the version of the table is ${version}`],
  };
}

/** WOFF 1.0: each table is compressed with zlib when that made it shorter. */
function packedTables(search: CarrierSearch, reading: CarrierReading): void {
  const { reader, limits } = search;
  const count = Math.min(reader.u16(12), TABLES);
  for (let index = 0; index < count; index += 1) {
    const entry = 44 + index * 20;
    if (!reader.matches(entry, 'C2PA')) continue;
    const [offset, packed, length] = [4, 8, 12].map((at) => reader.u32(entry + at)) as [
      number,
      number,
      number,
    ];
    if (packed === length) {
      table(search, reading, entry, offset, length);
      continue;
    }
    const bytes =
      packed > packedBytes ? null : unpack('zlib', reader.bytes(offset, packed), limits.storeBytes);
    if (bytes === null || bytes.length < HEADER) {
      damaged(reading, 'the C2PA table cannot be unpacked');
      continue;
    }
    const layout = tableLayout(bytes);
    addStore(
      search,
      reading,
      storeFromBytes(bytes.subarray(layout.store, layout.store + layout.storeLength), {
        carrier: 'font-table',
        occupied: [
          [entry, 20],
          [offset, Math.min(packed, Math.max(0, reader.size - offset))],
        ],
        problems: layout.problems,
      }),
    );
  }
}
