import { type Localized, localized } from '#shared/domain/localized.ts';
import type { Media } from '#shared/domain/media.ts';
import { ByteReader } from '../../media/structure/byte-reader.ts';
import { type Gathering, gathered, remarked } from '../gathering.ts';
import { strayControl } from '../stray-controls.ts';
import { decodeDocument } from '../text/encoded-text.ts';
import { readHead } from '../text/front-matter.ts';
import { readHtml } from '../web/html-document.ts';
import { wholeBytes } from '../whole-bytes.ts';
import { markupBlocks, type TextBlock, vocabularies } from './markup-text.ts';
import { packageText } from './package-text.ts';

/** Text of a document as it is shown, in blocks. */
export interface DocumentText {
  readonly blocks: readonly TextBlock[];
  /** Parts whose text was not read. */
  readonly unread: readonly Localized[];
  readonly warnings: readonly string[];
}

/** Of a longer text the beginning is read, bytes. */
const BYTES = 32 * 1024 * 1024;

/** Formats whose text is read, or known not to be. */
export function holdsText({ format }: Media): boolean {
  return readable.has(format) || format === 'pdf';
}

const readable: ReadonlySet<string> = new Set([
  'text',
  'markdown',
  'html',
  'csv',
  'docx',
  'pptx',
  'xlsx',
  'odf',
  'epub',
]);

export function documentText(path: string, media: Media): DocumentText {
  const unread: Localized[] = [];
  if (media.format === 'pdf') return { blocks: [], unread: [unreadParts.pdf], warnings: [] };
  let blocks: readonly TextBlock[] = [];
  const reader = new ByteReader(path);
  try {
    const { complete, warnings } = gathered((gathering) => {
      blocks = read(reader, media, gathering, unread);
    });
    if (!complete) unread.push(unreadParts.damaged);
    return { blocks, unread, warnings };
  } finally {
    reader.close();
  }
}

function read(
  reader: ByteReader,
  media: Media,
  gathering: Gathering,
  unread: Localized[],
): readonly TextBlock[] {
  const { format } = media;
  if (['docx', 'pptx', 'xlsx', 'odf', 'epub'].includes(format)) {
    const { blocks, pictures } = packageText(reader, media.format, gathering);
    if (pictures) unread.push(unreadParts.pictures);
    return blocks;
  }
  if (reader.size > BYTES) unread.push(unreadParts.rest);
  const bytes = wholeBytes(reader, 0, Math.min(reader.size, BYTES));
  if (format === 'html') {
    const source = new TextDecoder(readHtml(reader, () => false).encoding).decode(bytes);
    // Other pictures are files of their own.
    if (/<svg|data:image\//i.test(source)) unread.push(unreadParts.pictures);
    const { blocks, bounded } = markupBlocks(source, vocabularies.html);
    if (bounded) unread.push(unreadParts.damaged);
    return blocks;
  }
  const { text, frontMatter } = { ...readHead(reader), text: decodeDocument(bytes).text };
  if (strayControl(text) >= 0) unread.push(unreadParts.controls);
  if (text.length === 0 && reader.size > 0) remarked(gathering, 'no text could be decoded');
  const start = frontMatter === null ? 0 : text.indexOf('\n', frontMatter.end) + 1;
  return text
    .slice(start)
    .split(/\r\n|\n|\r/)
    .map((line) => plainLine(line, format === 'markdown'))
    .filter((runs) => runs.some((run) => run.text.trim() !== ''));
}

/** A line without the signs that only format it; `<sup>` in Markdown raises, comments in it are not shown. */
function plainLine(line: string, markdown: boolean): TextBlock {
  if (!markdown) return [{ text: line, raised: false }];
  const shown = line
    .slice(0, 20_000)
    .replace(/<!--.{0,10000}?(?:-->|$)/g, '')
    .replace(/!?\[([^\][]{0,500})\]\([^()]{0,2000}\)/g, '$1')
    .replace(/[*_`~]+/g, '')
    .replace(/^[\s>#+-]+/, '');
  return shown.split(/(<sup>[^<]{0,40}<\/sup>)/i).map((part) => ({
    text: part.replace(/<[^<>]{0,200}>/g, ''),
    raised: /^<sup>/i.test(part),
  }));
}

const unreadParts = {
  pdf: localized('The text of PDF documents is not read', '不读取 PDF 文档的正文'),
  pictures: localized('Pictures in the document are not read', '不识别文档中的图片'),
  rest: localized('Only the first 32 MiB of the text are read', '仅读取正文的前 32 MiB'),
  damaged: localized('Parts of the document cannot be read', '文档的部分内容无法读取'),
  controls: localized('The text holds characters that are no text', '正文中含有非文本字符'),
} as const;
