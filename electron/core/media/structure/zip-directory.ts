import { crc32, inflateRawSync } from 'node:zlib';
import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from './byte-reader.ts';

/** One entry, as the central directory lists it (APPNOTE 6.3, 4.3.12). Offsets count from the file's beginning. */
export interface ZipEntry {
  readonly name: string;
  /** Its record in the central directory. */
  readonly directory: ByteRange;
  /** Its local header. */
  readonly local: number;
  /** Compressed bytes in the file, or null: the local header is not there, or they run past the end. */
  readonly data: ByteRange | null;
  readonly size: number;
  readonly checksum: number;
  readonly method: number;
  readonly encrypted: boolean;
}

export interface ZipDirectory {
  /** In the directory's order. Names may repeat. */
  readonly entries: readonly ZipEntry[];
  /** First byte of the directory, and the byte behind its last record. */
  readonly start: number;
  readonly end: number;
  /** End record (`PK\5\6`). */
  readonly final: number;
  /** ZIP64 end record and its locator, when there are any. */
  readonly wide: { readonly record: number; readonly locator: number } | null;
  /** Bytes before the archive: by so much all its offsets are short. */
  readonly shift: number;
  /** Damage and limits, in words with offsets. Not empty: entries may be missing. */
  readonly problems: readonly string[];
}

const ENTRIES = 20_000;
const RECORD = 46;
const UNKNOWN = 0xffffffff;

/** The central directory; null when the file has no end record. */
export function readZipDirectory(reader: ByteReader): ZipDirectory | null {
  const final = endRecord(reader);
  if (final < 0) return null;
  const problems: string[] = [];
  const end = reader.bytes(final, 22);
  let [count, size, offset] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  const wide = wideRecord(reader, final);
  if (wide !== null) {
    count = reader.u64(wide.record + 32, true);
    size = reader.u64(wide.record + 40, true);
    offset = reader.u64(wide.record + 48, true);
  }
  const close = wide?.record ?? final;
  // a program may stand before the archive: then all offsets are short by its length
  const start = reader.matches(offset, 'PK\x01\x02') || count === 0 ? offset : close - size;
  const shift = start - offset;
  const entries: ZipEntry[] = [];
  let at = start;
  if (start < 0 || start > close) {
    problems.push(`the central directory is not at offset ${offset}`);
    at = close;
  }
  while (at + RECORD <= close && reader.matches(at, 'PK\x01\x02')) {
    if (entries.length >= ENTRIES) {
      problems.push(`more than ${ENTRIES} entries`);
      break;
    }
    const length = RECORD + reader.u16(at + 28, true) + reader.u16(at + 30, true) + reader.u16(at + 32, true);
    if (at + length > close) break;
    entries.push(entryAt(reader, at, length, shift, problems));
    at += length;
  }
  if (entries.length !== count && problems.length === 0)
    problems.push(`the central directory has ${entries.length} of ${count} entries`);
  // a digital signature may stand there (4.3.13)
  if (at < close && problems.length === 0 && !reader.matches(at, 'PK\x05\x05'))
    problems.push(`${close - at} bytes between the central directory and its end record`);
  return { entries, start, end: at, final, wide, shift, problems };
}

/** The last end record whose comment ends where the file ends; else the last one. */
function endRecord(reader: ByteReader): number {
  const from = Math.max(0, reader.size - 65_557);
  const tail = reader.bytes(from, reader.size - from);
  let last = -1;
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    at = tail.lastIndexOf('PK\x05\x06', at, 'latin1');
    if (at < 0) break;
    if (from + at + 22 + tail.readUInt16LE(at + 20) === reader.size) return from + at;
    if (last < 0) last = from + at;
  }
  return last;
}

function wideRecord(reader: ByteReader, final: number): ZipDirectory['wide'] {
  const locator = final - 20;
  if (locator < 0 || !reader.matches(locator, 'PK\x06\x07')) return null;
  const stated = reader.u64(locator + 8, true);
  // 56 bytes without extensible data: where it stands when a program precedes the archive
  const record = [stated, locator - 56].find((at) => at + 56 <= locator && reader.matches(at, 'PK\x06\x06'));
  return record === undefined ? null : { record, locator };
}

function entryAt(
  reader: ByteReader,
  at: number,
  length: number,
  shift: number,
  problems: string[],
): ZipEntry {
  const record = reader.bytes(at, length);
  const nameLength = record.readUInt16LE(28);
  const name = record.toString('utf8', RECORD, RECORD + nameLength);
  const [packed, size, offset] = wideNumbers(record, nameLength);
  const local = offset + shift;
  const data = dataOf(reader, local, packed);
  if (data === null) problems.push(`${name.slice(0, 200)}: no data at offset ${local}`);
  // readers differ in which name they use
  else if (!reader.matches(local + 30, record.toString('latin1', RECORD, RECORD + nameLength)))
    problems.push(`${name.slice(0, 200)}: another name stands at offset ${local}`);
  return {
    name,
    directory: [at, length],
    local,
    data,
    size,
    checksum: record.readUInt32LE(16),
    method: record.readUInt16LE(10),
    encrypted: (record.readUInt16LE(8) & 1) !== 0,
  };
}

/** Packed size, size and offset: values of FFFFFFFF stand in the extra field 0001, in this order (4.5.3). */
function wideNumbers(record: Buffer, nameLength: number): [packed: number, size: number, offset: number] {
  let [size, packed, offset] = [record.readUInt32LE(24), record.readUInt32LE(20), record.readUInt32LE(42)];
  const end = Math.min(record.length, RECORD + nameLength + record.readUInt16LE(30));
  for (let field = RECORD + nameLength; field + 4 <= end; field += 4 + record.readUInt16LE(field + 2)) {
    if (record.readUInt16LE(field) !== 1) continue;
    const stop = Math.min(end, field + 4 + record.readUInt16LE(field + 2));
    let value = field + 4;
    const next = (narrow: number): number => {
      if (narrow !== UNKNOWN || value + 8 > stop) return narrow;
      value += 8;
      return Number(record.readBigUInt64LE(value - 8));
    };
    size = next(size);
    packed = next(packed);
    offset = next(offset);
  }
  return [packed, size, offset];
}

function dataOf(reader: ByteReader, local: number, packed: number): ByteRange | null {
  if (local < 0 || local + 30 > reader.size || !reader.matches(local, 'PK\x03\x04')) return null;
  const start = local + 30 + reader.u16(local + 26, true) + reader.u16(local + 28, true);
  return start + packed <= reader.size ? [start, packed] : null;
}

export type ZipContent =
  | { readonly ok: true; readonly bytes: Buffer; readonly checksumFits: boolean }
  | { readonly ok: false; readonly problem: string };

/** Most packed bytes that are unpacked. */
const PACKED = 16 * 1024 * 1024;

/** Content of an entry, at most `most` bytes of it. Stored and deflated entries are read, others are not. */
export function zipContent(reader: ByteReader, entry: ZipEntry, most: number): ZipContent {
  if (entry.encrypted) return { ok: false, problem: 'encrypted' };
  if (entry.data === null) return { ok: false, problem: 'its data are not there' };
  const [start, length] = entry.data;
  if (length > PACKED || length > most * 2 + 1024) return { ok: false, problem: 'too large' };
  const packed = reader.bytes(start, length);
  const unpacked = unpack(packed, entry.method, most);
  if (typeof unpacked === 'string') return { ok: false, problem: unpacked };
  return { ok: true, bytes: unpacked, checksumFits: crc32(unpacked) === entry.checksum };
}

function unpack(packed: Buffer, method: number, most: number): Buffer | string {
  if (method === 0) return packed.length > most ? 'too large' : packed;
  if (method !== 8) return `compression method ${method}`;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return error.code === 'ERR_BUFFER_TOO_LARGE'
      ? `unpacks to more than ${most} bytes`
      : 'cannot be unpacked';
  }
}
