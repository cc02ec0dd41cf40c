import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, Piece, WriteAnswer } from '../define.ts';
import { growthOf, inOrder } from '../moved.ts';
import { planned, Refusal } from '../refusal.ts';
import { type Splice, spliced } from '../write-plan.ts';
import { readComments, withField } from './comments.ts';
import { type HeaderPacket, type Stream, walkOgg } from './ogg.ts';
import { checksumChange, makePages, type Page } from './pages.ts';

const PAGES = 2_000_000;

/**
 * Put texts into the comments of an Ogg file: of the streams that hold the field already, else of the first one
 * with comments. The header pages are made anew, as many as before when that is possible; else the later pages of the
 * stream are numbered anew. Later links of a chained file are streams of their own, and stay as they are.
 */
export function writeOgg(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  return planned(() => {
    const pages: Page[] = [];
    const { streams, problem } = walkOgg(reader, (page) => {
      signal.throwIfAborted();
      pages.push(page);
      return pages.length < PAGES;
    });
    if (problem !== null || pages.length >= PAGES)
      throw new Refusal(
        `The Ogg file is damaged (${problem ?? 'too many pages'}); repair it first`,
        `Ogg 文件已损坏（${problem ?? '页数过多'}），请先修复`,
      );
    const texts = entries.map((entry) => {
      if (entry.kind === 'xmp') throw new Refusal('Ogg has no place for XMP', 'Ogg 没有存放 XMP 的位置');
      return entry;
    });
    const splices = chosen(streams, texts[0]?.key ?? '').flatMap((target) => {
      const fresh = packetWith(target, texts);
      return repaged(reader, target.stream, target.index, fresh, pages);
    });
    if (growthOf(splices) !== 0 && streams.some(hasIndex))
      throw new Refusal(
        'The file carries an index of its own bytes (Ogg Skeleton 4), which the label would put out of step; remux it without one first',
        '文件带有按字节定位的索引（Ogg Skeleton 4），写入标识会使其失效；请先重新封装为不带该索引的文件',
      );
    return {
      pieces: spliced(reader.size, inOrder(splices)),
      places: entries.map(() => 'Vorbis comment'),
    };
  });
}

/**
 * Comments of `source` in place of those of `reader`, a file that was encoded anew from it: every field as it lies
 * there, under the new encoder's name. `null`: one of them is damaged or has no comments.
 */
export function carriedComments(reader: ByteReader, source: ByteReader): readonly Piece[] | null {
  const [own, other] = [reader, source].map((file) => {
    const pages: Page[] = [];
    const { streams, problem } = walkOgg(file, (page) => {
      pages.push(page);
      return pages.length < PAGES;
    });
    const [target] = streams.flatMap(targetsOf);
    return problem === null && target !== undefined ? { target, pages } : null;
  });
  if (own == null || other == null) return null;
  const listOf = ({ stream, index, at }: Target): Buffer => stream.packets[index]!.bytes.subarray(at);
  const [fresh, old] = [readComments(listOf(own.target)), readComments(listOf(other.target))];
  if (fresh.problem !== null || old.problem !== null) return null;
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const list = Buffer.concat([
    ...[number(fresh.vendor.length), fresh.vendor, number(old.fields.length)],
    ...old.fields.flatMap(({ raw }) => [number(raw.length), raw]),
    fresh.rest,
  ]);
  const { stream, index, at } = own.target;
  const head = Buffer.from(stream.packets[index]!.bytes.subarray(0, at));
  if (stream.codec?.name === 'FLAC') head.writeUIntBE(list.length, 1, 3);
  return spliced(
    reader.size,
    inOrder(repaged(reader, stream, index, Buffer.concat([head, list]), own.pages)),
  );
}

/** The packet with the texts among its comments. */
function packetWith(
  { stream, index, at }: Target,
  texts: readonly { readonly key: string; readonly value: string }[],
): Buffer {
  const { bytes } = stream.packets[index]!;
  let list: Buffer = bytes.subarray(at);
  for (const { key, value } of texts) list = withField(readComments(list), key, value);
  const head = Buffer.from(bytes.subarray(0, at));
  if (stream.codec?.name === 'FLAC') {
    if (list.length >= 2 ** 24)
      throw new Refusal(
        'The comments would be larger than the 16 MB a FLAC block can hold',
        '注释信息将超过 FLAC 元数据块 16 MB 的上限',
      );
    head.writeUIntBE(list.length, 1, 3);
  }
  return Buffer.concat([head, list]);
}

/** Skeleton 4 keeps offsets in the file; earlier versions do not. */
function hasIndex({ packets: [first] }: Stream): boolean {
  const head = first?.bytes;
  return head?.toString('latin1', 0, 8) === 'fishead\0' && head.length >= 10 && head.readUInt16LE(8) >= 4;
}

interface Target {
  readonly stream: Stream;
  /** Which header packet holds the comments, and where the list begins in it. */
  readonly index: number;
  readonly at: number;
}

/** The streams that hold the field; else the first one that has comments at all. */
function chosen(streams: readonly Stream[], key: string): readonly Target[] {
  const targets = streams.flatMap(targetsOf);
  const holds = ({ stream, index, at }: Target): boolean =>
    readComments(stream.packets[index]!.bytes.subarray(at)).fields.some(
      (field) => field.key.toUpperCase() === key.toUpperCase(),
    );
  const holding = targets.filter(holds);
  if (targets.length === 0)
    throw new Refusal(
      'No stream of the Ogg file has comments that are understood',
      'Ogg 文件中没有可识别的注释信息',
    );
  return holding.length > 0 ? holding : targets.slice(0, 1);
}

/** The comments of a stream, if it has any. */
function targetsOf(stream: Stream): readonly Target[] {
  const found = stream.packets.flatMap(({ bytes }, index): Target[] => {
    const at = stream.codec?.comments(bytes, index) ?? null;
    return at === null ? [] : [{ stream, index, at }];
  });
  return found.slice(0, 1);
}

/** The header pages from the one the packet begins on, to one that ends with a packet, made anew. */
function repaged(
  reader: ByteReader,
  stream: Stream,
  index: number,
  packet: Buffer,
  all: readonly Page[],
): Splice[] {
  const { packets } = stream;
  const old = packets[index]!;
  // a codec's first packet stands alone on its page, so comments begin a page or follow other headers on it
  const firstPage = old.firstPage;
  let last = index;
  while (packets[last + 1]?.firstPage === packets[last]!.lastPage) last += 1;
  let first = index;
  while (first > 0 && packets[first - 1]!.lastPage === firstPage) first -= 1;
  const span = stream.pages.slice(packets[first]!.firstPage, packets[last]!.lastPage + 1);
  if (!alone(packets.slice(first, last + 1), span) || first === 0)
    throw new Refusal(
      'The headers of the Ogg stream share pages with its media; remux the file first',
      'Ogg 流的文件头与媒体数据共用页面；请先重新封装文件',
    );
  const fresh = makePages(
    packets.slice(first, last + 1).map(({ bytes }, at) => (first + at === index ? packet : bytes)),
    {
      serial: stream.serial,
      sequence: span[0]!.sequence,
      position: reader.bytes(span.at(-1)!.start + 6, 8),
      ends: (span.at(-1)!.flags & 4) !== 0,
    },
    span.length,
  );
  const splices = span.map(
    ({ start, end }, at): Splice => ({
      from: start,
      to: end,
      // pages of other streams may stand between: the last place takes what is left over
      data: Buffer.concat(at === span.length - 1 ? fresh.slice(at) : fresh.slice(at, at + 1)),
    }),
  );
  const shift = fresh.length - span.length;
  return shift === 0 ? splices : [...splices, ...renumbered(stream, span.at(-1)!, shift, all)];
}

/** Do these pages hold nothing but these packets? */
function alone(packets: readonly HeaderPacket[], pages: readonly Page[]): boolean {
  const held = packets.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return pages.reduce((sum, { body, end }) => sum + end - body, 0) === held;
}

/** New sequence numbers and checksums for the later pages of a stream. */
function renumbered(stream: Stream, after: Page, shift: number, all: readonly Page[]): Splice[] {
  const splices: Splice[] = [];
  for (const page of all) {
    if (page.start <= after.start || page.serial !== stream.serial) continue;
    // the same number may begin another stream later in a chained file
    if (page.flags & 2) break;
    const data = Buffer.alloc(4);
    const sequence = (page.sequence + shift) >>> 0;
    data.writeUInt32LE(sequence);
    splices.push({ from: page.start + 18, to: page.start + 22, data });
    splices.push({ from: page.start + 22, to: page.start + 26, data: changedSum(page, sequence) });
  }
  return splices;
}

function changedSum(page: Page, sequence: number): Buffer {
  const data = Buffer.alloc(4);
  data.writeUInt32LE((page.checksum ^ checksumChange(page, sequence)) >>> 0);
  return data;
}
