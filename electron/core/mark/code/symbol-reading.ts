import { type Localized, localized } from '#shared/domain/localized.ts';
import { binomialTailLog10, hitsFor } from './binomial-tail.ts';
import { BLIND_IDENTIFIERS, REQUIRED_LOG10 } from './false-alarm.ts';
import { type SymbolSequence, symbolFits } from './parity-solving.ts';
import { SYMBOLS } from './self-locating.ts';
import { candidates, likeliest } from './symbol-candidates.ts';

/** An identifier that a run of symbols carries. */
export interface SymbolReading {
  readonly payload: bigint;
  readonly route: 'blind' | 'register';
  /** The run it was told from: from the first symbol to behind the last one. */
  readonly from: number;
  readonly to: number;
  /** Symbols in that run, those that fit, and those that would have been enough. */
  readonly read: number;
  readonly hits: number;
  readonly threshold: number;
  readonly falseAlarmLog10: number;
  readonly trials: number;
}

export interface SymbolQuestion {
  /** Keys this file is read with, one sequence each: their chances add up. */
  readonly keys: number;
  readonly identifiers: BigUint64Array;
}

/** Marks that are told apart in one file, of passages put together from several. */
const MARKS = 8;

/**
 * Without a mark the symbol that an identifier would have at a place is uniform among eight, and independent of the
 * other places, whatever the file holds: the key's mask for that place is. So the number of symbols that fit is
 * binomial with 1/8, exactly, also in a file stuffed with such characters. Half of the permitted chance goes to all
 * symbols together, half to all runs of them: the trials are 2, and `count · (count + 1)` for a run.
 */
export function readSymbols(sequence: SymbolSequence, question: SymbolQuestion): SymbolReading[] {
  const routes = question.identifiers.length > 0 ? 2 : 1;
  const found: SymbolReading[] = [];
  let rest = sequence;
  while (found.length < MARKS) {
    const known = found.length;
    for (const payload of candidates(rest)) {
      const trials = BLIND_IDENTIFIERS * question.keys * routes;
      const reading = judged(sequence, payload, 'blind', trials);
      if (reading !== null && !found.some((one) => one.payload === payload)) found.push(reading);
    }
    if (found.length === known) break;
    rest = without(rest, found.slice(known));
  }
  if (found.length > 0) return found.toSorted((a, b) => b.hits - a.hits).slice(0, MARKS);
  const trials = question.identifiers.length * question.keys * routes;
  for (const payload of sequence.count > 0 ? likeliest(sequence, question.identifiers) : []) {
    const reading = judged(sequence, payload, 'register', trials);
    if (reading !== null) return [reading];
  }
  return [];
}

/** The better of two statistics when it is beyond chance: all symbols, or the run that speaks most for this identifier. */
function judged(
  sequence: SymbolSequence,
  payload: bigint,
  route: SymbolReading['route'],
  trials: number,
): SymbolReading | null {
  const [upper, lower] = [Number(payload >> 32n), Number(payload & 0xffff_ffffn)];
  const { count } = sequence;
  const fits = new Uint8Array(count);
  let hits = 0;
  for (let index = 0; index < count; index += 1)
    if (symbolFits(sequence, index, upper, lower)) {
      fits[index] = 1;
      hits += 1;
    }
  const run = bestRun(fits);
  const whole = { from: 0, to: count, hits, trials: trials * 2 };
  const part = { ...run, trials: trials * count * (count + 1) };
  const [better] = [whole, part]
    .map((one) => ({ ...one, falseAlarmLog10: chanceOf(one.to - one.from, one.hits, one.trials) }))
    .toSorted((a, b) => a.falseAlarmLog10 - b.falseAlarmLog10);
  if (better === undefined || better.falseAlarmLog10 > REQUIRED_LOG10) return null;
  const read = better.to - better.from;
  return {
    ...better,
    payload,
    route,
    read,
    threshold: hitsFor(read, 1 / SYMBOLS, REQUIRED_LOG10 - Math.log10(better.trials)),
  };
}

function chanceOf(count: number, hits: number, trials: number): number {
  return Math.min(0, binomialTailLog10(count, hits, 1 / SYMBOLS) + Math.log10(trials));
}

/** The run with the greatest log-likelihood for a mark of which nine symbols in ten fit (J. Kadane's scan). */
function bestRun(fits: Uint8Array): { readonly from: number; readonly to: number; readonly hits: number } {
  const gain = Math.log(0.9 * SYMBOLS);
  const loss = Math.log((0.1 * SYMBOLS) / (SYMBOLS - 1));
  let best = { from: 0, to: 0, score: 0 };
  let [from, score] = [0, 0];
  for (let index = 0; index < fits.length; index += 1) {
    if (score <= 0) {
      from = index;
      score = 0;
    }
    score += fits[index] === 1 ? gain : loss;
    if (score > best.score) best = { from, to: index + 1, score };
  }
  let hits = 0;
  for (let index = best.from; index < best.to; index += 1) hits += fits[index]!;
  return { from: best.from, to: best.to, hits };
}

/** What is left for further marks: symbols that fit none of these. */
function without(sequence: SymbolSequence, readings: readonly SymbolReading[]): SymbolSequence {
  const payloads = readings.map(
    ({ payload }) => [Number(payload >> 32n), Number(payload & 0xffff_ffffn)] as const,
  );
  const kept: number[] = [];
  for (let index = 0; index < sequence.count; index += 1)
    if (!payloads.some(([upper, lower]) => symbolFits(sequence, index, upper, lower))) kept.push(index);
  return {
    count: kept.length,
    bits: Uint16Array.from(kept.flatMap((index) => [...sequence.bits.subarray(index * 3, index * 3 + 3)])),
    symbols: Uint8Array.from(kept, (index) => sequence.symbols[index]!),
  };
}

export const symbolStatistic: Localized = localized(
  'symbols that fit the identifier',
  '与标识符相符的符号个数',
);

export const symbolDerivation: Localized = localized(
  'Exact binomial tail: in a file without this mark the symbol expected at a place is random among eight by the key alone, so each distinct place fits with chance 1/8; times the 2⁶⁴ identifiers (or those of the register), the keys, and the runs of symbols that were tried.',
  '精确的二项分布尾概率：在不含此水印的文件中，每个位置上应有的符号仅由密钥在八种可能中随机决定，因此每个不同位置偶然相符的概率为 1/8；再乘以 2⁶⁴ 个（或登记册中的）标识符、所用密钥数以及所尝试的符号区段数。',
);
