/**
 * A small strict reader for XML 1.0 documents of strangers: no document type, no entities but the five
 * predefined ones and character references, everything bounded. Markup is ASCII, so the bytes are read as
 * ISO 8859-1 characters: an index is a byte offset, and texts are decoded as UTF-8 at the end.
 */
export interface XmlAttribute {
  /** Namespace URI; empty for a name without prefix. */
  readonly uri: string;
  readonly name: string;
  readonly value: string;
  /** Byte where its name begins. */
  readonly from: number;
  /** Byte range of the raw value between its quotes. */
  readonly start: number;
  readonly end: number;
}

export interface XmlElement {
  readonly uri: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlElement[];
  /** Character data of the element itself, without that of its children. */
  text: string;
  /** Byte range from after the start tag to the end tag. */
  start: number;
  end: number;
  /** Byte where the start tag begins, and the one behind the end tag. */
  readonly tag: number;
  after: number;
  /** Namespaces by prefix, as they hold inside the element; the empty prefix is the default namespace. */
  readonly scope: ReadonlyMap<string, string>;
}

export interface XmlLimits {
  readonly bytes: number;
  readonly depth: number;
  /** Elements and attributes together. */
  readonly nodes: number;
}

export const xmlLimits: XmlLimits = { bytes: 16 * 1024 * 1024, depth: 64, nodes: 200_000 };

export type XmlReading =
  | { readonly ok: true; readonly root: XmlElement; readonly namespaces: ReadonlySet<string> }
  | { readonly ok: false; readonly at: number; readonly problem: string };

class XmlFault extends Error {
  readonly at: number;
  constructor(at: number, problem: string) {
    super(problem);
    this.at = at;
  }
}

const namePattern = /[A-Za-z_\x80-\xff][\w.\-\x80-\xff]*(?::[A-Za-z_\x80-\xff][\w.\-\x80-\xff]*)?/y;
const spacePattern = /[ \t\r\n]*/y;

/** Parse one document (`source`: its bytes as ISO 8859-1 text). Faults are answers. */
export function readXml(source: string, limits: XmlLimits = xmlLimits): XmlReading {
  if (source.length > limits.bytes) return { ok: false, at: limits.bytes, problem: 'document too large' };
  try {
    return new Parser(source, limits).document();
  } catch (error) {
    if (error instanceof XmlFault) return { ok: false, at: error.at, problem: error.message };
    throw error;
  }
}

interface Open {
  readonly element: XmlElement;
  readonly qualified: string;
  readonly scope: ReadonlyMap<string, string>;
  readonly text: string[];
}

const xmlScope: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);

class Parser {
  readonly #source: string;
  readonly #limits: XmlLimits;
  readonly #namespaces = new Set<string>();
  #at = 0;
  #nodes = 0;

  constructor(source: string, limits: XmlLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  document(): XmlReading {
    const open: Open[] = [];
    let root: XmlElement | null = null;
    if (this.#source.startsWith('\xef\xbb\xbf')) this.#at = 3;
    while (this.#at < this.#source.length) {
      const next = this.#source.indexOf('<', this.#at);
      this.#characters(open, next === -1 ? this.#source.length : next);
      if (next === -1) break;
      if (this.#source.startsWith('<!--', next)) this.#skip(next, '-->');
      else if (this.#source.startsWith('<?', next)) this.#skip(next, '?>');
      else if (this.#source.startsWith('<![CDATA[', next)) this.#cdata(open, next);
      else if (this.#source.startsWith('<!', next))
        throw new XmlFault(next, 'document type declarations are refused');
      else if (this.#source.startsWith('</', next)) this.#close(open, next);
      else {
        if (root !== null && open.length === 0) throw new XmlFault(next, 'a second root element');
        const element = this.#open(open, next);
        root ??= element;
      }
    }
    if (root === null) throw new XmlFault(this.#at, 'no element');
    if (open.length > 0) throw new XmlFault(this.#at, 'the document ends inside an element');
    return { ok: true, root, namespaces: this.#namespaces };
  }

  #characters(open: readonly Open[], end: number): void {
    if (end === this.#at) return;
    const raw = this.#source.slice(this.#at, end);
    const parent = open.at(-1);
    // Outside the root only white space may stand; NUL padding of a packet is common and harmless.
    if (parent !== undefined) parent.text.push(decode(raw, this.#at));
    else if (/[^ \t\r\n\0]/.test(raw)) throw new XmlFault(this.#at, 'text outside the root element');
    this.#at = end;
  }

  #cdata(open: readonly Open[], start: number): void {
    const parent = open.at(-1);
    if (parent === undefined) throw new XmlFault(start, 'text outside the root element');
    const end = this.#source.indexOf(']]>', start);
    if (end === -1) throw new XmlFault(start, 'unclosed character data');
    parent.text.push(utf8(this.#source.slice(start + 9, end)));
    this.#at = end + 3;
  }

  #skip(start: number, until: string): void {
    const end = this.#source.indexOf(until, start + 2);
    if (end === -1) throw new XmlFault(start, `no ${until}`);
    this.#at = end + until.length;
  }

  #close(open: Open[], start: number): void {
    this.#at = start + 2;
    const name = this.#name();
    this.#space();
    this.#expect('>');
    const last = open.pop();
    if (last === undefined || last.qualified !== name) throw new XmlFault(start, 'end tag does not fit');
    last.element.text = last.text.join('');
    last.element.end = start;
    last.element.after = this.#at;
  }

  #open(open: Open[], start: number): XmlElement {
    if (open.length >= this.#limits.depth) throw new XmlFault(start, 'nested too deeply');
    this.#at = start + 1;
    const qualified = this.#name();
    const raw = this.#attributes();
    const scope = this.#scope(open.at(-1)?.scope ?? xmlScope, raw);
    const attributes = raw
      .filter(({ name }) => name !== 'xmlns' && !name.startsWith('xmlns:'))
      .map(({ name, ...place }) => {
        // An attribute without prefix is in no namespace (Namespaces in XML 1.0, 6.2).
        const [uri, local] = name.includes(':') ? this.#resolve(name, scope, place.start) : ['', name];
        return { uri, name: local, ...place };
      });
    const [uri, name] = this.#resolve(qualified, scope, start);
    const empty = this.#source[this.#at] === '/';
    if (empty) this.#at += 1;
    this.#expect('>');
    this.#count(start, 1 + attributes.length);
    const element: XmlElement = {
      uri,
      name,
      attributes,
      children: [],
      text: '',
      start: this.#at,
      end: this.#at,
      tag: start,
      after: this.#at,
      scope,
    };
    open.at(-1)?.element.children.push(element);
    if (!empty) open.push({ element, qualified, scope, text: [] });
    return element;
  }

  #attributes(): Omit<XmlAttribute, 'uri'>[] {
    const found: Omit<XmlAttribute, 'uri'>[] = [];
    const names = new Set<string>();
    for (;;) {
      this.#space();
      const character = this.#source[this.#at];
      if (character === undefined) throw new XmlFault(this.#at, 'the document ends inside a tag');
      if (character === '>' || character === '/') return found;
      const at = this.#at;
      const name = this.#name();
      if (names.has(name)) throw new XmlFault(at, 'the same attribute twice');
      names.add(name);
      this.#space();
      this.#expect('=');
      this.#space();
      const quote = this.#source[this.#at];
      if (quote !== '"' && quote !== "'") throw new XmlFault(this.#at, 'attribute value without quotes');
      const start = this.#at + 1;
      const end = this.#source.indexOf(quote, start);
      if (end === -1) throw new XmlFault(start, 'unclosed attribute value');
      const value = this.#source.slice(start, end);
      if (value.includes('<')) throw new XmlFault(start, '< inside an attribute value');
      found.push({ name, value: decode(value, start), from: at, start, end });
      if (found.length > this.#limits.nodes) throw new XmlFault(start, 'too many attributes');
      this.#at = end + 1;
    }
  }

  #scope(
    outer: ReadonlyMap<string, string>,
    attributes: readonly { name: string; value: string }[],
  ): ReadonlyMap<string, string> {
    const declarations = attributes.filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'));
    if (declarations.length === 0) return outer;
    const scope = new Map(outer);
    for (const { name, value } of declarations) {
      scope.set(name === 'xmlns' ? '' : name.slice(6), value);
      this.#namespaces.add(value);
      // Each declaration copies the scope; a bound keeps a file of declarations from costing its square.
      this.#count(this.#at, scope.size);
    }
    return scope;
  }

  #resolve(qualified: string, scope: ReadonlyMap<string, string>, at: number): [uri: string, name: string] {
    const colon = qualified.indexOf(':');
    const uri = scope.get(colon === -1 ? '' : qualified.slice(0, colon));
    if (uri === undefined && colon !== -1) throw new XmlFault(at, 'prefix without a namespace');
    return [uri ?? '', utf8(qualified.slice(colon + 1))];
  }

  #name(): string {
    namePattern.lastIndex = this.#at;
    const match = namePattern.exec(this.#source);
    if (match === null) throw new XmlFault(this.#at, 'no name');
    this.#at = namePattern.lastIndex;
    return match[0];
  }

  #space(): void {
    spacePattern.lastIndex = this.#at;
    spacePattern.exec(this.#source);
    this.#at = spacePattern.lastIndex;
  }

  #expect(character: string): void {
    if (this.#source[this.#at] !== character) throw new XmlFault(this.#at, `no ${character}`);
    this.#at += 1;
  }

  #count(at: number, nodes: number): void {
    this.#nodes += nodes;
    if (this.#nodes > this.#limits.nodes) throw new XmlFault(at, 'too many elements and attributes');
  }
}

const predefined: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}

function decode(raw: string, at: number): string {
  if (!raw.includes('&')) return utf8(raw);
  return utf8(raw).replace(/&([^;&]{0,10})(;?)/g, (whole, name: string, end: string) => {
    const known = predefined.get(name);
    if (end === ';' && known !== undefined) return known;
    const code = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const point =
      code === null ? Number.NaN : Number.parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 10 : 16);
    if (end !== ';' || !(point > 0 && point <= 0x10ffff))
      throw new XmlFault(at, `entity ${whole.slice(0, 12)} is refused`);
    return String.fromCodePoint(point);
  });
}
