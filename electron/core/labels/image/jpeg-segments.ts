import type { ByteReader } from '../../media/structure/byte-reader.ts';

/** A marker segment of a JPEG (ITU-T T.81, B.1). */
export interface JpegSegment {
  readonly code: number;
  /** Byte of the marker, first byte of the data, byte behind it. */
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

export interface JpegWalk {
  /** Byte behind the end of the image, or `null`: it was not reached. */
  readonly end: number | null;
  /** What ended the walk early. */
  readonly problem: string | null;
}

export const jpegHeaders = {
  xmp: 'http://ns.adobe.com/xap/1.0/\0',
  extendedXmp: 'http://ns.adobe.com/xmp/extension/\0',
  exif: 'Exif\0',
  photoshop: 'Photoshop 3.0\0',
  multiPicture: 'MPF\0',
} as const;

const SEGMENTS = 20_000;
const START_OF_SCAN = 0xda;

/**
 * Visit the segments of the first image.
 *
 * @param stray told where bytes stand between segments that belong to none
 */
export function walkSegments(
  reader: ByteReader,
  signal: AbortSignal,
  visit: (segment: JpegSegment) => void,
  stray: (offset: number) => void = () => undefined,
): JpegWalk {
  const broken = (problem: string): JpegWalk => ({ end: null, problem });
  if (!reader.matches(0, '\xff\xd8')) return broken('no start of image');
  let at = 2;
  for (let count = 0; count < SEGMENTS; count += 1) {
    signal.throwIfAborted();
    // Fill bytes may precede a marker; anything else between segments is damage to be walked over.
    const marker = nextMarker(reader, at);
    if (marker === null) return broken('the file ends without an end of image');
    if (marker.at > at && !reader.filled(0xff, at, marker.at)) stray(at);
    const { code } = marker;
    at = marker.at + 2;
    if (code === 0xd9) return { end: at, problem: null };
    if (code === 0x01 || code === 0xd8 || (code >= 0xd0 && code <= 0xd7)) continue;
    if (at + 2 > reader.size) return broken('the file ends inside a segment');
    const length = reader.u16(at);
    if (length < 2 || at + length > reader.size)
      return broken(`segment at offset ${marker.at} runs past the end`);
    visit({ code, start: marker.at, body: at + 2, end: at + length });
    at += length;
    if (code === START_OF_SCAN) at = afterScan(reader, at);
  }
  return broken(`more than ${SEGMENTS} segments`);
}

/** The next marker at or after `at`; stuffed and fill bytes are no markers. */
function nextMarker(reader: ByteReader, at: number): { at: number; code: number } | null {
  for (let from = at; ; ) {
    const found = reader.find(0xff, from, reader.size);
    if (found === -1 || found + 1 >= reader.size) return null;
    const code = reader.u8(found + 1);
    if (code !== 0x00 && code !== 0xff) return { at: found, code };
    from = found + 1;
  }
}

/** End of entropy-coded data: the next marker that is no restart. */
function afterScan(reader: ByteReader, at: number): number {
  for (let from = at; ; ) {
    const marker = nextMarker(reader, from);
    if (marker === null) return reader.size;
    if (marker.code < 0xd0 || marker.code > 0xd7) return marker.at;
    from = marker.at + 2;
  }
}
