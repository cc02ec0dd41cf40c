import { ByteReader, EndOfData } from './structure/byte-reader.ts';

/** One entry of an edit list: a piece of the track's media, or an empty stretch. Times in seconds. */
export interface Edit {
  /** Length on the movie's time line. */
  readonly duration: number;
  /** Start within the media; null for an empty edit. */
  readonly mediaStart: number | null;
  readonly rate: number;
}

/** What the headers of one track declare, before any decoding. */
export interface TrackHeader {
  readonly id: number;
  readonly enabled: boolean;
  /** `vide`, `soun`, `tmcd`, `meta` … */
  readonly handler: string;
  readonly handlerName: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Track header: presentation length in seconds and size in pixels. */
  readonly duration: number;
  readonly width: number;
  readonly height: number;
  /** Media header. */
  readonly timescale: number;
  readonly mediaDuration: number;
  readonly language: string;
  readonly edits: readonly Edit[];
  /** First sample entry: its four-character code and, for pictures, its size. */
  readonly sampleEntry: string | null;
  readonly sampleWidth: number | null;
  readonly sampleHeight: number | null;
  /** Samples that the time table and the size table declare. */
  readonly timedSamples: number | null;
  readonly sizedSamples: number | null;
}

export interface MovieHeader {
  readonly brand: string | null;
  readonly compatibleBrands: readonly string[];
  readonly timescale: number;
  /** Seconds. */
  readonly duration: number;
  /** Seconds since 1904-01-01; 0 when left open. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly fragmented: boolean;
  readonly tracks: readonly TrackHeader[];
}

interface Box {
  readonly type: string;
  readonly start: number;
  /** First byte after the box header. */
  readonly body: number;
  readonly end: number;
}

const MOST_BOXES = 20_000;
const MOST_TRACKS = 256;
const MOST_EDITS = 1_000;
const MOST_TIME_ENTRIES = 200_000;

/** Headers of an ISO base media or QuickTime file (ISO/IEC 14496-12:2022); null when there is no movie box. */
export function readMovieHeader(path: string): MovieHeader | null {
  const reader = new ByteReader(path);
  try {
    return readMovie(reader);
  } catch (error) {
    // Truncated or contradictory boxes: what they declare is then unknown.
    if (error instanceof EndOfData || error instanceof RangeError) return null;
    throw error;
  } finally {
    reader.close();
  }
}

function readMovie(reader: ByteReader): MovieHeader | null {
  const top = boxes(reader, 0, reader.size);
  const movie = top.find((box) => box.type === 'moov');
  if (movie === undefined) return null;
  const parts = boxes(reader, movie.body, movie.end);
  const header = parts.find((box) => box.type === 'mvhd');
  if (header === undefined) return null;
  const times = readTimes(reader, header);
  const fileType = top.find((box) => box.type === 'ftyp');
  const brands =
    fileType === undefined ? '' : reader.latin1(fileType.body, Math.min(fileType.end - fileType.body, 400));
  return {
    brand: fileType === undefined ? null : brands.slice(0, 4),
    compatibleBrands: (brands.slice(8).match(/.{4}/gs) ?? []).slice(0, 40),
    timescale: times.timescale,
    duration: inSeconds(times.duration, times.timescale),
    createdAt: times.createdAt,
    modifiedAt: times.modifiedAt,
    fragmented: parts.some((box) => box.type === 'mvex') || top.some((box) => box.type === 'moof'),
    tracks: parts
      .filter((box) => box.type === 'trak')
      .slice(0, MOST_TRACKS)
      .flatMap((box) => readTrack(reader, box, times.timescale) ?? []),
  };
}

/** Boxes that follow each other in a range; stops at the first that does not fit. */
function boxes(reader: ByteReader, from: number, to: number): readonly Box[] {
  const found: Box[] = [];
  let start = from;
  while (start + 8 <= to && found.length < MOST_BOXES) {
    const short = reader.u32(start);
    const type = reader.latin1(start + 4, 4);
    const body = short === 1 ? start + 16 : start + 8;
    const size = short === 1 ? reader.u64(start + 8) : short === 0 ? to - start : short;
    if (size < body - start || start + size > to) {
      // A last box that claims more than there is, is read as far as it goes.
      if (size > to - start && body <= to) found.push({ type, start, body, end: to });
      break;
    }
    found.push({ type, start, body, end: start + size });
    start += size;
  }
  return found;
}

function inner(reader: ByteReader, box: Box | undefined, type: string): Box | undefined {
  return box === undefined ? undefined : boxes(reader, box.body, box.end).find((part) => part.type === type);
}

interface Times {
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly timescale: number;
  readonly duration: number;
  /** Offset of the first field after the duration. */
  readonly next: number;
}

/** The common beginning of `mvhd` and `mdhd`: version 0 has 32-bit, version 1 64-bit times. */
function readTimes(reader: ByteReader, { body }: Box): Times {
  const long = reader.u8(body) === 1;
  const at = body + 4;
  if (long) {
    const duration = reader.u64(at + 20);
    return {
      createdAt: reader.u64(at),
      modifiedAt: reader.u64(at + 8),
      timescale: reader.u32(at + 16),
      duration,
      next: at + 28,
    };
  }
  const duration = reader.u32(at + 12);
  return {
    createdAt: reader.u32(at),
    modifiedAt: reader.u32(at + 4),
    timescale: reader.u32(at + 8),
    duration,
    next: at + 16,
  };
}

function readTrack(reader: ByteReader, track: Box, movieTimescale: number): TrackHeader | null {
  const header = inner(reader, track, 'tkhd');
  const media = inner(reader, track, 'mdia');
  const mediaHeader = inner(reader, media, 'mdhd');
  const handler = inner(reader, media, 'hdlr');
  if (header === undefined || media === undefined || mediaHeader === undefined) return null;
  const table = inner(reader, inner(reader, media, 'minf'), 'stbl');
  const times = readTimes(reader, mediaHeader);
  return {
    ...readTrackHeader(reader, header, movieTimescale),
    handler: handler === undefined ? '' : reader.latin1(handler.body + 8, 4),
    handlerName: handler === undefined ? '' : readName(reader, handler),
    timescale: times.timescale,
    mediaDuration: inSeconds(times.duration, times.timescale),
    language: readLanguage(reader.u16(times.next)),
    edits: readEdits(
      reader,
      inner(reader, inner(reader, track, 'edts'), 'elst'),
      movieTimescale,
      times.timescale,
    ),
    ...readSampleEntry(
      reader,
      inner(reader, table, 'stsd'),
      handler === undefined ? '' : reader.latin1(handler.body + 8, 4),
    ),
    timedSamples: readTimedSamples(reader, inner(reader, table, 'stts')),
    sizedSamples: readSizedSamples(reader, inner(reader, table, 'stsz') ?? inner(reader, table, 'stz2')),
  };
}

function readTrackHeader(reader: ByteReader, { body }: Box, timescale: number) {
  const long = reader.u8(body) === 1;
  const at = body + 4;
  const size = long ? at + 84 : at + 72;
  return {
    id: reader.u32(long ? at + 16 : at + 8),
    enabled: (reader.u24(body + 1) & 1) === 1,
    createdAt: long ? reader.u64(at) : reader.u32(at),
    modifiedAt: long ? reader.u64(at + 8) : reader.u32(at + 4),
    duration: inSeconds(long ? reader.u64(at + 24) : reader.u32(at + 16), timescale),
    // 16.16 fixed point.
    width: reader.u32(size) / 65_536,
    height: reader.u32(size + 4) / 65_536,
  };
}

/** QuickTime counts the characters first, ISO ends the name with a zero. */
function readName(reader: ByteReader, { body, end }: Box): string {
  const bytes = reader.bytes(body + 24, Math.min(end - body - 24, 256));
  const counted = bytes.length > 0 && bytes[0] === bytes.length - 1;
  const name = (counted ? bytes.subarray(1) : bytes).toString('utf8');
  const zero = name.indexOf('\0');
  return zero < 0 ? name : name.slice(0, zero);
}

/** Three letters of five bits (ISO 639-2); Macintosh codes below 0x400 stay numbers. */
function readLanguage(code: number): string {
  if (code < 0x400) return String(code);
  return [10, 5, 0].map((shift) => String.fromCharCode(((code >> shift) & 31) + 0x60)).join('');
}

function readEdits(
  reader: ByteReader,
  box: Box | undefined,
  movieTimescale: number,
  timescale: number,
): readonly Edit[] {
  if (box === undefined) return [];
  const long = reader.u8(box.body) === 1;
  const count = Math.min(reader.u32(box.body + 4), MOST_EDITS);
  const size = long ? 20 : 12;
  const edits: Edit[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = box.body + 8 + index * size;
    if (at + size > box.end) break;
    const duration = long ? reader.u64(at) : reader.u32(at);
    const start = long ? signed64(reader, at + 8) : reader.i32(at + 4);
    edits.push({
      duration: inSeconds(duration, movieTimescale),
      mediaStart: start < 0 ? null : inSeconds(start, timescale),
      rate: reader.i32(at + size - 4) / 65_536,
    });
  }
  return edits;
}

function signed64(reader: ByteReader, offset: number): number {
  return reader.i32(offset) * 2 ** 32 + reader.u32(offset + 4);
}

function readSampleEntry(reader: ByteReader, box: Box | undefined, handler: string) {
  const nothing = { sampleEntry: null, sampleWidth: null, sampleHeight: null };
  if (box === undefined || reader.u32(box.body + 4) === 0 || box.body + 16 > box.end) return nothing;
  const entry = box.body + 8;
  const sampleEntry = reader.latin1(entry + 4, 4);
  if (handler !== 'vide' || entry + 36 > box.end) return { ...nothing, sampleEntry };
  return { sampleEntry, sampleWidth: reader.u16(entry + 32), sampleHeight: reader.u16(entry + 34) };
}

function readTimedSamples(reader: ByteReader, box: Box | undefined): number | null {
  if (box === undefined) return null;
  const entries = Math.min(reader.u32(box.body + 4), Math.floor((box.end - box.body - 8) / 8));
  if (entries > MOST_TIME_ENTRIES) return null;
  let samples = 0;
  for (let index = 0; index < entries; index += 1) samples += reader.u32(box.body + 8 + index * 8);
  return samples;
}

function readSizedSamples(reader: ByteReader, box: Box | undefined): number | null {
  return box === undefined ? null : reader.u32(box.body + 8);
}

function inSeconds(value: number, timescale: number): number {
  return timescale === 0 ? 0 : value / timescale;
}
