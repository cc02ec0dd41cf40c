/**
 * Convolutional code of rate 1/4 and constraint length 13. The generators are the best of 250,000 sets drawn at
 * random: free distance 33, which is what tables of the best codes of this size give (K. J. Larsen, IEEE Trans. Inf.
 * Theory 19(3), 1973). A test computes that distance.
 */
const GENERATORS = [0o13363, 0o13675, 0o10531, 0o16323] as const;
export const CONSTRAINT = 13;
export const CODE_RATE = GENERATORS.length;
const STATES = 1 << (CONSTRAINT - 1);

/** The four coded bits of a register (bit 12: newest), as a number 0…15; bit `i` belongs to generator `i`. */
const outputs = (() => {
  const table = new Uint8Array(STATES * 2);
  for (let register = 0; register < table.length; register += 1) {
    let out = 0;
    for (const [index, generator] of GENERATORS.entries()) out |= parity(register & generator) << index;
    table[register] = out;
  }
  return table;
})();

function parity(value: number): number {
  let bits = value;
  for (const shift of [8, 4, 2, 1]) bits ^= bits >> shift;
  return bits & 1;
}

/** Coded bits (0 or 1) of a message and the twelve zeros that bring the register back to zero. */
export function encodeConvolution(message: Uint8Array): Uint8Array {
  const steps = message.length + CONSTRAINT - 1;
  const coded = new Uint8Array(steps * CODE_RATE);
  let state = 0;
  for (let step = 0; step < steps; step += 1) {
    const register = ((message[step] ?? 0) << (CONSTRAINT - 1)) | state;
    const out = outputs[register]!;
    for (let index = 0; index < CODE_RATE; index += 1) coded[step * CODE_RATE + index] = (out >> index) & 1;
    state = register >> 1;
  }
  return coded;
}

/** One possible message and how well it fits: the sum of soft values, each with the sign of its coded bit. */
export interface DecodedMessage {
  readonly message: Uint8Array;
  readonly metric: number;
}

interface Detour {
  /** Loss against the best path. */
  readonly loss: number;
  /** Decisions turned round, from the last step backwards. */
  readonly turns: readonly number[];
}

/**
 * The most likely messages, best first: Viterbi's algorithm, then the next best paths one by one as detours from
 * those found (serial list Viterbi: N. Seshadri and C.-E. W. Sundberg, IEEE Trans. Commun. 42, 1994).
 *
 * @param soft `(bits + 12) × 4` values, positive where the coded bit looks like 0.
 * @param bits length of the message.
 */
export function* decodeConvolution(soft: Float64Array, bits: number): Generator<DecodedMessage> {
  const steps = bits + CONSTRAINT - 1;
  if (soft.length !== steps * CODE_RATE) throw new Error(`${soft.length} soft values for ${bits} bits`);
  // Which of the two ways into each state won, and by how much it did.
  const won = new Uint8Array(steps * STATES);
  const margin = new Float32Array(steps * STATES);
  let metrics = new Float64Array(STATES).fill(-Infinity);
  let next = new Float64Array(STATES);
  metrics[0] = 0;
  const branch = new Float64Array(16);
  for (let step = 0; step < steps; step += 1) {
    branchMetrics(soft, step, branch);
    const tail = step >= bits;
    const base = step * STATES;
    for (let state = 0; state < STATES; state += 1) {
      // Into `state` lead the registers whose upper twelve bits it is; its own top bit is the message bit.
      if (tail && state >= STATES / 2) {
        next[state] = -Infinity;
        continue;
      }
      const low = state << 1;
      const first = metrics[low & (STATES - 1)]! + branch[outputs[low]!]!;
      const second = metrics[(low | 1) & (STATES - 1)]! + branch[outputs[low | 1]!]!;
      const better = second > first ? 1 : 0;
      won[base + state] = better;
      next[state] = better ? second : first;
      margin[base + state] = first === second ? 0 : Math.abs(first - second);
    }
    [metrics, next] = [next, metrics];
  }
  const best = metrics[0]!;
  const detours: Detour[] = [{ loss: 0, turns: [] }];
  while (detours.length > 0) {
    let chosen = 0;
    for (let index = 1; index < detours.length; index += 1)
      if (detours[index]!.loss < detours[chosen]!.loss) chosen = index;
    const [path] = detours.splice(chosen, 1) as [Detour];
    const message = new Uint8Array(bits);
    // Only before its last turn may a path turn again: everything behind it was listed with its parent.
    const before = path.turns.at(-1) ?? steps;
    let turn = 0;
    let state = 0;
    for (let step = steps - 1; step >= 0; step -= 1) {
      const at = step * STATES + state;
      if (step < before && Number.isFinite(margin[at]!))
        detours.push({ loss: path.loss + margin[at]!, turns: [...path.turns, step] });
      if (step < bits) message[step] = state >> (CONSTRAINT - 2);
      const turned = path.turns[turn] === step;
      if (turned) turn += 1;
      state = ((state << 1) | (won[at]! ^ (turned ? 1 : 0))) & (STATES - 1);
    }
    yield { message, metric: best - path.loss };
  }
}

/** Metric of each of the sixteen outputs at a step: soft values added where the bit is 0, taken away where it is 1. */
function branchMetrics(soft: Float64Array, step: number, branch: Float64Array): void {
  for (let out = 0; out < branch.length; out += 1) {
    let sum = 0;
    for (let index = 0; index < CODE_RATE; index += 1) {
      const value = soft[step * CODE_RATE + index]!;
      sum += (out >> index) & 1 ? -value : value;
    }
    branch[out] = sum;
  }
}
