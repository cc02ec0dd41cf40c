import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { type PdfDictionary, parsePdfValue } from '../../media/structure/pdf-values.ts';
import { pdfObjectAt } from './pdf-object.ts';

/** Objects of a file whose cross-references are damaged. */
export interface PdfSearch {
  /** Offset of the last definition of each object. */
  readonly places: ReadonlyMap<number, number>;
  /** Offsets of object streams, newest first. */
  readonly containers: readonly number[];
  /** Entries of all trailers, later ones over earlier ones. */
  readonly trailer: { readonly trailer: PdfDictionary; readonly text: string };
}

const BYTES = 256 * 1024 * 1024;
const PIECE = 1024 * 1024;
const OVERLAP = 64;
const OBJECTS = 200_000;
const CONTAINERS = 32;
const TRAILERS = 64;

/** Definitions and trailers, by their words. The last save counts, as far as file order tells. */
export function searchPdf(reader: ByteReader): PdfSearch {
  const places = new Map<number, number>();
  const special: number[] = [];
  const trailers: number[] = [];
  let information: number | null = null;
  const limit = Math.min(reader.size, BYTES);
  for (let start = 0; start < limit && places.size < OBJECTS; start += PIECE) {
    const text = reader.latin1(start, PIECE + OVERLAP);
    const pattern = /(?<!\d)(\d{1,10})[\0\t\n\f\r ]{1,4}\d{1,5}[\0\t\n\f\r ]{1,4}obj|\btrailer/g;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      if (match.index >= PIECE) break;
      const at = start + match.index;
      if (match[1] === undefined) trailers.push(at);
      else {
        places.set(Number(match[1]), at);
        const head = text.slice(match.index, match.index + 400).split('endobj', 1)[0]!;
        if (/\/(ObjStm|XRef)\b/.test(head)) special.push(at);
        else if (/\/(AIGC|Producer|CreationDate)\b/.test(head) && !head.includes('/Type'))
          information = Number(match[1]);
      }
    }
  }
  const entries = new Map<string, NonNullable<ReturnType<PdfDictionary['get']>>>();
  const containers: number[] = [];
  for (const at of [...special.slice(-TRAILERS), ...trailers.slice(-TRAILERS)].sort((a, b) => a - b)) {
    const dictionary = trailerAt(reader, at);
    if (dictionary === null) continue;
    if (dictionary.get('N') !== undefined && dictionary.get('First') !== undefined) containers.unshift(at);
    // strings cannot be taken along: their text is not kept
    else
      for (const [key, value] of dictionary)
        if (value.kind === 'reference' || value.kind === 'number') entries.set(key, value);
  }
  // of a file that lost its trailer, the Info dictionary is known by what stands in it
  if (!entries.has('Info') && information !== null)
    entries.set('Info', { kind: 'reference', object: information });
  return {
    places,
    containers: containers.slice(0, CONTAINERS),
    trailer: { trailer: entries, text: '' },
  };
}

function trailerAt(reader: ByteReader, at: number): PdfDictionary | null {
  if (!reader.matches(at, 'trailer')) {
    const object = pdfObjectAt(reader, at);
    return object?.value.kind === 'dictionary' ? object.value.entries : null;
  }
  const parsed = parsePdfValue(reader.latin1(at + 7, 16 * 1024), 0);
  return parsed === null || parsed === 'cut' || parsed.value.kind !== 'dictionary'
    ? null
    : parsed.value.entries;
}
