import { onesIn } from '../index/hamming.ts';

/** Descriptors to a word: 256 bits. */
const WORDS = 8;

export interface MatchedPairs {
  readonly count: number;
  /** Number of the feature in the first and in the second, for each pair. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Differing bits, 0…256. */
  readonly bits: Int32Array;
}

/**
 * Pairs of 256-bit descriptors that are each other's nearest, each clearly nearer than the next best of the first
 * (ratio test of Lowe, IJCV 2004). Ties go to the earlier feature, so equal input gives equal pairs.
 *
 * @param first `n × 32` bytes
 * @param second `m × 32` bytes
 * @param ratio a pair stays when its distance is below this share of the next best's
 */
export function matchDescriptors(first: Uint8Array, second: Uint8Array, ratio: number): MatchedPairs {
  const left = descriptorWords(first);
  const right = descriptorWords(second);
  const count = left.length / WORDS;
  const others = right.length / WORDS;
  const nearest = new Int32Array(count).fill(-1);
  const best = new Int32Array(count).fill(257);
  const next = new Int32Array(count).fill(257);
  const back = new Int32Array(others).fill(-1);
  const backBest = new Int32Array(others).fill(257);
  for (let one = 0; one < count; one += 1) {
    const at = one * WORDS;
    const w0 = left[at]!;
    const w1 = left[at + 1]!;
    const w2 = left[at + 2]!;
    const w3 = left[at + 3]!;
    const w4 = left[at + 4]!;
    const w5 = left[at + 5]!;
    const w6 = left[at + 6]!;
    const w7 = left[at + 7]!;
    let found = -1;
    let least = 257;
    let second = 257;
    for (let other = 0, to = 0; other < others; other += 1, to += WORDS) {
      // Unrelated descriptors differ in about half their bits: half of the words settle most pairs.
      let distance =
        onesIn(w0 ^ right[to]!) +
        onesIn(w1 ^ right[to + 1]!) +
        onesIn(w2 ^ right[to + 2]!) +
        onesIn(w3 ^ right[to + 3]!);
      const backward = backBest[other]!;
      if (distance >= second && distance >= backward) continue;
      distance +=
        onesIn(w4 ^ right[to + 4]!) +
        onesIn(w5 ^ right[to + 5]!) +
        onesIn(w6 ^ right[to + 6]!) +
        onesIn(w7 ^ right[to + 7]!);
      if (distance < backward) {
        backBest[other] = distance;
        back[other] = one;
      }
      if (distance < least) {
        second = least;
        least = distance;
        found = other;
      } else if (distance < second) second = distance;
    }
    nearest[one] = found;
    best[one] = least;
    next[one] = second;
  }
  const kept: number[] = [];
  for (let one = 0; one < count; one += 1) {
    const other = nearest[one]!;
    if (other >= 0 && back[other] === one && best[one]! < ratio * next[one]!) kept.push(one);
  }
  return {
    count: kept.length,
    first: Int32Array.from(kept),
    second: Int32Array.from(kept, (one) => nearest[one]!),
    bits: Int32Array.from(kept, (one) => best[one]!),
  };
}

/** Differing bits of one descriptor of each list, 0…256. */
export function wordDistance(left: Int32Array, one: number, right: Int32Array, other: number): number {
  let distance = 0;
  for (let word = 0; word < WORDS; word += 1) {
    distance += onesIn(left[one * WORDS + word]! ^ right[other * WORDS + word]!);
  }
  return distance;
}

/**
 * Descriptors as 32-bit words, eight each; copied when they do not lie on a word. Byte order does not matter for a count
 * of bits.
 */
export function descriptorWords(bytes: Uint8Array): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
}
