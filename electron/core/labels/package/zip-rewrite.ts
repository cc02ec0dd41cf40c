import { crc32, deflateRawSync } from 'node:zlib';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { ZipDirectory, ZipEntry } from '../../media/structure/zip-directory.ts';
import type { Piece } from '../define.ts';

/** New content for the entry of this name, or a new entry at the end of the archive. */
export interface ZipChange {
  readonly name: string;
  readonly data: Uint8Array;
}

export type ZipRewriting =
  | { readonly ok: true; readonly pieces: readonly Piece[] }
  | { readonly ok: false; readonly reason: Localized };

const DIRECTORY_BYTES = 16 * 1024 * 1024;
const NARROW = 0xffffffff;
/** Longest data descriptor: signature, checksum, two lengths of eight bytes (APPNOTE 6.3, 4.3.9). */
const DESCRIPTOR = 24;

/** Bytes of an archive from one local header to the next one, and where they go. */
interface Stretch {
  readonly entry: ZipEntry;
  readonly end: number;
}

/**
 * The archive with some entries changed: what belongs to other entries is copied byte by byte, only the offsets in
 * the central directory change. Nothing of a replaced entry is left behind.
 */
export function rewriteZip(
  reader: ByteReader,
  directory: ZipDirectory,
  changes: readonly ZipChange[],
): ZipRewriting {
  if (directory.problems.length > 0) return damagedArchive;
  const stretches = stretchesOf(directory);
  if (stretches === null || directory.end - directory.start > DIRECTORY_BYTES) return damagedArchive;
  if (directory.end !== (directory.wide?.record ?? directory.final)) return signedArchive;
  const pieces: Piece[] = [];
  let length = 0;
  const keep = (from: number, to: number): void => {
    if (to > from) pieces.push({ from: 'source', bytes: [from, to - from] });
    length += to - from;
  };
  const put = (data: Uint8Array): void => {
    pieces.push({ from: 'memory', data });
    length += data.length;
  };
  const first = stretches[0]?.entry.local ?? directory.start;
  keep(0, first);
  const records = new Map<ZipEntry, Buffer>();
  const done = new Set<ZipChange>();
  for (const { entry, end } of stretches) {
    const record = reader.bytes(...entry.directory);
    const change = changes.find(({ name }) => name.toLowerCase() === entry.name.toLowerCase());
    if (change !== undefined && done.has(change)) return twice(change.name);
    const offset = length - directory.shift;
    if (change === undefined) {
      keep(entry.local, end);
      if (!setOffset(record, offset)) return tooLarge;
      records.set(entry, record);
      continue;
    }
    if (entry.data === null || end - entry.data[0] - entry.data[1] > DESCRIPTOR) return damagedArchive;
    done.add(change);
    const { local, central } = entryBytes(change, record, offset);
    put(local);
    records.set(entry, central);
  }
  const added = changes
    .filter((change) => !done.has(change))
    .map((change) => {
      const model = stretches[0] === undefined ? null : reader.bytes(...stretches[0].entry.directory);
      const { local, central } = entryBytes(change, model, length - directory.shift);
      put(local);
      return central;
    });
  const start = length - directory.shift;
  const list = [...directory.entries.flatMap((entry) => records.get(entry) ?? []), ...added];
  const central = Buffer.concat(list);
  put(central);
  const end = ending(reader, directory, list.length, central.length, start);
  if (end === null) return tooLarge;
  put(end);
  return { ok: true, pieces };
}

/** Entries in file order, each up to the next; null when they overlap. */
function stretchesOf({ entries, start }: ZipDirectory): Stretch[] | null {
  const sorted = entries.toSorted((a, b) => a.local - b.local);
  const stretches = sorted.map((entry, index) => ({ entry, end: sorted[index + 1]?.local ?? start }));
  const sound = stretches.every(
    ({ entry, end }) => entry.data !== null && entry.data[0] + entry.data[1] <= end && end <= start,
  );
  return sound ? stretches : null;
}

/** Set the offset in a directory record, in its ZIP64 field when it stands there. */
function setOffset(record: Buffer, offset: number): boolean {
  if (record.readUInt32LE(42) !== NARROW) {
    if (offset >= NARROW) return false;
    record.writeUInt32LE(offset, 42);
    return true;
  }
  const from = 46 + record.readUInt16LE(28);
  const to = Math.min(record.length, from + record.readUInt16LE(30));
  for (let field = from; field + 4 <= to; field += 4 + record.readUInt16LE(field + 2)) {
    if (record.readUInt16LE(field) !== 1) continue;
    const wide = [24, 20].filter((at) => record.readUInt32LE(at) === NARROW).length;
    if (field + 4 + wide * 8 + 8 > to) return false;
    record.writeBigUInt64LE(BigInt(offset), field + 4 + wide * 8);
    return true;
  }
  return false;
}

/**
 * @param model directory record whose time and attributes the entry takes over: its own old one, or the one of
 *   the archive's first entry
 */
function entryBytes(
  { name, data }: ZipChange,
  model: Buffer | null,
  offset: number,
): { readonly local: Buffer; readonly central: Buffer } {
  const packed = deflateRawSync(data, { level: 9 });
  const stored = packed.length >= data.length;
  const body = stored ? Buffer.from(data) : packed;
  const label = Buffer.from(name, 'utf8');
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  // 1 January 1980 is what an entry without a time has
  common.writeUInt16LE(stored ? 0 : 8, 4);
  common.writeUInt16LE(model?.readUInt16LE(12) ?? 0, 6);
  common.writeUInt16LE(model?.readUInt16LE(14) ?? 0x21, 8);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(body.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(label.length, 22);
  const head = Buffer.alloc(6);
  head.write('PK\x01\x02', 0, 'latin1');
  head.writeUInt16LE(model?.readUInt16LE(4) ?? 20, 4);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(model?.readUInt32LE(38) ?? 0, 6);
  tail.writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, label, body]),
    central: Buffer.concat([head, common, tail, label]),
  };
}

/** The end records with new counts; null when a number does not fit and there is no ZIP64 record to hold it. */
function ending(
  reader: ByteReader,
  { final, wide }: ZipDirectory,
  count: number,
  size: number,
  start: number,
): Buffer | null {
  const end = reader.bytes(final, reader.size - final);
  const fits = start < NARROW && count < 0xffff;
  if (wide === null && !fits) return null;
  // FFFF and FFFFFFFF refer to the ZIP64 record and stay
  for (const [at, value] of [
    [8, count],
    [10, count],
  ] as const)
    if (wide === null || end.readUInt16LE(at) !== 0xffff) end.writeUInt16LE(Math.min(value, 0xffff), at);
  for (const [at, value] of [
    [12, size],
    [16, start],
  ] as const)
    if (wide === null || end.readUInt32LE(at) !== NARROW) end.writeUInt32LE(Math.min(value, NARROW), at);
  if (wide === null) return end;
  const record = reader.bytes(wide.record, wide.locator - wide.record);
  const locator = reader.bytes(wide.locator, 20);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  locator.writeBigUInt64LE(BigInt(start + size), 8);
  return Buffer.concat([record, locator, end]);
}

const damagedArchive: ZipRewriting = {
  ok: false,
  reason: localized(
    'The archive inside this document is damaged or its entries overlap; save the document again with its own program, then label it',
    '该文档内部的压缩包已损坏或条目相互重叠；请先用原程序重新保存文档，再写入标识',
  ),
};

const signedArchive: ZipRewriting = {
  ok: false,
  reason: localized(
    'The archive holds records after its directory that would no longer fit, such as a signature; nothing was written',
    '压缩包目录之后还有其他记录（例如签名），改写后将不再匹配，因此未写入',
  ),
};

const tooLarge: ZipRewriting = {
  ok: false,
  reason: localized(
    'The document is too large for its archive format to take the label up',
    '文档过大，其压缩格式无法再容纳标识',
  ),
};

function twice(name: string): ZipRewriting {
  return {
    ok: false,
    reason: localized(
      `The document holds two parts named ${name}, and programs differ in which one they read; save it again with its own program, then label it`,
      `文档中有两个名为 ${name} 的部件，不同程序读取的可能不是同一个；请先用原程序重新保存文档，再写入标识`,
    ),
  };
}
