import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { Refusal } from '../refusal.ts';
import type { Splice } from '../write-plan.ts';
import { boxesIn, childList, type FileBox, words } from './boxes.ts';
import { itemLocationSplices } from './item-locations.ts';

/** Most bytes of tables that are rewritten. */
const TABLE_BYTES = 128 * 1024 * 1024;
const BLOCK = 1024 * 1024;
const FRAGMENTS = 1_000_000;

/**
 * Every absolute offset of a movie that points at bytes which `moved` puts elsewhere: chunk offsets, auxiliary
 * information, fragment bases, the index of fragments, item locations, and segment indexes whose distance to the
 * first segment changes. All of them keep their width, so nothing else moves.
 */
export function offsetSplices(
  reader: ByteReader,
  top: readonly FileBox[],
  moved: (offset: number) => number,
): Splice[] {
  const splices: Splice[] = [];
  let left = TABLE_BYTES;
  const table = (box: FileBox, from: number, count: number, width: 4 | 8): void => {
    left -= count * width;
    if (left < 0)
      throw new Refusal(
        'The tables of chunk offsets are too large to be rewritten; write the moov box behind the media first',
        '块偏移表过大，无法改写；请先将 moov 盒移到媒体数据之后',
      );
    if (from + count * width > box.end)
      throw new Refusal(
        `The table ${box.type} is cut short; repair the file first`,
        `${box.type} 表不完整，请先修复文件`,
      );
    splices.push(...rewritten(reader, from, count, width, moved));
  };
  for (const box of top) {
    if (box.type === 'moov') movie(reader, box, moved, table, splices);
    else if (box.type === 'meta') locations(reader, box, '', moved, splices);
    else if (box.type === 'moof') fragment(reader, box, table);
    else if (box.type === 'mfra') randomAccess(reader, box, moved, splices);
    else if (box.type === 'sidx') segmentIndex(reader, box, moved, splices);
  }
  return splices;
}

type Table = (box: FileBox, from: number, count: number, width: 4 | 8) => void;

function movie(
  reader: ByteReader,
  moov: FileBox,
  moved: (offset: number) => number,
  table: Table,
  splices: Splice[],
): void {
  for (const box of childList(reader, moov, '').boxes) {
    if (box.type === 'meta') locations(reader, box, 'moov', moved, splices);
    if (box.type === 'cmov')
      throw new Refusal(
        'The movie header is compressed; unpack it first, for example by copying the streams into a new file',
        '影片头（moov）经过压缩；请先解压，例如将各流原样复制到新文件',
      );
    if (box.type !== 'trak') continue;
    for (const part of childList(reader, box, 'moov').boxes) {
      if (part.type === 'meta') locations(reader, part, 'trak', moved, splices);
      if (part.type !== 'mdia') continue;
      for (const media of childList(reader, part, 'trak').boxes) {
        if (media.type === 'minf') tables(reader, media, table);
      }
    }
  }
}

function tables(reader: ByteReader, minf: FileBox, table: Table): void {
  for (const box of childList(reader, minf, 'mdia').boxes) {
    if (box.type === 'dinf') selfContained(reader, box);
    if (box.type !== 'stbl') continue;
    for (const entry of childList(reader, box, 'minf').boxes) {
      const { type, body, end } = entry;
      if ((type === 'stco' || type === 'co64') && end - body >= 8)
        table(entry, body + 8, reader.u32(body + 4), type === 'stco' ? 4 : 8);
      if (type === 'saio' && end - body >= 8) auxiliary(reader, entry, table);
    }
  }
}

/** Offsets of auxiliary information such as initialisation vectors (ISO/IEC 14496-12, 8.7.9). */
function auxiliary(reader: ByteReader, box: FileBox, table: Table): void {
  const wide = reader.u8(box.body) !== 0;
  const at = box.body + 4 + (reader.u8(box.body + 3) & 1 ? 8 : 0);
  if (at + 4 <= box.end) table(box, at + 4, reader.u32(at), wide ? 8 : 4);
}

/** Chunk offsets into other files must not be touched, and cannot be told apart cheaply. */
function selfContained(reader: ByteReader, dinf: FileBox): void {
  for (const list of childList(reader, dinf, 'minf').boxes) {
    if (list.type !== 'dref') continue;
    for (const entry of boxesIn(reader, Math.min(list.end, list.body + 8), list.end, 'dref')) {
      if (entry.end - entry.body >= 4 && (reader.u8(entry.body + 3) & 1) === 0)
        throw new Refusal(
          'The media of the movie lies in other files, so that its offsets cannot be adjusted; make the movie self-contained first',
          '影片的媒体数据位于其他文件，无法调整偏移；请先将其另存为独立影片',
        );
    }
  }
}

/** `base-data-offset` of a track fragment, when it has one (8.8.7). */
function fragment(reader: ByteReader, moof: FileBox, table: Table): void {
  for (const track of childList(reader, moof, '').boxes) {
    if (track.type !== 'traf') continue;
    for (const head of childList(reader, track, 'moof').boxes) {
      if (head.type === 'tfhd' && head.end - head.body >= 16 && reader.u8(head.body + 3) & 1)
        table(head, head.body + 8, 1, 8);
    }
  }
}

/** Offsets of movie fragments (8.8.10). */
function randomAccess(
  reader: ByteReader,
  mfra: FileBox,
  moved: (offset: number) => number,
  splices: Splice[],
): void {
  for (const box of childList(reader, mfra, '').boxes) {
    if (box.type !== 'tfra' || box.end - box.body < 16) continue;
    const wide = reader.u8(box.body) === 1;
    const sizes = reader.u32(box.body + 8);
    const numbers = ((sizes >> 4) & 3) + ((sizes >> 2) & 3) + (sizes & 3) + 3;
    const count = reader.u32(box.body + 12);
    const step = (wide ? 16 : 8) + numbers;
    if (count > FRAGMENTS || box.body + 16 + count * step > box.end)
      throw new Refusal(
        'The index of movie fragments is damaged; repair the file first',
        '影片分片索引已损坏，请先修复文件',
      );
    for (let index = 0; index < count; index += 1) {
      const at = box.body + 16 + index * step + (wide ? 8 : 4);
      splices.push(...rewritten(reader, at, 1, wide ? 8 : 4, moved));
    }
  }
}

/** A segment index counts from its own end (8.16.3): only the way to the first segment can change. */
function segmentIndex(
  reader: ByteReader,
  box: FileBox,
  moved: (offset: number) => number,
  splices: Splice[],
): void {
  const { body, end } = box;
  if (end - body < 24) return;
  const wide = reader.u8(body) !== 0;
  const at = body + 12 + (wide ? 8 : 4);
  const first = wide ? reader.u64(at) : reader.u32(at);
  const entries = at + (wide ? 8 : 4) + 4;
  const count = entries <= end ? reader.u16(entries - 2) : 0;
  if (entries + count * 12 > end)
    throw new Refusal('A segment index is damaged; repair the file first', '分段索引已损坏，请先修复文件');
  let position = end + first;
  for (let index = 0; index < count; index += 1) {
    const next = position + (reader.u32(entries + index * 12) & 0x7fffffff);
    // its first and its last byte move alike when nothing grows inside
    if (next > position && moved(next - 1) - (next - 1) !== moved(position) - position)
      throw new Refusal(
        'A segment index spans the place of the label, so that it cannot be adjusted',
        '分段索引跨越标识所在位置，无法调整',
      );
    position = next;
  }
  const now = moved(end + first) - moved(end);
  if (now === first) return;
  const data = wide ? words(Math.floor(now / 2 ** 32), now % 2 ** 32) : words(now);
  splices.push({ from: at, to: at + data.length, data });
}

function locations(
  reader: ByteReader,
  meta: FileBox,
  parent: string,
  moved: (offset: number) => number,
  splices: Splice[],
): void {
  for (const box of childList(reader, meta, parent).boxes) {
    if (box.type === 'iloc') splices.push(...itemLocationSplices(reader, box, moved));
  }
}

/** A row of offsets, in the blocks in which something changes. */
function rewritten(
  reader: ByteReader,
  from: number,
  count: number,
  width: 4 | 8,
  moved: (offset: number) => number,
): Splice[] {
  const splices: Splice[] = [];
  const end = from + count * width;
  for (let at = from; at < end; at += BLOCK) {
    const data = reader.bytes(at, Math.min(BLOCK, end - at));
    let changed = false;
    for (let index = 0; index < data.length; index += width) {
      const old = width === 4 ? data.readUInt32BE(index) : Number(data.readBigUInt64BE(index));
      const now = moved(old);
      if (now === old) continue;
      if (width === 4 && now > 0xffffffff)
        throw new Refusal(
          'Media would move beyond 4 GiB, where 32-bit chunk offsets do not reach; write the moov box behind the media first',
          '媒体数据将移到 4 GiB 之后，超出 32 位块偏移的范围；请先将 moov 盒移到媒体数据之后',
        );
      changed = true;
      if (width === 4) data.writeUInt32BE(now, index);
      else data.writeBigUInt64BE(BigInt(now), index);
    }
    if (changed) splices.push({ from: at, to: at + data.length, data });
  }
  return splices;
}
