import { Parser, QuoteType, Tokenizer } from 'htmlparser2';
import type { ByteRange } from '#shared/domain/figure.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { wholeBytes } from '../whole-bytes.ts';

/** A range of the source, in its characters. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface HtmlAttribute {
  readonly name: string;
  /** The raw value between its quotes; empty for none. */
  readonly value: Span;
  readonly quoted: boolean;
}

export interface HtmlTag {
  /** In lower case. */
  readonly name: string;
  readonly tag: Span;
  readonly attributes: readonly HtmlAttribute[];
  /** Of script elements: their content, when the element ends. */
  readonly content: Span | null;
}

/**
 * A page as its tags. The source is the file's bytes as ISO 8859-1 characters, so that an index is a byte offset
 * whatever the encoding says (a page in UTF-16: its characters); values are decoded one by one.
 */
export interface HtmlDocument {
  readonly source: string;
  /** Tags that were asked for, in order. */
  readonly tags: readonly HtmlTag[];
  /** Where something can be put into the head: before its end tag, behind its start tag, behind the document type. */
  readonly headPlace: number;
  /** Quotes or brackets stand in the name of an attribute: a tag has run into what followed it. */
  readonly torn: boolean;
  /** Not the whole file was read, or too many tags. */
  readonly problem: string | null;
  /** Name of the encoding as `TextDecoder` knows it. */
  readonly encoding: string;
  bytes(span: Span): ByteRange;
  /** The text of an attribute value, character references resolved. */
  attributeText(attribute: HtmlAttribute): string;
  /** The text of a script, which has no character references. */
  rawText(span: Span): string;
  /** The text of an element's beginning: from the end of its tag to the next one. */
  elementText(tag: HtmlTag): { readonly text: string; readonly span: Span };
}

const BYTES = 32 * 1024 * 1024;
const TAGS = 200_000;
const VALUE = 1024 * 1024;

/** @param wanted by the name of the tag and the names of its attributes, both in lower case */
export function readHtml(
  reader: ByteReader,
  wanted: (name: string, attributes: ReadonlySet<string>) => boolean,
): HtmlDocument {
  const limit = Math.min(reader.size, BYTES);
  const file = wholeBytes(reader, 0, limit);
  const wide = wideEncoding(file);
  const mark = wide !== null ? 2 : file.toString('latin1', 0, 3) === '\xef\xbb\xbf' ? 3 : 0;
  const source =
    wide === null
      ? file.toString('latin1', mark)
      : new TextDecoder(wide, { ignoreBOM: true }).decode(
          file.subarray(mark, file.length - (file.length % 2)),
        );
  const scan = tagsOf(source, wanted);
  const problem =
    limit < reader.size
      ? `only the first ${BYTES} bytes of the page are read`
      : scan.tags.length >= TAGS
        ? `only the first ${TAGS} tags are read`
        : breakOff(source);
  const encoding = wide ?? declaredEncoding(source, mark === 3) ?? guessedEncoding(file);
  const decoder = new TextDecoder(encoding);
  const decoded = ({ start, end }: Span): string => {
    const raw = source.slice(start, Math.min(end, start + VALUE));
    return wide === null ? decoder.decode(Buffer.from(raw, 'latin1')) : raw;
  };
  const width = wide === null ? 1 : 2;
  return {
    source,
    ...scan,
    problem,
    encoding,
    bytes: ({ start, end }) => [mark + start * width, (end - start) * width],
    attributeText: ({ value }) => referencesResolved(decoded(value), 'attribute'),
    rawText: decoded,
    elementText: ({ tag }) => {
      const next = source.indexOf('<', tag.end);
      const span = { start: tag.end, end: next < 0 ? source.length : next };
      return { text: referencesResolved(decoded(span), 'text').trim(), span };
    },
  };
}

/** Signs that the rest of the page is missing; end tags are optional, so that most cuts leave none. */
function breakOff(source: string): string | null {
  const last = source.lastIndexOf('<');
  if (last > source.lastIndexOf('>') && /^<[A-Za-z/!]/.test(source.slice(last, last + 2)))
    return `the page ends inside the tag at character ${last}`;
  const open = source.search(/<head[\s>]/i);
  return open >= 0 && !/<\/head|<body|<frameset/i.test(source) ? 'the page ends inside its head' : null;
}

function wideEncoding(file: Buffer): 'utf-16le' | 'utf-16be' | null {
  const mark = file.toString('latin1', 0, 2);
  return mark === '\xff\xfe' ? 'utf-16le' : mark === '\xfe\xff' ? 'utf-16be' : null;
}

/** The mark, or what a meta element in the first kilobyte declares (HTML, 13.2.3.2). */
function declaredEncoding(source: string, marked: boolean): string | null {
  if (marked) return 'utf-8';
  const declared = /<meta[^>]{0,200}charset\s{0,8}=\s{0,8}["']?([\w.:-]{2,40})/i.exec(
    source.slice(0, 1024),
  )?.[1];
  if (declared === undefined) return null;
  try {
    const { encoding } = new TextDecoder(declared);
    // the declaration itself could not have been read in UTF-16
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

function guessedEncoding(file: Buffer): string {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(file, { stream: true });
    return 'utf-8';
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return 'windows-1252';
  }
}

/** Both kinds of values have rules of their own for references without a semicolon. */
function referencesResolved(raw: string, kind: 'attribute' | 'text'): string {
  if (!raw.includes('&')) return raw;
  const parts: string[] = [];
  const parser = new Parser(
    {
      onattribute: (_name, value) => parts.push(value),
      ontext: (value) => {
        if (kind === 'text') parts.push(value);
      },
    },
    { decodeEntities: true },
  );
  parser.end(kind === 'text' ? raw.replaceAll('<', '&lt;') : `<a v="${raw.replaceAll('"', '&quot;')}">`);
  return parts.join('');
}

type Scan = Pick<HtmlDocument, 'tags' | 'headPlace' | 'torn'>;

function tagsOf(source: string, wanted: (name: string, attributes: ReadonlySet<string>) => boolean): Scan {
  const tags: HtmlTag[] = [];
  let name = '';
  let start = 0;
  let attribute = '';
  let torn = false;
  let value: { start: number; end: number } | null = null;
  let attributes: HtmlAttribute[] = [];
  let script: { readonly tag: HtmlTag; readonly index: number } | null = null;
  const heads = { end: -1, start: -1, html: -1, declaration: -1 };
  const opened = (index: number): void => {
    const end = index + 1;
    if (name === 'head' && heads.start < 0) heads.start = end;
    if (name === 'html' && heads.html < 0) heads.html = end;
    if (tags.length >= TAGS || !wanted(name, new Set(attributes.map((one) => one.name)))) return;
    const tag: HtmlTag = { name, tag: { start, end }, attributes, content: null };
    tags.push(tag);
    if (name === 'script') script = { tag, index: tags.length - 1 };
  };
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false },
    {
      onopentagname: (from, to) => {
        name = source.slice(from, to).toLowerCase();
        start = from - 1;
        attributes = [];
        value = null;
      },
      onattribname: (from, to) => {
        attribute = source.slice(from, to).toLowerCase();
        torn ||= /["'<]/.test(attribute);
        value = null;
      },
      onattribdata: (from, to) => {
        value = { start: value?.start ?? from, end: to };
      },
      onattribend: (quote, index) => {
        const quoted = quote === QuoteType.Double || quote === QuoteType.Single;
        attributes.push({ name: attribute, value: value ?? { start: index, end: index }, quoted });
      },
      onopentagend: opened,
      onselfclosingtag: opened,
      onclosetag: (from, to) => {
        const closed = source.slice(from, to).toLowerCase();
        if (closed === 'head' && heads.end < 0) heads.end = from - 2;
        if (closed !== 'script' || script === null) return;
        tags[script.index] = { ...script.tag, content: { start: script.tag.tag.end, end: from - 2 } };
        script = null;
      },
      ondeclaration: (_from, to) => {
        if (heads.declaration < 0) heads.declaration = to + 1;
      },
      ontext: ignored,
      oncomment: ignored,
      oncdata: ignored,
      onprocessinginstruction: ignored,
      onattribentity: ignored,
      ontextentity: ignored,
      onend: ignored,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  const headPlace = [heads.end, heads.start, heads.html, heads.declaration, 0].find((place) => place >= 0);
  return { tags, headPlace: headPlace ?? 0, torn };
}

/** Parts of a page that cannot hold a label. */
function ignored(): void {
  return;
}
