/**
 * JSON whose keys a stranger chose. Objects become Maps, so that no key (`__proto__`, `constructor`,
 * `toString`…) can reach a prototype, and everything is bounded.
 */
export type HostileValue =
  | null
  | boolean
  | number
  | string
  | readonly HostileValue[]
  | ReadonlyMap<string, HostileValue>;

export interface JsonBounds {
  readonly depth: number;
  /** Values of all kinds together. */
  readonly values: number;
  /** Characters of one string or key. */
  readonly textLength: number;
}

export const defaultJsonBounds: JsonBounds = { depth: 64, values: 400_000, textLength: 1 << 20 };

export interface BoundedJson {
  readonly value: HostileValue;
  /** A bound was reached and something was left out (`null` stands in its place). */
  readonly cut: boolean;
}

/** Parsed JSON (or any plain data) → Maps and arrays within `bounds`. */
export function toHostileValue(input: unknown, bounds: JsonBounds = defaultJsonBounds): BoundedJson {
  let left = bounds.values;
  let cut = false;
  const shorten = (text: string): string => {
    if (text.length <= bounds.textLength) return text;
    cut = true;
    return text.slice(0, bounds.textLength);
  };
  const convert = (value: unknown, depth: number): HostileValue => {
    if (left <= 0 || depth > bounds.depth) {
      cut = true;
      return null;
    }
    left -= 1;
    if (typeof value === 'string') return shorten(value);
    if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
    if (Array.isArray(value)) {
      const items: HostileValue[] = [];
      for (const item of value) {
        if (left <= 0) {
          cut = true;
          break;
        }
        items.push(convert(item, depth + 1));
      }
      return items;
    }
    if (typeof value !== 'object') return null;
    const map = new Map<string, HostileValue>();
    // Own enumerable keys only: JSON.parse makes `__proto__` an own key, and Object.entries reports it as such.
    for (const [key, item] of Object.entries(value)) {
      if (left <= 0) {
        cut = true;
        break;
      }
      map.set(shorten(key), convert(item, depth + 1));
    }
    return map;
  };
  return { value: convert(input, 0), cut };
}

const nothing: ReadonlyMap<string, HostileValue> = new Map();

/** The value as a record, or an empty one. */
export function record(value: HostileValue | undefined): ReadonlyMap<string, HostileValue> {
  return value instanceof Map ? value : nothing;
}

/** The value as a list, or an empty one. */
export function list(value: HostileValue | undefined): readonly HostileValue[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text of at most `length` characters, or `null` when it is no text or number. */
export function text(value: HostileValue | undefined, length = 2000): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.slice(0, length) : null;
}

/** JSON text of at most `length` characters, for showing; an ellipsis marks what was cut. */
export function preview(value: HostileValue, length: number): string {
  const parts: string[] = [];
  let size = 0;
  const push = (part: string): void => {
    if (size <= length) parts.push(part);
    size += part.length;
  };
  const write = (item: HostileValue): void => {
    if (size > length) return;
    if (item instanceof Map) {
      let first = true;
      push('{');
      for (const [key, inner] of item) {
        if (size > length) return;
        push(`${first ? '' : ', '}${JSON.stringify(key)}: `);
        first = false;
        write(inner);
      }
      push('}');
    } else if (Array.isArray(item)) {
      push('[');
      item.forEach((inner, index) => {
        if (size > length) return;
        if (index > 0) push(', ');
        write(inner);
      });
      push(']');
    } else push(JSON.stringify(item));
  };
  write(value);
  const whole = parts.join('');
  return whole.length > length ? `${whole.slice(0, length)}…` : whole;
}

/** Back to plain data for libraries that know no Maps; objects have no prototype, so no key is special. */
export function plainJson(value: HostileValue): unknown {
  if (Array.isArray(value)) return value.map(plainJson);
  if (!(value instanceof Map)) return value;
  const plain: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of value) plain[key] = plainJson(item);
  return plain;
}
