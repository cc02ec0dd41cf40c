import type { ByteRange } from '#shared/domain/figure.ts';
import { decodeBase64, isBase64 } from './base64-text.ts';
import { addStore, type CarrierReading, type CarrierSearch } from './carrier.ts';
import type { EmbeddedStore } from './embedded-store.ts';
import { gifIdentifier, gifStore } from './gif.ts';
import { type BoxSegment, boxSegment, joinSegments } from './jpeg.ts';
import type { StoreHit } from './store-search.ts';
import { chainHolds, storeFromBytes, storeFromRanges } from './superbox.ts';

/**
 * Recovery: what can be put together of a store at each place where its header was found, without the container.
 * Headers of JPEG segments and GIF sub-blocks around the place are recognised, and their bytes left out.
 *
 * @param reading what the carriers found; the file bytes they answer for are passed over, and stores are added
 */
export async function recoverStores(
  search: CarrierSearch,
  hits: readonly StoreHit[],
  reading: CarrierReading,
): Promise<void> {
  const taken: ByteRange[] = reading.stores.flatMap(({ occupied }) => occupied);
  for (const hit of hits.toSorted((a, b) => a.offset - b.offset)) {
    await search.pulse();
    if (taken.some(([start, length]) => hit.offset >= start && hit.offset < start + length)) continue;
    const store = recovered(search, hit);
    if (!addStore(search, reading, store)) return;
    taken.push(...store.occupied);
  }
}

function recovered(search: CarrierSearch, hit: StoreHit): EmbeddedStore {
  if (hit.encoding === 'base64') return encoded(search, hit);
  const { reader, limits } = search;
  const segments = jpegSegments(search, hit.offset - 12);
  if (segments.length > 0) {
    const joined = joinSegments(search, segments, 'scan');
    if (joined !== null) return checked({ ...joined, place: `JPEG segments at ${hit.offset - 12}` });
  }
  const gif = hit.offset - 15;
  if (gif >= 0 && reader.matches(gif, gifIdentifier))
    return checked({ ...gifStore(search, gif, 'scan', []), place: `GIF sub-blocks at ${gif}` });
  const length = Math.min(hit.declared === 0 ? limits.storeBytes : hit.declared, reader.size - hit.offset);
  return checked(
    storeFromRanges(search, [[hit.offset, length]], {
      carrier: 'scan',
      occupied: [[hit.offset, Math.min(length, limits.storeBytes)]],
      place: `offset ${hit.offset}`,
    }),
  );
}

/** Segments of the same box that follow each other from this marker on. */
function jpegSegments(search: CarrierSearch, marker: number): BoxSegment[] {
  const { reader, limits } = search;
  const segments: BoxSegment[] = [];
  let at = marker;
  while (at >= 0 && at + 20 <= reader.size && segments.length < limits.parts) {
    const segment = boxSegment(reader, at);
    const first = segments[0];
    if (segment === null || segment.end <= at) break;
    if (first !== undefined && segment.instance !== first.instance) break;
    segments.push(segment);
    at = segment.end;
  }
  return segments;
}

function encoded(search: CarrierSearch, hit: StoreHit): EmbeddedStore {
  const { reader, limits } = search;
  const most = Math.min(hit.declared, limits.storeBytes);
  // line breaks and their indentation may take as much room again
  const room = Math.min(reader.size, hit.offset + Math.ceil(most / 3) * 8);
  const wanted = Math.ceil((most * 4) / 3);
  let letters = 0;
  let end = hit.offset;
  for (const { offset, view } of reader.views(hit.offset, room)) {
    let index = 0;
    while (index < view.length && letters < wanted) {
      const byte = view[index]!;
      if (isBase64(byte)) letters += 1;
      else if (byte > 0x20) break;
      index += 1;
    }
    end = offset + index;
    if (index < view.length) break;
  }
  const parts: Buffer[] = [];
  for (const { view } of reader.views(hit.offset, end)) parts.push(Buffer.from(view));
  const { bytes } = decodeBase64(Buffer.concat(parts));
  return checked(
    storeFromBytes(bytes, {
      carrier: 'scan',
      occupied: [[hit.offset, end - hit.offset]],
      place: `base64 at ${hit.offset}`,
    }),
  );
}

/** Foreign bytes in the middle break the chain of boxes even when the length is right. */
function checked(store: EmbeddedStore): EmbeddedStore {
  if (store.incomplete === true || chainHolds(store.bytes)) return store;
  return {
    ...store,
    incomplete: true,
    problems: [...store.problems, 'its boxes do not fill it: bytes are missing, foreign or changed'],
  };
}
