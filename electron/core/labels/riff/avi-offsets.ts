import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { movedBy } from '../moved.ts';
import { Refusal } from '../refusal.ts';
import type { Splice } from '../write-plan.ts';
import { type Chunk, chunksIn, listType } from './chunks.ts';
import { findList, type RiffFile } from './file.ts';

/** Offsets that stand in an AVI: how `idx1` counts, and where absolute ones of OpenDML are. */
interface Offsets {
  /** `relative` to the media list, `absolute`, or neither as far as can be seen. */
  readonly idx1: 'none' | 'relative' | 'absolute' | 'unclear';
  /** Places of absolute 64-bit offsets: super index entries and bases of chunk indexes. */
  readonly long: readonly number[];
  /** An index could not be read. */
  readonly broken: boolean;
}

const ENTRIES = 100_000;

/** May the media move, with all offsets understood? */
export function movable(file: RiffFile): boolean {
  const { idx1, long, broken } = offsetsOf(file);
  return !broken && idx1 !== 'unclear' && (file.forms.length === 1 || long.length > 0);
}

/** Absolute offsets, after `splices` have moved what they point at. */
export function aviOffsetSplices(file: RiffFile, splices: readonly Splice[]): Splice[] {
  const { reader } = file;
  const moved = movedBy(splices);
  const media = findList(file, 'movi');
  const places = [media?.start, ...file.forms.slice(1).map(({ start }) => start)];
  if (places.every((place) => place === undefined || moved(place) === place)) return [];
  if (!movable(file))
    throw new Refusal(
      'The media would move, and the index of the file is not understood; rebuild the index first, for example by copying the streams into a new file',
      '写入会移动媒体数据，但该文件的索引无法识别；请先重建索引，例如将各流原样复制到新文件',
    );
  const { idx1, long } = offsetsOf(file);
  const patches: Splice[] = [];
  for (const at of long) {
    const old = reader.u64(at, true);
    const data = Buffer.alloc(8);
    data.writeBigUInt64LE(BigInt(moved(old)));
    patches.push({ from: at, to: at + 8, data });
  }
  const index = file.chunks.find(({ name }) => name === 'idx1');
  if (idx1 !== 'absolute' || index === undefined) return patches;
  for (let from = index.body; from < index.end; from += BLOCK) {
    const data = reader.bytes(from, Math.min(BLOCK, index.end - from));
    for (let at = 8; at + 4 <= data.length; at += 16) data.writeUInt32LE(moved(data.readUInt32LE(at)), at);
    patches.push({ from, to: from + data.length, data });
  }
  return patches;
}

/** A multiple of the sixteen bytes of an index entry. */
const BLOCK = 1024 * 1024;

function offsetsOf(file: RiffFile): Offsets {
  const { reader, form } = file;
  const long: number[] = [];
  let broken = false;
  const header = findList(file, 'hdrl');
  for (const stream of header === undefined ? [] : chunksIn(reader, header.body + 4, header.end, form)) {
    if (listType(reader, stream) !== 'strl') continue;
    for (const chunk of chunksIn(reader, stream.body + 4, stream.end, form)) {
      if (chunk.name === 'indx') broken ||= !superIndex(reader, chunk, long);
    }
  }
  return { idx1: indexKind(file), long, broken };
}

/** OpenDML 1.02: entries of 16 bytes, each the place of a chunk index; or a chunk index with its base. */
function superIndex(reader: ByteReader, { body, end }: Chunk, long: number[]): boolean {
  if (end - body < 24) return false;
  const kind = reader.u8(body + 3);
  const count = reader.u32(body + 4, true);
  if (kind === 1) {
    long.push(body + 12);
    return true;
  }
  if (kind !== 0 || count > ENTRIES || body + 24 + count * 16 > end) return false;
  for (let index = 0; index < count; index += 1) {
    const at = body + 24 + index * 16;
    const place = reader.u64(at, true);
    if (place === 0) continue;
    // the chunk index itself: ix##, and an absolute base behind its counts
    if (place + 32 > reader.size || !/^ix[\x20-\x7e]{2}|^[\x20-\x7e]{2}ix/.test(reader.latin1(place, 4)))
      return false;
    long.push(at, place + 8 + 12);
  }
  return true;
}

/** Where the first entry of `idx1` points tells how it counts. */
function indexKind(file: RiffFile): Offsets['idx1'] {
  const { reader } = file;
  const index = file.chunks.find(({ name }) => name === 'idx1');
  const media = findList(file, 'movi');
  if (index === undefined || index.end - index.body < 16) return 'none';
  if (media === undefined) return 'unclear';
  const name = reader.latin1(index.body, 4);
  const offset = reader.u32(index.body + 8, true);
  if (reader.matches(media.body + offset, name)) return 'relative';
  return reader.matches(offset, name) ? 'absolute' : 'unclear';
}
