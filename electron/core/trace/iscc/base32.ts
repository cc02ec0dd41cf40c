const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const values: ReadonlyMap<string, number> = new Map([...alphabet].map((letter, value) => [letter, value]));

/** RFC 4648 §6 without padding, upper case. */
export function toBase32(bytes: Uint8Array): string {
  let out = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) out += alphabet[(held >> (bits - 5)) & 31];
  }
  return bits === 0 ? out : out + alphabet[(held << (5 - bits)) & 31];
}

/** The bytes of a base32 text in either case; `null` when it holds another character. Bits that fill no byte are dropped. */
export function fromBase32(text: string): Uint8Array | null {
  const out = new Uint8Array(Math.floor((text.length * 5) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text.toUpperCase()) {
    const value = values.get(letter);
    if (value === undefined) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out[at] = (held >> bits) & 255;
      at += 1;
    }
  }
  return out;
}
