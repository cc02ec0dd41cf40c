import type { MediaFormat } from '#shared/domain/media.ts';
import { boxesIn, childList, type FileBox, makeBox } from '../../labels/bmff/boxes.ts';
import type { Piece } from '../../labels/define.ts';
import { tagAt } from '../../labels/id3/tag.ts';
import { blocksAt } from '../../labels/vorbis/flac.ts';
import { carriedComments } from '../../labels/vorbis/ogg-write.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** Metadata larger than this is not carried over in memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * A file put together of the sound of `encoded` and everything else of `source`, byte for byte. Both are of the same
 * format; `encoded` was written without metadata. `null`: one of them is not built as its format says.
 */
export function carriedMetadata(
  format: MediaFormat,
  encoded: ByteReader,
  source: ByteReader,
): readonly Piece[] | null {
  switch (format) {
    case 'mp3':
    case 'aac':
      return betweenTags(encoded, source);
    case 'flac':
      return flacBlocks(encoded, source);
    case 'm4a':
      return movieBoxes(encoded, source);
    case 'ogg':
      return carriedComments(encoded, source);
    default:
      return null;
  }
}

function tagsBefore(reader: ByteReader): number {
  let at = 0;
  for (
    let tag = tagAt(reader, 0);
    tag !== null && tag.whole > at && at < reader.size;
    tag = tagAt(reader, at)
  )
    at = Math.min(reader.size, tag.whole);
  return at;
}

/** Where tags at the end begin: ID3v1, Lyrics3 and APE, whichever stand behind one another. */
function tagsBehind(reader: ByteReader, from: number): number {
  let limit = reader.size;
  for (let round = 0; round < 8; round += 1) {
    if (limit - 128 >= from && reader.matches(limit - 128, 'TAG')) limit -= 128;
    else if (limit - 15 >= from && reader.matches(limit - 9, 'LYRICS200')) {
      const size = Number.parseInt(reader.latin1(limit - 15, 6), 10);
      if (!(size >= 0) || limit - 15 - size < from) return limit;
      limit -= 15 + size;
    } else if (limit - 32 >= from && reader.matches(limit - 32, 'APETAGEX')) {
      const header = reader.u32(limit - 12, true) & 0x80000000 ? 32 : 0;
      const size = reader.u32(limit - 20, true) + header;
      if (size < 32 || limit - size < from) return limit;
      limit -= size;
    } else return limit;
  }
  return limit;
}

function betweenTags(encoded: ByteReader, source: ByteReader): readonly Piece[] | null {
  const before = tagsBefore(source);
  const behind = tagsBehind(source, before);
  if (before + source.size - behind > MOST_BYTES) return null;
  return [
    ...memory(source, 0, before),
    { from: 'source', bytes: [0, encoded.size] },
    ...memory(source, behind, source.size),
  ];
}

/** STREAMINFO and the seek table belong to the sound (RFC 9639, 8.2 and 8.5), all other blocks to the file. */
function flacBlocks(encoded: ByteReader, source: ByteReader): readonly Piece[] | null {
  const start = tagsBefore(source);
  const [old, fresh] = [blocksAt(source, start), blocksAt(encoded, 0)];
  const [info] = fresh.blocks;
  if (!source.matches(start, 'fLaC') || !old.whole || !fresh.whole || info === undefined) return null;
  const kept = old.blocks.filter(({ type }) => type !== 0 && type !== 3);
  if (kept.reduce((sum, { start: from, end }) => sum + end - from, 0) > MOST_BYTES) return null;
  const stream = encoded.bytes(info.start, info.end - info.start);
  stream[0] = kept.length === 0 ? 0x80 : 0;
  const sound = fresh.blocks.at(-1)!.end;
  const behind = tagsBehind(source, start);
  return [
    ...memory(source, 0, start),
    { from: 'memory', data: Buffer.concat([Buffer.from('fLaC'), stream]) },
    ...kept.flatMap(({ type, start: from, end }, index): Piece[] => {
      const block = source.bytes(from, end - from);
      block[0] = index === kept.length - 1 ? type | 0x80 : type;
      return [{ from: 'memory', data: block }];
    }),
    { from: 'source', bytes: [sound, encoded.size - sound] },
    ...memory(source, behind, source.size),
  ];
}

/** Of a movie file whose index stands last: its user data and items, and boxes of other makers. */
function movieBoxes(encoded: ByteReader, source: ByteReader): readonly Piece[] | null {
  const [fresh, old] = [topBoxes(encoded), topBoxes(source)];
  if (fresh === null || old === null || fresh.moov.end !== encoded.size) return null;
  const isMetadata = ({ type }: FileBox): boolean => type === 'udta' || type === 'meta';
  const own = childList(encoded, fresh.moov, '').boxes.filter((box) => !isMetadata(box));
  const carried = childList(source, old.moov, '').boxes.filter(
    (box) => isMetadata(box) || box.type === 'uuid',
  );
  const others = old.boxes.filter(({ type }) => type === 'uuid' || type === 'meta');
  const bytes = [...carried, ...others].reduce((sum, { start, end }) => sum + end - start, 0);
  if (bytes > MOST_BYTES) return null;
  const copy = (reader: ByteReader, { start, end }: FileBox): Buffer => reader.bytes(start, end - start);
  const moov = makeBox(
    'moov',
    ...own.map((box) => copy(encoded, box)),
    ...carried.map((box) => copy(source, box)),
  );
  return [
    { from: 'source', bytes: [0, fresh.moov.start] },
    { from: 'memory', data: moov },
    ...others.map((box): Piece => ({ from: 'memory', data: copy(source, box) })),
  ];
}

function topBoxes(reader: ByteReader): { readonly moov: FileBox; readonly boxes: readonly FileBox[] } | null {
  const boxes = [...boxesIn(reader, 0, reader.size, '')];
  const moov = boxes.find(({ type }) => type === 'moov');
  return moov === undefined ? null : { moov, boxes };
}

/** A credential names the bytes it was made for: in a copy that sounds anew it does not fit any more. */
export function holdsCredential(source: ByteReader): boolean {
  return source.search(Buffer.from('jumdc2pa', 'latin1'), 0, source.size) >= 0;
}

function memory(reader: ByteReader, from: number, to: number): readonly Piece[] {
  return to > from ? [{ from: 'memory', data: reader.bytes(from, to - from) }] : [];
}
