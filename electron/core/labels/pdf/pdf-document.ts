import type { ByteReader } from '../../media/structure/byte-reader.ts';
import {
  numberOf,
  type PdfDictionary,
  type PdfValue,
  parsePdfValue,
} from '../../media/structure/pdf-values.ts';
import { type PdfObject, pdfContent, pdfObjectAt } from './pdf-object.ts';
import { searchPdf } from './pdf-search.ts';
import { type PdfSection, type PdfSections, readPdfSections } from './pdf-sections.ts';

/** A PDF with its saves. Revision 0 is what a reader shows; each later save hides what an earlier one says. */
export interface PdfDocument {
  readonly revisions: readonly PdfRevision[];
  /** Null: the cross-references cannot be followed, and objects were found by searching the file. */
  readonly sections: PdfSections | null;
  /** Why they cannot be followed. */
  readonly problem: string | null;
}

export interface PdfRevision {
  readonly trailer: PdfDictionary;
  /** Text the strings of the trailer stand in. */
  readonly text: string;
  /** The object as this revision sees it; null when it is not where the file says. */
  object(number: number): PdfObject | null;
}

const UNPACKED = 16 * 1024 * 1024;
const CONTAINERS = 64;

export function readPdfDocument(reader: ByteReader): PdfDocument {
  const sections = readPdfSections(reader);
  if (typeof sections === 'string') return searched(reader, sections);
  const containers = new Map<number, Packed | null>();
  const revisions = sections.list.map((section, index) => ({
    trailer: section.trailer,
    text: section.text,
    object: (number: number) => objectOf(reader, sections.list.slice(index), number, containers),
  }));
  const document: PdfDocument = { revisions, sections, problem: null };
  const root = revisions[0]?.trailer.get('Root');
  const sound = root?.kind === 'reference' && revisions[0]?.object(root.object) !== null;
  return sound ? document : searched(reader, 'the cross-references do not lead to the catalog');
}

function searched(reader: ByteReader, problem: string): PdfDocument {
  const found = searchPdf(reader);
  const containers = new Map<number, Packed | null>();
  const object = (number: number): PdfObject | null => {
    const place = found.places.get(number);
    if (place !== undefined) return pdfObjectAt(reader, place);
    for (const container of found.containers) {
      const packed = packedIn(reader, container, containers);
      const index = packed?.numbers.indexOf(number) ?? -1;
      if (packed !== null && index >= 0) return packedObject(packed, index);
    }
    return null;
  };
  return { revisions: [{ ...found.trailer, object }], sections: null, problem };
}

function objectOf(
  reader: ByteReader,
  sections: readonly PdfSection[],
  number: number,
  containers: Map<number, Packed | null>,
): PdfObject | null {
  for (const section of sections) {
    const place = section.place(number);
    if (place === null) continue;
    if (place.kind === 'free') return null;
    if (place.kind === 'offset') {
      const object = pdfObjectAt(reader, place.offset);
      return object?.number === number ? object : null;
    }
    // the stream of a packed object is never packed itself (7.5.7)
    const container = sections.map((other) => other.place(place.container)).find((found) => found !== null);
    if (container?.kind !== 'offset') return null;
    const packed = packedIn(reader, container.offset, containers);
    const index = packed?.numbers[place.index] === number ? place.index : packed?.numbers.indexOf(number);
    return packed === null || index === undefined || index < 0 ? null : packedObject(packed, index);
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
