import { visibleText } from '#shared/text/visible-text.ts';

/** Longest text of one field, characters; the machine-readable record has the rest. */
const longestText = 3000;

/** `visibleText`, cut at `longestText` with the full length stated. */
function printedText(text: string): string {
  if (text.length <= longestText) return visibleText(text);
  // Cutting between the halves of a surrogate pair is harmless: the lone half is escaped.
  return `${visibleText(text.slice(0, longestText))}… [${longestText} / ${text.length}]`;
}

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/** Fields that are not printed text: names that must match exactly, and drawings, which escape their own text. */
const exact = new Set([
  'kind',
  'as',
  'svg',
  'anchor',
  'key',
  'flag',
  'bearing',
  'strength',
  'role',
  'align',
  'tone',
  'sha256',
]);

/** A block with every printed text made visible. Blocks are built by us and shallow. */
export function withVisibleText<T>(value: T): T {
  return rewrite(value as Json, '') as T;
}

function rewrite(value: Json, name: string): Json {
  if (typeof value === 'string') return exact.has(name) ? value : printedText(value);
  if (Array.isArray(value)) return value.map((item) => rewrite(item, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewrite(item as Json, key)]));
  }
  return value;
}
