/**
 * The forms a text is brought into before it is hashed (ISO 24138:2024; iscc-core `text_clean` and `text_collapse`).
 * Categories of characters are those of the running engine's Unicode version: a character younger than the other side's
 * is unassigned there and falls out.
 */

const newlines = '\\n\\v\\f\\r\\x85\\u2028\\u2029';
const controls = new RegExp(`(?![${newlines}])\\p{C}`, 'gu');
const lineEnds = new RegExp(`\\r\\n|[${newlines}]`, 'u');
/** White space, controls, marks and punctuation. */
const dropped = /[\p{Z}\p{C}\p{M}\p{P}]/gu;

/** For display and as a first step: NFKC, no controls but line ends, at most one empty line in a row. */
export function cleanText(text: string): string {
  const lines: string[] = [];
  let empty = 0;
  for (const line of text.normalize('NFKC').replace(controls, '').split(lineEnds)) {
    const blank = line.trim() === '';
    empty = blank ? empty + 1 : 0;
    if (empty <= 1) lines.push(blank ? '' : line);
  }
  return lines.join('\n').trim();
}

/** What is hashed: decomposed, lower case, without white space, controls, marks and punctuation, NFKC. */
export function collapsedText(text: string): string {
  return text.normalize('NFD').toLowerCase().replace(dropped, '').normalize('NFKC');
}

/** Cut to `bytes` of UTF-8 without breaking a character, trimmed. */
export function trimmedText(text: string, bytes: number): string {
  const encoded = Buffer.from(text, 'utf8');
  if (encoded.length <= bytes) return text.trim();
  let end = bytes;
  // A byte 10xxxxxx continues a character.
  while (end > 0 && (encoded[end]! & 0xc0) === 0x80) end -= 1;
  return encoded.toString('utf8', 0, end).trim();
}
