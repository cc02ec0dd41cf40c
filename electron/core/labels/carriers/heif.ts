import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { FileBox } from '../bmff/boxes.ts';
import { xmpUser } from '../bmff/texts.ts';
import { defineCarrier } from '../define.ts';
import { damaged, type Gathering, gathered, isFull } from '../gathering.ts';
import { type ItemPlace, itemBytes, type MetadataItem, metaItems } from '../image/item-locations.ts';
import { readSamsungTrailer } from '../image/samsung-trailer.ts';
import { eachBox, gatherExifItem } from '../image/top-boxes.ts';
import { gatherXmp } from '../payload-blocks.ts';

/** HEIF and AVIF (ISO/IEC 23008-12): metadata items of the `meta` box, Samsung's `sefd` box. Only read. */
export const carrier = defineCarrier({
  id: 'heif',
  formats: ['heif', 'avif'],
  places: ['meta item XMP', 'meta item Exif', 'uuid XMP', 'SEF trailer'],
  read: (reader, signal) => gathered((gathering) => walk(reader, signal, gathering)),
});

const ITEM_BYTES = 16 * 1024 * 1024;
const METADATA_ITEMS = 64;

function walk(reader: ByteReader, signal: AbortSignal, gathering: Gathering): void {
  let described = false;
  let minimised = false;
  eachBox(reader, signal, gathering, (box) => {
    const { type, body, end, user } = box;
    described ||= type === 'meta' || type === 'moov';
    minimised ||= type === 'mini';
    if (type === 'meta') readMeta(reader, box, gathering);
    else if (type === 'sefd') readSamsungTrailer(reader, body, end, gathering);
    else if (user === xmpUser && end - body > ITEM_BYTES) damaged(gathering, 'uuid XMP is too large');
    else if (user === xmpUser)
      gatherXmp(gathering, { place: 'uuid XMP', bytes: [body, end - body] }, reader.bytes(body, end - body));
  });
  // ISO/IEC 23008-12:2025: one packed box in place of `meta`, for small pictures
  if (minimised) damaged(gathering, 'the minimised image box (mini) is not read');
  else if (!described) damaged(gathering, 'no meta box');
}

function readMeta(reader: ByteReader, box: FileBox, gathering: Gathering): void {
  const { items, places, problems } = metaItems(reader, box);
  for (const problem of problems) damaged(gathering, problem);
  const metadata = items.filter(
    ({ type, contentType }) => type === 'Exif' || (type === 'mime' && contentType === 'application/rdf+xml'),
  );
  // items may share their bytes: without a bound a small file could cost hours
  if (metadata.length > METADATA_ITEMS) damaged(gathering, `more than ${METADATA_ITEMS} metadata items`);
  for (const item of metadata.slice(0, METADATA_ITEMS))
    if (!isFull(gathering)) readItem(reader, item, places.get(item.identifier), gathering);
}

function readItem(
  reader: ByteReader,
  { identifier, type, contentEncoding }: MetadataItem,
  place: ItemPlace | undefined,
  gathering: Gathering,
): void {
  const data = itemBytes(reader, place, type === 'mime' ? contentEncoding : '', ITEM_BYTES);
  if (typeof data === 'string') {
    damaged(gathering, `item ${identifier} (${type}): ${data}`);
    return;
  }
  const ranges = place?.ranges ?? [];
  const start = Math.min(...ranges.map(([from]) => from));
  const bytes: ByteRange = [start, Math.max(...ranges.map(([from, length]) => from + length)) - start];
  const contiguous = ranges.length === 1 && bytes[1] === data.length;
  if (type === 'mime') gatherXmp(gathering, { place: 'meta item XMP', bytes, contiguous }, data);
  else gatherExifItem(gathering, 'meta item Exif', data, bytes, contiguous ? start : null);
}
