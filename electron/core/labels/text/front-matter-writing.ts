import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import { type Splice, spliced } from '../write-plan.ts';
import { encodeDocument } from './encoded-text.ts';
import { type DocumentHead, lineEnd, readHead } from './front-matter.ts';
import { readYamlBlock, type YamlEntry } from './yaml-block.ts';

/**
 * Entries as top-level keys of the front matter, an object as a mapping of quoted strings (TC260-PG-20258A, 6.5).
 * What stands under the same key is replaced; every other line keeps its bytes.
 *
 * @param create make front matter where there is none
 */
export function writeFrontMatter(
  reader: ByteReader,
  entries: readonly LabelEntry[],
  create: boolean,
): WriteAnswer {
  const texts = entries.filter((entry) => entry.kind === 'text');
  if (texts.length !== entries.length) return refusals.noXmp;
  const head = readHead(reader);
  const { text, frontMatter } = head;
  if (frontMatter === null && !create) return refusals.plain;
  if (frontMatter === null && (head.open || /^\+\+\+[ \t]*\r?\n/.test(text))) return refusals.foreign;
  const first = text.indexOf('\n');
  const feed = first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
  const changes =
    frontMatter === null
      ? [{ from: 0, to: 0, text: `---${feed}${texts.map((entry) => lines(entry, feed)).join('')}---${feed}` }]
      : merged(head, texts, feed);
  if (changes === null) return refusals.foreign;
  const splices: Splice[] = [];
  for (const change of changes) {
    const data = encodeDocument(change.text, head.encoding);
    if (data === null) return refusals.encoding;
    splices.push({ from: head.byteAt(change.from), to: head.byteAt(change.to), data });
  }
  return {
    ok: true,
    plan: { pieces: spliced(reader.size, splices), places: texts.map(() => 'front matter') },
  };
}

type TextEntry = Extract<LabelEntry, { kind: 'text' }>;

interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Null when the front matter is not written line by line. */
function merged(
  { text, frontMatter }: DocumentHead,
  texts: readonly TextEntry[],
  feed: string,
): Change[] | null {
  if (frontMatter === null) return null;
  const { start, end } = frontMatter;
  const block = text.slice(start, end);
  const { entries, flow } = readYamlBlock(block);
  const blank = block.split('\n').every((line) => /^\s*(?:#|$)/.test(line));
  if (flow || (entries === null && !blank)) return null;
  const changes: Change[] = [];
  const added: string[] = [];
  for (const entry of texts) {
    const [first, ...copies] = (entries ?? []).filter((found) => isSame(found, entry));
    // a key must begin its line, or what stands before it would be torn from it
    if ([first, ...copies].some((found) => found !== undefined && !startsLine(block, found.start)))
      return null;
    for (const copy of copies)
      changes.push({ from: start + copy.start, to: start + lineEnd(block, copy.end).next, text: '' });
    if (first === undefined) added.push(lines(entry, feed));
    else {
      const written = lines(entry, feed);
      changes.push({
        from: start + first.start,
        to: start + first.end,
        text: written.slice(0, -feed.length),
      });
    }
  }
  if (added.length > 0) changes.push({ from: end, to: end, text: added.join('') });
  return changes;
}

/** A key in other letter case is the same label when it holds one, not when it is a flag of the page's own. */
function isSame(found: YamlEntry, { key }: TextEntry): boolean {
  return found.key === key || (found.key.toUpperCase() === key.toUpperCase() && found.value.startsWith('{'));
}

function startsLine(block: string, at: number): boolean {
  return at === 0 || block[at - 1] === '\n';
}

/** `key: "value"`, or a mapping with one line for each member. */
function lines({ key, value }: TextEntry, feed: string): string {
  const members = membersOf(value, key);
  if (members === null) return `${yamlKey(key)}: ${JSON.stringify(value)}${feed}`;
  const inside = members.map(
    ([name, member]) =>
      `  ${yamlKey(name)}: ${JSON.stringify(typeof member === 'string' ? member : JSON.stringify(member))}${feed}`,
  );
  return `${yamlKey(key)}:${feed}${inside.join('')}`;
}

/** Members of a value that is a JSON object, or of the only one in it when that repeats the key. */
function membersOf(value: string, key: string): [string, unknown][] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  const members = Object.entries(parsed);
  const [only, ...more] = members;
  if (only !== undefined && more.length === 0 && only[0] === key && typeof only[1] === 'object')
    return only[1] === null ? null : Object.entries(only[1]);
  return members.length === 0 ? null : members;
}

function yamlKey(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key);
}

const refuse = (reason: Localized): WriteAnswer => ({ ok: false, reason });

const refusals = {
  noXmp: refuse(
    localized(
      'A text document has no place for an XMP packet; its label goes into the front matter',
      '文本文档没有存放 XMP 数据包的位置，标识应写入文首的元数据（front matter）',
    ),
  ),
  plain: refuse(
    localized(
      'Plain text has no place for a label in metadata; add a sentence to the text, or save it as Markdown with front matter',
      '纯文本没有存放元数据标识的位置；请在正文中添加显式标识，或另存为带文首元数据（front matter）的 Markdown',
    ),
  ),
  foreign: refuse(
    localized(
      'The document begins with metadata in a form other than lines of YAML, which are not rewritten; convert them to YAML front matter first',
      '文档开头的元数据不是逐行书写的 YAML，本程序不予改写；请先转换为 YAML 格式的文首元数据（front matter）',
    ),
  ),
  encoding: refuse(
    localized(
      'The label holds characters that cannot be written in the encoding of this document; convert it to UTF-8 first',
      '标识中含有该文档编码无法写入的字符；请先将文档转换为 UTF-8 编码',
    ),
  ),
} as const;
