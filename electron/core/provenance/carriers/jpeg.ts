import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { addStore, type Carrier, type CarrierSearch, damaged } from './carrier.ts';
import type { EmbeddedStore, StoreCarrier } from './embedded-store.ts';
import { beginsStore, declaredLength, headBytes, storeFromRanges } from './superbox.ts';

const APP1 = 0xe1;
const APP11 = 0xeb;
const SOS = 0xda;
const EOI = 0xd9;
const xmpHeader = 'http://ns.adobe.com/xap/1.0/\0';

/** One APP11 segment with a part of a JUMBF box (ISO/IEC 19566-5, annex D; C2PA 2.2, A.3.1). */
export interface BoxSegment {
  /** Offset of the marker, and the byte after the segment. */
  readonly start: number;
  readonly end: number;
  /** Box instance number (En) and packet sequence number (Z). */
  readonly instance: number;
  readonly sequence: number;
  /** Offset of LBox and bytes of LBox, TBox and XLBox, which every segment repeats. */
  readonly box: number;
  readonly header: number;
}

export const jpeg: Carrier = async (search, reading) => {
  const { reader } = search;
  const segments: BoxSegment[] = [];
  if (!reader.matches(0, '\xff\xd8')) {
    damaged(reading, 'no start of image');
    return;
  }
  let at = 2;
  for (let count = 0; ; count += 1) {
    await search.pulse();
    if (count >= search.limits.parts) {
      reading.complete = false;
      break;
    }
    const marker = nextMarker(reader, at);
    if (marker === null) {
      damaged(reading, 'the file ends without an end of image');
      break;
    }
    at = marker.at + 2;
    if (marker.code === EOI) break;
    if (marker.code === 0x01 || (marker.code >= 0xd0 && marker.code <= 0xd8)) continue;
    const length = at + 2 <= reader.size ? reader.u16(at) : 0;
    if (length < 2 || at + length > reader.size) {
      damaged(reading, `the segment at offset ${marker.at} runs past the end of the file`);
      if (marker.code !== APP11) break;
    }
    if (marker.code === APP11) {
      const segment = boxSegment(reader, marker.at);
      if (segment !== null) segments.push(segment);
    } else if (marker.code === APP1 && reader.matches(at + 2, xmpHeader)) {
      reading.xmp.push([at + 2 + xmpHeader.length, length - 2 - xmpHeader.length]);
    }
    at += Math.max(2, length);
    if (marker.code === SOS) at = await afterScan(search, at);
  }
  for (const group of groupSegments(reader, segments)) {
    const store = joinSegments(search, group, 'jpeg-app11');
    if (store !== null) addStore(search, reading, store);
  }
};

/** The next marker at or after `at`; stuffed and fill bytes are none (ITU-T T.81, B.1.1). */
function nextMarker(reader: ByteReader, at: number): { readonly at: number; readonly code: number } | null {
  for (let from = at; ; ) {
    const found = reader.find(0xff, from, reader.size);
    if (found === -1 || found + 1 >= reader.size) return null;
    const code = reader.u8(found + 1);
    if (code !== 0x00 && code !== 0xff) return { at: found, code };
    from = found + 1;
  }
}

/** End of entropy-coded data: the next marker that is no restart. */
async function afterScan(search: CarrierSearch, at: number): Promise<number> {
  for (let from = at; ; ) {
    const marker = nextMarker(search.reader, from);
    if (marker === null) return search.reader.size;
    if (marker.code < 0xd0 || marker.code > 0xd7) return marker.at;
    from = marker.at + 2;
    await search.pulse();
  }
}

/** The segment at this marker, if it holds a part of a JUMBF box. Clipped when the file ends inside it. */
export function boxSegment(reader: ByteReader, marker: number): BoxSegment | null {
  if (!reader.matches(marker, '\xff\xeb') || !reader.matches(marker + 4, 'JP')) return null;
  const end = Math.min(reader.size, marker + 2 + reader.u16(marker + 2));
  if (marker + 20 > end || !reader.matches(marker + 16, 'jumb')) return null;
  const header = reader.u32(marker + 12) === 1 ? 16 : 8;
  if (marker + 12 + header > end) return null;
  return {
    start: marker,
    end,
    instance: reader.u16(marker + 6),
    sequence: reader.u32(marker + 8),
    box: marker + 12,
    header,
  };
}

/** Segments of one box, in file order. The same instance number may be used again for another box. */
function groupSegments(reader: ByteReader, segments: readonly BoxSegment[]): BoxSegment[][] {
  const groups: BoxSegment[][] = [];
  const current = new Map<number, { readonly seen: Set<number>; readonly group: BoxSegment[] }>();
  for (const segment of segments) {
    const open = current.get(segment.instance);
    const starts = reader.matches(segment.box + segment.header + 4, 'jumd');
    if (open === undefined || (open.seen.has(segment.sequence) && starts)) {
      const group = [segment];
      groups.push(group);
      current.set(segment.instance, { group, seen: new Set([segment.sequence]) });
    } else {
      open.group.push(segment);
      open.seen.add(segment.sequence);
    }
  }
  return groups;
}

/** The store these segments hold, or null when they hold another JUMBF box. */
export function joinSegments(
  search: CarrierSearch,
  segments: readonly BoxSegment[],
  carrier: StoreCarrier,
): EmbeddedStore | null {
  const { reader } = search;
  const ordered = segments.toSorted((a, b) => a.sequence - b.sequence);
  const first = ordered[0];
  if (first === undefined) return null;
  const head = reader.bytes(first.box, Math.min(headBytes, first.end - first.box));
  if (!beginsStore(head)) return null;
  const problems: string[] = [];
  let chosen = ordered;
  if (!ordered.every(({ sequence }, index) => sequence === index + 1)) {
    const total = segments.reduce((sum, part) => sum + part.end - part.box - part.header, first.header);
    problems.push(
      `the sequence numbers are ${listed(segments.map(({ sequence }) => sequence))} instead of 1 to ${segments.length}`,
    );
    // right length in file order: only the numbers are wrong; otherwise what lies before the first gap is sure
    const gap = ordered.findIndex(({ sequence }, index) => sequence !== first.sequence + index);
    if (total === declaredLength(head, total)) chosen = [...segments];
    else if (gap > 0) chosen = ordered.slice(0, gap);
  } else if (ordered.some((part, index) => part !== segments[index])) {
    problems.push('the segments are not in the order of their sequence numbers');
  }
  if (segments.some((part, index) => index > 0 && part.start !== segments[index - 1]!.end))
    problems.push('other data lies between the segments');
  if (segments.some(({ box }) => reader.u32(box) !== reader.u32(first.box)))
    problems.push('the segments repeat different box lengths');
  const ranges = chosen.map((part, index): ByteRange => {
    const from = part.box + (index === 0 ? 0 : part.header);
    return [from, part.end - from];
  });
  const occupied = segments.map(({ start, end }): ByteRange => [start, end - start]);
  return storeFromRanges(search, ranges, {
    carrier,
    occupied,
    problems,
    place: `box instance ${first.instance}, ${segments.length} segments`,
  });
}

function listed(numbers: readonly number[]): string {
  return numbers.length > 12 ? `${numbers.slice(0, 12).join(', ')} …` : numbers.join(', ');
}
