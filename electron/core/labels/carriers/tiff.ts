import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { defineCarrier } from '../define.ts';
import { readTiffTexts } from '../exif-text.ts';
import { damaged, type Gathering, gathered } from '../gathering.ts';
import { writeTiff } from '../image/tiff-write.ts';
import { gatherTiff } from '../payload-blocks.ts';

/** TIFF 6.0 and BigTIFF with all their pages, and DNG, which is only read. */
export const carrier = defineCarrier({
  id: 'tiff',
  formats: ['tiff', 'dng'],
  places: ['IFD XMP (tag 0x02BC)', 'IFD and Exif texts', 'IPTC-IIM (tag 0x83BB)', 'Photoshop (tag 0x8649)'],
  read: (reader, signal) => gathered((gathering) => walk(reader, signal, gathering)),
  writes: ['xmp'],
  write: writeTiff,
});

const limits = { directories: 2000, entries: 4096 };

function walk(reader: ByteReader, signal: AbortSignal, gathering: Gathering): void {
  signal.throwIfAborted();
  if (isEmpty(reader)) damaged(gathering, 'the first directory is without an entry');
  gatherTiff(gathering, readTiffTexts(reader, limits), {
    place: 'TIFF',
    packetPlace: (directory) => `${directory} XMP (tag 0x02BC)`,
    take: (start, length) => reader.bytes(start, length),
    at: (start, length) => [start, length],
    contiguous: true,
  });
}

/** A directory has one entry at least (TIFF 6.0, section 2); zeros stand where a file was not written to its end. */
function isEmpty(reader: ByteReader): boolean {
  const little = reader.matches(0, 'II');
  const big = reader.u16(2, little) === 43;
  const offset = big ? reader.u64(8, little) : reader.u32(4, little);
  if (offset + 8 > reader.size) return false;
  return (big ? reader.u64(offset, little) : reader.u16(offset, little)) === 0;
}
