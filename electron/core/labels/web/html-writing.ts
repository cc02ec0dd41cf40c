import { type Localized, localized } from '#shared/domain/localized.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import type { LabelEntry, WriteAnswer } from '../define.ts';
import { jsonItems, jsonMember, jsonMembers, jsonSpace, jsonText, withJsonMember } from '../json-places.ts';
import { type Splice, spliced } from '../write-plan.ts';
import { type HtmlDocument, type HtmlTag, readHtml, type Span } from './html-document.ts';
import { isJsonLd, isLabelElement } from './html-labels.ts';

const sourceType = 'digitalSourceType';

/** New characters for a span of the source; all of them ASCII, whatever the page's encoding. */
interface Change extends Span {
  readonly text: string;
}

/**
 * `digitalSourceType` goes into the page's JSON-LD, any other key into a meta element of that name. A value that
 * stands there is replaced; what a page says of single pictures in it is never touched.
 */
export function writeHtml(reader: ByteReader, entries: readonly LabelEntry[]): WriteAnswer {
  const texts = entries.filter((entry) => entry.kind === 'text');
  if (texts.length !== entries.length) return refusals.noXmp;
  const document = readHtml(reader, isLabelElement);
  if (document.problem !== null) return refusals.tooLarge;
  const changes: Change[] = [];
  const places: string[] = [];
  for (const { key, value } of texts) {
    const json = key === sourceType;
    changes.push(...(json ? sourceTypeChanges(document, value) : metaChanges(document, key, value)));
    places.push(json ? 'script application/ld+json' : 'meta');
  }
  const splices = changes.map(({ start, end, text }): Splice => {
    const [from, length] = document.bytes({ start, end });
    return { from, to: from + length, data: encoded(text, document.encoding) };
  });
  return { ok: true, plan: { pieces: spliced(reader.size, splices), places } };
}

function encoded(text: string, encoding: string): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text, 'latin1');
}

function metaChanges(document: HtmlDocument, key: string, value: string): Change[] {
  const named = document.tags.filter(
    (tag) =>
      tag.name === 'meta' &&
      tag.attributes.some(
        (attribute) =>
          attribute.name === 'name' &&
          document.attributeText(attribute).trim().toLowerCase() === key.toLowerCase(),
      ),
  );
  const [first, ...copies] = named;
  const gone = copies.map(({ tag }) => ({ ...tag, text: '' }));
  const content = first?.attributes.find(({ name }) => name === 'content');
  if (content === undefined)
    return [...gone, inHead(document, `<meta name="${reference(key)}" content="${reference(value)}" />`)];
  const text = content.quoted ? reference(value) : `"${reference(value)}"`;
  return [...gone, { ...content.value, text }];
}

function inHead({ headPlace }: HtmlDocument, text: string): Change {
  return { start: headPlace, end: headPlace, text: `${text}\n` };
}

/** Text for an attribute value in quotes of either kind. */
function reference(text: string): string {
  return [...text]
    .map((character) =>
      /[&"'<>]|[^\x20-\x7e]/.test(character) ? `&#x${character.codePointAt(0)?.toString(16)};` : character,
    )
    .join('');
}

/** Types of nodes that stand for the page or its text, not for a picture, film or recording in it. */
const pageTypes =
  /^(?:https?:\/\/schema\.org\/|schema:)?(?:CreativeWork|\w{1,30}Page|\w{0,30}Article|(?:LiveBlog|Blog|SocialMedia|DiscussionForum)Posting|Report|RealEstateListing)$/;

interface Node {
  readonly script: Span;
  /** Index of its opening brace in the script. */
  readonly at: number;
}

function sourceTypeChanges(document: HtmlDocument, value: string): Change[] {
  const nodes = document.tags.flatMap((tag) => pageNodes(document, tag));
  const content = ({ script }: Node): string => document.source.slice(script.start, script.end);
  const labelled = nodes.filter((node) => jsonMember(content(node), node.at, sourceType) !== undefined);
  const chosen = labelled.length > 0 ? labelled : nodes.length === 1 ? nodes : [];
  if (chosen.length === 0) {
    const own = { '@context': 'https://schema.org', '@type': 'WebPage', [sourceType]: value };
    return [inHead(document, `<script type="application/ld+json">${scriptJson(own)}</script>`)];
  }
  // from the last to the first, so that the places of those before them stay
  const scripts = new Map<number, { readonly span: Span; text: string }>();
  for (const node of chosen.toReversed()) {
    const known = scripts.get(node.script.start) ?? { span: node.script, text: content(node) };
    known.text = withJsonMember(known.text, node.at, [sourceType], scriptJson(value)) ?? known.text;
    scripts.set(node.script.start, known);
  }
  return [...scripts.values()].flatMap(({ span, text }) => difference(document, span, text));
}

/** The part of a script that has changed. */
function difference({ source }: HtmlDocument, { start, end }: Span, text: string): Change[] {
  const old = source.slice(start, end);
  if (old === text) return [];
  let head = 0;
  const shorter = Math.min(old.length, text.length);
  while (head < shorter && old[head] === text[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
  return [{ start: start + head, end: end - tail, text: text.slice(head, text.length - tail) }];
}

/** Nodes of a JSON-LD script of schema.org that stand for the page: the top one, items of a list or of `@graph`. */
function pageNodes(document: HtmlDocument, tag: HtmlTag): Node[] {
  const { content } = tag;
  if (content === null || !isJsonLd(document, tag)) return [];
  const source = document.source.slice(content.start, content.end);
  const top = jsonSpace(source, 0);
  const roots = source[top] === '[' ? (jsonItems(source, top) ?? []).map(({ start }) => start) : [top];
  return roots.flatMap((root) => {
    const context = jsonMember(source, root, '@context');
    if (context === undefined || !/https?:\/\/schema\.org\/?"/.test(source.slice(context.start, context.end)))
      return [];
    const graph = jsonMember(source, root, '@graph');
    const items = graph === undefined ? [] : (jsonItems(source, graph.start) ?? []).map(({ start }) => start);
    return [root, ...items]
      .filter((at) => typesOf(source, at).some((type) => pageTypes.test(type)))
      .map((at) => ({ script: content, at }));
  });
}

function typesOf(source: string, at: number): string[] {
  const type = jsonMembers(source, at)?.findLast(({ key }) => key === '@type');
  if (type === undefined) return [];
  const items = jsonItems(source, type.start) ?? [type];
  return items.map((item) => jsonText(source, item));
}

/** JSON in ASCII that can neither end a script element nor open a comment in it. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&]|[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const refuse = (reason: Localized): WriteAnswer => ({ ok: false, reason });

const refusals = {
  noXmp: refuse(
    localized(
      'A web page has no place for an XMP packet; its label goes into schema.org data or a meta element',
      '网页没有存放 XMP 数据包的位置，标识应写入 schema.org 数据或 meta 元素',
    ),
  ),
  tooLarge: refuse(localized('The page is too large to be changed safely', '网页过大，无法安全改写')),
} as const;
