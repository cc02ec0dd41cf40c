/** Made codes of 256 bits, by a seed. */

/** A small generator with a fixed seed (mulberry32): whole numbers of 32 bits. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** `count` × 8 words. */
export function randomCodes(count: number, next: () => number): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(count * 8);
  for (let word = 0; word < words.length; word++) words[word] = next();
  return words;
}

/** A code with exactly so many bits changed, at most 256. */
export function flipped(code: Uint32Array, bits: number, next: () => number): Uint32Array<ArrayBuffer> {
  const changed = Uint32Array.from(code);
  const done = new Set<number>();
  while (done.size < bits) {
    const bit = next() & 255;
    if (done.has(bit)) continue;
    done.add(bit);
    changed[bit >> 5] = changed[bit >> 5]! ^ (1 << (bit & 31));
  }
  return changed;
}

/** The bytes of the same code over and over. */
export function codesAs(code: Uint32Array, count: number): Uint8Array {
  const words = new Uint32Array(count * 8);
  for (let at = 0; at < count; at++) words.set(code, at * 8);
  return new Uint8Array(words.buffer);
}

/** Codes of an owner as they follow from its number: a few, some hundreds for every seventh. */
export function ownerBatch(owner: number) {
  const count = owner % 7 === 0 ? 300 : (owner % 5) + 1;
  const words = randomCodes(count, seeded(owner));
  return {
    codes: new Uint8Array(words.buffer),
    owners: new Uint32Array(count).fill(owner),
    positions: Uint32Array.from({ length: count }, (_, at) => at),
  };
}
