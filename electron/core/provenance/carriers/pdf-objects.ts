import type { ByteRange } from '#shared/domain/figure.ts';
import {
  nameOf,
  numberOf,
  type PdfDictionary,
  type PdfValue,
  parsePdfValue,
} from '../../media/structure/pdf-values.ts';
import { type CarrierReading, type CarrierSearch, damaged } from './carrier.ts';
import { packedBytes, unpack, unpackBroken } from './unpack.ts';

/** An object as it is defined at one place. Later saves define the same number again (ISO 32000-1, 7.5.6). */
export interface PdfObject {
  readonly number: number;
  /** Offset of the definition; of an object inside an object stream, that stream's. */
  readonly at: number;
  readonly end: number;
  readonly value: PdfValue;
  /** Encoded bytes of a stream in the file. */
  readonly stream: ByteRange | null;
}

export interface PdfObjects {
  /** In file order. */
  readonly all: readonly PdfObject[];
  /** All definitions of a number, in file order. The last one counts. */
  definitions(number: number): readonly PdfObject[];
  find(number: number): PdfObject | null;
}

/** Dictionaries of ordinary objects are short; content streams and fonts are only passed over. */
const HEADS = [512, 16 * 1024, 1024 * 1024];
/** Bytes read for long ones, all together: a file of openings that never close would take for ever. */
const HEAD_BYTES = 128 * 1024 * 1024;

interface Budget {
  unpacked: number;
  heads: number;
}

/**
 * All objects by a walk over the file, streams skipped by their length, and those inside object streams. The
 * cross-reference tables are not believed: they are what attacks on PDF signatures change.
 */
export async function readPdfObjects(search: CarrierSearch, reading: CarrierReading): Promise<PdfObjects> {
  const { reader, limits } = search;
  const all: PdfObject[] = [];
  const budget: Budget = { unpacked: limits.unpackedBytes, heads: HEAD_BYTES };
  const word = Buffer.from('obj');
  let at = 0;
  for (let tries = 0; ; tries += 1) {
    await search.pulse();
    const found = reader.search(word, at, reader.size);
    if (found < 0) break;
    // "obj" and "endobj" of each object
    if (tries >= limits.parts * 2 || budget.heads < 0) {
      reading.complete = false;
      break;
    }
    at = found + word.length;
    const before = reader.latin1(Math.max(0, found - 24), Math.min(24, found));
    const head = /(?:^|[^\d])(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+$/.exec(before);
    if (head === null) continue;
    const object = objectAt(
      search,
      budget,
      Number(head[1]),
      found - (head[0].match(/\d[\s\S]*$/)?.[0].length ?? 0),
      at,
    );
    if (object === null) continue;
    all.push(object);
    at = Math.max(at, object.end);
    if (object.value.kind === 'dictionary' && nameOf(object.value.entries.get('Type')) === 'ObjStm')
      packedObjects(search, reading, object, all, budget);
  }
  if (all.length === 0) damaged(reading, 'no objects were found');
  const byNumber = new Map<number, PdfObject[]>();
  for (const object of all) {
    const same = byNumber.get(object.number);
    if (same === undefined) byNumber.set(object.number, [object]);
    else same.push(object);
  }
  return {
    all,
    definitions: (number) => byNumber.get(number) ?? [],
    find: (number) => byNumber.get(number)?.at(-1) ?? null,
  };
}

function objectAt(
  search: CarrierSearch,
  budget: Budget,
  number: number,
  at: number,
  start: number,
): PdfObject | null {
  const { reader } = search;
  for (const length of HEADS) {
    const text = reader.latin1(start, length);
    const parsed = parsePdfValue(text, 0);
    if (parsed === null) return null;
    // a dictionary may end where the piece ends, and the word "stream" behind it
    const cut = parsed === 'cut' || (parsed.end + 16 > text.length && text.length === length);
    if (cut) budget.heads -= length;
    if (budget.heads < 0) return null;
    if (cut && length !== HEADS.at(-1) && start + length < reader.size) continue;
    if (parsed === 'cut') return null;
    const { value } = parsed;
    const end = start + parsed.end;
    const stream = /^[\0\t\n\f\r ]*stream(\r\n|\n|\r)/.exec(text.slice(parsed.end, parsed.end + 24));
    if (stream === null || value.kind !== 'dictionary') return { number, at, end, value, stream: null };
    const range = streamRange(search, value.entries, end + stream[0].length);
    return { number, at, end: range[0] + range[1], value, stream: range };
  }
  return null;
}

/** By its length when the word that ends a stream stands there, else by searching for that word. */
function streamRange({ reader }: CarrierSearch, entries: PdfDictionary, start: number): ByteRange {
  const stated = numberOf(entries.get('Length'));
  if (stated !== null && stated >= 0 && start + stated <= reader.size) {
    if (/^[\0\t\n\f\r ]{0,2}endstream/.test(reader.latin1(start + stated, 12))) return [start, stated];
  }
  const mark = reader.search(Buffer.from('endstream'), start, reader.size);
  if (mark < 0) return [start, Math.max(0, reader.size - start)];
  const tail = reader.latin1(Math.max(start, mark - 2), Math.min(2, mark - start));
  const line = tail.endsWith('\r\n') ? 2 : /[\r\n]$/.test(tail) ? 1 : 0;
  return [start, mark - line - start];
}

export type PdfStreamReading =
  | { readonly state: 'plain'; readonly range: ByteRange }
  | { readonly state: 'unpacked'; readonly bytes: Buffer; readonly whole: boolean }
  | { readonly state: 'unreadable'; readonly problem: string };

/** Content of a stream: as it lies in the file, or unpacked. Only FlateDecode is undone. */
export function readPdfStream(search: CarrierSearch, object: PdfObject, most: number): PdfStreamReading {
  if (object.stream === null || object.value.kind !== 'dictionary')
    return { state: 'unreadable', problem: `object ${object.number} is no stream` };
  const { entries } = object.value;
  const filter = entries.get('Filter');
  const names = filter?.kind === 'array' ? filter.items.map((item) => nameOf(item)) : [nameOf(filter)];
  // an identity crypt filter says that this stream of an encrypted document is not encrypted
  const filters = (filter === undefined ? [] : names).filter((name, index) => index > 0 || name !== 'Crypt');
  if (filters.length === 0) return { state: 'plain', range: object.stream };
  if (filters.length > 1 || (filters[0] !== 'FlateDecode' && filters[0] !== 'Fl'))
    return { state: 'unreadable', problem: `the stream is encoded with ${filters.join(', ').slice(0, 80)}` };
  const parameters = entries.get('DecodeParms');
  if (parameters?.kind === 'dictionary' && (numberOf(parameters.entries.get('Predictor')) ?? 1) > 1)
    return { state: 'unreadable', problem: 'the stream is encoded with a predictor' };
  const [start, length] = object.stream;
  if (length > packedBytes) return { state: 'unreadable', problem: 'the stream is too long to be unpacked' };
  const packed = search.reader.bytes(start, length);
  const bytes = unpack('zlib', packed, most);
  if (bytes !== null) return { state: 'unpacked', bytes, whole: true };
  const some = unpackBroken(packed, most);
  return some === null || some.length === 0
    ? { state: 'unreadable', problem: 'the stream cannot be unpacked' }
    : { state: 'unpacked', bytes: some, whole: false };
}

/** Object streams (7.5.7): pairs of number and offset, then the objects. */
function packedObjects(
  search: CarrierSearch,
  reading: CarrierReading,
  container: PdfObject,
  all: PdfObject[],
  budget: Budget,
): void {
  if (container.value.kind !== 'dictionary' || budget.unpacked <= 0) {
    reading.complete = false;
    return;
  }
  const content = readPdfStream(search, container, Math.min(budget.unpacked, packedBytes));
  if (content.state === 'unreadable') {
    reading.complete = false;
    return;
  }
  const bytes =
    content.state === 'unpacked'
      ? content.bytes
      : search.reader.bytes(content.range[0], Math.min(content.range[1], packedBytes));
  budget.unpacked -= bytes.length;
  const text = bytes.toString('latin1');
  const first = numberOf(container.value.entries.get('First')) ?? 0;
  const count = numberOf(container.value.entries.get('N')) ?? 0;
  const pairs = text.slice(0, Math.max(0, first)).match(/\d{1,10}/g) ?? [];
  for (let index = 0; index < count && index * 2 + 1 < pairs.length; index += 1) {
    if (all.length >= search.limits.parts) {
      reading.complete = false;
      return;
    }
    const parsed = parsePdfValue(text, first + Number(pairs[index * 2 + 1]));
    if (parsed === null || parsed === 'cut') continue;
    const { at, end } = container;
    all.push({ number: Number(pairs[index * 2]), at, end, value: parsed.value, stream: null });
  }
}
