import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered, keepText } from '../gathering.ts';
import {
  type ExtendedPiece,
  gatherExtendedXmp,
  gatherPhotoshop,
  type JpegPiece,
} from '../image/jpeg-joined.ts';
import { type JpegSegment, jpegHeaders, walkSegments } from '../image/jpeg-segments.ts';
import { writeJpeg } from '../image/jpeg-write.ts';
import { readSamsungTrailer } from '../image/samsung-trailer.ts';
import { gatherExif, gatherXmp } from '../payload-blocks.ts';
import { plainText } from '../text-decoding.ts';

/** JPEG (ITU-T T.81): application segments and comments up to the end of the image, and Samsung's trailer. */
export const carrier = defineCarrier({
  id: 'jpeg',
  formats: ['jpeg'],
  places: ['APP1 XMP', 'APP1 extended XMP', 'APP1 Exif', 'APP13 IPTC-IIM', 'COM', 'APPn', 'SEF trailer'],
  read: (reader, signal) => gathered((gathering) => walk(reader, signal, gathering)),
  writes: ['xmp'],
  write: writeJpeg,
});

interface State {
  readonly gathering: Gathering;
  /** Extended XMP by its GUID. */
  readonly extensions: Map<string, ExtendedPiece[]>;
  /** GUIDs that main packets name. */
  readonly guids: string[];
  readonly photoshop: JpegPiece[];
  /** Bytes of pieces that may still be held until they are joined. */
  room: number;
}

const PIECES_BYTES = 64 * 1024 * 1024;

function held(state: State, length: number): boolean {
  if (state.room < length) {
    damaged(state.gathering, 'more extended XMP and image resources than are joined');
    return false;
  }
  state.room -= length;
  return true;
}

const noteNamespace = 'http://ns.adobe.com/xmp/note/';

function walk(reader: ByteReader, signal: AbortSignal, gathering: Gathering): void {
  const state: State = { gathering, extensions: new Map(), guids: [], photoshop: [], room: PIECES_BYTES };
  const { end, problem } = walkSegments(
    reader,
    signal,
    (segment) => readSegment(reader, segment, state),
    // a segment that is longer or shorter than it says: what stood in it may be among them
    (offset) => damaged(gathering, `stray bytes at offset ${offset}`),
  );
  if (problem !== null) damaged(gathering, problem);
  gatherExtendedXmp(gathering, state.extensions, state.guids);
  gatherPhotoshop(gathering, state.photoshop);
  if (end !== null) readSamsungTrailer(reader, end, reader.size, gathering);
}

function readSegment(reader: ByteReader, { code, body, end }: JpegSegment, state: State): void {
  const { gathering } = state;
  const length = end - body;
  if (code === 0xfe) {
    const text = plainText(reader.bytes(body, length));
    if (text !== '') keepText(gathering, { place: 'COM', key: 'COM', bytes: [body, length], text });
    return;
  }
  if (code < 0xe0 || code > 0xef) return;
  const data = reader.bytes(body, length);
  const head = data.toString('latin1', 0, 40);
  if (code === 0xe1 && head.startsWith(jpegHeaders.xmp)) mainXmp(data, body, state);
  else if (code === 0xe1 && head.startsWith(jpegHeaders.extendedXmp)) extension(data, body, state);
  else if (code === 0xe1 && head.startsWith(jpegHeaders.exif))
    gatherExif(gathering, 'APP1 Exif', data.subarray(6), [body, length], body + 6);
  else if (code === 0xed && head.startsWith(jpegHeaders.photoshop)) {
    const { length: header } = jpegHeaders.photoshop;
    if (held(state, length)) state.photoshop.push({ data: data.subarray(header), offset: body + header });
  } else {
    // Labels are also met bare in application segments nobody registered (`FF E9 … AIGC{…}`).
    const found = data.indexOf('AIGC');
    if (found === -1 || code === 0xeb) return;
    const place = `APP${code - 0xe0}`;
    const text = plainText(data.subarray(found));
    keepText(gathering, { place, key: place, bytes: [body + found, length - found], text });
  }
}

function mainXmp(data: Buffer, offset: number, state: State): void {
  const raw = data.subarray(jpegHeaders.xmp.length);
  const start = offset + jpegHeaders.xmp.length;
  const packet = gatherXmp(state.gathering, { place: 'APP1 XMP', bytes: [start, raw.length] }, raw);
  for (const { path, value } of packet?.ok === true ? packet.properties : []) {
    const [first] = path;
    if (first.uri === noteNamespace && first.name === 'HasExtendedXMP') state.guids.push(value.trim());
  }
}

function extension(data: Buffer, offset: number, state: State): void {
  const body = jpegHeaders.extendedXmp.length;
  if (data.length < body + 40) {
    damaged(state.gathering, `extended XMP at offset ${offset} is cut off`);
    return;
  }
  if (!held(state, data.length)) return;
  const guid = data.toString('latin1', body, body + 32);
  const pieces = state.extensions.get(guid) ?? [];
  state.extensions.set(guid, pieces);
  pieces.push({
    data: data.subarray(body + 40),
    offset: offset + body + 40,
    at: data.readUInt32BE(body + 36),
    total: data.readUInt32BE(body + 32),
  });
}
