import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { damaged, type Gathering, keepText, remarked } from '../gathering.ts';
import { decodeDocument, type EncodedText } from './encoded-text.ts';
import { readYamlBlock, type YamlEntry } from './yaml-block.ts';

/** YAML at the edges of a text document. Ranges are of UTF-16 units in the text. */
export interface FrontMatter {
  /** Between the two lines of dashes. */
  readonly start: number;
  readonly end: number;
}

const HEAD = 128 * 1024;
const TAIL = 64 * 1024;

const dashes = /^---[ \t]*$/;
const closing = /^(---|\.\.\.)[ \t]*$/;
const label = /^aigc$/i;
const mention = /aigc/i;
const fieldName = /Label|ContentProducer|ProduceID/i;

/** The beginning of a document, with its front matter when it has one. */
export interface DocumentHead extends EncodedText {
  /** Is that the whole document? */
  readonly whole: boolean;
  readonly frontMatter: FrontMatter | null;
  /** The first line opens front matter that does not end. */
  readonly open: boolean;
}

export function readHead(reader: ByteReader): DocumentHead {
  const decoded = decodeDocument(reader.bytes(0, HEAD));
  const { text } = decoded;
  const whole = reader.size <= HEAD;
  const none = { ...decoded, whole, frontMatter: null, open: false };
  const first = lineEnd(text, 0);
  if (!dashes.test(text.slice(0, first.end))) return none;
  for (let at = first.next; at < text.length; ) {
    const { end, next } = lineEnd(text, at);
    if (closing.test(text.slice(at, end))) return { ...none, frontMatter: { start: first.next, end: at } };
    at = next;
  }
  return { ...none, open: true };
}

/** End of the line at `at` without its line break, and the beginning of the next one. */
export function lineEnd(text: string, at: number): { readonly end: number; readonly next: number } {
  const feed = text.indexOf('\n', at);
  if (feed < 0) return { end: text.length, next: text.length };
  return { end: text[feed - 1] === '\r' && feed > at ? feed - 1 : feed, next: feed + 1 };
}

/** Everything YAML at the head and the foot of the document says. */
export function frontMatterTexts(reader: ByteReader, gathering: Gathering): void {
  const head = readHead(reader);
  const { text, frontMatter, byteAt } = head;
  if (frontMatter !== null) {
    const block = text.slice(frontMatter.start, frontMatter.end);
    const { entries, problems } = readYamlBlock(block);
    const found = entries ?? [];
    for (const entry of found)
      add(gathering, 'front matter', entry, byteAt(frontMatter.start + entry.start), (index) =>
        byteAt(frontMatter.start + index),
      );
    for (const problem of problems) remarked(gathering, `front matter: ${problem}`);
    const whole = ({ key, value }: YamlEntry): boolean => label.test(key) && fieldName.test(value);
    const lost = problems.length > 0 && mention.test(block) && !found.some(whole);
    if (lost) damaged(gathering, 'the front matter mentions AIGC, but cannot be read');
  } else if (head.open && looksOpen(text.slice(0, 4096))) damaged(gathering, 'the front matter does not end');
  else fencedHead(head, gathering);
  foot(reader, head, gathering);
}

/** Front matter that breaks off, and not a rule between paragraphs: keys from the second line on, one of them a label. */
function looksOpen(text: string): boolean {
  return /^---[ \t]*\r?\n["']?[\w.-]{1,80}["']?[ \t]*:/.test(text) && /\n["']?AIGC["']?[ \t]*:/i.test(text);
}

function add(
  gathering: Gathering,
  place: string,
  { key, value, end }: YamlEntry,
  from: number,
  byteAt: (index: number) => number,
): void {
  if (value.trim() === '' && !label.test(key)) return;
  keepText(gathering, { place, key, bytes: [from, byteAt(end) - from], text: value });
}

/** Labels of a block that is no front matter: nothing else of it is metadata. */
function labels(
  gathering: Gathering,
  place: string,
  { text, byteAt }: EncodedText,
  base: number,
  start: number,
  end: number,
): boolean {
  const block = text.slice(start, end);
  if (!mention.test(block)) return false;
  const entries = (readYamlBlock(block).entries ?? []).filter(({ key }) => label.test(key));
  const toByte = (index: number): number => base + byteAt(start + index);
  for (const entry of entries) add(gathering, place, entry, toByte(entry.start), toByte);
  return entries.length > 0;
}

/** A fenced block of YAML with which the document begins. */
function fencedHead(head: DocumentHead, gathering: Gathering): void {
  const { text } = head;
  let at = 0;
  while (at < text.length && ' \t\r\n'.includes(text[at]!)) at += 1;
  const first = lineEnd(text, at);
  const fence = /^(```+|~~~+)[ \t]*ya?ml[ \t]*$/i.exec(text.slice(at, first.end))?.[1];
  if (fence === undefined) return;
  for (let line = first.next; line < text.length; ) {
    const { end, next } = lineEnd(text, line);
    if (text.startsWith(fence, line)) {
      labels(gathering, 'fenced block at the start', head, 0, first.next, line);
      return;
    }
    if (end === text.length) return;
    line = next;
  }
}

/** A block of YAML with which the document ends: between dashes, in a fence, or bare. */
function foot(reader: ByteReader, head: DocumentHead, gathering: Gathering): void {
  const { tail, base, from } = tailOf(reader, head);
  const { text } = tail;
  if (!mention.test(text.slice(from))) return;
  let end = text.length;
  while (end > from && ' \t\r\n'.includes(text[end - 1]!)) end -= 1;
  const last = text.lastIndexOf('\n', end - 1) + 1;
  const mark = /^(---|\.\.\.|```+|~~~+)[ \t\r]*$/.exec(text.slice(last, end))?.[1];
  if (mark === undefined) {
    // a line is taken in one way only: with a carriage return in either part, each would double the attempts
    const bare = /(?:^|\n)(AIGC[ \t]*:[ \t]*(?:\r?\n[ \t]+\S[^\r\n]*)+)$/i.exec(text.slice(from, end));
    if (bare !== null && bare.index + from >= from)
      labels(gathering, 'closing block', tail, base, end - bare[1]!.length, end);
    return;
  }
  const opening =
    mark.startsWith('-') || mark.startsWith('.') ? dashes : /^(```+|~~~+)[ \t]*(ya?ml)?[ \t]*$/i;
  for (let at = last - 1; at > from; ) {
    const start = text.lastIndexOf('\n', at - 1) + 1;
    if (opening.test(text.slice(start, at).replace(/\r$/, ''))) {
      const place = opening === dashes ? 'closing block' : 'fenced block at the end';
      if (start >= from) labels(gathering, place, tail, base, at + 1, last);
      return;
    }
    at = start - 1;
  }
}

/** The end of the document, from a whole line on; `from`: where what was not read yet begins. */
function tailOf(
  reader: ByteReader,
  head: DocumentHead,
): { readonly tail: EncodedText; readonly base: number; readonly from: number } {
  const after = head.frontMatter === null ? 0 : lineEnd(head.text, head.frontMatter.end).next;
  if (head.whole) return { tail: head, base: 0, from: after };
  const start = Math.max(HEAD, reader.size - TAIL);
  const even = start - (start % 2);
  const bytes = reader.bytes(even, reader.size - even);
  const wide = head.encoding.startsWith('utf-16');
  const feed = bytes.indexOf(0x0a);
  // of the two bytes of a line feed the other one is zero
  const line = feed < 0 ? 0 : wide ? feed - (feed % 2) + 2 : feed + 1;
  return { tail: decodeDocument(bytes.subarray(line), head.encoding), base: even + line, from: 0 };
}
