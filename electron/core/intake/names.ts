/**
 * File names as data and as text. The bytes are kept exactly; what is shown has every character that is
 * invisible, reorders text or may change its meaning replaced by a visible escape
 * (Boucher & Anderson 2021, "Trojan Source"; Unicode UTS #39; UAX #9 §2.4–2.6).
 *
 * - `\u{202E}`: a character that is not shown as itself
 * - `\xFF`: a byte that is not UTF-8
 * - `\\`: a backslash of the name itself, so that escapes cannot be forged
 */

/**
 * Escaped: controls, format and bidirectional characters, zero-width and other default-ignorable ones
 * (Hangul fillers, variation selectors, tags), private use, surrogates, unassigned, line and paragraph
 * separators, spaces that are neither U+0020 nor the ideographic space of Chinese names, and the Braille blank.
 */
const hidden = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]|(?![ \u3000])\p{Zs}/u;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Name or path as shown. Lossless: two different byte strings never look the same. */
export function displayName(bytes: Uint8Array): string {
  return display(bytes, true);
}

/** Same for a whole path; on Windows the backslash separates and stays. */
export function displayPath(bytes: Uint8Array): string {
  return display(bytes, process.platform !== 'win32');
}

function display(bytes: Uint8Array, escapeBackslash: boolean): string {
  let shown = '';
  for (let start = 0; start < bytes.length; ) {
    const length = characterLength(bytes, start);
    if (length === 0) {
      shown += `\\x${hexadecimal(bytes[start] ?? 0, 2)}`;
      start += 1;
      continue;
    }
    const character = decoder.decode(bytes.subarray(start, start + length));
    if (character === '\\' && escapeBackslash) shown += '\\\\';
    else if (hidden.test(character)) shown += `\\u{${hexadecimal(character.codePointAt(0) ?? 0, 1)}}`;
    else shown += character;
    start += length;
  }
  return shown;
}

function hexadecimal(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** Length in bytes of the well-formed UTF-8 character at `start` (Unicode table 3-7), or 0 if there is none. */
function characterLength(bytes: Uint8Array, start: number): number {
  const first = bytes[start] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf
      ? 2
      : first >= 0xe0 && first <= 0xef
        ? 3
        : first >= 0xf0 && first <= 0xf4
          ? 4
          : 0;
  if (length === 0 || start + length > bytes.length) return 0;
  const second = bytes[start + 1] ?? 0;
  // Overlong forms, surrogates and values beyond U+10FFFF are excluded by the second byte.
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let index = start + 2; index < start + length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}

/** The path's exact bytes. */
export function pathBytes(path: Uint8Array | string): Buffer {
  return typeof path === 'string' ? Buffer.from(path) : Buffer.from(path);
}

const slash = 0x2f;
const backslash = 0x5c;

function isSeparator(byte: number | undefined): boolean {
  return byte === slash || (process.platform === 'win32' && byte === backslash);
}

/** The last component of a path. */
export function lastName(path: Buffer): Buffer {
  let end = path.length;
  while (end > 1 && isSeparator(path[end - 1])) end -= 1;
  let start = end;
  while (start > 0 && !isSeparator(path[start - 1])) start -= 1;
  return path.subarray(start, end);
}

export function joinName(directory: Buffer, name: Buffer): Buffer {
  return isSeparator(directory[directory.length - 1])
    ? Buffer.concat([directory, name])
    : Buffer.concat([directory, Buffer.from([slash]), name]);
}
