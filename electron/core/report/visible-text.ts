/**
 * Text of a report as it is printed: every character that is invisible, reorders text or could change its
 * meaning is replaced by a visible escape (Boucher & Anderson 2021, "Trojan Source"; UAX #9 §2.4–2.6), so that
 * evidence cannot write over the report. The same set as for file names, plus the tab.
 */
const hidden = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]|(?![ \u3000\u00A0])\p{Zs}/gu;
const named: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Longest text of one field, characters; the machine-readable record has the rest. */
const longestText = 3000;

/** Text with control, bidirectional and invisible characters as escapes: `\u{202E}`, `\n`. */
export function visibleText(text: string): string {
  return text.replace(
    hidden,
    (character) =>
      named.get(character) ??
      `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}}`,
  );
}

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
