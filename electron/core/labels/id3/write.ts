import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import { inOrder } from '../moved.ts';
import { planned, Refusal } from '../refusal.ts';
import { type Splice, spliced } from '../write-plan.ts';
import { mergeXmp } from '../xmp-merge.ts';
import { frameFlags, modernName, string } from './frames.ts';
import { soundAt } from './sound.ts';
import { type Frame, framesOf, type Plain, synchronised, type TagHead, tagAt } from './tag.ts';

const TAG_BYTES = 16 * 1024 * 1024;
const xmpOwner = Buffer.from('XMP\0', 'latin1');

/**
 * Put entries into the first ID3v2 tag, in the version it has, or into a new tag of 2.4: texts as `TXXX` with the
 * key as description (TC260-PG-202510A), XMP as `PRIV`. Padding takes up the difference while it lasts.
 */
export function writeId3(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  return planned(() => {
    signal.throwIfAborted();
    const tag = tagAt(reader, 0);
    if (tag === null) return withNewTag(reader, entries);
    const open = openTag(reader, tag);
    const places: string[] = [];
    let splices: readonly Splice[] = [];
    for (const entry of entries) {
      const { frame, old } = frameFor(open, entry);
      places.push(entry.kind === 'xmp' ? `ID3v2.${tag.version} PRIV XMP` : `ID3v2.${tag.version}`);
      splices = [...splices, ...replaced(open, old, frame)];
    }
    return { pieces: spliced(reader.size, inOrder(settled(open, splices))), places };
  });
}

interface OpenTag {
  readonly head: TagHead;
  /** Bytes of the tag as they lie in the file, header not counted. */
  readonly raw: Buffer;
  readonly plain: Plain;
  readonly frames: readonly Frame[];
  /** Offset in the file behind the last frame. */
  readonly end: number;
}

function openTag(reader: ByteReader, head: TagHead): OpenTag {
  const { version, flags, body, end } = head;
  if (version < 2 || version > 4 || (version === 2 && flags & 0x40))
    throw new Refusal(
      `The ID3 tag is of a kind that is not written (2.${version})`,
      `该 ID3 标签的类型（2.${version}）不支持写入`,
    );
  if (head.whole > reader.size || end - body > TAG_BYTES)
    throw new Refusal(
      'The ID3 tag is cut short or very large; repair the file first',
      'ID3 标签不完整或过大，请先修复文件',
    );
  const raw = reader.bytes(body, end - body);
  const plain = synchronised(raw, body, version < 4 && (flags & 0x80) !== 0);
  const { frames, at, first } = framesOf(plain.bytes, version, flags);
  if (
    first > plain.bytes.length ||
    frames.some(({ missing }) => missing > 0) ||
    plain.bytes.subarray(at).some((byte) => byte !== 0)
  )
    throw new Refusal(
      'The ID3 tag is damaged behind its frames; repair the file first',
      'ID3 标签在帧之后存在损坏数据，请先修复文件',
    );
  if (first > 0 && hasChecksum(plain.bytes, version))
    throw new Refusal(
      'The ID3 tag carries a checksum of its frames; save the tag anew without one first',
      '该 ID3 标签带有帧校验和；请先以不带校验和的方式重新保存标签',
    );
  return { head, raw, plain, frames, end: fileOffset(plain, at) };
}

/** Flag of a CRC in the extended header: 2.3, 3.2; 2.4 structure, 3.2. */
function hasChecksum(bytes: Buffer, version: number): boolean {
  return version === 3 ? (bytes[4] ?? 0) >= 0x80 : ((bytes[5] ?? 0) & 0x20) !== 0;
}

/** Place in the file of an index of plain data; a dropped zero belongs to the byte in front of it. */
function fileOffset({ start, dropped }: Plain, index: number): number {
  return start + index + dropped.filter((place) => place <= index).length;
}

/** The new frame, and the frames it takes the place of. */
function frameFor(
  tag: OpenTag,
  entry: LabelEntry,
): { readonly frame: Buffer; readonly old: readonly Frame[] } {
  const { version } = tag.head;
  if (entry.kind === 'text') {
    const same = (frame: Frame): boolean =>
      modernName(frame.name) === 'TXXX' && description(tag, frame)?.toUpperCase() === entry.key.toUpperCase();
    return { frame: textFrame(version, entry.key, entry.value), old: tag.frames.filter(same) };
  }
  if (version === 2) throw new Refusal('ID3v2.2 has no place for XMP', 'ID3v2.2 没有存放 XMP 的位置');
  const old = tag.frames.filter(
    (frame) => frame.name === 'PRIV' && frameBytes(tag, frame)?.subarray(0, 4).equals(xmpOwner) === true,
  );
  const [first] = old;
  const packet = first === undefined ? null : (frameBytes(tag, first)?.subarray(4) ?? null);
  const merged = mergeXmp(packet, entry.properties);
  if (!merged.ok) throw new Refusal(merged.reason.en, merged.reason['zh-CN']);
  return { frame: makeFrame(version, 'PRIV', Buffer.concat([xmpOwner, merged.packet])), old };
}

/** Data of a frame that is neither compressed nor encrypted, else `null`. */
function frameBytes({ plain, head }: OpenTag, frame: Frame): Buffer | null {
  const { packed, locked, skip } = frameFlags(head.version, frame.flags);
  if (packed || locked) return null;
  const bytes = plain.bytes.subarray(Math.min(frame.body + skip, frame.to), frame.to);
  const stuffed = head.version === 4 && (frame.flags & 0x02 || head.flags & 0x80);
  return stuffed ? synchronised(bytes, 0, true).bytes : bytes;
}

function description(tag: OpenTag, frame: Frame): string | null {
  const bytes = frameBytes(tag, frame);
  return bytes === null ? null : string(bytes, 1, bytes[0] ?? 0).text;
}

/** UTF-8 in 2.4, UTF-16 with its mark before. */
function textFrame(version: number, key: string, value: string): Buffer {
  if (version === 4) return makeFrame(version, 'TXXX', Buffer.from(`\x03${key}\0${value}`, 'utf8'));
  const wide = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
  const body = Buffer.concat([Buffer.from([1]), wide(key), Buffer.alloc(2), wide(value)]);
  return makeFrame(version, version === 2 ? 'TXX' : 'TXXX', body);
}

function makeFrame(version: number, name: string, body: Uint8Array): Buffer {
  const head = Buffer.alloc(version === 2 ? 6 : 10);
  head.write(name, 0, 'latin1');
  const most = version === 4 ? 2 ** 28 : version === 2 ? 2 ** 24 : 2 ** 32;
  if (body.length >= most)
    throw new Refusal('The text is too long for an ID3 frame', '文本过长，超出 ID3 帧的容量');
  if (version === 2) head.writeUIntBE(body.length, 3, 3);
  else if (version === 3) head.writeUInt32BE(body.length, 4);
  else head.set(safeSize(body.length), 4);
  return Buffer.concat([head, body]);
}

function safeSize(value: number): Buffer {
  return Buffer.from([(value >>> 21) & 127, (value >>> 14) & 127, (value >>> 7) & 127, value & 127]);
}

/** A zero behind each FF that the next byte could turn into a frame sync of MPEG audio, and behind a last one. */
function stuffed(bytes: Buffer): Buffer {
  const out: number[] = [];
  for (const [index, byte] of bytes.entries()) {
    out.push(byte);
    const next = bytes[index + 1];
    if (byte === 0xff && (next === undefined || next === 0 || next >= 0xe0)) out.push(0);
  }
  return Buffer.from(out);
}

function replaced(tag: OpenTag, old: readonly Frame[], frame: Buffer): Splice[] {
  const whole = tag.head.version < 4 && (tag.head.flags & 0x80) !== 0;
  const data = whole ? stuffed(frame) : frame;
  const [first, ...copies] = old;
  if (first === undefined) return [{ from: tag.end, to: tag.end, data }];
  const range = ({ from, to }: Frame): Pick<Splice, 'from' | 'to'> => ({
    from: fileOffset(tag.plain, from),
    to: fileOffset(tag.plain, to),
  });
  return [{ ...range(first), data }, ...copies.map((copy) => ({ ...range(copy), data: new Uint8Array() }))];
}

/** With padding taking up the growth, and the sizes in header, extended header and footer. */
function settled(tag: OpenTag, splices: readonly Splice[]): Splice[] {
  const { head, plain } = tag;
  const growth = splices.reduce((sum, { from, to, data }) => sum + data.length - (to - from), 0);
  const padding = head.end - tag.end;
  if (growth === 0) return [...splices];
  // a footer leaves no room for padding (2.4 structure, 3.4)
  const absorbed = head.whole === head.end && (growth > 0 ? padding >= growth : padding > 0);
  if (absorbed) {
    const room: Splice =
      growth > 0
        ? { from: head.end - growth, to: head.end, data: new Uint8Array() }
        : { from: head.end, to: head.end, data: Buffer.alloc(-growth) };
    return [...splices, room, ...paddingSize(plain, head, -growth)];
  }
  const size = head.end - head.body + growth;
  if (size >= 2 ** 28)
    throw new Refusal('The ID3 tag would grow beyond 256 MB', 'ID3 标签将超过 256 MB，无法写入');
  const field = (at: number): Splice => ({ from: at, to: at + 4, data: safeSize(size) });
  return [...splices, field(head.start + 6), ...(head.whole > head.end ? [field(head.end + 6)] : [])];
}

/** 2.3 keeps the length of its padding in the extended header (3.2). */
function paddingSize({ bytes, dropped }: Plain, { version, flags, body }: TagHead, by: number): Splice[] {
  if (version !== 3 || !(flags & 0x40) || bytes.length < 10) return [];
  if (dropped.some((place) => place <= 10))
    throw new Refusal(
      'The extended header of the ID3 tag is unsynchronised; save the tag anew first',
      'ID3 标签的扩展头经过去同步处理；请先重新保存标签',
    );
  const data = Buffer.alloc(4);
  data.writeUInt32BE(Math.max(0, bytes.readUInt32BE(6) + by));
  return [{ from: body + 6, to: body + 10, data }];
}

function withNewTag(reader: ByteReader, entries: readonly LabelEntry[]) {
  // ADTS and ADIF streams have no place for texts of their own, and not every player steps over a tag
  const raw = reader.size >= 2 && (reader.u16(0) & 0xfff6) === 0xfff0;
  if (raw || reader.matches(0, 'ADIF'))
    throw new Refusal(
      'A bare AAC stream without an ID3 tag has no place for a label; put it into an M4A file first',
      '不含 ID3 标签的 AAC 裸流没有存放标识的位置；请先将其封装为 M4A 文件',
    );
  if (!soundAt(reader, 0))
    throw new Refusal(
      'There is no MPEG audio at the beginning of the file; repair it first',
      '文件开头没有 MPEG 音频数据，请先修复文件',
    );
  const frames = entries.map((entry) => {
    if (entry.kind === 'text') return textFrame(4, entry.key, entry.value);
    const merged = mergeXmp(null, entry.properties);
    if (!merged.ok) throw new Refusal(merged.reason.en, merged.reason['zh-CN']);
    return makeFrame(4, 'PRIV', Buffer.concat([xmpOwner, merged.packet]));
  });
  const body = Buffer.concat(frames);
  const data = Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), safeSize(body.length), body]);
  return {
    pieces: spliced(reader.size, [{ from: 0, to: 0, data }]),
    places: entries.map(({ kind }) => (kind === 'xmp' ? 'ID3v2.4 PRIV XMP' : 'ID3v2.4')),
  };
}
