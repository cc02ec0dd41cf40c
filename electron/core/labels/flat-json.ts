/**
 * JSON objects as labels carry them: read without losing what `JSON.parse` throws away, namely repeated
 * keys, the written form of numbers, and where the text broke off.
 */
export interface FlatField {
  readonly key: string;
  readonly kind: 'string' | 'number' | 'literal' | 'object' | 'array';
  /** A string's value; the raw text of anything else. */
  readonly text: string;
}

export type FlatReading =
  | {
      readonly ok: true;
      readonly fields: readonly FlatField[] /** Index after the closing brace. */;
      readonly end: number;
    }
  | {
      readonly ok: false;
      readonly problem: string /** Fields read before it broke off. */;
      readonly fields: readonly FlatField[];
    };

/** Largest label value, characters. */
export const FLAT_LENGTH = 1 << 20;
const FIELDS = 1000;
const DEPTH = 32;

/** Read the object whose opening brace is at `start`. */
export function readFlatJson(source: string, start: number): FlatReading {
  const fields: FlatField[] = [];
  const limit = Math.min(source.length, start + FLAT_LENGTH);
  const fail = (problem: string): FlatReading => ({ ok: false, problem, fields });
  let at = skipSpace(source, start + 1, limit);
  if (source[start] !== '{') return fail('no object');
  if (source[at] === '}') return { ok: true, fields, end: at + 1 };
  while (fields.length < FIELDS) {
    const key = readString(source, at, limit);
    if (key === null) return fail('no key');
    at = skipSpace(source, key.end, limit);
    if (source[at] !== ':') return fail('no colon after a key');
    at = skipSpace(source, at + 1, limit);
    const value = readValue(source, at, limit);
    if (value === null) return fail(`the value of ${key.text.slice(0, 40)} is cut off or malformed`);
    fields.push({ key: key.text, kind: value.kind, text: value.text });
    at = skipSpace(source, value.end, limit);
    if (source[at] === '}') return { ok: true, fields, end: at + 1 };
    if (source[at] !== ',') return fail('the object is cut off');
    at = skipSpace(source, at + 1, limit);
  }
  return fail('too many fields');
}

function skipSpace(source: string, at: number, limit: number): number {
  let index = at;
  while (index < limit && ' \t\r\n'.includes(source[index]!)) index += 1;
  return index;
}

function readString(source: string, at: number, limit: number): { text: string; end: number } | null {
  if (source[at] !== '"') return null;
  for (let index = at + 1; index < limit; index += 1) {
    if (source[index] === '\\') index += 1;
    else if (source[index] === '"') {
      const raw = source.slice(at, index + 1);
      try {
        return { text: JSON.parse(raw) as string, end: index + 1 };
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        // Raw control characters or unknown escapes: keep what is written.
        return { text: raw.slice(1, -1), end: index + 1 };
      }
    }
  }
  return null;
}

function readValue(
  source: string,
  at: number,
  limit: number,
): (Omit<FlatField, 'key'> & { end: number }) | null {
  const first = source[at];
  if (first === '"') {
    const value = readString(source, at, limit);
    return value === null ? null : { kind: 'string', ...value };
  }
  if (first === '{' || first === '[') {
    const end = closing(source, at, limit);
    const kind = first === '{' ? 'object' : 'array';
    return end === null ? null : { kind, text: source.slice(at, end), end };
  }
  const match = /^(?:(-?\d[\d.eE+-]{0,40})|true|false|null)/.exec(source.slice(at, Math.min(limit, at + 50)));
  if (match === null) return null;
  return { kind: match[1] === undefined ? 'literal' : 'number', text: match[0], end: at + match[0].length };
}

/** Index after the bracket that closes the one at `at`; strings are stepped over. */
function closing(source: string, at: number, limit: number): number | null {
  let depth = 0;
  for (let index = at; index < limit; index += 1) {
    const character = source[index];
    if (character === '"') {
      const text = readString(source, index, limit);
      if (text === null) return null;
      index = text.end - 1;
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > DEPTH) return null;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return null;
}
