import { type FileHandle, open } from 'node:fs/promises';
import { writeWhole } from '../../labels/writing/copy-pieces.ts';

/**
 * What an MP4 or QuickTime file says about its tracks and FFmpeg does not write again: how the picture is turned, that
 * it is spherical or stereoscopic, how light its master was, what timed metadata means, and XMP. Boxes after ISO/IEC
 * 14496-12:2022 and Google's Spherical Video (2017).
 */

/** A movie header larger than this is not edited, bytes. */
const LARGEST_MOVIE = 256 * 1024 * 1024;
const MOST_BOXES = 100_000;
const XMP_BOX = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

interface Box {
  readonly type: string;
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

/**
 * Carry such boxes from one film to its copy, whose tracks stand in the same order. The copy's movie header must be
 * its last box, as FFmpeg leaves it. `false`: one of the two is not built that way, and nothing was changed.
 */
export async function carryMovieBoxes(source: string, copy: string): Promise<boolean> {
  const [from, to] = [await open(source, 'r'), await open(copy, 'r+')];
  try {
    const [oldTop, newTop] = [await topBoxes(from), await topBoxes(to)];
    const [oldMovie, newMovie] = [oldTop, newTop].map((boxes) => boxes.find(({ type }) => type === 'moov'));
    if (oldMovie === undefined || newMovie === undefined || newMovie !== newTop.at(-1)) return false;
    const [before, after] = [await bytesOf(from, oldMovie), await bytesOf(to, newMovie)];
    if (before === null || after === null) return false;
    const movie = withTracks(before, after);
    const packets: Buffer[] = [];
    for (const box of oldTop) {
      if (box.type !== 'uuid' || box.end - box.start > LARGEST_MOVIE) continue;
      const bytes = await bytesOf(from, box);
      if (bytes?.subarray(box.body - box.start, box.body - box.start + 16).equals(XMP_BOX))
        packets.push(bytes);
    }
    const tail = Buffer.concat([movie, ...packets]);
    await writeWhole(to, tail, newMovie.start);
    await to.truncate(newMovie.start + tail.length);
    return true;
  } finally {
    await from.close();
    await to.close();
  }
}

async function topBoxes(file: FileHandle): Promise<Box[]> {
  const { size } = await file.stat();
  const boxes: Box[] = [];
  const head = Buffer.alloc(16);
  for (let start = 0; start + 8 <= size && boxes.length < MOST_BOXES; ) {
    await file.read(head, 0, 16, start);
    const short = head.readUInt32BE(0);
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? size - start : short;
    if (length < 8 || start + length > size) break;
    boxes.push({
      type: head.toString('latin1', 4, 8),
      start,
      body: start + (short === 1 ? 16 : 8),
      end: start + length,
    });
    start += length;
  }
  return boxes;
}

async function bytesOf(file: FileHandle, { start, end }: Box): Promise<Buffer | null> {
  if (end - start > LARGEST_MOVIE) return null;
  const bytes = Buffer.alloc(end - start);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
  return bytesRead === bytes.length ? bytes : null;
}

/** Boxes one after another; ends where they stop making sense. */
function boxesIn(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let start = from; start + 8 <= to && boxes.length < MOST_BOXES; ) {
    const length = bytes.readUInt32BE(start);
    if (length < 8 || start + length > to) break;
    boxes.push({
      type: bytes.toString('latin1', start + 4, start + 8),
      start,
      body: start + 8,
      end: start + length,
    });
    start += length;
  }
  return boxes;
}

function find(bytes: Buffer, within: Box | undefined, type: string): Box | undefined {
  return within === undefined
    ? undefined
    : boxesIn(bytes, within.body, within.end).find((box) => box.type === type);
}

const whole = (bytes: Buffer): Box => ({ type: 'moov', start: 0, body: 8, end: bytes.length });

/** The new movie header, each track with what its counterpart says. */
function withTracks(before: Buffer, after: Buffer): Buffer {
  const tracks = (bytes: Buffer): Box[] =>
    boxesIn(bytes, 8, bytes.length).filter(({ type }) => type === 'trak');
  const old = tracks(before);
  const renewed = tracks(after);
  if (old.length !== renewed.length) return after;
  return rebuilt(after, whole(after), (box) => {
    const index = renewed.findIndex(({ start }) => start === box.start);
    return index < 0 ? null : withTrack(before, old[index]!, after, box);
  });
}

/** A container box again, with those children replaced for which `replace` gives bytes, and more behind them. */
function rebuilt(
  bytes: Buffer,
  box: Box,
  replace: (child: Box) => Buffer | null,
  more: readonly Buffer[] = [],
  header = 8,
): Buffer {
  const children = boxesIn(bytes, box.start + header, box.end);
  const parts = children.map((child) => replace(child) ?? bytes.subarray(child.start, child.end));
  // What follows the last child (QuickTime ends lists with four zeros) stays.
  const rest = bytes.subarray(children.at(-1)?.end ?? box.start + header, box.end);
  const built = Buffer.concat([bytes.subarray(box.start, box.start + header), ...parts, rest, ...more]);
  built.writeUInt32BE(built.length, 0);
  return built;
}

function withTrack(before: Buffer, old: Box, after: Buffer, renewed: Box): Buffer {
  const [handler, written] = [handlerOf(before, old), handlerOf(after, renewed)];
  // FFmpeg calls a track whose kind it does not know a link.
  if (handler !== written && !(foreign(handler) && written === 'url '))
    return after.subarray(renewed.start, renewed.end);
  const uuids = boxesIn(before, old.body, old.end)
    .filter(({ type }) => type === 'uuid')
    .map((box) => before.subarray(box.start, box.end));
  return rebuilt(
    after,
    renewed,
    (child) => {
      if (child.type === 'tkhd') return withMatrix(before, find(before, old, 'tkhd'), after, child);
      if (child.type === 'mdia') return withMedia(before, find(before, old, 'mdia'), after, child, handler);
      return null;
    },
    uuids,
  );
}

/** Kinds of tracks that are copied without being understood: timed metadata and the like. */
function foreign(handler: string): boolean {
  return !['vide', 'soun', 'text', 'sbtl', 'subt', 'clcp', 'tmcd'].includes(handler);
}

function handlerOf(bytes: Buffer, track: Box): string {
  const handler = find(bytes, find(bytes, track, 'mdia'), 'hdlr');
  return handler === undefined ? '' : bytes.toString('latin1', handler.body + 8, handler.body + 12);
}

/** The display matrix: behind times, number, length and eight and eight bytes of either version of the box. */
function withMatrix(before: Buffer, old: Box | undefined, after: Buffer, renewed: Box): Buffer {
  const copy = Buffer.from(after.subarray(renewed.start, renewed.end));
  if (old === undefined) return copy;
  const place = (bytes: Buffer, box: Box): number => box.body + (bytes[box.body] === 1 ? 52 : 40);
  const [from, to] = [place(before, old), place(after, renewed) - renewed.start];
  if (from + 36 <= old.end && to + 36 <= copy.length) before.copy(copy, to, from, from + 36);
  return copy;
}

/** Of pictures, some boxes of the sample entry; of timed metadata, the whole description and the name. */
function withMedia(
  before: Buffer,
  old: Box | undefined,
  after: Buffer,
  renewed: Box,
  handler: string,
): Buffer {
  const information = find(before, old, 'minf');
  const description = find(before, find(before, information, 'stbl'), 'stsd');
  const name = find(before, old, 'hdlr');
  return rebuilt(after, renewed, (child) => {
    if (child.type === 'hdlr' && foreign(handler) && name !== undefined)
      return before.subarray(name.start, name.end);
    if (child.type !== 'minf' || information === undefined || description === undefined) return null;
    const header = boxesIn(before, information.body, information.end).find(({ type }) =>
      mediaHeaders.has(type),
    );
    return rebuilt(after, child, (inner) => {
      if (mediaHeaders.has(inner.type) && foreign(handler) && header !== undefined)
        return before.subarray(header.start, header.end);
      if (inner.type !== 'stbl') return null;
      return rebuilt(after, inner, (table) => {
        if (table.type !== 'stsd') return null;
        if (handler === 'vide') return withEntry(before, description, after, table);
        return foreign(handler) ? before.subarray(description.start, description.end) : null;
      });
    });
  });
}

const mediaHeaders: ReadonlySet<string> = new Set(['gmhd', 'nmhd', 'sthd', 'hmhd']);

/** Children of a visual sample entry begin behind 78 bytes of it. */
const ENTRY_HEADER = 86;
const carried: ReadonlySet<string> = new Set(['st3d', 'sv3d', 'mdcv', 'clli', 'SmDm', 'CoLL']);

function withEntry(before: Buffer, old: Box, after: Buffer, renewed: Box): Buffer {
  const entryOf = (bytes: Buffer, box: Box): Box | undefined => boxesIn(bytes, box.body + 8, box.end)[0];
  const [oldEntry, newEntry] = [entryOf(before, old), entryOf(after, renewed)];
  if (oldEntry === undefined || newEntry === undefined) return after.subarray(renewed.start, renewed.end);
  const has = new Set(boxesIn(after, newEntry.start + ENTRY_HEADER, newEntry.end).map(({ type }) => type));
  const more = boxesIn(before, oldEntry.start + ENTRY_HEADER, oldEntry.end)
    .filter(({ type }) => carried.has(type) && !has.has(type))
    .map((box) => before.subarray(box.start, box.end));
  const built = rebuilt(after, newEntry, () => null, more, ENTRY_HEADER);
  return rebuilt(after, renewed, (child) => (child.start === newEntry.start ? built : null), [], 16);
}
