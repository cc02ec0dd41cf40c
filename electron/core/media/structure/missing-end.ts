import type { MediaFormat } from '#shared/domain/media.ts';
import { ByteReader, EndOfData } from './byte-reader.ts';
import { cutShort } from './cut-short.ts';
import { mpegAudioFrame } from './mpeg-audio-frame.ts';

/** Bytes an encoder's count may be off: a frame, and a tag behind the sound. */
const FORGIVEN = 4096;
/** Ogg pages have at most this many bytes (RFC 3533, 6), so the last one begins within them. */
const LARGEST_PAGE = 65_307;
/** Mean length of a page is far below; further back than this the last page is damaged rather than long. */
const SEARCHED = 2 * LARGEST_PAGE;

/**
 * What a sound or film file says of itself that is not there any more, or `null`: decoders play what is left of a file
 * that was cut off, and most of them do not complain. Beyond what `cutShort` sees this looks at what a container says at
 * its beginning of the whole (MP3), and at what must stand at its end (Ogg).
 */
export function missingEnd(path: string, format: MediaFormat): string | null {
  const short = cutShort(path, format);
  if (short !== null || (format !== 'mp3' && format !== 'ogg')) return short;
  const reader = new ByteReader(path, 4096);
  try {
    return format === 'mp3' ? missingFrames(reader) : missingPages(reader);
  } catch (error) {
    if (error instanceof EndOfData) return 'the file ends within its first header';
    throw error;
  } finally {
    reader.close();
  }
}

/**
 * The information frame of LAME and others: `Xing` or `Info` behind the side information of the first frame, flags, then
 * as the flags say the number of frames and of bytes from this frame on (G. Bouvigne, Mp3 Info Tag rev. 1).
 */
function missingFrames(reader: ByteReader): string | null {
  const size = (at: number): number =>
    [6, 7, 8, 9].reduce((sum, byte) => sum * 128 + reader.u8(at + byte), 0);
  const first = reader.matches(0, 'ID3') ? 10 + size(0) : 0;
  if (mpegAudioFrame(reader, first) === 0) return null;
  const place = [36, 21, 13].map((side) => first + side).find((at) => isInformation(reader, at));
  if (place === undefined) return null;
  const flags = reader.u32(place + 4);
  if ((flags & 2) === 0) return null;
  const bytes = reader.u32(place + 8 + ((flags & 1) === 0 ? 0 : 4));
  return first + bytes > reader.size + FORGIVEN
    ? `${reader.size - first} of ${bytes} bytes of sound are there`
    : null;
}

function isInformation(reader: ByteReader, at: number): boolean {
  return at + 16 <= reader.size && (reader.matches(at, 'Xing') || reader.matches(at, 'Info'));
}

/** The last page of a stream has its end set (RFC 3533, 6: header type flag 0x04) and is whole. */
function missingPages(reader: ByteReader): string | null {
  const from = Math.max(0, reader.size - SEARCHED);
  const last = reader.bytes(from, reader.size - from).lastIndexOf('OggS');
  if (last < 0) return 'no page stands at the end';
  const at = from + last;
  const segments = reader.u8(at + 26);
  const body = reader.bytes(at + 27, segments).reduce((sum, length) => sum + length, 0);
  if (at + 27 + segments + body > reader.size) return 'the last page runs past the end of the file';
  return (reader.u8(at + 5) & 4) === 0 ? 'the last page does not end its stream' : null;
}
