import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import { damaged } from '../gathering.ts';
import { readId3 } from '../id3/read.ts';
import { tagAt } from '../id3/tag.ts';
import { readTrailers } from '../id3/trailers.ts';
import { growthOf, inOrder } from '../moved.ts';
import { planned, Refusal } from '../refusal.ts';
import { addText, likelyText, type Source, step, take } from '../source.ts';
import { type Splice, spliced } from '../write-plan.ts';
import { addComments, newComments, readComments, withField } from './comments.ts';

const place = 'Vorbis comment';
const PADDING = 1;
const APPLICATION = 2;
const COMMENTS = 4;
/** A block's length has 24 bits (RFC 9639, 8.1). */
const BLOCK = 2 ** 24 - 1;

export interface FlacBlock {
  readonly type: number;
  readonly start: number;
  readonly body: number;
  readonly end: number;
  readonly last: boolean;
}

/** Metadata blocks from the stream's marker on; `null` ends a walk that left the file. */
export function blocksAt(
  reader: ByteReader,
  at: number,
): { readonly blocks: readonly FlacBlock[]; readonly whole: boolean } {
  const blocks: FlacBlock[] = [];
  for (let start = at + 4; start + 4 <= reader.size && blocks.length < 10_000; ) {
    const head = reader.u8(start);
    const end = start + 4 + reader.u24(start + 1);
    if (end > reader.size) return { blocks, whole: false };
    blocks.push({ type: head & 0x7f, start, body: start + 4, end, last: head >= 0x80 });
    if (head >= 0x80) return { blocks, whole: true };
    start = end;
  }
  return { blocks, whole: false };
}

/** Comments of a FLAC file, and of the ID3 tags some writers put around it. */
export function readFlacTexts(source: Source): void {
  const { reader, gathering } = source;
  const at = readId3(source, 0, reader.size);
  if (!reader.matches(at, 'fLaC')) {
    damaged(gathering, `no FLAC marker at offset ${at}`);
    return;
  }
  const { blocks, whole } = blocksAt(reader, at);
  if (!whole) damaged(gathering, 'the metadata blocks run past the end of the file');
  for (const { type, body, end } of blocks) {
    if (!step(source)) return;
    if (type === APPLICATION && end - body > 4 && end - body <= 65536) {
      const text = likelyText(reader.bytes(body + 4, end - body - 4));
      if (text !== null)
        addText(source, 'APPLICATION block', reader.latin1(body, 4), [body + 4, end - body - 4], text);
    }
    if (type !== COMMENTS) continue;
    const bytes = take(source, [body, end - body], place);
    if (bytes !== null) addComments(source, place, bytes, (start, length) => [body + start, length]);
  }
  const sound = blocks.at(-1)?.end ?? at + 4;
  // 14 bits of sync code and a zero bit begin each frame (RFC 9639, 9.1)
  if (whole && sound + 2 <= reader.size && (reader.u16(sound) & 0xfffe) !== 0xfff8)
    damaged(gathering, `no frame at offset ${sound}, where the metadata blocks end`);
  readTrailers(source, sound);
}

/** Put texts into the comments of a FLAC file; a padding block takes up the difference while it lasts. */
export function writeFlac(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  return planned(() => {
    signal.throwIfAborted();
    let at = 0;
    for (let tag = tagAt(reader, 0); tag !== null && at < reader.size; tag = tagAt(reader, at))
      at = tag.whole;
    const { blocks, whole } = blocksAt(reader, at);
    const [first] = blocks;
    if (!reader.matches(at, 'fLaC') || !whole || first === undefined)
      throw new Refusal(
        'The metadata blocks of the FLAC file are damaged; repair it first',
        'FLAC 文件的元数据块已损坏，请先修复',
      );
    const old = blocks.find(({ type }) => type === COMMENTS);
    if (old !== undefined && old.end - old.body > 16 * 1024 * 1024)
      throw new Refusal('The comments are too large to be changed', '注释信息过大，无法修改');
    let list = old === undefined ? null : reader.bytes(old.body, old.end - old.body);
    for (const entry of entries) {
      if (entry.kind === 'xmp') throw new Refusal('FLAC has no place for XMP', 'FLAC 没有存放 XMP 的位置');
      list =
        list === null
          ? newComments(entry.key, entry.value)
          : withField(readComments(list), entry.key, entry.value);
    }
    const splices = list === null ? [] : withPadding(blocks, commentSplices(old, first, list));
    return { pieces: spliced(reader.size, inOrder(splices)), places: entries.map(() => place) };
  });
}

function header(type: number, length: number, last: boolean): Buffer {
  if (length > BLOCK)
    throw new Refusal(
      'The comments would be larger than the 16 MB a FLAC block can hold',
      '注释信息将超过 FLAC 元数据块 16 MB 的上限',
    );
  const head = Buffer.alloc(4);
  head.writeUInt8(type | (last ? 0x80 : 0), 0);
  head.writeUIntBE(length, 1, 3);
  return head;
}

function commentSplices(old: FlacBlock | undefined, first: FlacBlock, list: Buffer): Splice[] {
  if (old !== undefined) {
    const head = header(COMMENTS, list.length, old.last);
    return [
      { from: old.start, to: old.body, data: head },
      { from: old.body, to: old.end, data: list },
    ];
  }
  // STREAMINFO comes first (RFC 9639, 8.2) and hands on being the last block
  const block = Buffer.concat([header(COMMENTS, list.length, first.last), list]);
  const mark: Splice = { from: first.start, to: first.start + 1, data: Buffer.from([first.type]) };
  return [...(first.last ? [mark] : []), { from: first.end, to: first.end, data: block }];
}

function withPadding(blocks: readonly FlacBlock[], splices: Splice[]): Splice[] {
  const growth = growthOf(splices);
  if (growth === 0) return splices;
  for (const { type, start, body, end, last } of blocks) {
    const length = end - body - growth;
    if (type !== PADDING || length < 0 || length > BLOCK) continue;
    const head: Splice = { from: start, to: body, data: header(PADDING, length, last) };
    return growth > 0
      ? [...splices, head, { from: end - growth, to: end, data: new Uint8Array() }]
      : [...splices, head, { from: end, to: end, data: Buffer.alloc(-growth) }];
  }
  return splices;
}
