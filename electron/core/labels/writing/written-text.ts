import { readFile, stat } from 'node:fs/promises';
import { Parser } from 'htmlparser2';
import type { WrittenToWrite } from '#shared/domain/labelling.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { spliced } from '../write-plan.ts';
import { type Rendering, refusedRendering } from './rendering.ts';

/** Longer texts are not held in memory; bytes. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Put a label sentence on a line of its own at the start or end of a text (GB 45438-2025, 5.1): after the
 * front matter of Markdown, inside the body of HTML. Nothing else of the text changes, whatever its line ends.
 */
export async function renderWritten(
  path: string,
  media: Media,
  { text, place }: WrittenToWrite,
): Promise<Rendering> {
  if ((await stat(path)).size > mostBytes) return refusedRendering(tooLong);
  const bytes = await readFile(path);
  const encoding = encodingOf(bytes);
  if (encoding === null) return refusedRendering(unknownEncoding);
  const { mark, name } = encoding;
  const words = new TextDecoder(name, { ignoreBOM: true }).decode(bytes.subarray(mark));
  const at = placeOf(words, media, place);
  if (at === null) return refusedRendering(noBody);
  const newline = /\r\n|\n|\r/.exec(words)?.[0] ?? '\n';
  const sentence = media.format === 'html' ? `<p>${escapeHtml(text)}</p>` : text;
  // A paragraph of its own in Markdown; a line of its own elsewhere.
  const gap = media.format === 'markdown' ? newline + newline : newline;
  const startsLine = at === 0 || /[\r\n]$/.test(words.slice(0, at));
  const inserted =
    place === 'start'
      ? `${startsLine ? '' : newline}${sentence}${gap}`
      : `${startsLine ? (media.format === 'markdown' ? newline : '') : gap}${sentence}${newline}`;
  const offset = mark + encoded(words.slice(0, at), name).length;
  const data = encoded(inserted, name);
  return { ok: true, pieces: spliced(bytes.length, [{ from: offset, to: offset, data }]), notes: [] };
}

interface Encoding {
  readonly name: 'utf-8' | 'utf-16le';
  /** Length of the byte order mark. */
  readonly mark: number;
}

function encodingOf(bytes: Buffer): Encoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { name: 'utf-16le', mark: 2 };
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { name: 'utf-8', mark };
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function encoded(text: string, name: Encoding['name']): Buffer {
  return Buffer.from(text, name === 'utf-8' ? 'utf8' : 'utf16le');
}

function placeOf(words: string, { format }: Media, place: WrittenToWrite['place']): number | null {
  if (format === 'html') return placeInBody(words, place);
  if (place === 'end') return words.length;
  // Front matter: a first line `---` up to the next one, or `...` (YAML 1.2.2, 9.1.2).
  const matter =
    format === 'markdown'
      ? /^---[ \t]*(?:\r\n|\n|\r)[\s\S]*?(?:^|\r\n|\n|\r)(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|$)/.exec(words)
      : null;
  return matter === null ? 0 : matter[0].length;
}

/** Behind the tag `<body>`, or before `</body>`; `null` for a page without one. */
function placeInBody(words: string, place: WrittenToWrite['place']): number | null {
  let [start, end]: [number | null, number | null] = [null, null];
  const parser: Parser = new Parser({
    onopentag(name) {
      if (name === 'body') start ??= parser.endIndex + 1;
    },
    onclosetag(name, implied) {
      if (name === 'body') end = implied ? words.length : parser.startIndex;
    },
  });
  parser.end(words);
  return place === 'start' ? start : end;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const tooLong = localized('The text is too long to be changed in memory.', '文本过长，无法在内存中修改。');
const unknownEncoding = localized(
  'The text is not in UTF-8 or UTF-16, so that a Chinese sentence cannot be put into it. Save it as UTF-8 first.',
  '文本编码不是 UTF-8 或 UTF-16，无法写入中文说明。请先另存为 UTF-8。',
);
const noBody = localized(
  'The page has no <body> the sentence could be put into.',
  '网页没有可放入说明文字的 <body>。',
);
