import type { Box } from './bmff.ts';
import { visual } from './bmff-boxes.ts';
import type { ByteReader } from './byte-reader.ts';

/** Seconds from 1904-01-01, as movie headers count, to ISO 8601; 0 means "not set". */
function macTime(seconds: number): string {
  if (seconds === 0) return '';
  const date = new Date((seconds - 2_082_844_800) * 1000);
  return Number.isNaN(date.getTime()) ? '' : `, created ${date.toISOString().slice(0, 19)}`;
}

/** What a box's fixed fields say, in one line. */
export function boxDetail(reader: ByteReader, box: Box, parent: string): string | undefined {
  const { type, body, end } = box;
  const data = reader.bytes(body, Math.min(320, end - body));
  const read = details.get(type);
  if (read !== undefined) return read(data);
  if (parent === 'stsd' && visual.has(type) && data.length >= 78)
    return `${data.readUInt16BE(24)}×${data.readUInt16BE(26)}`;
  if (type.startsWith('\xa9') && data.length > 4 && data.readUInt16BE(0) <= data.length - 4)
    return data.toString('utf8', 4, 4 + data.readUInt16BE(0));
  return undefined;
}

const brand = (data: Buffer, at: number) => data.toString('latin1', at, at + 4);

function brands(data: Buffer): string | undefined {
  if (data.length < 8) return undefined;
  const compatible: string[] = [];
  for (let at = 8; at + 4 <= data.length; at += 4) compatible.push(brand(data, at));
  return `${brand(data, 0)} ${data.readUInt32BE(4)}${compatible.length > 0 ? `; ${compatible.join(' ')}` : ''}`;
}

/** Time scale, duration and creation time of mvhd and mdhd. */
function header(data: Buffer): string | undefined {
  const long = data[0] === 1;
  if (data.length < (long ? 32 : 20)) return undefined;
  const created = long ? Number(data.readBigUInt64BE(4)) : data.readUInt32BE(4);
  const scale = data.readUInt32BE(long ? 20 : 12);
  const duration = long ? Number(data.readBigUInt64BE(24)) : data.readUInt32BE(16);
  return `${duration}/${scale} s${macTime(created)}`;
}

function trackHeader(data: Buffer): string | undefined {
  const long = data[0] === 1;
  const size = long ? 88 : 76;
  if (data.length < size + 8) return undefined;
  return `track ${data.readUInt32BE(long ? 20 : 12)}, ${data.readUInt32BE(size) / 65536}×${data.readUInt32BE(size + 4) / 65536}`;
}

const entries = (data: Buffer) => (data.length < 8 ? undefined : `${data.readUInt32BE(4)} entries`);

const details = new Map<string, (data: Buffer) => string | undefined>([
  ['ftyp', brands],
  ['styp', brands],
  ['mvhd', header],
  ['mdhd', header],
  ['tkhd', trackHeader],
  [
    'hdlr',
    (data) =>
      data.length < 12
        ? undefined
        : `${brand(data, 8)}${data.length > 24 ? ` ${data.toString('utf8', 24).replace(/\0.*$/s, '')}` : ''}`,
  ],
  ['ispe', (data) => (data.length < 12 ? undefined : `${data.readUInt32BE(4)}×${data.readUInt32BE(8)}`)],
  [
    'ihdr',
    (data) =>
      data.length < 10
        ? undefined
        : `${data.readUInt32BE(4)}×${data.readUInt32BE(0)}, ${data.readUInt16BE(8)} components`,
  ],
  ['irot', (data) => (data.length < 1 ? undefined : `${(data[0]! & 3) * 90}°`)],
  ['colr', (data) => (data.length < 4 ? undefined : brand(data, 0))],
  ['schm', (data) => (data.length < 8 ? undefined : brand(data, 4))],
  ['frma', (data) => (data.length < 4 ? undefined : brand(data, 0))],
  ['auxC', (data) => data.toString('latin1', 4).replace(/\0.*$/s, '')],
  [
    'pitm',
    (data) =>
      data.length < 6
        ? undefined
        : `item ${data[0] === 0 ? data.readUInt16BE(4) : data.length < 8 ? '?' : data.readUInt32BE(4)}`,
  ],
  ['infe', itemInfo],
  ['stsd', entries],
  ['stts', entries],
  ['ctts', entries],
  ['stsc', entries],
  ['stss', entries],
  ['stco', entries],
  ['co64', entries],
  ['elst', entries],
  ['dref', entries],
  [
    'stsz',
    (data) =>
      data.length < 12
        ? undefined
        : `${data.readUInt32BE(8)} samples${data.readUInt32BE(4) > 0 ? ` of ${data.readUInt32BE(4)} bytes` : ''}`,
  ],
  ['mfhd', (data) => (data.length < 8 ? undefined : `#${data.readUInt32BE(4)}`)],
  ['jumd', (data) => (data.length < 18 ? undefined : data.toString('utf8', 17).replace(/\0.*$/s, ''))],
  [
    'data',
    (data) =>
      data.length < 9
        ? undefined
        : data.readUInt32BE(0) === 1
          ? data.toString('utf8', 8)
          : `type ${data.readUInt32BE(0)}`,
  ],
  ['mean', (data) => data.toString('utf8', 4)],
  ['name', (data) => data.toString('utf8', 4)],
]);

function itemInfo(data: Buffer): string | undefined {
  const version = data[0];
  if (version !== 2 && version !== 3) return undefined;
  const at = version === 2 ? 8 : 10;
  if (data.length < at + 4) return undefined;
  const item = version === 2 ? data.readUInt16BE(4) : data.readUInt32BE(4);
  const type = brand(data, at);
  return `item ${item} ${type}${type === 'mime' ? ` ${data.toString('latin1', at + 4).split('\0')[1] ?? ''}` : ''}`;
}
