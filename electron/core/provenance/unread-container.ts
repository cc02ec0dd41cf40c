import { ByteReader } from '../media/structure/byte-reader.ts';

/**
 * Why “no credential” from the engine means nothing for a file, or null. For most formats the engine takes
 * the container apart and refuses a damaged one; of an MP3 it reads the ID3v2 tag alone, and of an empty
 * file nothing, and says in both cases that there is no credential.
 */
export function unreadContainer(path: string, format: string): string | null {
  const reader = new ByteReader(path, 64);
  try {
    if (reader.size === 0) return 'the file is empty';
    if (format !== 'mp3') return null;
    if (reader.size < 10) return 'the file is shorter than an ID3v2 header';
    if (!reader.matches(0, 'ID3')) {
      // Eleven set bits begin an MPEG audio frame (ISO/IEC 11172-3, 2.4.1.3).
      return reader.u16(0) >= 0xffe0 ? null : 'neither an ID3v2 tag nor an MPEG frame stands at the start';
    }
    // ID3v2.4 structure, 3.1: the tag's size in four bytes of seven bits each, header not counted.
    const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (reader.u8(at) & 0x7f), 10);
    return size > reader.size ? 'the ID3v2 tag runs past the end of the file' : null;
  } finally {
    reader.close();
  }
}
