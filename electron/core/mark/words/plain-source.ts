import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { strayControl } from '../../labels/stray-controls.ts';
import { readHead } from '../../labels/text/front-matter.ts';
import { readHtml } from '../../labels/web/html-document.ts';
import { wholeBytes } from '../../labels/whole-bytes.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import { htmlZones } from './html-zones.ts';
import { markdownZones, plainZones, type Zones } from './zones.ts';

/** A document whose characters can be changed one by one: valid UTF-8, the byte order mark kept apart. */
interface PlainSource {
  readonly text: string;
  readonly zones: Zones;
  /** Zones of a copy of the text with characters put in behind its beginning. */
  readonly zonesOf: (copy: string) => Zones | null;
  /** What stands before the text: a byte order mark or nothing. */
  readonly mark: Uint8Array;
}

export type SourceOutcome =
  | { readonly ok: true; readonly source: PlainSource }
  | { readonly ok: false; readonly reason: Reason };

/** A longer text is not marked, bytes. */
const BYTES = 16 * 1024 * 1024;

export function plainSource(path: string, media: Media): SourceOutcome {
  const reader = new ByteReader(path);
  try {
    return read(reader, media);
  } finally {
    reader.close();
  }
}

function read(reader: ByteReader, { format }: Media): SourceOutcome {
  if (reader.size > BYTES) return refused('text-too-large', refusals.large);
  const bytes = wholeBytes(reader, 0, reader.size);
  const marked = bytes.toString('latin1', 0, 3) === '\xef\xbb\xbf';
  const mark = Uint8Array.from(bytes.subarray(0, marked ? 3 : 0));
  const text = strictText(bytes.subarray(mark.length));
  if (text === null) return refused('text-encoding', refusals.encoding);
  if (strayControl(text) >= 0) return refused('text-controls', refusals.controls);
  if (format === 'html') return page(reader, text, mark);
  if (format === 'markdown') return markdown(reader, text, mark);
  return looksWritten(text) ? sourceOf(text, mark, plainZones) : refused('text-program', refusals.program);
}

function page(reader: ByteReader, text: string, mark: Uint8Array): SourceOutcome {
  const document = readHtml(reader, () => false);
  const declared =
    mark.length > 0 || /<meta[^>]{0,200}charset\s{0,8}=\s{0,8}["']?utf-?8\b/i.test(text.slice(0, 1024));
  if (document.encoding !== 'utf-8' || !declared) return refused('text-encoding', refusals.undeclared);
  return document.problem === null ? sourceOf(text, mark, htmlZones) : refused('text-torn', refusals.torn);
}

function sourceOf(text: string, mark: Uint8Array, zonesOf: PlainSource['zonesOf']): SourceOutcome {
  const zones = zonesOf(text);
  return zones === null
    ? refused('text-torn', refusals.torn)
    : { ok: true, source: { text, mark, zones, zonesOf } };
}

function markdown(reader: ByteReader, text: string, mark: Uint8Array): SourceOutcome {
  const { frontMatter, open } = readHead(reader);
  if (open && /^---[ \t]*\r?\n["']?[\w.-]{1,80}["']?[ \t]*:/.test(text))
    return refused('text-torn', refusals.torn);
  const start = frontMatter === null ? 0 : text.indexOf('\n', frontMatter.end) + 1;
  return sourceOf(text, mark, (copy) => markdownZones(copy, start));
}

function strictText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    // the decoder's way to say that the bytes are not UTF-8
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/**
 * Text for people, not a program, settings or a table of figures: an invisible character in a name would break those.
 * Lines of programs end in brackets and semicolons, begin with a backslash or a key, or assign.
 */
function looksWritten(text: string): boolean {
  if (/^#!|^%!PS|^\\documentclass|^#include\b|^package \w|^WEBVTT\b|^BEGIN:V/m.test(text.slice(0, 4096)))
    return false;
  const lines = text
    .slice(0, 200_000)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '');
  const technical = lines.filter((line) => technicalLine.test(line.slice(0, 2000)));
  return technical.length <= lines.length * 0.25;
}

const technicalLine =
  /[;{}]\s{0,8}$|^\s{0,200}(?:\\\w|[\w.-]{1,60}\s{0,8}=\s{0,8}\S|[a-z][\w.-]{0,60}:\s{0,8}\S{0,30}$|import |from \S+ import |def |class \w+[(:{]|return |function |const |let \w+ =|var |if \(|<\/?\w|[-+]?\d[\d.,;\s]{3,}$|\/\/|[{}])/;

function refused(code: string, text: Localized): SourceOutcome {
  return { ok: false, reason: { code, text } };
}

const refusals = {
  large: localized(
    'Texts above 16 MiB are not marked; mark its parts one by one',
    '不支持为超过 16 MiB 的文本嵌入水印；请拆分后分别处理',
  ),
  encoding: localized(
    'A text mark is written into UTF-8 only, and this text is in another encoding; convert it to UTF-8 first',
    '文本水印只能写入 UTF-8 文本，而该文本使用其他编码；请先转换为 UTF-8',
  ),
  undeclared: localized(
    'This page does not say that it is in UTF-8, so browsers would show the characters of a mark as signs; add <meta charset="utf-8"> first',
    '该网页未声明使用 UTF-8 编码，浏览器会把水印字符显示为乱码；请先加入 <meta charset="utf-8">',
  ),
  controls: localized(
    'The text holds control characters that no text document has; it is left as it is',
    '文本中含有文本文档不应出现的控制字符，未作任何改动',
  ),
  torn: localized(
    'The document is cut off or its parts do not close, so that text cannot be told from markup',
    '文档被截断或其中的标记没有正确闭合，无法区分正文与标记',
  ),
  program: localized(
    'This looks like a program, settings or a table, in which an invisible character would do harm; only text for people is marked',
    '该文件看起来是程序代码、配置或数据表，插入不可见字符会造成损害；只为供人阅读的文本嵌入水印',
  ),
} as const;
