/** Number of algorithm 2 in the first byte (algorithms are counted from 0). */
const ALGORITHM = 1;
/** Distances of set bits up to 6 take three bits; 7 says that the rest follows in five more. */
const LARGE = 7;

/** The compressed form in URL-safe base64 without padding, as `fpcalc` prints it and AcoustID takes it. */
export function chromaprintText(numbers: Uint32Array): string {
  const normal: number[] = [];
  const large: number[] = [];
  let previous = 0;
  for (const number of numbers) {
    let last = -1;
    const changed = (number ^ previous) >>> 0;
    for (let bit = 0; bit < 32; bit += 1) {
      if (((changed >>> bit) & 1) === 0) continue;
      const distance = bit - last;
      normal.push(Math.min(distance, LARGE));
      if (distance >= LARGE) large.push(distance - LARGE);
      last = bit;
    }
    normal.push(0);
    previous = number;
  }
  const head = [ALGORITHM, numbers.length >>> 16, numbers.length >>> 8, numbers.length];
  return Buffer.from([...head, ...packed(normal, 3), ...packed(large, 5)]).toString('base64url');
}

/** Values of `width` bits one after another, least significant bit first, filled up to whole bytes. */
function packed(values: readonly number[], width: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((values.length * width) / 8));
  for (const [index, value] of values.entries()) {
    const bit = index * width;
    bytes[bit >> 3]! |= value << (bit & 7);
    if ((bit & 7) + width > 8) bytes[(bit >> 3) + 1]! |= value >> (8 - (bit & 7));
  }
  return bytes;
}
