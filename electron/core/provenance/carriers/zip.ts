import { addStore, type Carrier, type CarrierReading, type CarrierSearch, damaged } from './carrier.ts';
import { storeFromBytes, storeFromRanges } from './superbox.ts';
import { packedBytes, unpack } from './unpack.ts';

const entryName = 'META-INF/content_credential.c2pa';
/** Records that may follow the central directory: ZIP64 end and locator, signature. */
const endings: ReadonlySet<string> = new Set(['PK\x06\x06', 'PK\x06\x07', 'PK\x05\x05']);
const STORED = 0;
const DEFLATED = 8;

/** ZIP and the document formats built on it: the entry `META-INF/content_credential.c2pa` (C2PA 2.2, A.6). */
export const zip: Carrier = async (search, reading) => {
  const { reader } = search;
  const final = endRecord(search);
  if (final < 0) {
    damaged(reading, 'the archive has no end of central directory');
    return;
  }
  let [size, offset] = [reader.u32(final + 12, true), reader.u32(final + 16, true)];
  if (final >= 20 && reader.matches(final - 20, 'PK\x06\x07')) {
    const record = reader.u64(final - 12, true);
    if (record + 56 <= final && reader.matches(record, 'PK\x06\x06'))
      [size, offset] = [reader.u64(record + 40, true), reader.u64(record + 48, true)];
  }
  // a program may stand before the archive: then all offsets are short by its length
  const start = reader.matches(offset, 'PK\x01\x02') ? offset : Math.max(0, final - size);
  let at = start;
  for (let count = 0; at + 46 <= final && reader.matches(at, 'PK\x01\x02'); count += 1) {
    await search.pulse();
    if (count >= search.limits.parts) {
      reading.complete = false;
      return;
    }
    const nameLength = reader.u16(at + 28, true);
    const whole = 46 + nameLength + reader.u16(at + 30, true) + reader.u16(at + 32, true);
    if (nameLength === entryName.length && reader.matches(at + 46, entryName))
      entry(search, reading, at, whole, start - offset);
    at += whole;
  }
  if (at < final && !endings.has(reader.latin1(at, 4)))
    damaged(reading, `the central directory breaks off at offset ${at}`);
};

function endRecord({ reader }: CarrierSearch): number {
  const from = Math.max(0, reader.size - 65_557);
  const at = reader.bytes(from, reader.size - from).lastIndexOf('PK\x05\x06', undefined, 'latin1');
  return at < 0 || from + at + 22 > reader.size ? -1 : from + at;
}

function entry(
  search: CarrierSearch,
  reading: CarrierReading,
  directory: number,
  directoryLength: number,
  shift: number,
): void {
  const { reader, limits } = search;
  const method = reader.u16(directory + 10, true);
  const size = reader.u32(directory + 20, true);
  const local = reader.u32(directory + 42, true) + shift;
  if (!reader.matches(local, 'PK\x03\x04')) {
    damaged(reading, `the entry ${entryName} has no local header at offset ${local}`);
    return;
  }
  const start = local + 30 + reader.u16(local + 26, true) + reader.u16(local + 28, true);
  const held = Math.max(0, Math.min(size, reader.size - start));
  const flags = reader.u16(directory + 8, true);
  const problems = [
    ...(held < size ? ['the entry runs past the end of the file'] : []),
    ...(flags === 0 ? [] : [`the flags of the entry are ${flags} instead of 0`]),
    ...(reader.u32(directory + 16, true) === 0 ? [] : ['the entry has a checksum; the annex wants 0']),
  ];
  const parts = {
    carrier: 'zip-entry' as const,
    occupied: [
      [local, start + held - local],
      [directory, directoryLength],
    ] as [number, number][],
    place: entryName,
  };
  if (method === STORED) {
    addStore(search, reading, storeFromRanges(search, [[start, held]], { ...parts, problems }));
    return;
  }
  problems.push(`the entry is compressed (method ${method}); the annex wants it stored`);
  const packed = method === DEFLATED && held <= packedBytes ? reader.bytes(start, held) : null;
  const bytes = packed === null ? null : unpack('deflate', packed, limits.storeBytes);
  if (bytes === null) reading.complete = false;
  addStore(search, reading, storeFromBytes(bytes ?? Buffer.alloc(0), { ...parts, problems }));
}
