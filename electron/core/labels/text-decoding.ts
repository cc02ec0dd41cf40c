/** Texts in old metadata carry no reliable statement of their encoding. These are the customary guesses. */

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 when it is valid, else ISO 8859-1; trailing NUL and white space removed. */
export function plainText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = strictUtf8.decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  }
  return trimmed(text);
}

/** UTF-16 in the byte order that gives the more plausible text; writers do not follow the declared one. */
export function utf16Text(bytes: Uint8Array): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  const little = even.toString('utf16le');
  const big = Buffer.from(even).swap16().toString('utf16le');
  if (little.startsWith('\ufeff')) return trimmed(little.slice(1));
  if (big.startsWith('\ufeff')) return trimmed(big.slice(1));
  return trimmed(plausibility(big) > plausibility(little) ? big : little);
}

/** Characters of Latin and of the common ideographs count for a decoding. */
function plausibility(text: string): number {
  let good = 0;
  for (let index = 0; index < Math.min(text.length, 4096); index += 1) {
    const code = text.charCodeAt(index);
    if ((code >= 0x20 && code < 0x7f) || code === 0x0a || code === 0x0d) good += 1;
    else if (code >= 0x4e00 && code <= 0x9fff) good += 0.4;
  }
  return good;
}

/** By hand: a pattern for trailing space costs the square of a run of spaces that something follows. */
function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 0 || text[end - 1]!.trim() === '')) end -= 1;
  return text.slice(0, end);
}
