import type { ByteRange } from '#shared/domain/figure.ts';
import { addStore, type Carrier, type CarrierReading, type CarrierSearch, damaged } from './carrier.ts';
import type { StorePiece } from './embedded-store.ts';
import { storeFromRanges } from './superbox.ts';

/** Media types of the general encapsulated object: the one of C2PA 2.2, 11.4, and the one deprecated there. */
const storeTypes: ReadonlySet<string> = new Set(['application/x-c2pa-manifest-store', 'application/c2pa']);
const FRAMES = 2_000;
const TAGS = 16;

/** A tag as frames see it: without the bytes unsynchronisation put in, and where each run lies in the file. */
interface TagBody {
  readonly bytes: Buffer;
  readonly runs: readonly StorePiece[];
}

/** ID3v2 (id3.org, 2.2 to 2.4) in front of MP3 and FLAC: the object of a GEOB frame (C2PA 2.2, A.3.4). */
export const id3: Carrier = async (search, reading) => {
  const { reader } = search;
  let at = 0;
  for (let count = 0; count < TAGS && at + 10 <= reader.size && reader.matches(at, 'ID3'); count += 1) {
    await search.pulse();
    const version = reader.u8(at + 3);
    const flags = reader.u8(at + 5);
    const length = synchsafe(reader.bytes(at + 6, 4));
    const end = at + 10 + length;
    if (end > reader.size) damaged(reading, `the ID3v2 tag at offset ${at} runs past the end of the file`);
    if (length > search.limits.storeBytes + 2 ** 24) reading.complete = false;
    else if (version >= 2 && version <= 4) {
      await frames(search, reading, version, flags, at + 10, Math.min(end, reader.size));
    } else damaged(reading, `the ID3v2 tag has version ${version}`);
    at = end + (flags & 0x10 ? 10 : 0);
  }
};

async function frames(
  search: CarrierSearch,
  reading: CarrierReading,
  version: number,
  flags: number,
  start: number,
  end: number,
): Promise<void> {
  const raw = read(search, start, end - start);
  // before 2.4 the whole tag is unsynchronised at once, frame headers and sizes included
  const whole: TagBody = { bytes: raw, runs: [{ store: 0, file: start, length: raw.length }] };
  const tag = version < 4 && flags & 0x80 ? withoutStuffing(whole) : whole;
  const { bytes } = tag;
  const head = version === 2 ? 6 : 10;
  let at = 0;
  if (version > 2 && flags & 0x40 && bytes.length >= 4) {
    at = version === 4 ? synchsafe(bytes.subarray(0, 4)) : bytes.readUInt32BE(0) + 4;
  }
  for (let count = 0; count < FRAMES && at + head <= bytes.length; count += 1) {
    await search.pulse();
    const name = bytes.toString('latin1', at, at + (version === 2 ? 3 : 4));
    if (!/^[A-Z0-9 ]+$/.test(name)) return;
    const size = frameSize(bytes, at, version);
    const stop = Math.min(bytes.length, at + head + size);
    if (at + head + size > bytes.length) damaged(reading, `the ID3v2 frame ${name} runs past its tag`);
    if (name === 'GEOB' || name === 'GEO') encapsulated(search, reading, tag, version, flags, at, stop);
    else if (name === 'PRIV' && bytes.toString('latin1', at + head, at + head + 4) === 'XMP\0') {
      const place = filePlace(tag, at + head + 4, stop);
      if (place.length === 1) reading.xmp.push(place[0]!);
    }
    at += head + size;
  }
}

/** One general encapsulated object: text encoding, media type, file name, description, data (2.3, 4.16). */
function encapsulated(
  search: CarrierSearch,
  reading: CarrierReading,
  tag: TagBody,
  version: number,
  tagFlags: number,
  start: number,
  stop: number,
): void {
  let body = slice(tag, start + (version === 2 ? 6 : 10), stop);
  if (version > 2) {
    const format = tag.bytes[start + 9]!;
    const [packed, locked, grouped] = version === 3 ? [0x80, 0x40, 0x20] : [0x08, 0x04, 0x40];
    if (format & (packed | locked)) {
      damaged(reading, 'a GEOB frame is compressed or encrypted, and was not read');
      reading.complete = false;
      return;
    }
    let skip = format & grouped ? 1 : 0;
    if (version === 4 && format & 0x01) skip += 4;
    body = slice(body, skip, body.bytes.length);
    if (version === 4 && (format & 0x02 || tagFlags & 0x80)) body = withoutStuffing(body);
  }
  const { bytes } = body;
  const wide = bytes[0] === 1 || bytes[0] === 2;
  const type = text(bytes, 1, false);
  const name = text(bytes, type.end, wide);
  const description = text(bytes, name.end, wide);
  if (!storeTypes.has(type.value.toLowerCase())) return;
  addStore(
    search,
    reading,
    storeFromRanges(search, filePlace(body, description.end, bytes.length), {
      carrier: 'id3-geob',
      occupied: [span(filePlace(tag, start, stop))],
      place: `ID3v2.${version} GEOB`,
    }),
  );
}

/** 2.4 counts seven bits a byte; some writers of 2.4 tags did not, and then the next frame tells. */
function frameSize(bytes: Buffer, at: number, version: number): number {
  if (version === 2) return bytes.readUIntBE(at + 3, 3);
  const straight = bytes.readUInt32BE(at + 4);
  if (version === 3) return straight;
  const safe = synchsafe(bytes.subarray(at + 4, at + 8));
  const fits = (size: number): boolean => {
    const next = at + 10 + size;
    if (next === bytes.length) return true;
    return next + 4 <= bytes.length && /^([A-Z0-9]{4}|\0{4})$/.test(bytes.toString('latin1', next, next + 4));
  };
  return !fits(safe) && fits(straight) ? straight : safe;
}

function text(bytes: Buffer, start: number, wide: boolean): { readonly value: string; readonly end: number } {
  let at = start;
  if (!wide) {
    const end = bytes.indexOf(0, start);
    return end < 0
      ? { value: '', end: bytes.length }
      : { value: bytes.toString('latin1', start, end), end: end + 1 };
  }
  while (at + 1 < bytes.length && (bytes[at] !== 0 || bytes[at + 1] !== 0)) at += 2;
  return { value: '', end: Math.min(bytes.length, at + 2) };
}

function read({ reader }: CarrierSearch, start: number, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let done = 0; done < length; ) {
    const copy = reader.bytes(start + done, Math.min(2 ** 23, length - done));
    if (copy.length === 0) break;
    parts.push(copy);
    done += copy.length;
  }
  return Buffer.concat(parts);
}

function slice({ bytes, runs }: TagBody, from: number, to: number): TagBody {
  const inner = runs.flatMap((run): StorePiece[] => {
    const first = Math.max(from, run.store);
    const last = Math.min(to, run.store + run.length);
    if (last <= first) return [];
    return [{ store: first - from, file: run.file + first - run.store, length: last - first }];
  });
  return { bytes: bytes.subarray(from, Math.max(from, to)), runs: inner };
}

/** Unsynchronisation put a zero behind every FF (2.4 structure, 6.1). */
function withoutStuffing({ bytes, runs }: TagBody): TagBody {
  const kept: Buffer[] = [];
  const pieces: StorePiece[] = [];
  let length = 0;
  for (const run of runs) {
    const end = run.store + run.length;
    for (let at = run.store; at < end; ) {
      const mark = bytes.indexOf(0xff, at);
      let stop = mark;
      while (stop >= 0 && stop + 1 < end && bytes[stop + 1] !== 0) stop = bytes.indexOf(0xff, stop + 1);
      const last = stop < 0 || stop + 1 >= end ? end : stop + 1;
      kept.push(bytes.subarray(at, last));
      pieces.push({ store: length, file: run.file + at - run.store, length: last - at });
      length += last - at;
      at = last === end ? end : last + 1;
    }
  }
  return { bytes: Buffer.concat(kept), runs: pieces };
}

function filePlace({ runs }: TagBody, from: number, to: number): ByteRange[] {
  return runs.flatMap((run): ByteRange[] => {
    const first = Math.max(from, run.store);
    const last = Math.min(to, run.store + run.length);
    return last > first ? [[run.file + first - run.store, last - first]] : [];
  });
}

/** From the first byte to the last, with the zeros of unsynchronisation between. */
function span(ranges: readonly ByteRange[]): ByteRange {
  const [first, last] = [ranges[0], ranges.at(-1)];
  return first === undefined || last === undefined ? [0, 0] : [first[0], last[0] + last[1] - first[0]];
}

const synchsafe = (bytes: Buffer): number => bytes.reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
