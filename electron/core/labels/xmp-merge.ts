import { type Localized, localized } from '#shared/domain/localized.ts';
import type { XmpAssignment } from './define.ts';
import { readXml, type XmlAttribute, type XmlElement } from './xml.ts';
import { findRdf, isNamed, readXmp } from './xmp.ts';
import { fitsXml, newXmpPacket, prefixesFor, rdfNamespace, xmlAttribute, xmlText } from './xmp-packet.ts';

export type XmpMerge =
  | { readonly ok: true; readonly packet: Uint8Array }
  | { readonly ok: false; readonly reason: Localized };

/**
 * Set properties in an XMP packet, or make one. A value is replaced where it stands; a second copy of the same
 * property goes; every other byte of the packet stays, padding included, which gives way only where that keeps
 * the packet's length. UTF-16 packets are refused: they would have to be rewritten from end to end.
 *
 * @param packet as it lies in the file, UTF-8; `null`: there is none yet
 */
export function mergeXmp(packet: Uint8Array | null, properties: readonly XmpAssignment[]): XmpMerge {
  if (properties.some(({ value }) => !fitsXml(value))) return refused.characters;
  if (packet === null || packet.every((byte) => byte === 0 || byte === 0x20))
    return { ok: true, packet: newXmpPacket(properties) };
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  if (
    bytes.subarray(0, 4).includes(0) ||
    (bytes[0] === 0xfe && bytes[1] === 0xff) ||
    (bytes[0] === 0xff && bytes[1] === 0xfe)
  )
    return refused.encoding;
  const source = bytes.toString('latin1');
  const reading = readXml(source);
  if (!reading.ok) return unreadable(reading.problem, reading.at);
  const [rdf, ...others] = findRdf(reading.root);
  if (rdf === undefined) return refused.noRdf;
  const edits = new Edits(source);
  const missing: XmpAssignment[] = [];
  const nodes = [rdf, ...others].flatMap((root) => root.children);
  for (const property of properties) {
    const [first, ...copies] = nodes.flatMap((node) => occurrences(node, property));
    if (first === undefined) missing.push(property);
    else replace(edits, first, property);
    for (const copy of copies) remove(edits, copy);
  }
  if (missing.length > 0) add(edits, rdf, missing);
  const merged = Buffer.from(keepLength(edits.apply(), source.length), 'latin1');
  return says(merged, properties) ? { ok: true, packet: merged } : refused.unsafe;
}

const refused = {
  characters: {
    ok: false,
    reason: localized(
      'The value holds characters that XML cannot carry; remove control characters from it',
      '所填内容含有 XML 无法承载的字符，请先去除其中的控制字符',
    ),
  },
  encoding: {
    ok: false,
    reason: localized(
      'The file holds an XMP packet in UTF-16, which is not rewritten; convert its metadata to UTF-8 first',
      '文件中的 XMP 数据包为 UTF-16 编码，本程序不予改写；请先将其元数据转换为 UTF-8',
    ),
  },
  noRdf: {
    ok: false,
    reason: localized(
      'The file holds an XMP packet without RDF; it is not overwritten, repair its metadata first',
      '文件中的 XMP 数据包没有 RDF 内容，为避免覆盖而未写入；请先修复其元数据',
    ),
  },
  unsafe: {
    ok: false,
    reason: localized(
      'The XMP packet of the file is built in a way that cannot be changed safely; repair its metadata first',
      '文件中的 XMP 数据包结构特殊，无法安全改写；请先修复其元数据',
    ),
  },
} as const;

function unreadable(problem: string, at: number): XmpMerge {
  return {
    ok: false,
    reason: localized(
      `The XMP packet of the file cannot be read (byte ${at} of it: ${problem}); it is not overwritten, repair its metadata first`,
      `文件中的 XMP 数据包无法读取（其第 ${at} 字节处：${problem}），为避免覆盖而未写入；请先修复其元数据`,
    ),
  };
}

/** Replacements of ranges of the packet that do not overlap. All text is ISO 8859-1: one character, one byte. */
class Edits {
  readonly source: string;
  readonly #list: { from: number; to: number; text: string }[] = [];

  constructor(source: string) {
    this.source = source;
  }

  put(from: number, to: number, text: string): void {
    this.#list.push({ from, to, text: Buffer.from(text, 'utf8').toString('latin1') });
  }

  apply(): string {
    const parts: string[] = [];
    let at = 0;
    // a sort that keeps the order of insertions at the same place
    for (const { from, to, text } of this.#list.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
      parts.push(this.source.slice(at, from), text);
      at = to;
    }
    return [...parts, this.source.slice(at)].join('');
  }
}

/** A property where it stands: as an attribute of a node element, or as a child of it. */
type Occurrence =
  | { readonly form: 'attribute'; readonly attribute: XmlAttribute }
  | { readonly form: 'element'; readonly element: XmlElement; readonly parent: XmlElement };

function occurrences(parent: XmlElement, { uri, name }: XmpAssignment): Occurrence[] {
  const named = (thing: { readonly uri: string; readonly name: string }): boolean =>
    thing.uri === uri && thing.name === name;
  return [
    ...parent.attributes.filter(named).map((attribute) => ({ form: 'attribute', attribute }) as const),
    ...parent.children.filter(named).map((element) => ({ form: 'element', element, parent }) as const),
  ];
}

function replace(edits: Edits, occurrence: Occurrence, { value }: XmpAssignment): void {
  if (occurrence.form === 'attribute') {
    const { start, end } = occurrence.attribute;
    edits.put(start, end, xmlAttribute(value));
    return;
  }
  const { element, parent } = occurrence;
  const [only, ...more] = element.attributes;
  const resource = only?.uri === rdfNamespace && only.name === 'resource' && more.length === 0 ? only : null;
  const bare = element.children.length === 0;
  if (bare && resource !== null && isAddress(value))
    edits.put(resource.start, resource.end, xmlAttribute(value));
  else if (bare && only === undefined && !isEmptyTag(edits.source, element))
    edits.put(element.start, element.end, xmlText(value));
  else {
    // qualifiers, an array or a structure stood here: they belonged to the value that goes
    const name = qualifiedName(edits.source, element);
    const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
    const declared = parent.scope.get(prefix) === element.uri;
    const declaration = ` xmlns${prefix === '' ? '' : `:${prefix}`}="${xmlAttribute(element.uri)}"`;
    edits.put(
      element.tag,
      element.after,
      `<${name}${declared ? '' : declaration}>${xmlText(value)}</${name}>`,
    );
  }
}

function remove(edits: Edits, occurrence: Occurrence): void {
  const [from, to] =
    occurrence.form === 'attribute'
      ? [occurrence.attribute.from, occurrence.attribute.end + 1]
      : [occurrence.element.tag, occurrence.element.after];
  let start = from;
  while (/[ \t\r\n]/.test(edits.source[start - 1] ?? '')) start -= 1;
  edits.put(start, to, '');
}

/** Properties the packet does not have yet go into its first description, behind what stands there. */
function add(edits: Edits, rdf: XmlElement, properties: readonly XmpAssignment[]): void {
  const description = rdf.children.find(({ uri, name }) => uri === rdfNamespace && name === 'Description');
  const holder = description ?? rdf;
  const prefixes = prefixesFor(properties, holder.scope);
  const declarations = [...prefixes]
    .filter(([uri, prefix]) => holder.scope.get(prefix) !== uri)
    .map(([uri, prefix]) => ` xmlns:${prefix}="${xmlAttribute(uri)}"`)
    .join('');
  const elements = properties.map(({ uri, name, value }) => {
    const qualified = `${prefixes.get(uri)}:${name}`;
    return `<${qualified}>${xmlText(value)}</${qualified}>`;
  });
  if (description !== undefined) {
    insert(edits, description, declarations, elements);
    return;
  }
  const prefix = [...rdf.scope].find(([name, uri]) => name !== '' && uri === rdfNamespace)?.[0] ?? 'rdf';
  const own = rdf.scope.get(prefix) === rdfNamespace ? '' : ` xmlns:${prefix}="${rdfNamespace}"`;
  const name = `${prefix}:Description`;
  insert(edits, rdf, '', [`<${name} ${prefix}:about=""${own}${declarations}>${elements.join('')}</${name}>`]);
}

/** Put declarations into the start tag of `holder`, and elements behind its last child. */
function insert(edits: Edits, holder: XmlElement, declarations: string, elements: readonly string[]): void {
  const { source } = edits;
  const last = holder.children.at(-1);
  const indent =
    /[ \t\r\n]*$/.exec(source.slice(Math.max(0, (last?.tag ?? 0) - 200), last?.tag ?? 0))?.[0] ?? '';
  const text = elements.map((element) => `${indent}${element}`).join('');
  if (isEmptyTag(source, holder)) {
    edits.put(holder.start - 2, holder.start, `${declarations}>${text}</${qualifiedName(source, holder)}>`);
    return;
  }
  edits.put(holder.start - 1, holder.start - 1, declarations);
  const at = last?.after ?? holder.end;
  edits.put(at, at, text);
}

/** Padding between the root element and the packet's end takes up the difference, when it can (ISO 16684-1, 7.3.2). */
function keepLength(text: string, length: number): string {
  const growth = text.length - length;
  const [from, to] = paddingOf(text);
  if (growth === 0 || to - from <= Math.max(growth, 1)) return text;
  const kept = growth > 0 ? text.slice(from + growth, to) : ' '.repeat(-growth) + text.slice(from, to);
  return text.slice(0, from) + kept + text.slice(to);
}

/** White space before the end of the packet wrapper; an empty range when there is none. */
function paddingOf(text: string): [from: number, to: number] {
  const trailer = text.lastIndexOf('<?xpacket end=');
  const root = text.lastIndexOf('>', trailer - 1) + 1;
  const padded = trailer > root && !/[^ \t\r\n]/.test(text.slice(root, trailer));
  return padded ? [root, trailer] : [0, 0];
}

/** The packet without its padding, for containers that bound its length. */
export function withoutPadding(packet: Uint8Array): Uint8Array {
  const text = Buffer.from(packet).toString('latin1');
  const [from, to] = paddingOf(text);
  return to - from < 2 ? packet : Buffer.from(`${text.slice(0, from)}\n${text.slice(to)}`, 'latin1');
}

/** Each property once, with its value: what a reader will find. */
function says(packet: Uint8Array, properties: readonly XmpAssignment[]): boolean {
  const reading = readXmp(packet);
  return (
    reading.ok &&
    properties.every(({ uri, name, value }) => {
      const found = reading.properties.filter((property) => isNamed(property, uri, name));
      return found.length === 1 && found[0]?.value === value;
    })
  );
}

function isAddress(value: string): boolean {
  return /^[A-Za-z][\w+.-]{1,20}:[^\s<>"{}]+$/.test(value);
}

/** `<a/>`: no attribute value ends with a slash that is not in quotes. */
function isEmptyTag(source: string, { start, end }: XmlElement): boolean {
  return start === end && source[start - 2] === '/';
}

/** The name as written, prefix included, in UTF-8. */
function qualifiedName(source: string, { tag }: XmlElement): string {
  const name = /^[^\s/>]+/.exec(source.slice(tag + 1, tag + 500))?.[0] ?? '';
  return Buffer.from(name, 'latin1').toString('utf8');
}
