import { ParitySystem, type SymbolSequence, symbolFits } from './parity-solving.ts';
import { CODED_BITS, decodePayload } from './payload-code.ts';
import { codedBits, SYMBOL_BITS } from './self-locating.ts';

/** Fewer symbols than these cannot hold 64 independent equations. */
const FEWEST_SYMBOLS = 22;
const WINDOWS = 4096;
/** Symbols a window may take to reach full rank. */
const REACH = 64;
/** Draws from few symbols, and from so many that votes and windows do better. */
const DRAWS = { few: 3000, many: 400 } as const;
const MANY = 600;
const PATHS = 16;
const CANDIDATES = 24;

/**
 * Identifiers the symbols may be of, the likeliest ways first; a proposal costs nothing in the false-alarm bound,
 * which holds for all identifiers at once.
 *
 * Long texts with many errors are voted on bit by bit and decoded by Viterbi's algorithm; an intact passage among
 * foreign symbols shows in a window of neighbours that agree; few symbols with errors among them are drawn at random
 * until a draw is free of errors (information set decoding: E. Prange, IRE Trans. Inf. Theory 8(5), 1962).
 */
export function candidates(sequence: SymbolSequence): bigint[] {
  const found = new Set<bigint>();
  if (sequence.count < FEWEST_SYMBOLS) return [];
  for (const payload of decodePayload(votes(sequence), PATHS)) found.add(payload);
  const system = new ParitySystem();
  const step = Math.ceil(sequence.count / WINDOWS);
  for (let start = 0; start < sequence.count && found.size < CANDIDATES; start += step) {
    const end = Math.min(sequence.count, start + REACH);
    addSolution(found, sequence, system, start, (nth) => (start + nth < end ? start + nth : -1));
  }
  const random = drawing();
  const order = new Uint32Array(REACH);
  const draws = sequence.count < MANY ? DRAWS.few : DRAWS.many;
  for (let draw = 0; draw < draws && found.size < CANDIDATES; draw += 1) {
    const length = Math.min(sequence.count, REACH);
    const start = random(sequence.count - length + 1);
    for (let index = 0; index < length; index += 1) order[index] = start + index;
    addSolution(found, sequence, system, start, (nth) => {
      if (nth >= length) return -1;
      const other = nth + random(length - nth);
      const chosen = order[other]!;
      order[other] = order[nth]!;
      order[nth] = chosen;
      return chosen;
    });
  }
  return [...found];
}

/** Solve from the symbols that `choose` names until they are enough or contradict each other. */
function addSolution(
  found: Set<bigint>,
  sequence: SymbolSequence,
  system: ParitySystem,
  start: number,
  choose: (nth: number) => number,
): void {
  system.clear();
  for (let nth = 0; !system.solved; nth += 1) {
    const index = choose(nth);
    if (index < 0 || !system.add(sequence, index)) return;
  }
  const { upper, lower } = system.solution();
  // A solution from symbols with an error fits nothing but those it was made of.
  const end = Math.min(sequence.count, start + REACH);
  let fits = 0;
  for (let index = start; index < end; index += 1) if (symbolFits(sequence, index, upper, lower)) fits += 1;
  if (fits >= FEWEST_SYMBOLS + 3) found.add((BigInt(upper) << 32n) | BigInt(lower));
}

/** Sum of the votes for each coded bit, positive for 0. */
function votes({ count, bits, symbols }: SymbolSequence): Float64Array {
  const sums = new Float64Array(CODED_BITS);
  for (let index = 0; index < count; index += 1)
    for (let bit = 0; bit < SYMBOL_BITS; bit += 1) {
      const one = (symbols[index]! >> (SYMBOL_BITS - 1 - bit)) & 1;
      sums[bits[index * SYMBOL_BITS + bit]!]! += 1 - 2 * one;
    }
  return sums;
}

const SHORTLIST = 64;

/** Of identifiers that were issued, those the votes speak for most, best first. */
export function likeliest(sequence: SymbolSequence, identifiers: BigUint64Array): bigint[] {
  const sums = votes(sequence);
  // The code is linear: coded bits of an identifier are those of its eight bytes, added without carry.
  const bytes = Array.from({ length: 8 }, (_, place) =>
    Array.from({ length: 256 }, (_, value) => codedBits(BigInt(value) << BigInt(8 * place))),
  );
  const coded = new Uint8Array(CODED_BITS);
  const best: { readonly payload: bigint; readonly score: number }[] = [];
  for (const payload of identifiers) {
    coded.fill(0);
    let rest = payload;
    for (let place = 0; place < 8; place += 1, rest >>= 8n) {
      const value = Number(rest & 0xffn);
      if (value === 0) continue;
      const part = bytes[place]![value]!;
      for (let index = 0; index < CODED_BITS; index += 1) coded[index]! ^= part[index]!;
    }
    let score = 0;
    for (let index = 0; index < CODED_BITS; index += 1)
      score += coded[index] === 1 ? -sums[index]! : sums[index]!;
    if (best.length === SHORTLIST && score <= best[SHORTLIST - 1]!.score) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]!.score < score) at -= 1;
    best.splice(at, 0, { payload, score });
    if (best.length > SHORTLIST) best.pop();
  }
  return best.map(({ payload }) => payload);
}

/** Reproducible numbers for draws that nothing depends on but luck (xorshift32: G. Marsaglia, J. Stat. Softw. 8, 2003). */
function drawing(): (bound: number) => number {
  let state = 0x9e3779b9;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}
