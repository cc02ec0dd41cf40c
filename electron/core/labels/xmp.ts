import { readXml, type XmlElement } from './xml.ts';

/** RDF as XMP uses it (XMP specification part 1, ISO 16684-1, clauses 6 and 7), flattened to leaf values. */

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const xml = 'http://www.w3.org/XML/1998/namespace';

export interface XmpName {
  readonly uri: string;
  readonly name: string;
}

/** One leaf value. Arrays give one property per item, structures a longer path. */
export interface XmpProperty {
  readonly path: readonly [XmpName, ...XmpName[]];
  readonly value: string;
  readonly form: 'element' | 'attribute' | 'resource';
  /** Byte range of the value inside the packet. */
  readonly start: number;
  readonly end: number;
}

export type XmpReading =
  | {
      readonly ok: true;
      readonly properties: readonly XmpProperty[];
      /** Every namespace declared anywhere in the packet, used or not. */
      readonly namespaces: ReadonlySet<string>;
      /** The packet was in UTF-16: offsets count bytes of its UTF-8 form, not of the file. */
      readonly reencoded: boolean;
    }
  | {
      readonly ok: false;
      readonly problem: string;
      /** Byte inside the packet where reading stopped. */
      readonly at: number;
      /** The packet as text, so that remains of a label can still be looked for. */
      readonly text: string;
    };

/** Parse one packet as it lies in the file: UTF-8, or UTF-16 with a byte order mark. */
export function readXmp(packet: Uint8Array): XmpReading {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  const converted = asUtf8(bytes);
  const source = converted.toString('latin1');
  const reading = readXml(source);
  if (!reading.ok) {
    return {
      ok: false,
      problem: reading.problem,
      at: reading.at,
      text: bytes.subarray(0, 1 << 20).toString('utf8'),
    };
  }
  const properties: XmpProperty[] = [];
  for (const root of findRdf(reading.root)) {
    for (const description of root.children) node(description, [], properties);
  }
  return { ok: true, properties, namespaces: reading.namespaces, reencoded: converted !== bytes };
}

/**
 * Packets in JPEG and PNG shall be UTF-8 (XMP specification part 3, 1.1.3 and 1.1.5); UTF-16 ones are met all
 * the same, with a byte order mark or without. The first character of a packet is `<`.
 */
export function asUtf8(bytes: Buffer): Buffer {
  const head = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  const mark = head === 0xfeff || head === 0xfffe;
  const big = head === 0xfeff || head === 0x003c;
  if (!mark && head !== 0x003c && head !== 0x3c00) return bytes;
  const even = Buffer.from(bytes.subarray(mark ? 2 : 0, bytes.length - (bytes.length % 2)));
  return Buffer.from((big ? even.swap16() : even).toString('utf16le'), 'utf8');
}

/** `rdf:RDF` at the root or below wrappers such as `x:xmpmeta`. */
export function findRdf(element: XmlElement): XmlElement[] {
  if (element.uri === rdf && element.name === 'RDF') return [element];
  return element.children.flatMap(findRdf);
}

/** A node element: `rdf:Description` or a typed node. Its attributes and children are properties. */
function node(element: XmlElement, path: readonly XmpName[], out: XmpProperty[]): void {
  for (const attribute of element.attributes) {
    if (attribute.uri === rdf || attribute.uri === xml || attribute.uri === '') continue;
    out.push({
      path: join(path, attribute),
      value: attribute.value,
      form: 'attribute',
      start: attribute.start,
      end: attribute.end,
    });
  }
  for (const child of element.children) property(child, join(path, child), out);
}

/** A property element. `rdf:li` and `rdf:value` add nothing to the path: they are the value itself. */
function property(element: XmlElement, path: readonly [XmpName, ...XmpName[]], out: XmpProperty[]): void {
  const resource = element.attributes.find(
    (attribute) => attribute.uri === rdf && attribute.name === 'resource',
  );
  if (resource !== undefined) {
    out.push({ path, value: resource.value, form: 'resource', start: resource.start, end: resource.end });
  }
  const structure = element.attributes.some(
    (attribute) =>
      (attribute.uri === rdf && attribute.name === 'parseType' && attribute.value === 'Resource') ||
      (attribute.uri !== rdf && attribute.uri !== xml && attribute.uri !== ''),
  );
  if (structure) {
    node(element, path, out);
    return;
  }
  if (element.children.length === 0) {
    if (resource === undefined) {
      out.push({ path, value: element.text, form: 'element', start: element.start, end: element.end });
    }
    return;
  }
  for (const child of element.children) {
    const array = child.uri === rdf && (child.name === 'Bag' || child.name === 'Seq' || child.name === 'Alt');
    if (!array) node(child, path, out);
    else for (const item of child.children) property(item, path, out);
  }
}

function join(path: readonly XmpName[], { uri, name }: XmpName): [XmpName, ...XmpName[]] {
  const [first, ...rest] = path;
  const value = uri === rdf && name === 'value' && first !== undefined;
  if (first === undefined) return [{ uri, name }];
  return value ? [first, ...rest] : [first, ...rest, { uri, name }];
}

/** The property of this top-level name, wherever its value stands. */
export function isNamed(property: XmpProperty, uri: string, name: string): boolean {
  return property.path.length === 1 && property.path[0].uri === uri && property.path[0].name === name;
}
