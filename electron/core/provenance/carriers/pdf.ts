import { nameOf, type PdfDictionary, type PdfValue } from '../../media/structure/pdf-values.ts';
import { addStore, type Carrier, type CarrierReading, type CarrierSearch, damaged } from './carrier.ts';
import type { EmbeddedStore } from './embedded-store.ts';
import { type PdfObject, type PdfObjects, readPdfObjects, readPdfStream } from './pdf-objects.ts';
import { beginsStore, headBytes, storeFromBytes, storeFromRanges } from './superbox.ts';

const relationship = 'C2PA_Manifest';
const DEPTH = 16;
/** Specifications, and saves of one stream, that are followed: of more, the newest. */
const SPECIFICATIONS = 256;
const DEFINITIONS = 64;

/** A file specification with the relationship of the annex, and where it stands. */
interface Specification {
  readonly object: PdfObject;
  readonly entries: PdfDictionary;
}

/**
 * PDF: an embedded file with AFRelationship `C2PA_Manifest`, named by the AF entry of the catalog (C2PA 2.2,
 * A.4). A file that was saved again keeps the stores of earlier saves: the newest comes first.
 */
export const pdf: Carrier = async (search, reading) => {
  const { reader } = search;
  const header = reader.search(Buffer.from('%PDF-'), 0, Math.min(reader.size, 1100));
  if (header < 0) damaged(reading, 'no PDF header');
  const objects = await readPdfObjects(search, reading);
  const specifications: Specification[] = [];
  for (const object of objects.all) collect(object, object.value, specifications, 0);
  const names = associated(objects);
  const encrypted = reader.search(Buffer.from('/Encrypt'), 0, reader.size) >= 0;
  const seen = new Set<number>();
  const found: EmbeddedStore[] = [];
  if (specifications.length > SPECIFICATIONS) reading.complete = false;
  for (const specification of specifications.slice(-SPECIFICATIONS).toReversed()) {
    const { number } = specification.object;
    const streams = fileStreams(specification, objects);
    if (streams.length === 0)
      damaged(reading, `the file specification in object ${number} leads to no stream`);
    const newest = objects.find(number) === specification.object;
    for (const [age, stream] of streams.toReversed().entries()) {
      await search.pulse();
      if (seen.has(stream.at)) continue;
      if (found.length >= search.limits.stores) {
        reading.complete = false;
        break;
      }
      seen.add(stream.at);
      const named = names === null || names.has(number);
      const rank = !newest || age > 0 ? 'replaced' : named ? 'current' : 'unnamed';
      found.push(embedded(search, stream, rank, encrypted));
    }
  }
  found.sort((a, b) => Number(a.superseded === true) - Number(b.superseded === true));
  for (const store of found) addStore(search, reading, store);
  // the specification of a store can lie in an object stream that is encrypted
  if (found.length === 0 && encrypted && !reading.complete) damaged(reading, 'the document is encrypted');
  metadata(search, reading, objects);
};

function collect(object: PdfObject, value: PdfValue, into: Specification[], depth: number): void {
  if (depth > DEPTH) return;
  if (value.kind === 'array') for (const item of value.items) collect(object, item, into, depth + 1);
  if (value.kind !== 'dictionary') return;
  if (nameOf(value.entries.get('AFRelationship')) === relationship && value.entries.has('EF'))
    into.push({ object, entries: value.entries });
  for (const item of value.entries.values()) collect(object, item, into, depth + 1);
}

/** Numbers of the objects the newest catalog's AF entry names, and the catalog's own; null without one. */
function associated(objects: PdfObjects): ReadonlySet<number> | null {
  const catalog = newestCatalog(objects);
  if (catalog === null) return null;
  const entry = catalog.entries.get('AF');
  const files = resolved(entry, objects);
  // the annex has one reference there, ISO 32000-2 an array
  if (files?.kind === 'dictionary' && entry?.kind === 'reference') return new Set([entry.object]);
  if (files?.kind !== 'array') return null;
  const numbers = files.items.flatMap((item) => (item.kind === 'reference' ? [item.object] : []));
  return new Set([catalog.number, ...numbers]);
}

function newestCatalog(
  objects: PdfObjects,
): { readonly number: number; readonly entries: PdfDictionary } | null {
  const found = objects.all.findLast(
    ({ value }) => value.kind === 'dictionary' && nameOf(value.entries.get('Type')) === 'Catalog',
  );
  return found?.value.kind === 'dictionary' ? { number: found.number, entries: found.value.entries } : null;
}

function resolved(value: PdfValue | undefined, objects: PdfObjects): PdfValue | null {
  let current = value ?? null;
  for (let step = 0; step < DEPTH && current?.kind === 'reference'; step += 1)
    current = objects.find(current.object)?.value ?? null;
  return current;
}

/**
 * Every definition of the stream the specification leads to, in file order: a save that replaces the store
 * may define the stream again and leave the specification as it was.
 */
function fileStreams({ entries }: Specification, objects: PdfObjects): PdfObject[] {
  const files = resolved(entries.get('EF'), objects);
  if (files?.kind !== 'dictionary') return [];
  const reference = files.entries.get('F') ?? files.entries.get('UF');
  if (reference?.kind !== 'reference') return [];
  return objects
    .definitions(reference.object)
    .slice(-DEFINITIONS)
    .filter(({ stream }) => stream !== null);
}

function embedded(
  search: CarrierSearch,
  object: PdfObject,
  rank: 'current' | 'unnamed' | 'replaced',
  encrypted: boolean,
): EmbeddedStore {
  const { reader, limits } = search;
  const content = readPdfStream(search, object, limits.storeBytes);
  const tail = /^[\0\t\n\f\r ]*endstream[\0\t\n\f\r ]*(endobj)?/.exec(reader.latin1(object.end, 32));
  const problems: string[] = [];
  if (rank === 'unnamed')
    problems.push(
      'the AF entry of the catalog does not name it: it belongs to a part of the document, or to nothing',
    );
  const parts = {
    carrier: 'pdf-embedded-file' as const,
    occupied: [[object.at, object.end - object.at + (tail?.[0].length ?? 0)]] as [number, number][],
    place: `object ${object.number} at ${object.at}`,
    superseded: rank !== 'current',
  };
  if (content.state === 'plain') {
    const head = reader.bytes(content.range[0], Math.min(headBytes, content.range[1]));
    // without an identity crypt filter a store in an encrypted document is encrypted with it
    if (encrypted && !beginsStore(head)) problems.push('the document is encrypted');
    return storeFromRanges(search, [content.range], { ...parts, problems });
  }
  if (content.state === 'unreadable')
    return storeFromBytes(Buffer.alloc(0), { ...parts, problems: [...problems, content.problem] });
  if (!content.whole) problems.push('the compressed stream breaks off');
  return storeFromBytes(content.bytes, { ...parts, problems, incomplete: !content.whole });
}

/** XMP packets of the document are streams, as a rule not compressed. */
function metadata(search: CarrierSearch, reading: CarrierReading, objects: PdfObjects): void {
  const reference = newestCatalog(objects)?.entries.get('Metadata');
  const object = reference?.kind === 'reference' ? objects.find(reference.object) : null;
  if (object === null || object.stream === null) return;
  const content = readPdfStream(search, object, search.limits.storeBytes);
  if (content.state === 'plain') reading.xmp.push(content.range);
}
