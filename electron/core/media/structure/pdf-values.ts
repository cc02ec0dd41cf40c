/** Values of PDF syntax (ISO 32000-1, 7.3). Text is ISO 8859-1, so that an index is a byte offset. */
export type PdfValue =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'reference'; readonly object: number }
  /** Range in the parsed text from its opening to behind its closing bracket; `pdfStringBytes` decodes it. */
  | { readonly kind: 'string'; readonly start: number; readonly end: number }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'dictionary'; readonly entries: PdfDictionary }
  /** Booleans, null: nothing here depends on them. */
  | { readonly kind: 'other' };
export type PdfDictionary = ReadonlyMap<string, PdfValue>;

const DEPTH = 32;
const ITEMS = 100_000;

export interface PdfParse {
  readonly value: PdfValue;
  /** Index behind the value. */
  readonly end: number;
}

/** Parse the value at `start`; `cut` when the text ends inside it, `null` when there is none. */
export function parsePdfValue(text: string, start: number): PdfParse | 'cut' | null {
  const parser = new Parser(text, start);
  const value = parser.value(0);
  if (value !== null) return { value, end: parser.at };
  return parser.at >= text.length ? 'cut' : null;
}

const white = /[\0\t\n\f\r ]/;
const delimiter = /[()<>[\]{}/%\0\t\n\f\r ]/;

class Parser {
  readonly #text: string;
  at: number;
  #items = 0;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  /** Null at the end of the text, at a closing bracket, or when a limit is reached. */
  value(depth: number): PdfValue | null {
    this.#space();
    this.#items += 1;
    const sign = this.#text[this.at];
    if (sign === undefined || depth > DEPTH || this.#items > ITEMS) return null;
    if (sign === '/') return { kind: 'name', name: this.#name() };
    if (sign === '(') return this.#string();
    if (sign === '[') return this.#array(depth);
    if (sign === '<') return this.#text[this.at + 1] === '<' ? this.#dictionary(depth) : this.#hexadecimal();
    if (delimiter.test(sign)) return null;
    return this.#word();
  }

  #space(): void {
    while (this.at < this.#text.length) {
      const sign = this.#text[this.at]!;
      if (sign === '%') {
        while (this.at < this.#text.length && !/[\r\n]/.test(this.#text[this.at]!)) this.at += 1;
      } else if (white.test(sign)) this.at += 1;
      else return;
    }
  }

  #regular(): string {
    const start = this.at;
    while (this.at < this.#text.length && !delimiter.test(this.#text[this.at]!)) this.at += 1;
    return this.#text.slice(start, this.at);
  }

  /** `#xx` stands for a byte (7.3.5): otherwise a key could be hidden by writing it so. */
  #name(): string {
    this.at += 1;
    return this.#regular().replace(/#([0-9A-Fa-f]{2})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
  }

  #string(): PdfValue | null {
    const start = this.at;
    let open = 0;
    for (; this.at < this.#text.length; this.at += 1) {
      const sign = this.#text[this.at];
      if (sign === '\\') this.at += 1;
      else if (sign === '(') open += 1;
      else if (sign === ')') {
        open -= 1;
        if (open > 0) continue;
        this.at += 1;
        return { kind: 'string', start, end: this.at };
      }
    }
    return null;
  }

  #hexadecimal(): PdfValue | null {
    const start = this.at;
    const end = this.#text.indexOf('>', start);
    this.at = end < 0 ? this.#text.length : end + 1;
    return end < 0 ? null : { kind: 'string', start, end: this.at };
  }

  #array(depth: number): PdfValue | null {
    this.at += 1;
    const items: PdfValue[] = [];
    for (let item = this.value(depth + 1); item !== null; item = this.value(depth + 1)) items.push(item);
    if (this.#text[this.at] !== ']') return null;
    this.at += 1;
    return { kind: 'array', items };
  }

  #dictionary(depth: number): PdfValue | null {
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    while (true) {
      this.#space();
      if (this.#text.startsWith('>>', this.at)) {
        this.at += 2;
        return { kind: 'dictionary', entries };
      }
      if (this.#text[this.at] !== '/') return null;
      const key = this.#name();
      const value = this.value(depth + 1);
      if (value === null) return null;
      entries.set(key, value);
    }
  }

  #word(): PdfValue {
    const word = this.#regular();
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) return { kind: 'other' };
    const rest = /^[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?![^()<>[\]{}/%\0\t\n\f\r ])/.exec(
      this.#text.slice(this.at, this.at + 24),
    );
    if (rest === null || !/^\d{1,10}$/.test(word)) return { kind: 'number', number: Number(word) };
    this.at += rest[0].length;
    return { kind: 'reference', object: Number(word) };
  }
}

export function nameOf(value: PdfValue | undefined): string | null {
  return value?.kind === 'name' ? value.name : null;
}

export function numberOf(value: PdfValue | undefined): number | null {
  return value?.kind === 'number' ? value.number : null;
}
