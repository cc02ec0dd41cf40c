/** Decode base64 as it stands in documents: white space between, either alphabet, padding or none. */
export function decodeBase64(text: Uint8Array): { readonly bytes: Buffer; readonly foreign: number } {
  const kept = Buffer.alloc(text.length);
  let length = 0;
  let foreign = 0;
  for (const byte of text) {
    if (isBase64(byte)) {
      kept[length] = byte;
      length += 1;
    } else if (byte > 0x20 && byte !== 0x3d) foreign += 1;
  }
  return { bytes: Buffer.from(kept.toString('latin1', 0, length), 'base64'), foreign };
}

/** A letter, digit, or one of the two further characters of either alphabet (RFC 4648, 4 and 5). */
export function isBase64(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2b ||
    byte === 0x2f ||
    byte === 0x2d ||
    byte === 0x5f
  );
}
