import {
  addStore,
  type Carrier,
  type CarrierReading,
  type CarrierSearch,
  type HiddenPayload,
} from './carrier.ts';
import { wholeText } from './document-text.ts';
import { storeFromBytes } from './superbox.ts';
import {
  encodingOf,
  findSelectors,
  type SelectorRun,
  type SelectorSearch,
  selectorWidth,
  type TextEncoding,
} from './variation-selectors.ts';

const magic = Buffer.from('C2PATXT\0', 'latin1');
const HEADER = 13;
const PREVIEW = 4096;
/** U+FE0F and U+FE0E doubled by careless editors carry nothing. */
const PRESENTATION = new Set([14, 15]);
/** U+FE03 … U+FE0A, one behind a letter here and there: the alphabet of our own mark, which `marks.assay` reads. */
const OWN_MARK = new Set([3, 4, 5, 6, 7, 8, 9, 10]);

/**
 * Plain text (C2PA 2.4, A.8): U+FEFF, then `C2PATXT`, version, length and store as variation selectors, once in
 * a document. Every other such payload is reported as hidden.
 */
export const text: Carrier = async (search, reading) => {
  const document = wholeText(search, reading);
  await search.pulse();
  const encoding = encodingOf(document);
  const found = findSelectors(document, encoding);
  if (!found.complete) reading.complete = false;
  const wrappers = found.runs.filter(({ bytes }) => magic.equals(bytes.subarray(0, magic.length)));
  const common = [
    ...(wrappers.length > 1 ? [`${wrappers.length} wrappers stand in the document; one is allowed`] : []),
    ...(encoding === 'utf-8' ? [] : ['the document is UTF-16; the annex is about UTF-8']),
  ];
  for (const run of wrappers) wrapper(search, reading, run, common, encoding);
  const known = new Set(wrappers);
  for (const run of found.runs) if (!known.has(run)) hiddenRun(search, reading, run);
  spread(search, reading, found);
};

function wrapper(
  search: CarrierSearch,
  reading: CarrierReading,
  run: SelectorRun,
  common: readonly string[],
  encoding: TextEncoding,
): void {
  const view = Buffer.from(run.bytes);
  const version = view[magic.length];
  const declared = view.length >= HEADER ? view.readUInt32BE(9) : 0;
  const held = view.subarray(HEADER, HEADER + declared);
  const excess = view.subarray(HEADER + declared);
  const missing = HEADER + declared - view.length;
  // selectors of the text behind it are no part of the wrapper; its own filling is
  const foreign = excess.length > 0 && !isPadding(excess);
  const begin = run.mark ?? run.start;
  const end = foreign ? run.end - selectorBytes(excess, encoding) : run.end;
  addStore(
    search,
    reading,
    storeFromBytes(held, {
      carrier: 'text-variation-selectors',
      occupied: [[begin, end - begin]],
      problems: [
        ...common,
        ...(version === 1 ? [] : [`the version of the wrapper is ${version ?? 'missing'}`]),
        ...(run.mark === null ? ['no U+FEFF stands in front of the wrapper'] : []),
        ...(missing > 0 ? [`the wrapper declares ${declared} bytes, ${held.length} are there`] : []),
        ...(foreign ? [`${excess.length} further selectors follow the wrapper`] : []),
      ],
      incomplete: missing > 0,
    }),
  );
  if (foreign) hiddenRun(search, reading, { start: end, end: run.end, bytes: excess });
}

/** What C2PA 2.5, A.8.5, puts behind the store to make the length foreseeable: zeros, then up to two bytes 16. */
function isPadding(bytes: Uint8Array): boolean {
  const last = bytes.findIndex((value) => value !== 0);
  return last < 0 || (bytes.length - last <= 2 && bytes.subarray(last).every((value) => value === 16));
}

/** Bytes of the file these take as selectors. */
function selectorBytes(bytes: Uint8Array, encoding: TextEncoding): number {
  return bytes.reduce((sum, value) => sum + selectorWidth(value, encoding), 0);
}

function hiddenRun(
  search: CarrierSearch,
  reading: CarrierReading,
  { start, end, bytes }: Omit<SelectorRun, 'mark'>,
): void {
  if (bytes.length < 4 && bytes.every((value) => PRESENTATION.has(value))) return;
  report(search, reading, { range: [start, end - start], form: 'run' }, bytes);
}

/** One selector behind each of many characters: the other way bytes are hidden. */
function spread(search: CarrierSearch, reading: CarrierReading, { singles }: SelectorSearch): void {
  const [first, last] = [singles[0], singles.at(-1)];
  if (singles.length < 2 || first === undefined || last === undefined) return;
  const bytes = Uint8Array.from(singles, ({ value }) => value);
  if (bytes.every((value) => PRESENTATION.has(value) || OWN_MARK.has(value))) return;
  report(search, reading, { range: [first.start, last.end - first.start], form: 'spread' }, bytes);
}

function report(
  { limits }: CarrierSearch,
  reading: CarrierReading,
  where: Pick<HiddenPayload, 'range' | 'form'>,
  bytes: Uint8Array,
): void {
  if (reading.hidden.length >= limits.stores) {
    reading.complete = false;
    return;
  }
  const preview = bytes.slice(0, PREVIEW);
  reading.hidden.push({ ...where, length: bytes.length, preview, text: readable(preview) });
}

function readable(bytes: Uint8Array): string | null {
  const decoded = new TextDecoder().decode(bytes, { stream: true });
  return /[\p{Cc}\ufffd]/u.test(decoded.replace(/[\t\n\r]/g, '')) || decoded === '' ? null : decoded;
}
