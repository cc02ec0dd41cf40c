import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { documentText, holdsText } from '../../labels/explicit/document-text.ts';
import { decodeDocument } from '../../labels/text/encoded-text.ts';
import { wholeBytes } from '../../labels/whole-bytes.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import { reported } from '../reported.ts';
import { rtfText } from './rtf.ts';

/** Text of a file as copies are looked for in it; offsets of passages are UTF-16 units of `text`. */
interface DocumentWords {
  readonly text: string;
  /** Not all of the text was read. */
  readonly complete: boolean;
  readonly warnings: readonly Localized[];
}

export type DocumentWordsAnswer =
  | { readonly ok: true; readonly document: DocumentWords }
  | { readonly ok: false; readonly reason: Reason };

/** Of a longer file the beginning is read, bytes; of a longer text the beginning is compared, UTF-16 units. */
const BYTES = 32 * 1024 * 1024;
const UNITS = 8_000_000;

/** Read as they stand: what is between the words of a table or a markup does not count anyway. */
const flat: ReadonlySet<string> = new Set(['text', 'markdown', 'csv', 'json', 'xml']);

export function holdsWords(media: Media): true | Localized {
  if (media.format === 'pdf')
    return localized('The text of PDF documents is not read', '不读取 PDF 文档的正文');
  return (
    flat.has(media.format) ||
    media.format === 'rtf' ||
    holdsText(media) ||
    localized('Only for text and documents', '仅适用于文本和文档')
  );
}

/** In a worker only. Pages and packages give the text they show, block by block in lines of their own. */
export function documentWords(path: string, media: Media): DocumentWordsAnswer {
  if (holdsWords(media) !== true) return { ok: false, reason: { code: 'no-text', text: reasons.kind } };
  const { text, complete, warnings } =
    flat.has(media.format) || media.format === 'rtf' ? fileText(path, media) : shownText(path, media);
  if (text.length > UNITS) {
    const cut = localized(`only the first ${UNITS} characters are compared`, `仅比较前 ${UNITS} 个字符`);
    return {
      ok: true,
      document: { text: text.slice(0, UNITS), complete: false, warnings: [...warnings, cut] },
    };
  }
  if (text.length === 0 && !complete)
    return { ok: false, reason: { code: 'unreadable', text: reasons.damaged } };
  return { ok: true, document: { text, complete, warnings } };
}

function shownText(path: string, media: Media): DocumentWords {
  const { blocks, unread, warnings } = documentText(path, media);
  // Pictures in a document are compared as pictures.
  const missing = unread.filter(({ en }) => !/pictures/i.test(en));
  return {
    text: blocks.map((runs) => runs.map((run) => run.text).join('')).join('\n'),
    complete: missing.length === 0,
    warnings: [...warnings.map(reported), ...missing],
  };
}

function fileText(path: string, { format }: Media): DocumentWords {
  const reader = new ByteReader(path);
  try {
    const bytes = wholeBytes(reader, 0, Math.min(reader.size, BYTES));
    const whole = reader.size <= BYTES;
    const warnings = whole
      ? []
      : [localized(`only the first ${BYTES} bytes are read`, `仅读取前 ${BYTES} 字节`)];
    if (format === 'rtf') {
      const { text, damaged } = rtfText(bytes);
      const torn = damaged ? [localized('groups of the document do not close', '文档中有未闭合的组')] : [];
      return { text, complete: whole && !damaged, warnings: [...warnings, ...torn] };
    }
    const { text, repaired } = decoded(bytes);
    if (repaired > 0)
      warnings.push(
        localized(
          `${repaired} sequences of bytes are not valid in the encoding of the text`,
          `有 ${repaired} 处字节序列不符合文本编码`,
        ),
      );
    return { text: format === 'json' ? unescapedJson(text) : text, complete: whole, warnings };
  } finally {
    reader.close();
  }
}

/**
 * As other readers decode it, but a text in UTF-8 with a few damaged bytes stays UTF-8, and UTF-16 without its mark
 * is known by the zero bytes of its Latin letters and signs.
 */
function decoded(bytes: Buffer): { readonly text: string; readonly repaired: number } {
  const wide = zeroSide(bytes);
  if (wide !== null) return { text: decodeDocument(bytes, wide).text, repaired: 0 };
  const { text, encoding } = decodeDocument(bytes);
  if (encoding !== 'latin1' && encoding !== 'gb18030') return { text, repaired: 0 };
  const lenient = new TextDecoder('utf-8').decode(bytes);
  let [broken, beyond] = [0, 0];
  for (let at = 0; at < lenient.length; at += 1) {
    const code = lenient.charCodeAt(at);
    if (code === 0xfffd) broken += 1;
    else if (code > 0x7f) beyond += 1;
  }
  return broken * 10 <= beyond ? { text: lenient, repaired: broken } : { text, repaired: 0 };
}

function zeroSide(bytes: Buffer): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, 1 << 16) & ~1;
  if (length < 4 || (bytes[0]! >= 0xfe && bytes[1]! >= 0xfe)) return null;
  const zeros: [even: number, odd: number] = [0, 0];
  for (let at = 0; at < length; at += 1) if (bytes[at] === 0) zeros[at & 1 ? 1 : 0] += 1;
  const [even, odd] = zeros;
  // One unit in fifty is a space, a digit or a line break in any text.
  if (odd > length / 100 && even * 20 < odd) return 'utf-16le';
  return even > length / 100 && odd * 20 < even ? 'utf-16be' : null;
}

/** Escapes of JSON strings as the characters they stand for; nothing else is looked at, so that damage does no harm. */
function unescapedJson(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_all, digits: string | undefined, sign: string) =>
    digits === undefined ? (shorts.get(sign) ?? sign) : String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

const shorts: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', ' '],
  ['f', ' '],
]);

const reasons = {
  kind: localized('The file holds no text that is read', '该文件没有可读取的正文'),
  damaged: localized('The text of the document cannot be read', '无法读取文档正文'),
};
