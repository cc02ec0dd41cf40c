import type { ByteReader } from '../../media/structure/byte-reader.ts';
import {
  numberOf,
  type PdfDictionary,
  type PdfValue,
  parsePdfValue,
} from '../../media/structure/pdf-values.ts';
import { pdfContent, pdfObjectAt } from './pdf-object.ts';

/** Where a cross-reference says an object is. */
export type PdfPlace =
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'packed'; readonly container: number; readonly index: number }
  | { readonly kind: 'free' };

/** One cross-reference section with its trailer (ISO 32000-2, 7.5.4, 7.5.5 and 7.5.8). */
export interface PdfSection {
  readonly form: 'table' | 'stream';
  readonly offset: number;
  readonly trailer: PdfDictionary;
  /** Text the strings of the trailer stand in. */
  readonly text: string;
  /** Subsections, each of which may be looked at to find an object. */
  readonly parts: number;
  /** Null: this section does not speak of the object; an earlier one may. */
  place(number: number): PdfPlace | null;
}

export interface PdfSections {
  /** Newest first. */
  readonly list: readonly PdfSection[];
  /** Bytes before the header, by which offsets in the file may be short. */
  readonly shift: number;
  /** What the last `startxref` says. */
  readonly start: number;
}

const SECTIONS = 1000;
const TRAILER = 1024 * 1024;
const SUBSECTIONS = 10_000;
const REFERENCES = 32 * 1024 * 1024;

/** The chain of cross-reference sections; a text says why it cannot be followed. */
export function readPdfSections(reader: ByteReader): PdfSections | string {
  const tail = reader.latin1(Math.max(0, reader.size - 2048), 2048);
  const last = /startxref[\0\t\n\f\r ]+(\d{1,15})(?![\s\S]*startxref)/.exec(tail);
  const stated = last?.[1];
  if (last === null || stated === undefined) return 'no startxref at the end of the file';
  // the end of the file may cut the first word of such an object short
  if (/\d[\0\t\n\f\r ]+(?:obj\b|\d{0,5} ?o?b?$)/.test(tail.slice(last.index + last[0].length)))
    return 'objects of a further save stand behind the last startxref';
  const header = Math.max(0, reader.search(Buffer.from('%PDF-'), 0, Math.min(reader.size, 1100)));
  const start = Number(stated);
  // offsets count from the header (7.5.2 of ISO 32000-1, note), but writers differ
  const shift = header > 0 && section(reader, start, 0) === null ? header : 0;
  const list: PdfSection[] = [];
  const seen = new Set<number>();
  for (let at: number | null = start; at !== null; ) {
    if (seen.has(at)) return 'the cross-reference sections refer to each other in a circle';
    if (list.length >= SECTIONS) return `more than ${SECTIONS} cross-reference sections`;
    seen.add(at);
    const found = section(reader, at + shift, shift);
    if (found === null) return `no cross-reference section at offset ${at}`;
    list.push(found);
    at = numberOf(found.trailer.get('Prev'));
  }
  return { list, shift, start };
}

function section(reader: ByteReader, at: number, shift: number): PdfSection | null {
  if (!Number.isSafeInteger(at) || at < 0 || at >= reader.size) return null;
  const space = /^[\0\t\n\f\r ]*/.exec(reader.latin1(at, 16))?.[0].length ?? 0;
  return reader.matches(at + space, 'xref') ? table(reader, at + space, shift) : stream(reader, at, shift);
}

function table(reader: ByteReader, offset: number, shift: number): PdfSection | null {
  const ranges: { readonly first: number; readonly count: number; readonly at: number }[] = [];
  let at = offset + 4;
  for (let count = 0; count < SUBSECTIONS; count += 1) {
    const line = reader.latin1(at, 64);
    const head = /^[\0\t\n\f\r ]*(\d{1,10})[\0\t\f ]+(\d{1,10})[\0\t\f ]*(\r\n|\n|\r)?/.exec(line);
    if (head === null) break;
    const entries = at + head[0].length;
    ranges.push({ first: Number(head[1]), count: Number(head[2]), at: entries });
    at = entries + Number(head[2]) * 20;
    if (at > reader.size) return null;
  }
  const word = /^[\0\t\n\f\r ]*trailer/.exec(reader.latin1(at, 64));
  if (word === null) return null;
  const parsed = dictionaryAt(reader, at + word[0].length);
  if (parsed === null) return null;
  const { text, trailer } = parsed;
  const extra = numberOf(trailer.get('XRefStm'));
  const hybrid = extra === null ? null : stream(reader, extra + shift, shift);
  const place = (number: number): PdfPlace | null => {
    const range = ranges.findLast(({ first, count }) => number >= first && number < first + count);
    const line = range === undefined ? '' : reader.latin1(range.at + (number - range.first) * 20, 18);
    const entry = /^(\d{10}) (\d{5}) ([nf])/.exec(line);
    // objects of hybrid files are free in the table, and stand in the stream beside it (7.5.8.4)
    // an entry that cannot be read is not one of an earlier save
    if (entry === null || entry[3] === 'f')
      return hybrid?.place(number) ?? (range === undefined ? null : { kind: 'free' });
    return { kind: 'offset', offset: Number(entry[1]) + shift };
  };
  return { form: 'table', offset, trailer, text, parts: ranges.length, place };
}

function dictionaryAt(
  reader: ByteReader,
  at: number,
): { readonly text: string; readonly trailer: PdfDictionary } | null {
  for (const length of [4096, TRAILER]) {
    const text = reader.latin1(at, length);
    const parsed = parsePdfValue(text, 0);
    if (parsed === 'cut') continue;
    if (parsed === null || parsed.value.kind !== 'dictionary') return null;
    return { text, trailer: parsed.value.entries };
  }
  return null;
}

function stream(reader: ByteReader, offset: number, shift: number): PdfSection | null {
  const object = pdfObjectAt(reader, offset);
  if (object === null || object.value.kind !== 'dictionary') return null;
  const trailer = object.value.entries;
  const widths = numbers(trailer.get('W'));
  const content = pdfContent(reader, object, REFERENCES);
  if (widths.length < 3 || widths.some((width) => width > 8) || !content.ok || !content.whole) return null;
  const [a, b, c] = [widths[0]!, widths[1]!, widths[2]!];
  const record = a + b + c;
  if (record === 0) return null;
  const index = numbers(trailer.get('Index'));
  const pairs = index.length >= 2 ? index : [0, numberOf(trailer.get('Size')) ?? 0];
  const { bytes } = content;
  // a reference that is missing here would be looked for in an earlier save, and what that says be taken for current
  const records = pairs.reduce((sum, count, at) => sum + (at % 2 === 1 ? count : 0), 0);
  if (bytes.length < records * record) return null;
  const field = (at: number, width: number): number => {
    let value = 0;
    for (let byte = 0; byte < width; byte += 1) value = value * 256 + bytes[at + byte]!;
    return value;
  };
  const place = (number: number): PdfPlace | null => {
    let before = 0;
    for (let pair = 0; pair + 1 < pairs.length; pair += 2) {
      const [first, count] = [pairs[pair]!, pairs[pair + 1]!];
      const at = (before + number - first) * record;
      before += count;
      if (number < first || number >= first + count || at + record > bytes.length) continue;
      const kind = a === 0 ? 1 : field(at, a);
      if (kind === 1) return { kind: 'offset', offset: field(at + a, b) + shift };
      if (kind === 2) return { kind: 'packed', container: field(at + a, b), index: field(at + a + b, c) };
      return { kind: 'free' };
    }
    return null;
  };
  return { form: 'stream', offset, trailer, text: object.text, parts: pairs.length / 2, place };
}

function numbers(value: PdfValue | undefined): number[] {
  if (value?.kind !== 'array') return [];
  return value.items.slice(0, SUBSECTIONS).flatMap((item) => numberOf(item) ?? []);
}
