import type { CborTag, CborValue } from './cbor.ts';

/** Typed looks at decoded values: what is not of the asked kind is `null` or empty, never an error. */

type CborMap = ReadonlyMap<CborValue, CborValue>;
const nothing: CborMap = new Map();

export function isCborMap(value: CborValue): value is CborMap {
  return value instanceof Map;
}

export function isCborTag(value: CborValue): value is CborTag {
  return typeof value === 'object' && value !== null && 'tag' in value;
}

/** The value as a map, or an empty one. */
export function mapOf(value: CborValue): CborMap {
  return isCborMap(value) ? value : nothing;
}

/** The value as a list, or an empty one. */
export function listOf(value: CborValue): readonly CborValue[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: CborValue): string | null {
  return typeof value === 'string' ? value : null;
}

export function bytesOf(value: CborValue): Uint8Array | null {
  return value instanceof Uint8Array ? value : null;
}

/** A number within the safe integers; a float without a fraction counts. */
export function integerOf(value: CborValue): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

/** The entry of a map; `undefined` when `value` is no map or has no such key. */
export function entryOf(value: CborValue, key: string | number): CborValue {
  return mapOf(value).get(key);
}

/**
 * JSON-like text of at most about `length` characters, for showing. Byte strings are `h'…' (n bytes)` with
 * their first bytes, tags `tag(value)` as in the diagnostic notation (RFC 8949 §8).
 */
export function valuePreview(value: CborValue, length = 4000): string {
  const parts: string[] = [];
  let size = 0;
  const full = (): boolean => size > length;
  const push = (part: string): void => {
    if (!full()) parts.push(part);
    size += part.length;
  };
  const list = <T>(open: string, close: string, items: Iterable<T>, write: (item: T) => void): void => {
    push(open);
    let first = true;
    for (const item of items) {
      if (full()) return;
      if (!first) push(', ');
      first = false;
      write(item);
    }
    push(close);
  };
  const write = (item: CborValue): void => {
    if (full()) return;
    if (item instanceof Uint8Array) push(bytesText(item));
    else if (typeof item === 'string') push(JSON.stringify(item.slice(0, length + 1)));
    else if (isCborMap(item)) {
      list('{', '}', item, ([key, inner]) => {
        write(key);
        push(': ');
        write(inner);
      });
    } else if (Array.isArray(item)) list('[', ']', item as readonly CborValue[], write);
    else if (isCborTag(item)) {
      push(`${item.tag}(`);
      write(item.value);
      push(')');
    } else push(String(item));
  };
  write(value);
  const whole = parts.join('');
  return whole.length > length ? `${whole.slice(0, length)}…` : whole;
}

const SHOWN_BYTES = 32;

function bytesText(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, SHOWN_BYTES)).toString('hex');
  return bytes.length > SHOWN_BYTES ? `h'${shown}…' (${bytes.length} bytes)` : `h'${shown}'`;
}
