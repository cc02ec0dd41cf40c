/**
 * Similarity hash (Charikar 2002) as ISO 24138:2024 uses it: each bit is the majority of that bit over all digests, a
 * tie counts as one.
 *
 * @param digests `count × bytes` bytes, one digest behind the other; at least one
 * @param bytes length of one digest
 */
export function simhash(digests: Uint8Array, bytes: number): Uint8Array {
  const count = digests.length / bytes;
  const ones = new Uint32Array(bytes * 8);
  for (let start = 0; start < digests.length; start += bytes) {
    for (let at = 0; at < bytes; at += 1) {
      const byte = digests[start + at]!;
      for (let bit = 0; bit < 8; bit += 1) ones[at * 8 + bit]! += (byte >> (7 - bit)) & 1;
    }
  }
  const out = new Uint8Array(bytes);
  for (let bit = 0; bit < ones.length; bit += 1) {
    if (ones[bit]! * 2 >= count) out[bit >> 3]! |= 128 >> (bit & 7);
  }
  return out;
}
