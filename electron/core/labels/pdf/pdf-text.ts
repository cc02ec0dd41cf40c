/** Strings of PDF syntax and the texts they stand for (ISO 32000-2, 7.3.4 and 7.9.2). */

const escapes: ReadonlyMap<string, number> = new Map([
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['b', 8],
  ['f', 12],
]);

/** Bytes of the literal or hexadecimal string that stands at `[start, end)`, brackets included. */
export function pdfStringBytes(text: string, start: number, end: number): Buffer {
  if (text[start] === '<') {
    const digits = text.slice(start + 1, end - 1).replace(/[^0-9A-Fa-f]/g, '');
    // a missing last digit is a zero
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex');
  }
  const bytes = Buffer.alloc(end - start);
  let length = 0;
  for (let at = start + 1; at < end - 1; at += 1) {
    const sign = text[at]!;
    if (sign !== '\\') {
      // a line break of any kind is a line feed
      if (sign === '\r' && text[at + 1] === '\n') continue;
      bytes[length++] = sign === '\r' ? 10 : sign.charCodeAt(0);
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
    if (octal !== undefined) {
      bytes[length++] = Number.parseInt(octal, 8) & 0xff;
      at += octal.length;
      continue;
    }
    at += 1;
    const next = text[at] ?? '';
    // a break behind a backslash is none
    if (next === '\r' && text[at + 1] === '\n') at += 1;
    else if (next !== '\r' && next !== '\n') bytes[length++] = escapes.get(next) ?? next.charCodeAt(0);
  }
  return bytes.subarray(0, length);
}

/** PDFDocEncoding where it differs from ISO 8859-1 (ISO 32000-2, D.2); U+FFFD: not assigned. */
const low = '\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc';
const high =
  '\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d\u2018\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161\u017e\ufffd\u20ac';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * A text string: UTF-16 or UTF-8 with its mark, else PDFDocEncoding. Writers put bare UTF-8 there as well; bytes
 * beyond ASCII that are valid UTF-8 are hardly anything else.
 */
export function pdfText(bytes: Buffer): string {
  const mark = bytes.toString('latin1', 0, 3);
  if (mark.startsWith('\xfe\xff') || mark.startsWith('\xff\xfe')) {
    const even = Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)));
    return trimmed((mark.startsWith('\xfe') ? even.swap16() : even).toString('utf16le'));
  }
  if (mark === '\xef\xbb\xbf') return trimmed(bytes.toString('utf8', 3));
  try {
    return trimmed(strictUtf8.decode(bytes));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  let text = '';
  for (const byte of bytes)
    text +=
      byte >= 0x18 && byte <= 0x1f
        ? low[byte - 0x18]
        : byte >= 0x80 && byte <= 0xa0
          ? high[byte - 0x80]
          : String.fromCharCode(byte);
  return trimmed(text);
}

function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 0 || text[end - 1]!.trim() === '')) end -= 1;
  return text.slice(0, end);
}

/** A text as a literal string: ASCII as it is, anything else as UTF-16 with its mark. */
export function pdfLiteral(text: string): string {
  const ascii = /^[\t\n\r\x20-\x7e]*$/.test(text);
  const bytes = ascii
    ? Buffer.from(text, 'latin1')
    : Buffer.concat([Buffer.of(0xfe, 0xff), Buffer.from(text, 'utf16le').swap16()]);
  let literal = '';
  for (const byte of bytes) {
    const sign = String.fromCharCode(byte);
    if ('()\\'.includes(sign)) literal += `\\${sign}`;
    else if (byte < 0x20 || byte > 0x7e) literal += `\\${byte.toString(8).padStart(3, '0')}`;
    else literal += sign;
  }
  return `(${literal})`;
}
