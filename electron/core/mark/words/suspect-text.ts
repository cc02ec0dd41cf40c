import type { Media } from '#shared/domain/media.ts';
import { documentText, holdsText } from '../../labels/explicit/document-text.ts';
import { decodeDocument } from '../../labels/text/encoded-text.ts';
import { wholeBytes } from '../../labels/whole-bytes.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import { plainSource } from './plain-source.ts';
import { plainZones, type Zones } from './zones.ts';

/** A suspect's text as a reader of marks takes it. */
interface SuspectText {
  readonly text: string;
  readonly zones: Zones;
}

export interface SuspectTexts {
  /** Ways to read one and the same document, the best first. */
  readonly texts: readonly SuspectText[];
  /** Not all of the document was read. */
  readonly complete: boolean;
  readonly warnings: readonly string[];
}

/** Of a longer text the beginning is read, bytes. */
const BYTES = 32 * 1024 * 1024;
const flat: ReadonlySet<string> = new Set(['text', 'markdown', 'csv', 'json', 'xml']);

export function readsWords(media: Media): boolean {
  return flat.has(media.format) || (holdsText(media) && media.format !== 'pdf');
}

/** The document as it was marked, if it can be; else as it is shown. */
export function suspectTexts(path: string, media: Media): SuspectTexts {
  const own = ['text', 'markdown', 'html'].includes(media.format) ? plainSource(path, media) : null;
  const asMarked = own?.ok === true ? [{ text: own.source.text, zones: own.source.zones }] : [];
  if (flat.has(media.format)) {
    const { text, whole } = flatText(path);
    return {
      texts: [...asMarked, { text, zones: plainZones(text) }],
      complete: whole,
      warnings: whole ? [] : [`only the first ${BYTES} bytes are read`],
    };
  }
  const { blocks, unread, warnings } = documentText(path, media);
  const text = blocks.map((runs) => runs.map((run) => run.text).join('')).join('\n');
  // Pictures in a document carry marks of their own kind; their being unread says nothing of its text.
  const missing = unread.filter(({ en }) => !/pictures/i.test(en));
  return {
    texts: [...asMarked, { text, zones: plainZones(text) }],
    complete: missing.length === 0,
    warnings: [...warnings, ...missing.map(({ en }) => en)],
  };
}

function flatText(path: string): { readonly text: string; readonly whole: boolean } {
  const reader = new ByteReader(path);
  try {
    const bytes = wholeBytes(reader, 0, Math.min(reader.size, BYTES));
    return { text: decodeDocument(bytes).text, whole: reader.size <= BYTES };
  } finally {
    reader.close();
  }
}
