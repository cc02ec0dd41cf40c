/**
 * Binary BCH codes of length 127 (R. C. Bose and D. K. Ray-Chaudhuri 1960; A. Hocquenghem 1959) over GF(2⁷) with the
 * primitive polynomial x⁷ + x³ + 1, systematic and shortened. Decoding: Berlekamp and Massey, then Chien's search
 * (R. E. Blahut, Algebraic Codes for Data Transmission, 2003, chapters 6 and 7).
 */

const FIELD = 127;
const PRIMITIVE = 0b1000_1001;

const powers = new Uint8Array(FIELD * 2);
const logarithms = new Uint8Array(FIELD + 1);
for (let exponent = 0, value = 1; exponent < FIELD; exponent += 1) {
  powers[exponent] = value;
  powers[exponent + FIELD] = value;
  logarithms[value] = exponent;
  value <<= 1;
  if (value > FIELD) value ^= PRIMITIVE;
}

function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : powers[logarithms[a]! + logarithms[b]!]!;
}

/** Parity bits of a code that corrects `errors` errors. */
export function bchParityBits(errors: number): number {
  return generator(errors).length - 1;
}

/** Parity of a message, highest power first. @param message 0 or 1 per bit */
export function bchEncode(message: Uint8Array, errors: number): Uint8Array {
  const divisor = generator(errors);
  const rest = new Uint8Array(message.length + divisor.length - 1);
  rest.set(message);
  for (let at = 0; at < message.length; at += 1) {
    if (rest[at] === 0) continue;
    for (let term = 0; term < divisor.length; term += 1) rest[at + term]! ^= divisor[term]!;
  }
  return rest.subarray(message.length);
}

/**
 * Places of the wrong bits of a received word (message, then parity); empty when it is right as it stands. `null`: it
 * is further from every word of the code than the code corrects.
 */
export function bchErrors(word: Uint8Array, errors: number): number[] | null {
  const syndromes = new Uint8Array(2 * errors + 1);
  let clean = true;
  for (let j = 1; j <= 2 * errors; j += 1) {
    let sum = 0;
    for (let at = 0; at < word.length; at += 1)
      if (word[at] === 1) sum ^= powers[(j * (word.length - 1 - at)) % FIELD]!;
    syndromes[j] = sum;
    if (sum !== 0) clean = false;
  }
  if (clean) return [];
  const locator = errorLocator(syndromes, errors);
  if (locator === null) return null;
  const places: number[] = [];
  for (let power = 0; power < word.length; power += 1) {
    // A root at α^(−power) is an error at that power.
    let sum = 0;
    for (let term = 0; term < locator.length; term += 1)
      sum ^= times(locator[term]!, powers[(((FIELD - power) % FIELD) * term) % FIELD]!);
    if (sum === 0) places.push(word.length - 1 - power);
  }
  return places.length === locator.length - 1 ? places : null;
}

/** Shortest recurrence of the syndromes, lowest power first, without leading zeros; `null`: more than `errors`. */
function errorLocator(syndromes: Uint8Array, errors: number): number[] | null {
  let current = [1];
  let previous = [1];
  let length = 0;
  let shift = 1;
  let last = 1;
  for (let n = 0; n < 2 * errors; n += 1) {
    let discrepancy = syndromes[n + 1]!;
    for (let i = 1; i <= length; i += 1) discrepancy ^= times(current[i] ?? 0, syndromes[n + 1 - i]!);
    if (discrepancy === 0) {
      shift += 1;
      continue;
    }
    const factor = times(discrepancy, powers[(FIELD - logarithms[last]!) % FIELD]!);
    const next = [...current];
    for (const [i, value] of previous.entries())
      next[i + shift] = (next[i + shift] ?? 0) ^ times(factor, value);
    if (2 * length <= n) {
      previous = current;
      length = n + 1 - length;
      last = discrepancy;
      shift = 1;
    } else shift += 1;
    current = Array.from(next, (value) => value ?? 0);
  }
  while (current.length > 1 && current.at(-1) === 0) current.pop();
  return current.length - 1 === length && length <= errors ? current : null;
}

const generators = new Map<number, Uint8Array>();

/** Product of the minimal polynomials of α, α³, … α^(2t−1), highest power first. */
function generator(errors: number): Uint8Array {
  const made = generators.get(errors);
  if (made !== undefined) return made;
  const roots = new Set<number>();
  for (let odd = 1; odd < 2 * errors; odd += 2)
    for (let root = odd % FIELD; !roots.has(root); root = (root * 2) % FIELD) roots.add(root);
  let polynomial = [1];
  for (const root of roots) {
    // Times (x + α^root), lowest power first.
    const next = new Array<number>(polynomial.length + 1).fill(0);
    for (const [at, value] of polynomial.entries()) {
      next[at + 1]! ^= value;
      next[at]! ^= times(value, powers[root]!);
    }
    polynomial = next;
  }
  const divisor = Uint8Array.from(polynomial.reverse());
  generators.set(errors, divisor);
  return divisor;
}
