import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import { growthOf, inOrder } from '../moved.ts';
import { planned, Refusal } from '../refusal.ts';
import { type Splice, spliced } from '../write-plan.ts';
import { type FileElement, ids, makeElement, makeVoid, sizeBytes } from './elements.ts';
import { listedAt } from './seek-head.ts';
import { type SegmentHead, type SegmentPart, walkSegments } from './segment.ts';
import { holdsText, tagsData } from './tags.ts';

/** A file as far as it must be known for writing: the parts of its first Segment, Clusters apart. */
export interface MatroskaFile {
  readonly reader: ByteReader;
  readonly segment: SegmentHead;
  readonly parts: readonly FileElement[];
  /** Where the first Cluster begins, or the end of the Segment. */
  readonly media: number;
  readonly end: number;
}

const PARTS = 100_000;

/**
 * Put a text into the Tags of a Matroska or WebM file (TC260-PG-20257A). Nothing moves that is pointed at: the Tags
 * grow into a Void, or stand anew in one, or at the end of the Segment with the SeekHead pointing there. A file
 * without SeekHead and Cues points at nothing, and gets them in front of the media.
 */
export function writeMatroska(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  signal: AbortSignal,
): WriteAnswer {
  return planned(() => {
    const [entry, ...more] = entries;
    if (entry === undefined || more.length > 0 || entry.kind !== 'text')
      throw new Refusal('One named text is written at a time', '一次只能写入一项具名文本');
    const file = openMatroska(reader, signal);
    const splices = placed(file, entry.key, entry.value);
    const size = sizeSplice(file, growthOf(splices));
    return { pieces: spliced(reader.size, inOrder([...splices, ...size])), places: ['Tags'] };
  });
}

function openMatroska(reader: ByteReader, signal: AbortSignal): MatroskaFile {
  const parts: SegmentPart[] = [];
  let media: number | null = null;
  const { segments, ends, problem } = walkSegments(reader, (part) => {
    signal.throwIfAborted();
    if (part.segment > 0 || part.id === 0) return true;
    if (part.id === ids.cluster) media ??= part.start;
    else parts.push(part);
    return parts.length < PARTS;
  });
  const [segment] = segments;
  const [end] = ends;
  if (
    problem !== null ||
    segment === undefined ||
    end === undefined ||
    parts.length >= PARTS ||
    segment.missing > 0
  )
    throw new Refusal(
      `The file is damaged (${problem ?? 'it has no end'}); repair it first`,
      `文件已损坏（${problem ?? '结构不完整'}），请先修复`,
    );
  if (parts.some(({ id, start }) => id === ids.crc && start === segment.body))
    throw new Refusal(
      'The Segment carries a checksum of the whole file; remux it without one first',
      '该文件的 Segment 带有整体校验和；请先重新封装为不带校验和的文件',
    );
  return { reader, segment, parts, media: media ?? end, end };
}

function placed(file: MatroskaFile, key: string, value: string): Splice[] {
  const { reader, parts, media, end } = file;
  const all = parts.filter(({ id }) => id === ids.tags);
  const old = all.find((tags) => holdsText(reader, tags, key)) ?? all.at(-1) ?? null;
  const data = tagsData(reader, old, key, value);
  if (old !== null) {
    const inPlace = grown(file, old, data);
    if (inPlace !== null) return inPlace;
  }
  const fresh = makeElement(ids.tags, data);
  // a Tags element that does not fit where it stands leaves a Void behind
  const left = old === null ? [] : [{ from: old.start, to: old.end, data: makeVoid(old.end - old.start) }];
  const pointed = parts.some(({ id }) => id === ids.seekHead || id === ids.cues);
  if (!pointed && old === null) return [{ from: media, to: media, data: fresh }];
  const seek = (at: number): Splice[] | null => listedAt(file, old, at);
  const hole = parts.find(
    (part) =>
      part.id === ids.void && part.start < media && fits(fresh.length, part) && !besideSeekHead(file, part),
  );
  if (hole !== undefined) {
    const room = hole.end - hole.start - fresh.length;
    const filled = Buffer.concat([fresh, ...(room > 0 ? [makeVoid(room)] : [])]);
    // in front of the media it is found with or without the SeekHead
    return [...left, { from: hole.start, to: hole.end, data: filled }, ...(seek(hole.start) ?? [])];
  }
  return [...left, { from: end, to: end, data: fresh }, ...(seek(end) ?? unlisted(file))];
}

/** Behind the media a reader finds the Tags through the SeekHead only. */
function unlisted({ parts }: MatroskaFile): Splice[] {
  if (!parts.some(({ id }) => id === ids.seekHead)) return [];
  throw new Refusal(
    'The index (SeekHead) of the file has no room for another entry; remux it first, for example by copying the streams into a new file',
    '文件的索引（SeekHead）没有空位登记新的标签；请先重新封装，例如将各流原样复制到新文件',
  );
}

const fits = (length: number, { start, end }: FileElement): boolean =>
  end - start === length || end - start >= length + 2;

/** The Void behind a SeekHead is the room it grows into. */
function besideSeekHead({ parts }: MatroskaFile, hole: FileElement): boolean {
  return parts.some(({ id, end }) => id === ids.seekHead && end === hole.start);
}

/** The Tags with new data where they stand, when a Void behind or the end of the Segment allows it. */
function grown({ reader, parts, end }: MatroskaFile, old: FileElement, data: Buffer): Splice[] | null {
  const next = parts.find(({ id, start }) => id === ids.void && start === old.end);
  const width = old.body - old.start - 4;
  const fresh = makeElement(ids.tags, data, sizeBytes(data.length, width) === null ? undefined : width);
  if (old.end === end) {
    const stretched = old.end - old.start - fresh.length;
    // what gets shorter leaves no trace at the end
    return stretched === 0 && fresh.equals(reader.bytes(old.start, fresh.length))
      ? []
      : [{ from: old.start, to: old.end, data: fresh }];
  }
  const room = (next?.end ?? old.end) - old.start - fresh.length;
  if (room === 0) return [{ from: old.start, to: next?.end ?? old.end, data: fresh }];
  if (room >= 2)
    return [{ from: old.start, to: next?.end ?? old.end, data: Buffer.concat([fresh, makeVoid(room)]) }];
  // a single byte is too few for a Void, and just enough for a longer size field
  if (room !== 1 || width >= 8) return null;
  return [{ from: old.start, to: next?.end ?? old.end, data: makeElement(ids.tags, data, width + 1) }];
}

/** The size of the Segment, in the bytes it has. */
function sizeSplice({ segment }: MatroskaFile, growth: number): Splice[] {
  if (growth === 0 || segment.open) return [];
  const data = sizeBytes(segment.end - segment.body + growth, segment.width);
  if (data === null)
    throw new Refusal(
      'The size field of the Segment is too short for a longer file; remux it first',
      'Segment 的大小字段过短，无法容纳更长的文件；请先重新封装',
    );
  return [{ from: segment.body - segment.width, to: segment.body, data }];
}
