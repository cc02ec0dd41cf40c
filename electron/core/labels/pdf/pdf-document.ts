import type { ByteReader } from '../../media/structure/byte-reader.ts';
import {
  numberOf,
  type PdfDictionary,
  type PdfValue,
  parsePdfValue,
} from '../../media/structure/pdf-values.ts';
import { type PdfObject, pdfContent, pdfObjectAt } from './pdf-object.ts';
import { searchPdf } from './pdf-search.ts';
import { type PdfPlace, type PdfSection, type PdfSections, readPdfSections } from './pdf-sections.ts';

/** A PDF with its saves. Revision 0 is what a reader shows; each later save hides what an earlier one says. */
export interface PdfDocument {
  readonly revisions: readonly PdfRevision[];
  /** Null: the cross-references cannot be followed, and objects were found by searching the file. */
  readonly sections: PdfSections | null;
  /** Why they cannot be followed. */
  readonly problem: string | null;
  readonly work: PdfWork;
}

/** Steps that may still be taken through cross-references: a thousand saves times their entries would cost hours. */
export interface PdfWork {
  left: number;
}

const WORK = 1_000_000;

export interface PdfRevision {
  readonly trailer: PdfDictionary;
  /** Text the strings of the trailer stand in. */
  readonly text: string;
  /** The object as this revision sees it; null when it is not where the file says. */
  object(number: number): PdfObject | null;
}

const UNPACKED = 16 * 1024 * 1024;
const CONTAINERS = 64;
/** What looking through an object stream counts as. */
const PACKED = 100;
/** So many subsections count as one step more. */
const SUBSECTIONS = 100;

export function readPdfDocument(reader: ByteReader): PdfDocument {
  const sections = readPdfSections(reader);
  if (typeof sections === 'string') return searched(reader, sections);
  const work: PdfWork = { left: WORK };
  const containers = new Map<number, Packed | null>();
  const revisions = sections.list.map((section, index) => ({
    trailer: section.trailer,
    text: section.text,
    object: (number: number) => objectOf(reader, sections.list, index, number, containers, work),
  }));
  const document: PdfDocument = { revisions, sections, problem: null, work };
  const root = revisions[0]?.trailer.get('Root');
  const sound = root?.kind === 'reference' && revisions[0]?.object(root.object) !== null;
  return sound ? document : searched(reader, 'the cross-references do not lead to the catalog');
}

function searched(reader: ByteReader, problem: string): PdfDocument {
  const found = searchPdf(reader);
  const containers = new Map<number, Packed | null>();
  const work: PdfWork = { left: WORK };
  const object = (number: number): PdfObject | null => {
    const place = found.places.get(number);
    work.left -= 1;
    if (place !== undefined) return work.left < 0 ? null : pdfObjectAt(reader, place);
    for (const container of found.containers) {
      // a list of objects is gone through from end to end
      work.left -= PACKED;
      if (work.left < 0) return null;
      const packed = packedIn(reader, container, containers);
      const index = packed?.numbers.indexOf(number) ?? -1;
      if (packed !== null && index >= 0) return packedObject(packed, index);
    }
    return null;
  };
  return { revisions: [{ ...found.trailer, object }], sections: null, problem, work };
}

function objectOf(
  reader: ByteReader,
  all: readonly PdfSection[],
  newest: number,
  number: number,
  containers: Map<number, Packed | null>,
  work: PdfWork,
): PdfObject | null {
  for (let index = newest; index < all.length; index += 1) {
    const section = all[index]!;
    work.left -= 1 + section.parts / SUBSECTIONS;
    if (work.left < 0) return null;
    const place = section.place(number);
    if (place === null) continue;
    if (place.kind === 'free') return null;
    if (place.kind === 'offset') {
      const object = pdfObjectAt(reader, place.offset);
      return object?.number === number ? object : null;
    }
    // the stream of a packed object is never packed itself (7.5.7)
    const container = placeIn(all, newest, place.container, work);
    if (container?.kind !== 'offset') return null;
    const packed = packedIn(reader, container.offset, containers);
    if (packed === null) return null;
    if (packed.numbers[place.index] === number) return packedObject(packed, place.index);
    work.left -= PACKED;
    const at = packed.numbers.indexOf(number);
    return at < 0 ? null : packedObject(packed, at);
  }
  return null;
}

/** Where the sections from `newest` on say an object is. */
function placeIn(all: readonly PdfSection[], newest: number, number: number, work: PdfWork): PdfPlace | null {
  for (let index = newest; index < all.length && work.left > 0; index += 1) {
    work.left -= 1 + all[index]!.parts / SUBSECTIONS;
    const place = all[index]!.place(number);
    if (place !== null) return place;
  }
  return null;
}

/** An unpacked object stream. */
interface Packed {
  readonly object: PdfObject;
  readonly text: string;
  readonly numbers: readonly number[];
  readonly offsets: readonly number[];
}

function packedIn(reader: ByteReader, at: number, known: Map<number, Packed | null>): Packed | null {
  const before = known.get(at);
  if (before !== undefined) return before;
  const packed = known.size < CONTAINERS ? unpackObjects(reader, at) : null;
  known.set(at, packed);
  return packed;
}

function unpackObjects(reader: ByteReader, at: number): Packed | null {
  const object = pdfObjectAt(reader, at);
  if (object?.value.kind !== 'dictionary') return null;
  const content = pdfContent(reader, object, UNPACKED);
  if (!content.ok) return null;
  const text = content.bytes.toString('latin1');
  const first = numberOf(object.value.entries.get('First')) ?? 0;
  const pairs = (text.slice(0, Math.max(0, first)).match(/\d{1,10}/g) ?? []).map(Number);
  return {
    object,
    text,
    numbers: pairs.filter((_, index) => index % 2 === 0),
    offsets: pairs.filter((_, index) => index % 2 === 1).map((offset) => first + offset),
  };
}

function packedObject({ object, text, numbers, offsets }: Packed, index: number): PdfObject | null {
  const start = offsets[index];
  const number = numbers[index];
  if (start === undefined || number === undefined) return null;
  const parsed = parsePdfValue(text, start);
  if (parsed === null || parsed === 'cut') return null;
  const { value, end } = parsed;
  const bytes = object.stream ?? object.bytes;
  return { number, generation: 0, value, text, textAt: null, bytes, valueRange: [start, end], stream: null };
}

const DEPTH = 16;

/** The value behind references, with the object it stands in; null when that is not there. */
export function resolvePdf(
  revision: PdfRevision,
  value: PdfValue | undefined,
): { readonly value: PdfValue; readonly object: PdfObject | null } | null {
  let current: { readonly value: PdfValue; readonly object: PdfObject | null } | null =
    value === undefined ? null : { value, object: null };
  for (let step = 0; step < DEPTH && current?.value.kind === 'reference'; step += 1) {
    const object = revision.object(current.value.object);
    current = object === null ? null : { value: object.value, object };
  }
  return current?.value.kind === 'reference' ? null : current;
}
