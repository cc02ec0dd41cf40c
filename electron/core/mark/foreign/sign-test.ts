/** Steps into which the exact tail divides the standard deviation. */
const STEPS = 2048;

/** Result of holding votes against a payload. */
export interface SignTest {
  /** z = Σ wₖxₖ ÷ √Σ xₖ². */
  readonly statistic: number;
  /** log10 P(z ≥ statistic) over random payloads; exact or, where it cannot matter, above it. */
  readonly log10: number;
}

/**
 * How well votes fit a payload. `x[k]` is everything the file says for or against bit k, added up; the payload is ±1.
 *
 * The probability is over the payload, not over the pictures: were its bits drawn by coin, independently of this file,
 * z would be Σ ±xₖ ÷ √Σ xₖ² whatever the file may be, and its tail is counted exactly. No model of an unmarked picture
 * is needed. Payloads made of letters were not drawn by coin: see `withoutColumns`.
 */
export function signTest(x: Float64Array, payload: Int8Array): SignTest {
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < x.length; k += 1) {
    sum += x[k]! * payload[k]!;
    squares += x[k]! * x[k]!;
  }
  if (!(squares > 0) || sum <= 0) return { statistic: 0, log10: 0 };
  const statistic = sum / Math.sqrt(squares);
  // Hoeffding 1963 for what is nowhere near the threshold: it is never below the truth.
  const bound = (-statistic * statistic) / 2 / Math.LN10;
  return { statistic, log10: (statistic < 3 ? bound : Math.min(bound, exactTail(x, sum))) + 0 };
}

/**
 * log10 P(Σ ±xₖ ≥ sum) for independent fair signs, by convolution over a grid. Values are rounded to the grid and
 * the limit is lowered by the most that rounding can do, so that what comes out is never too small.
 */
function exactTail(x: Float64Array, sum: number): number {
  let squares = 0;
  for (const value of x) squares += value * value;
  const step = Math.sqrt(squares) / STEPS;
  const whole = Array.from(x, (value) => Math.round(Math.abs(value) / step)).filter((value) => value > 0);
  const reach = whole.reduce((total, value) => total + value, 0);
  const limit = Math.min(reach, Math.ceil(sum / step - x.length / 2));
  // Index i holds the probability that the sum is i − reach.
  let now = new Float64Array(2 * reach + 1);
  let next = new Float64Array(2 * reach + 1);
  now[reach] = 1;
  let span = 0;
  for (const value of whole) {
    next.fill(0, reach - span - value, reach + span + value + 1);
    for (let at = reach - span; at <= reach + span; at += 1) {
      const half = now[at]! / 2;
      if (half === 0) continue;
      next[at - value]! += half;
      next[at + value]! += half;
    }
    span += value;
    [now, next] = [next, now];
  }
  let tail = 0;
  for (let at = 2 * reach; at >= reach + limit; at -= 1) tail += now[at]!;
  return tail > 0 ? Math.min(0, Math.log10(tail)) : 0;
}

/**
 * What is left of the votes when everything that repeats with `period` bits is taken away: each vote minus the mean of
 * all votes at its place in the period. Text has regular bits (the top bit of every letter is 0) and so have pictures;
 * what they share by accident is in these means. A period of 1 takes away the common mean, and with it flat pictures,
 * whose blocks all say the same.
 */
export function withoutColumns(votes: Float64Array, period: number): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  for (let k = 0; k < votes.length; k += 1) {
    sums[k % period]! += votes[k]!;
    counts[k % period]! += 1;
  }
  return votes.map((vote, k) => vote - sums[k % period]! / counts[k % period]!);
}
