import { inflateSync } from 'node:zlib';
import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import {
  nameOf,
  numberOf,
  type PdfDictionary,
  type PdfValue,
  parsePdfValue,
} from '../../media/structure/pdf-values.ts';
import { unpackBroken } from '../../provenance/carriers/unpack.ts';

/** An indirect object at the place a cross-reference names. */
export interface PdfObject {
  readonly number: number;
  readonly generation: number;
  readonly value: PdfValue;
  /** Text the ranges in `value` count in. */
  readonly text: string;
  /** Offset of that text in the file; null for an object in an object stream. */
  readonly textAt: number | null;
  /** Range of the definition in the file, or of the packed object stream. */
  readonly bytes: ByteRange;
  /** Range of the value in `text`. */
  readonly valueRange: readonly [start: number, end: number];
  readonly stream: ByteRange | null;
}

/** Dictionaries of ordinary objects are short. */
const HEADS = [1024, 32 * 1024, 1024 * 1024];

/** The object whose number stands at `at`; null when there is none. */
export function pdfObjectAt(reader: ByteReader, at: number): PdfObject | null {
  if (at < 0 || at >= reader.size) return null;
  for (const length of HEADS) {
    const text = reader.latin1(at, length);
    const head = /^[\0\t\n\f\r ]{0,16}(\d{1,10})[\0\t\n\f\r ]{1,8}(\d{1,5})[\0\t\n\f\r ]{1,8}obj/.exec(text);
    if (head === null) return null;
    const parsed = parsePdfValue(text, head[0].length);
    if (parsed === null) return null;
    const last = length === HEADS.at(-1) || at + length >= reader.size;
    // the word "stream" stands behind the dictionary
    if (!last && (parsed === 'cut' || parsed.end + 32 > text.length)) continue;
    if (parsed === 'cut') return null;
    const { value, end } = parsed;
    const word = /^[\0\t\n\f\r ]{0,16}stream(\r\n|\n|\r)/.exec(text.slice(end, end + 32));
    const stream =
      word === null || value.kind !== 'dictionary'
        ? null
        : streamRange(reader, value.entries, at + end + word[0].length);
    const stop = stream === null ? at + end : stream[0] + stream[1];
    return {
      number: Number(head[1]),
      generation: Number(head[2]),
      value,
      text,
      textAt: at,
      bytes: [at, stop - at],
      valueRange: [head[0].length, end],
      stream,
    };
  }
  return null;
}

const STREAM = 16 * 1024 * 1024;

/** By its length when the word that ends a stream stands there, else by searching for that word. */
function streamRange(reader: ByteReader, entries: PdfDictionary, start: number): ByteRange {
  const stated = numberOf(entries.get('Length'));
  if (stated !== null && Number.isInteger(stated) && stated >= 0 && start + stated <= reader.size) {
    if (/^[\0\t\n\f\r ]{0,2}endstream/.test(reader.latin1(start + stated, 12))) return [start, stated];
  }
  const mark = reader.search(Buffer.from('endstream'), start, Math.min(reader.size, start + STREAM));
  if (mark < 0) return [start, 0];
  const tail = reader.latin1(Math.max(start, mark - 2), Math.min(2, mark - start));
  const line = tail.endsWith('\r\n') ? 2 : /[\r\n]$/.test(tail) ? 1 : 0;
  return [start, mark - line - start];
}

export type PdfContent =
  | { readonly ok: true; readonly bytes: Buffer; readonly plain: boolean; readonly whole: boolean }
  | { readonly ok: false; readonly problem: string };

/** Content of a stream, at most `most` bytes. FlateDecode with and without predictor is undone, nothing else. */
export function pdfContent(reader: ByteReader, object: PdfObject, most: number): PdfContent {
  const name = `object ${object.number}`;
  if (object.stream === null || object.value.kind !== 'dictionary')
    return { ok: false, problem: `${name} is no stream` };
  const [start, length] = object.stream;
  if (length > STREAM) return { ok: false, problem: `the stream of ${name} is too long` };
  const { entries } = object.value;
  const filter = entries.get('Filter');
  const filters = filter === undefined ? [] : filter.kind === 'array' ? filter.items : [filter];
  // an identity crypt filter says that this stream of an encrypted document is not encrypted
  const names = filters.map(nameOf).filter((filterName) => filterName !== 'Crypt');
  const packed = reader.bytes(start, length);
  if (names.length === 0)
    return { ok: true, bytes: packed.subarray(0, most), plain: true, whole: packed.length <= most };
  if (names.length > 1 || (names[0] !== 'FlateDecode' && names[0] !== 'Fl'))
    return { ok: false, problem: `the stream of ${name} is encoded with ${names.join(', ').slice(0, 80)}` };
  const unpacked = inflate(packed, most);
  if (unpacked === null) return { ok: false, problem: `the stream of ${name} cannot be unpacked` };
  const given = entries.get('DecodeParms') ?? entries.get('DP');
  const parameters = given?.kind === 'array' ? given.items.at(-1) : given;
  const bytes =
    parameters?.kind === 'dictionary' ? unpredict(unpacked.bytes, parameters.entries) : unpacked.bytes;
  if (bytes === null) return { ok: false, problem: `the stream of ${name} has a predictor not read here` };
  return { ok: true, bytes, plain: false, whole: unpacked.whole };
}

function inflate(packed: Buffer, most: number): { bytes: Buffer; whole: boolean } | null {
  try {
    return { bytes: inflateSync(packed, { maxOutputLength: Math.max(1, most) }), whole: true };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const some = error.code === 'ERR_BUFFER_TOO_LARGE' ? null : unpackBroken(packed, most);
    return some === null || some.length === 0 ? null : { bytes: some, whole: false };
  }
}

/** PNG predictors (ISO 32000-2, 7.4.4.4), which cross-reference streams are mostly written with. */
function unpredict(bytes: Buffer, parameters: PdfDictionary): Buffer | null {
  const predictor = numberOf(parameters.get('Predictor')) ?? 1;
  if (predictor === 1) return bytes;
  const bits =
    (numberOf(parameters.get('Colors')) ?? 1) * (numberOf(parameters.get('BitsPerComponent')) ?? 8);
  const width = Math.ceil((bits * (numberOf(parameters.get('Columns')) ?? 1)) / 8);
  const step = Math.max(1, bits >> 3);
  if (predictor < 10 || !(width > 0 && width < 1 << 20 && bits > 0)) return null;
  const rows = Math.floor(bytes.length / (width + 1));
  const plain = Buffer.alloc(rows * width);
  for (let row = 0; row < rows; row += 1) {
    const kind = bytes[row * (width + 1)]!;
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      const left = column >= step ? plain[at - step]! : 0;
      const above = row > 0 ? plain[at - width]! : 0;
      const corner = row > 0 && column >= step ? plain[at - width - step]! : 0;
      const raw = bytes[row * (width + 1) + 1 + column]!;
      plain[at] = raw + predicted(kind, left, above, corner);
    }
  }
  return plain;
}

function predicted(kind: number, left: number, above: number, corner: number): number {
  if (kind === 1) return left;
  if (kind === 2) return above;
  if (kind === 3) return (left + above) >> 1;
  if (kind !== 4) return 0;
  const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}
