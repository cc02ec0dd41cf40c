import type { ByteRange } from '#shared/domain/figure.ts';
import { type ExifReading, readExifTexts } from './exif-text.ts';
import { admitted, damaged, type Gathering, isFull, keepText } from './gathering.ts';
import { readIimTexts, readPhotoshopTexts } from './iptc-iim.ts';
import { readXmp, type XmpReading } from './xmp.ts';

/** Metadata blocks that many containers keep, each in a place of its own: XMP, Exif, Photoshop resources. */

interface XmpPlace {
  readonly place: string;
  /** Where the packet lies in the file. */
  readonly bytes: ByteRange;
  /** `false` when it is compressed, split or re-encoded there. */
  readonly contiguous?: boolean;
  readonly orphaned?: boolean;
  readonly superseded?: true;
}

/**
 * Read one XMP packet as a payload; one that cannot be read is damage, and is kept for its remains. `null`: there are
 * more texts and packets than are read.
 */
export function gatherXmp(
  gathering: Gathering,
  { place, bytes, contiguous = true, orphaned = false, ...rest }: XmpPlace,
  value: Uint8Array,
): XmpReading | null {
  if (!admitted(gathering, value.length)) return null;
  const packet = readXmp(value);
  gathering.payloads.push({ kind: 'xmp', place, bytes, packet, contiguous, orphaned, ...rest });
  if (!packet.ok)
    damaged(gathering, `XMP at offset ${bytes[0]} (${place}) cannot be read: ${packet.problem}`);
  return packet;
}

/**
 * Texts of an Exif block, and what it holds of other blocks.
 *
 * @param bytes of the block as it is stored
 * @param base file offset of its byte order mark, or `null` when it does not lie in the file as it is
 */
export function gatherExif(
  gathering: Gathering,
  place: string,
  block: Buffer,
  bytes: ByteRange,
  base: number | null,
): void {
  // blocks may share their bytes, and each may be read as many megabytes
  if (isFull(gathering)) return;
  gatherTiff(gathering, readExifTexts(block), {
    place,
    packetPlace: () => `${place} (XMP tag)`,
    take: (start, length) => block.subarray(start, start + length),
    at: (start, length) => (base === null ? bytes : [base + start, length]),
    contiguous: base !== null,
  });
}

export interface TiffPlace {
  readonly place: string;
  /** Name of the place of a packet in this directory. */
  packetPlace(directory: string): string;
  take(start: number, length: number): Buffer;
  /** Where a part of the structure lies in the file. */
  at(start: number, length: number): ByteRange;
  readonly contiguous: boolean;
}

/** The payloads of a TIFF structure that has been read. */
export function gatherTiff(
  gathering: Gathering,
  reading: ExifReading,
  { place, packetPlace, take, at, contiguous }: TiffPlace,
): void {
  for (const problem of reading.problems) damaged(gathering, `${place}: ${problem}`);
  for (const { key, text, start, length } of reading.texts)
    keepText(gathering, { place, key, bytes: at(start, length), text });
  for (const { kind, directory, start, length } of reading.blocks) {
    const value = take(start, length);
    if (kind === 'xmp')
      gatherXmp(gathering, { place: packetPlace(directory), bytes: at(start, length), contiguous }, value);
    else if (kind === 'iim') {
      const { texts, problem } = readIimTexts(value, 0);
      if (problem !== null) damaged(gathering, `${place}: ${problem}`);
      for (const found of texts)
        keepText(gathering, {
          place: `${place} IPTC-IIM`,
          key: found.key,
          bytes: at(start + found.start, found.length),
          text: found.text,
        });
    } else gatherResources(gathering, place, value, (inner, size) => at(start + inner, size), contiguous);
  }
}

/** IIM texts, XMP and Exif of Photoshop image resources. */
export function gatherResources(
  gathering: Gathering,
  place: string,
  block: Uint8Array,
  at: (start: number, length: number) => ByteRange,
  contiguous: boolean,
): void {
  const { texts, packets, exif, problem } = readPhotoshopTexts(block);
  if (problem !== null) damaged(gathering, `${place}: ${problem}`);
  for (const { key, text, start, length } of texts)
    keepText(gathering, { place: `${place} IPTC-IIM`, key, bytes: at(start, length), text });
  for (const { start, length } of packets)
    gatherXmp(
      gathering,
      { place: `${place} resource 0x0424 XMP`, bytes: at(start, length), contiguous },
      block.subarray(start, start + length),
    );
  for (const { start, length } of exif)
    gatherExif(
      gathering,
      `${place} Exif`,
      Buffer.from(block.subarray(start, start + length)),
      at(start, length),
      contiguous ? at(start, length)[0] : null,
    );
}
