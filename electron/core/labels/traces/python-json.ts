/**
 * A JSON text rewritten as Python's `json.dumps(json.loads(text))` would: what some signatures are made over.
 * Separators `, ` and `: `, every character outside ASCII escaped, numbers in Python's form, members in file
 * order with the last value of a repeated name.
 */
export type PythonValue =
  | { readonly kind: 'object'; readonly members: ReadonlyMap<string, PythonValue> }
  | { readonly kind: 'array'; readonly items: readonly PythonValue[] }
  | { readonly kind: 'string'; readonly value: string }
  /** A number, literal or bare word as it will be written. */
  | { readonly kind: 'other'; readonly written: string };

const LENGTH = 8 * 1024 * 1024;
const DEPTH = 64;
const VALUES = 400_000;

const token = /[ \t\r\n]*(?:([{}[\]:,])|(-?(?:NaN|Infinity|\d[\d.eE+-]*)|true|false|null)|("))/y;

/** `null`: no JSON that Python reads, or beyond the limits. */
export function readPythonJson(source: string): PythonValue | null {
  if (source.length > LENGTH) return null;
  const reader = new Reader(source);
  const value = reader.value(0);
  return value !== null && reader.atEnd() ? value : null;
}

export function writePythonJson(value: PythonValue): string {
  switch (value.kind) {
    case 'object': {
      const members = [...value.members].map(
        ([name, member]) => `${quoted(name)}: ${writePythonJson(member)}`,
      );
      return `{${members.join(', ')}}`;
    }
    case 'array':
      return `[${value.items.map(writePythonJson).join(', ')}]`;
    case 'string':
      return quoted(value.value);
    case 'other':
      return value.written;
  }
}

class Reader {
  readonly #source: string;
  #at = 0;
  #values = 0;

  constructor(source: string) {
    this.#source = source;
  }

  value(depth: number): PythonValue | null {
    this.#values += 1;
    if (depth > DEPTH || this.#values > VALUES) return null;
    const next = this.#token();
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    if (next === '"') {
      const value = this.#string();
      return value === null ? null : { kind: 'string', value };
    }
    if (next === null || /^[\]}:,]/.test(next)) return null;
    const written = pythonScalar(next);
    return written === null ? null : { kind: 'other', written };
  }

  atEnd(): boolean {
    return this.#source.slice(this.#at).trim() === '';
  }

  #object(depth: number): PythonValue | null {
    const members = new Map<string, PythonValue>();
    let next = this.#token();
    if (next === '}') return { kind: 'object', members };
    for (;;) {
      const name = next === '"' ? this.#string() : null;
      const value = name !== null && this.#token() === ':' ? this.value(depth + 1) : null;
      if (name === null || value === null) return null;
      members.set(name, value);
      next = this.#token();
      if (next === '}') return { kind: 'object', members };
      if (next !== ',') return null;
      next = this.#token();
    }
  }

  #array(depth: number): PythonValue | null {
    const items: PythonValue[] = [];
    const before = this.#at;
    if (this.#token() === ']') return { kind: 'array', items };
    this.#at = before;
    for (;;) {
      const value = this.value(depth + 1);
      if (value === null) return null;
      items.push(value);
      const next = this.#token();
      if (next === ']') return { kind: 'array', items };
      if (next !== ',') return null;
    }
  }

  /** The next mark or scalar; `"` for a string, whose opening mark is then passed. */
  #token(): string | null {
    token.lastIndex = this.#at;
    const match = token.exec(this.#source);
    if (match === null) return null;
    this.#at = token.lastIndex;
    return match[1] ?? match[2] ?? match[3] ?? null;
  }

  #string(): string | null {
    const start = this.#at - 1;
    for (let at = this.#at; at < this.#source.length; at += 1) {
      if (this.#source[at] === '\\') at += 1;
      else if (this.#source[at] === '"') {
        this.#at = at + 1;
        return parsed(this.#source.slice(start, at + 1));
      }
    }
    return null;
  }
}

function parsed(literal: string): string | null {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** Python keeps whole numbers of any length, and writes others in their shortest form. */
function pythonScalar(word: string): string | null {
  if (!/^-?\d/.test(word)) return word;
  if (/^-?(?:0|[1-9]\d*)$/.test(word)) return word === '-0' ? '0' : word;
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word)) return null;
  return pythonFloat(Number(word));
}

/** `repr(float)`: shortest digits that read back; exponents from 1e16 and below 1e-4, of two digits at least. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= 16 || power < -4) {
    const size = String(Math.abs(power)).padStart(2, '0');
    return `${mantissa}e${power < 0 ? '-' : '+'}${size}`;
  }
  // JavaScript writes 1e-7 and smaller with an exponent, Python from 1e-5 on; in between both write digits.
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** `json.dumps` with `ensure_ascii`: everything but printable ASCII becomes `\uXXXX`. */
function quoted(value: string): string {
  const escaped = JSON.stringify(value)
    .slice(1, -1)
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}
