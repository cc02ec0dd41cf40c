import { type CarrierReading, type CarrierSearch, damaged } from './carrier.ts';

/** A box at the outermost level (ISO/IEC 14496-12, 4.2), clipped to the file. */
export interface BoxHeader {
  readonly type: string;
  readonly start: number;
  /** Byte after size, type and large size. */
  readonly body: number;
  readonly end: number;
  /** The file ends inside the box. */
  readonly short: boolean;
}

/** Boxes met at the outermost level: only one of these is believed to be a box that was cut off. */
const common: ReadonlySet<string> = new Set([
  ...['ftyp', 'styp', 'moov', 'moof', 'mdat', 'mfra', 'meta', 'free', 'skip', 'wide', 'uuid', 'udta'],
  ...['sidx', 'ssix', 'emsg', 'pdin', 'prft', 'imda', 'pnot', 'idat', 'mini'],
  ...['JXL ', 'jxlc', 'jxlp', 'jxll', 'jxli', 'jbrd', 'jumb', 'brob', 'Exif', 'xml '],
]);

/**
 * Visit the outermost boxes of a file by their headers. Bytes that are no box end the walk and are damage: readers
 * refuse such files, so that a few appended bytes hide a store from them.
 */
export async function walkBoxes(
  search: CarrierSearch,
  reading: CarrierReading,
  visit: (box: BoxHeader) => void,
): Promise<void> {
  const { reader } = search;
  let at = 0;
  for (let count = 0; at < reader.size; count += 1) {
    await search.pulse();
    if (count >= search.limits.parts) {
      reading.complete = false;
      return;
    }
    const room = reader.size - at;
    const size = room >= 8 ? reader.u32(at) : -1;
    const large = size === 1;
    const length = size === 0 ? room : large ? (room >= 16 ? reader.u64(at + 8) : -1) : size;
    const header = large ? 16 : 8;
    const type = room >= 8 ? reader.latin1(at + 4, 4) : '';
    const short = length > room;
    if (length < header || (short && !common.has(type)) || !/^[\x20-\x7e\xa9]{4}$/.test(type)) {
      // padding with zeros, also QuickTime's four-byte terminator, is not foreign data
      if (!reader.filled(0, at, reader.size)) damaged(reading, `${room} bytes at offset ${at} are no box`);
      return;
    }
    if (short)
      damaged(reading, `the box at offset ${at} runs ${length - room} bytes past the end of the file`);
    visit({ type, start: at, body: at + header, end: at + Math.min(length, room), short });
    at += length;
  }
}
