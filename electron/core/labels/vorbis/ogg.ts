import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { damaged } from '../gathering.ts';
import { type Source, step } from '../source.ts';
import { addComments } from './comments.ts';
import { checksumFits, type Page, pageAt } from './pages.ts';
import { type Codec, codecOf, isWithoutComments, type Run, rangeIn } from './streams.ts';

/** A header packet, with the pages it stands on. */
export interface HeaderPacket {
  readonly bytes: Buffer;
  readonly runs: readonly Run[];
  /** Position of the page it begins on and of the one it ends on, among the pages of its stream. */
  readonly firstPage: number;
  readonly lastPage: number;
}

/** A logical stream while its headers are read. */
export interface Stream {
  readonly serial: number;
  codec: Codec | null;
  readonly packets: HeaderPacket[];
  /** Pages up to the one on which the last header packet ends. */
  readonly pages: Page[];
  done: boolean;
  open: { parts: Buffer[]; runs: Run[]; length: number; firstPage: number } | null;
}

const PACKET = 16 * 1024 * 1024;
/** Bytes of all header packets together. */
const PACKETS = 64 * 1024 * 1024;
const STREAMS = 2000;

export interface OggWalk {
  readonly streams: readonly Stream[];
  /** Why the walk ended before the file did. */
  readonly problem: string | null;
}

/**
 * Walk all pages, and put together the header packets of each logical stream, of chained ones too.
 *
 * @param visit called for each page with the stream it belongs to; `false` ends the walk
 */
export function walkOgg(reader: ByteReader, visit: (page: Page, stream: Stream | null) => boolean): OggWalk {
  const streams: Stream[] = [];
  const current = new Map<number, Stream>();
  let at = 0;
  let room = PACKETS;
  let problem: string | null = null;
  while (at < reader.size) {
    const page = pageAt(reader, at);
    if (page === null) return { streams, problem: problem ?? `no whole page at offset ${at}` };
    if (page.flags & 2) {
      const stream: Stream = {
        serial: page.serial,
        codec: null,
        packets: [],
        pages: [],
        done: false,
        open: null,
      };
      if (streams.length >= STREAMS) problem ??= `more than ${STREAMS} streams`;
      else {
        streams.push(stream);
        current.set(page.serial, stream);
      }
    }
    const stream = current.get(page.serial) ?? null;
    if (!visit(page, stream)) return { streams, problem };
    if (stream !== null && !stream.done) {
      room -= page.end - page.body;
      if (room < 0) return { streams, problem: 'the headers of all streams are larger than is read' };
      problem = addPage(reader, stream, page) ?? problem;
    }
    at = page.end;
  }
  const cut = streams.some(({ done }) => !done);
  return { streams, problem: problem ?? (cut ? 'a stream ends inside its headers' : null) };
}

/** Take the packets of a page in; returns what is wrong with it. */
function addPage(reader: ByteReader, stream: Stream, page: Page): string | null {
  stream.pages.push(page);
  const number = stream.pages.length - 1;
  let at = page.body;
  for (const length of page.lacing) {
    stream.open ??= { parts: [], runs: [], length: 0, firstPage: number };
    const { open } = stream;
    const last = open.runs.at(-1);
    if (open.length + length > PACKET) {
      stream.done = true;
      return `a header packet at offset ${at} is larger than is read`;
    }
    open.parts.push(reader.bytes(at, length));
    if (last !== undefined && last.file + last.length === at)
      open.runs[open.runs.length - 1] = { ...last, length: last.length + length };
    else if (length > 0) open.runs.push({ packet: open.length, file: at, length });
    open.length += length;
    at += length;
    if (length === 255) continue;
    const bytes = Buffer.concat(open.parts);
    stream.packets.push({ bytes, runs: open.runs, firstPage: open.firstPage, lastPage: number });
    stream.open = null;
    if (stream.packets.length === 1) stream.codec = codecOf(bytes);
    if (stream.packets.length >= (stream.codec?.headers ?? 1)) {
      stream.done = true;
      return null;
    }
  }
  return null;
}

/** Comments of all logical streams. */
export function readOggTexts(source: Source): void {
  const { streams, problem } = walkOgg(source.reader, () => step(source));
  if (problem !== null) damaged(source.gathering, problem);
  if (streams.length === 0) damaged(source.gathering, 'no logical stream begins');
  for (const { codec, packets, pages } of streams) {
    const broken = pages.find((page) => !checksumFits(source.reader, page));
    if (broken !== undefined) damaged(source.gathering, `the page at offset ${broken.start}: checksum wrong`);
    if (codec === null) {
      if (!isWithoutComments(packets[0]?.bytes))
        damaged(source.gathering, 'a stream of a codec whose headers are not known');
      continue;
    }
    let found = false;
    for (const [index, { bytes, runs }] of packets.entries()) {
      const at = codec.comments(bytes, index);
      if (at === null || found) continue;
      found = true;
      source.room -= bytes.length;
      if (source.room < 0) {
        damaged(source.gathering, 'more comments than are read');
        return;
      }
      addComments(source, 'Vorbis comment', bytes.subarray(at), (start, length) =>
        rangeIn(runs, at + start, length),
      );
    }
    if (!found) damaged(source.gathering, `a ${codec.name} stream has no comments among its headers`);
  }
}
