import type { Coverage } from './font-coverage.ts';

/** Text with every character the fonts cannot print replaced by its escape (`\u{1F600}`). */
export function printable(text: string, coverage: Coverage): string {
  let plain = true;
  for (let index = 0; index < text.length && plain; index += 1) {
    const unit = text.charCodeAt(index);
    plain = unit >= 0x20 && unit < 0x7f;
  }
  if (plain) return text;
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    shown += isPrintable(code, coverage)
      ? character
      : `\\u{${code.toString(16).toUpperCase().padStart(4, '0')}}`;
  }
  return shown;
}

function isPrintable(code: number, coverage: Coverage): boolean {
  // Controls and private use have glyphs in some fonts and no meaning; PDF/A-2a forbids them (ISO 19005-2, 6.2.11.7).
  if (code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000)
    return false;
  return coverage.has(code);
}

/** A value with all its strings made printable, except those under the given keys. */
export function printableValue(
  value: unknown,
  coverageFor: (key: string) => Coverage | null,
  key = '',
): unknown {
  if (typeof value === 'string') {
    const coverage = coverageFor(key);
    return coverage === null ? value : printable(value, coverage);
  }
  if (Array.isArray(value)) return value.map((item) => printableValue(item, coverageFor, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, printableValue(item, coverageFor, name)]),
  );
}
