/** A text of the metadata of a USD layer written as text (`.usda`), with its range in the source. */
export interface UsdText {
  /** Name in `customLayerData`, or of the layer's own metadata (`doc`, `comment`). */
  readonly key: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type UsdReading =
  | { readonly ok: true; readonly texts: readonly UsdText[] }
  | { readonly ok: false; readonly problem: string };

const DEPTH = 16;
const TOKENS = 200_000;

/** The metadata of a layer stand in round brackets behind its first line. `source`: its bytes as ISO 8859-1. */
export function readUsdText(source: string): UsdReading {
  const first = /^#usda [\d.]{1,10}[^\n]*/.exec(source);
  if (first === null) return { ok: false, problem: 'no USD layer in text form' };
  const reader = new Layer(source, first[0].length);
  const texts = reader.metadata();
  return texts === null
    ? { ok: false, problem: `the metadata of the layer break off at byte ${reader.at}` }
    : { ok: true, texts };
}

/** A value: a string, a dictionary, or anything else, which is stepped over. */
type Value =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'dictionary'; readonly entries: readonly Entry[] }
  | { readonly kind: 'other' };

interface Entry {
  readonly name: string;
  readonly value: Value;
  readonly start: number;
  readonly end: number;
}

class Layer {
  readonly #source: string;
  at: number;
  #tokens = 0;

  constructor(source: string, at: number) {
    this.#source = source;
    this.at = at;
  }

  metadata(): UsdText[] | null {
    this.#space();
    if (this.#source[this.at] !== '(') return [];
    this.at += 1;
    const entries = this.#entries(')', 0);
    return entries === null ? null : entries.flatMap((entry) => textsOf(entry));
  }

  /** `name = value`, with words before the name that say its type or how it is to be joined. */
  #entries(close: string, depth: number): Entry[] | null {
    const entries: Entry[] = [];
    let name: string | null = null;
    while (this.#more(depth)) {
      this.#space();
      const sign = this.#source[this.at];
      if (sign === undefined) return null;
      if (sign === close) {
        this.at += 1;
        return entries;
      }
      const start = this.at;
      if (sign === '=') {
        this.at += 1;
        this.#space();
        const from = this.at;
        const value = this.#value(depth + 1);
        if (value === null) return null;
        entries.push({ name: name ?? '', value, start: from, end: this.at });
        name = null;
      } else if (sign === '"' || sign === "'") {
        const text = this.#string();
        if (text === null) return null;
        name = text;
        this.#space();
        // a string that names nothing is the layer's comment
        if (this.#source[this.at] !== '=')
          entries.push({ name: 'comment', value: { kind: 'string', text }, start, end: this.at });
      } else {
        const word = this.#word();
        if (word !== null) name = word;
        else if (this.#value(depth + 1) === null) return null;
      }
    }
    return null;
  }

  #value(depth: number): Value | null {
    if (!this.#more(depth)) return null;
    const sign = this.#source[this.at];
    if (sign === '"' || sign === "'") {
      const text = this.#string();
      return text === null ? null : { kind: 'string', text };
    }
    if (sign === '{') {
      this.at += 1;
      const entries = this.#entries('}', depth);
      return entries === null ? null : { kind: 'dictionary', entries };
    }
    if (sign === '[' || sign === '(') return this.#skip(sign === '[' ? ']' : ')', depth);
    if (sign === '@' || sign === '<') {
      const close = sign === '@' ? '@' : '>';
      const end = this.#source.indexOf(close, this.at + 1);
      if (end < 0) return null;
      this.at = end + 1;
      return { kind: 'other' };
    }
    if (this.#word() === null) this.at += 1;
    return { kind: 'other' };
  }

  #skip(close: string, depth: number): Value | null {
    this.at += 1;
    while (this.#more(depth)) {
      this.#space();
      if (this.#source[this.at] === undefined) return null;
      if (this.#source[this.at] === close) {
        this.at += 1;
        return { kind: 'other' };
      }
      if (this.#value(depth + 1) === null) return null;
    }
    return null;
  }

  #more(depth: number): boolean {
    this.#tokens += 1;
    return depth <= DEPTH && this.#tokens <= TOKENS;
  }

  #word(): string | null {
    const word = /[\w:.+\-[\]]{1,1000}/y;
    word.lastIndex = this.at;
    const found = word.exec(this.#source)?.[0];
    if (found === undefined || found.startsWith('[') || found.startsWith(']')) return null;
    // of `string[]` the brackets belong to the type; of `1]` they do not
    const text = found.endsWith('[]') ? found : found.replace(/[[\]].*$/, '');
    this.at += text.length;
    return text;
  }

  #space(): void {
    for (;;) {
      const sign = this.#source[this.at];
      if (sign === '#') {
        const end = this.#source.indexOf('\n', this.at);
        this.at = end < 0 ? this.#source.length : end;
      } else if (sign !== undefined && ' \t\r\n,;'.includes(sign)) this.at += 1;
      else return;
    }
  }

  #string(): string | null {
    const quote = this.#source[this.at]!;
    const triple = this.#source.startsWith(quote.repeat(3), this.at) ? quote.repeat(3) : quote;
    const start = this.at + triple.length;
    for (let end = start; end < this.#source.length; end += 1) {
      if (this.#source[end] === '\\') end += 1;
      else if (this.#source.startsWith(triple, end)) {
        this.at = end + triple.length;
        return unescaped(Buffer.from(this.#source.slice(start, end), 'latin1').toString('utf8'));
      }
    }
    return null;
  }
}

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign === 't' ? '\t' : sign));
}

/** Only the layer's own texts and its custom data are kept. */
function textsOf({ name, value, start, end }: Entry): UsdText[] {
  if (value.kind === 'string') return value.text === '' ? [] : [{ key: name, text: value.text, start, end }];
  if (value.kind !== 'dictionary' || name !== 'customLayerData') return [];
  return value.entries.flatMap((entry) => {
    const text = entry.value.kind === 'string' ? entry.value.text : jsonOf(entry.value);
    return text === '' ? [] : [{ key: entry.name, text, start: entry.start, end: entry.end }];
  });
}

/** A dictionary as JSON text; empty for a value without texts. */
function jsonOf(value: Value): string {
  if (value.kind === 'string') return JSON.stringify(value.text);
  if (value.kind === 'other') return '';
  const members = value.entries.flatMap((entry) => {
    const text = jsonOf(entry.value);
    return text === '' ? [] : [`${JSON.stringify(entry.name)}:${text}`];
  });
  return members.length === 0 ? '' : `{${members.join(',')}}`;
}
