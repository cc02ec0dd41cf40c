import type { MediaFormat } from '#shared/domain/media.ts';
import { ByteReader, EndOfData } from './byte-reader.ts';
import { printable } from './layout.ts';

const riff: ReadonlySet<MediaFormat> = new Set(['webp', 'wav', 'avi']);
const boxes: ReadonlySet<MediaFormat> = new Set(['mp4', 'mov', 'm4a', 'heif', 'avif']);
/** Boxes walked at the top level; fragmented movies have two for each fragment. */
const MOST_BOXES = 100_000;

/**
 * What the container's own lengths say is missing at the end of a file, or null: for methods whose engine
 * reads what is there and does not complain. What was kept in the missing part is unknown, not absent.
 */
export function cutShort(path: string, format: MediaFormat): string | null {
  const reader = new ByteReader(path, 4096);
  try {
    if (reader.size === 0) return 'the file is empty';
    if (format === 'mp3') return mp3CutShort(reader);
    if (riff.has(format)) return riffCutShort(reader);
    if (format === 'tiff' || format === 'dng') return tiffCutShort(reader);
    // A bare JPEG XL codestream has no boxes.
    const boxed = boxes.has(format) || (format === 'jxl' && reader.matches(4, 'JXL '));
    return boxed ? boxesCutShort(reader) : null;
  } catch (error) {
    if (error instanceof EndOfData) return 'the file ends within its first header';
    throw error;
  } finally {
    reader.close();
  }
}

function mp3CutShort(reader: ByteReader): string | null {
  if (!reader.matches(0, 'ID3')) {
    // Eleven set bits begin an MPEG audio frame (ISO/IEC 11172-3, 2.4.1.3).
    return reader.u16(0) >= 0xffe0 ? null : 'neither an ID3v2 tag nor an MPEG frame stands at the start';
  }
  // ID3v2.4 structure, 3.1: the tag's size in four bytes of seven bits each, the header not counted.
  const size = 10 + [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (reader.u8(at) & 0x7f), 0);
  return size > reader.size ? 'the ID3v2 tag runs past the end of the file' : null;
}

function riffCutShort(reader: ByteReader): string | null {
  const size = reader.u32(4, true);
  // Written to a pipe, or RF64 with its size elsewhere: the length is not told.
  if (!reader.matches(0, 'RIFF') || size === 0xffffffff) return null;
  return size + 8 > reader.size ? 'the RIFF chunk runs past the end of the file' : null;
}

/** ISO/IEC 14496-12, 4.2. */
function boxesCutShort(reader: ByteReader): string | null {
  let at = 0;
  for (let count = 0; count < MOST_BOXES && at + 8 <= reader.size; count += 1) {
    const short = reader.u32(at);
    const size = short === 1 ? reader.u32(at + 8) * 2 ** 32 + reader.u32(at + 12) : short;
    // Zero: to the end of the file. Less than a header: not a box, and for other methods to say.
    if (size < 8) return null;
    if (at + size > reader.size)
      return `the box ${printable(reader.latin1(at + 4, 4), 16)} runs past the end of the file`;
    at += size;
  }
  // Fewer bytes than a header: a box began here. Zeros are padding.
  return at < reader.size && reader.size - at < 8 && !reader.filled(0, at, reader.size)
    ? 'the file ends within the header of a box'
    : null;
}

/** TIFF 6.0, section 2: the directory may lie anywhere, so a file cut off has often lost it. */
function tiffCutShort(reader: ByteReader): string | null {
  const little = reader.matches(0, 'II');
  const large = reader.u16(2, little) === 43;
  const directory = large ? reader.u64(8, little) : reader.u32(4, little);
  return directory + 2 > reader.size ? 'the first directory lies behind the end of the file' : null;
}
