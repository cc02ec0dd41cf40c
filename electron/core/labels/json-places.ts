/**
 * Where the parts of a JSON document stand, without building it: `source` is its bytes as ISO 8859-1 text, so that
 * an index is a byte offset. Only the containers asked for are taken apart, everything else is stepped over.
 */
export interface JsonMember {
  readonly key: string;
  /** Opening quote of the key. */
  readonly from: number;
  /** Range of the value. */
  readonly start: number;
  readonly end: number;
}

export interface JsonItem {
  readonly start: number;
  readonly end: number;
}

const DEPTH = 512;
const MEMBERS = 100_000;
const ITEMS = 1_000_000;

/** Members of the object at `at`, keys that repeat included; null when none stands there or it is malformed. */
export function jsonMembers(source: string, at: number): JsonMember[] | null {
  const members: JsonMember[] = [];
  let next = jsonSpace(source, at + 1);
  if (source[at] !== '{') return null;
  if (source[next] === '}') return members;
  while (members.length < MEMBERS) {
    const keyEnd = stringEnd(source, next);
    if (keyEnd < 0) return null;
    const colon = jsonSpace(source, keyEnd);
    if (source[colon] !== ':') return null;
    const start = jsonSpace(source, colon + 1);
    const end = jsonEnd(source, start);
    if (end < 0) return null;
    members.push({ key: jsonText(source, { start: next, end: keyEnd }), from: next, start, end });
    const after = jsonSpace(source, end);
    if (source[after] === '}') return members;
    if (source[after] !== ',') return null;
    next = jsonSpace(source, after + 1);
  }
  return null;
}

/** Items of the array at `at`; null when none stands there, it is malformed, or has too many. */
export function jsonItems(source: string, at: number): JsonItem[] | null {
  const items: JsonItem[] = [];
  let start = jsonSpace(source, at + 1);
  if (source[at] !== '[') return null;
  if (source[start] === ']') return items;
  while (items.length < ITEMS) {
    const end = jsonEnd(source, start);
    if (end < 0) return null;
    items.push({ start, end });
    const after = jsonSpace(source, end);
    if (source[after] === ']') return items;
    if (source[after] !== ',') return null;
    start = jsonSpace(source, after + 1);
  }
  return null;
}

/** The member of this name (the last one, as readers take it); undefined when there is no such member or object. */
export function jsonMember(source: string, at: number, key: string): JsonMember | undefined {
  return jsonMembers(source, at)?.findLast((member) => member.key === key);
}

/** A string's value, or the text of anything else. */
export function jsonText(source: string, { start, end }: JsonItem): string {
  const raw = Buffer.from(source.slice(start, end), 'latin1').toString('utf8');
  if (!raw.startsWith('"')) return raw;
  try {
    return JSON.parse(raw) as string;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // control characters or unknown escapes: what is written stays
    return raw.slice(1, -1);
  }
}

export function jsonSpace(source: string, at: number): number {
  let index = at;
  for (;;) {
    const code = source.charCodeAt(index);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return index;
    index += 1;
  }
}

/** Index behind the value at `at`, or -1 when it does not end or is none. */
export function jsonEnd(source: string, at: number): number {
  const first = source[at];
  if (first === '"') return stringEnd(source, at);
  if (first === '{' || first === '[') return containerEnd(source, at);
  const word = /[-+.\w]{1,400}/y;
  word.lastIndex = at;
  return word.test(source) ? word.lastIndex : -1;
}

function stringEnd(source: string, at: number): number {
  if (source[at] !== '"') return -1;
  for (let end = source.indexOf('"', at + 1); end >= 0; end = source.indexOf('"', end + 1)) {
    let slashes = 0;
    while (source.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
  }
  return -1;
}

function containerEnd(source: string, at: number): number {
  let depth = 0;
  for (let index = at; index < source.length; index += 1) {
    const code = source.charCodeAt(index);
    if (code === 0x22) {
      const end = stringEnd(source, index);
      if (end < 0) return -1;
      index = end - 1;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > DEPTH) return -1;
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
}

/**
 * The document with the member at `path` (keys from the object at `at` on) set to `json`. Objects on the way are
 * made where there are none, a key that repeats keeps its last member, every other character stays. Null: something
 * on the way is no object, or the document is malformed.
 *
 * @param json ISO 8859-1 text of UTF-8 bytes, as `source` is
 */
export function withJsonMember(
  source: string,
  at: number,
  path: readonly [string, ...string[]],
  json: string,
): string | null {
  const [key, ...rest] = path;
  const [next, ...more] = rest;
  const members = jsonMembers(source, at);
  if (members === null) return null;
  const found = members.findLast((member) => member.key === key);
  if (found !== undefined && next !== undefined)
    return withJsonMember(source, found.start, [next, ...more], json);
  if (found !== undefined) return source.slice(0, found.start) + json + source.slice(found.end);
  const value = rest.reduceRight((inner, name) => `{${jsonBytes(name)}:${inner}}`, json);
  const last = members.at(-1)?.end ?? at + 1;
  const comma = members.length === 0 ? '' : ',';
  return `${source.slice(0, last)}${comma}${jsonBytes(key)}:${value}${source.slice(last)}`;
}

/** A string as JSON, in UTF-8 bytes as ISO 8859-1 text. */
export function jsonBytes(text: string): string {
  return Buffer.from(JSON.stringify(text), 'utf8').toString('latin1');
}
