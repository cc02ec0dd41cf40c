/** Codes up to this many bits are found by one look-up: the scans shift their 32-bit buffer right by 22. */
export const lookupBits = 10;

/**
 * A Huffman table of T.81 Annex C as the scans read it. An *entry* packs what a code means into 32 bits:
 *
 * - bits 0–4: bits to consume; the code, and the value's own bits when bits 16–31 give it;
 * - bits 5–8: upper half of the symbol (the run of zeros);
 * - bits 9–12: lower half of the symbol (the size), 0 when the value is given;
 * - bits 16–31: the value with its sign (T.81 F.2.2.1 EXTEND), when code and value fit the look-up; else 0.
 *
 * An entry of 0 is no code.
 */
export interface HuffmanTable {
  /** Entry by the next `lookupBits` bits; 0 also for longer codes. */
  readonly fast: Int32Array;
  /** Entry of each symbol without its value, in order of the codes. */
  readonly entries: Int32Array;
  /** By code length: one more than the last code of that length. */
  readonly ends: Int32Array;
  /** By code length: what added to a code gives its place among the symbols. */
  readonly offsets: Int32Array;
  readonly largestSymbol: number;
}

/**
 * @param counts number of codes of 1…16 bits
 * @param symbols in order of the codes
 * @returns null when the counts ask for more codes than there are
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | null {
  const fast = new Int32Array(1 << lookupBits);
  const entries = new Int32Array(symbols.length);
  const ends = new Int32Array(17);
  const offsets = new Int32Array(17);
  let code = 0;
  let index = 0;
  let largestSymbol = 0;
  for (let length = 1; length <= 16; length += 1) {
    code <<= 1;
    offsets[length] = index - code;
    const count = counts[length - 1]!;
    if (code + count > 1 << length || index + count > symbols.length) return null;
    for (const last = index + count; index < last; index += 1, code += 1) {
      const symbol = symbols[index]!;
      if (symbol > largestSymbol) largestSymbol = symbol;
      entries[index] = length | ((symbol >> 4) << 5) | ((symbol & 15) << 9);
      if (length <= lookupBits) fill(fast, code, length, symbol, entries[index]!);
    }
    ends[length] = code;
  }
  return { fast, entries, ends, offsets, largestSymbol };
}

/** All look-ups that begin with the code; with the value resolved where its bits are among them. */
function fill(fast: Int32Array, code: number, length: number, symbol: number, entry: number): void {
  const rest = lookupBits - length;
  const size = symbol & 15;
  const start = code << rest;
  if (size === 0 || size > rest) {
    fast.fill(entry, start, start + (1 << rest));
    return;
  }
  for (let tail = 0; tail < 1 << rest; tail += 1) {
    const bits = tail >> (rest - size);
    const value = bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
    fast[start + tail] = (length + size) | ((symbol >> 4) << 5) | (value << 16);
  }
}

/** Entry of a code longer than `lookupBits`, from the next 16 bits; 0 when there is no such code. */
export function longCode(table: HuffmanTable, next: number): number {
  const { ends, offsets, entries } = table;
  for (let length = lookupBits + 1; length <= 16; length += 1) {
    const code = next >> (16 - length);
    if (code < ends[length]!) return entries[offsets[length]! + code]!;
  }
  return 0;
}
