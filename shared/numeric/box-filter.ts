/**
 * Running-mean (box) filters in single precision. At the borders the window shrinks to the samples that
 * exist and the divisor with it. Applied twice along both axes they approximate a tent filter, after
 * Jarosz, "Fast image convolutions" (SIGGRAPH student course, 2001).
 *
 * Sums are carried along in 32-bit floats on purpose: fingerprints that are compared bit by bit with other
 * implementations must round as those do.
 *
 * Where many sums are divided by one count, they are multiplied by its reciprocal in double precision. After
 * rounding to single precision that is the same: the quotient of a 24-bit sum and a count c is never halfway
 * between two singles and stays 2^−25/c of its size away from every such place, which is more than the
 * product's error of 2^−52 for every count below 2^26.
 */

/** Where a window stands: for output i it covers i−before … i+after, cut at the borders. */
interface Reach {
  readonly before: number;
  readonly after: number;
}

function reachOf(size: number): Reach {
  const after = Math.floor(size / 2);
  return { before: size - 1 - after, after };
}

/**
 * Mean along four lines side by side. Each running sum waits for its own last rounding; four at once keep
 * the processor busy meanwhile.
 *
 * @param lines four lines of equal length, one after the other
 * @param size window, 1…length of a line
 * @param out receives the means in the same layout; must not be `lines`
 */
export function boxFourLines(lines: Float32Array, size: number, out: Float32Array): void {
  const length = lines.length / 4;
  const { before, after } = reachOf(size);
  const [second, third, fourth] = [length, 2 * length, 3 * length];
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  let count = after;
  for (let at = 0; at < after; at += 1) {
    sum0 = Math.fround(sum0 + lines[at]!);
    sum1 = Math.fround(sum1 + lines[at + second]!);
    sum2 = Math.fround(sum2 + lines[at + third]!);
    sum3 = Math.fround(sum3 + lines[at + fourth]!);
  }
  let at = 0;
  for (let entering = after; at <= before && entering < length; at += 1, entering += 1) {
    count += 1;
    sum0 = Math.fround(sum0 + lines[entering]!);
    sum1 = Math.fround(sum1 + lines[entering + second]!);
    sum2 = Math.fround(sum2 + lines[entering + third]!);
    sum3 = Math.fround(sum3 + lines[entering + fourth]!);
    out[at] = sum0 / count;
    out[at + second] = sum1 / count;
    out[at + third] = sum2 / count;
    out[at + fourth] = sum3 / count;
  }
  const share = 1 / count;
  for (let entering = at + after, leaving = at - before - 1; entering < length; ) {
    sum0 = Math.fround(Math.fround(sum0 + lines[entering]!) - lines[leaving]!);
    sum1 = Math.fround(Math.fround(sum1 + lines[entering + second]!) - lines[leaving + second]!);
    sum2 = Math.fround(Math.fround(sum2 + lines[entering + third]!) - lines[leaving + third]!);
    sum3 = Math.fround(Math.fround(sum3 + lines[entering + fourth]!) - lines[leaving + fourth]!);
    out[at] = sum0 * share;
    out[at + second] = sum1 * share;
    out[at + third] = sum2 * share;
    out[at + fourth] = sum3 * share;
    at += 1;
    entering += 1;
    leaving += 1;
  }
  for (; at < length; at += 1) {
    const leaving = at - before - 1;
    if (leaving >= 0) {
      sum0 = Math.fround(sum0 - lines[leaving]!);
      sum1 = Math.fround(sum1 - lines[leaving + second]!);
      sum2 = Math.fround(sum2 - lines[leaving + third]!);
      sum3 = Math.fround(sum3 - lines[leaving + fourth]!);
      count -= 1;
    }
    out[at] = sum0 / count;
    out[at + second] = sum1 / count;
    out[at + third] = sum2 / count;
    out[at + fourth] = sum3 / count;
  }
}

/**
 * As `boxFourLines`, of which only the means at some places are wanted: sums run through all samples, the rest is left
 * out.
 *
 * @param places ascending, each within the lines; may repeat
 * @param out `4 × places.length` values, line by line
 */
export function boxFourLinesAt(
  lines: Float32Array,
  size: number,
  places: Int32Array,
  out: Float32Array,
): void {
  const length = lines.length / 4;
  const wanted = places.length;
  const { before, after } = reachOf(size);
  const [second, third, fourth] = [length, 2 * length, 3 * length];
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  let entering = 0;
  let leaving = 0;
  for (let index = 0; index < wanted; index += 1) {
    const place = places[index]!;
    const end = Math.min(length, place + after + 1);
    // Until the window is whole nothing leaves, and nothing enters once it reaches the end.
    for (const full = Math.min(end, size); entering < full; entering += 1) {
      sum0 = Math.fround(sum0 + lines[entering]!);
      sum1 = Math.fround(sum1 + lines[entering + second]!);
      sum2 = Math.fround(sum2 + lines[entering + third]!);
      sum3 = Math.fround(sum3 + lines[entering + fourth]!);
    }
    for (; entering < end; entering += 1, leaving += 1) {
      sum0 = Math.fround(Math.fround(sum0 + lines[entering]!) - lines[leaving]!);
      sum1 = Math.fround(Math.fround(sum1 + lines[entering + second]!) - lines[leaving + second]!);
      sum2 = Math.fround(Math.fround(sum2 + lines[entering + third]!) - lines[leaving + third]!);
      sum3 = Math.fround(Math.fround(sum3 + lines[entering + fourth]!) - lines[leaving + fourth]!);
    }
    for (; leaving < place - before; leaving += 1) {
      sum0 = Math.fround(sum0 - lines[leaving]!);
      sum1 = Math.fround(sum1 - lines[leaving + second]!);
      sum2 = Math.fround(sum2 - lines[leaving + third]!);
      sum3 = Math.fround(sum3 - lines[leaving + fourth]!);
    }
    const count = entering - leaving;
    out[index] = sum0 / count;
    out[index + wanted] = sum1 / count;
    out[index + 2 * wanted] = sum2 / count;
    out[index + 3 * wanted] = sum3 / count;
  }
}

/**
 * Mean along the columns of an image that is handed over row by row from the top; means come out row by
 * row, `after` rows later. Only one window of rows is ever held.
 */
export class BoxColumns {
  private readonly reach: Reach;
  private readonly rows: number;
  private readonly emit: (row: number, means: Float32Array) => void;
  private readonly ring: readonly Float32Array[];
  private readonly sums: Float32Array;
  private readonly means: Float32Array;
  private taken = 0;
  private given = 0;
  private count = 0;

  /**
   * @param width values per row
   * @param rows number of rows that will be handed over
   * @param size window, 1…rows
   * @param emit called for each row in order; `means` is reused for the next
   */
  constructor(width: number, rows: number, size: number, emit: (row: number, means: Float32Array) => void) {
    this.reach = reachOf(size);
    this.rows = rows;
    this.emit = emit;
    this.ring = Array.from({ length: size + 1 }, () => new Float32Array(width));
    this.sums = new Float32Array(width);
    this.means = new Float32Array(width);
  }

  /** Memory for the next row; fill it, then call `push`. */
  next(): Float32Array {
    return this.ring[this.taken % this.ring.length]!;
  }

  /** Take in the row that `next` handed out. */
  push(): void {
    const entering = this.next();
    this.taken += 1;
    this.count += 1;
    const leaving = this.leaving();
    if (this.taken <= this.reach.after) add(this.sums, entering);
    else if (leaving === undefined) {
      add(this.sums, entering);
      this.give();
    } else {
      this.count -= 1;
      slide(this.sums, entering, leaving, 1 / this.count, this.means);
      this.emit(this.given, this.means);
      this.given += 1;
    }
    if (this.taken === this.rows) while (this.given < this.rows) this.give();
  }

  /** The row above the window of the next mean, when there is one. */
  private leaving(): Float32Array | undefined {
    const row = this.given - this.reach.before - 1;
    return row < 0 ? undefined : this.ring[row % this.ring.length];
  }

  private give(): void {
    const { sums, means } = this;
    const leaving = this.leaving();
    if (leaving !== undefined) {
      for (let column = 0; column < sums.length; column += 1) sums[column] = sums[column]! - leaving[column]!;
      this.count -= 1;
    }
    const share = 1 / this.count;
    for (let column = 0; column < sums.length; column += 1) means[column] = sums[column]! * share;
    this.emit(this.given, means);
    this.given += 1;
  }
}

function add(sums: Float32Array, entering: Float32Array): void {
  for (let column = 0; column < sums.length; column += 1) sums[column] = sums[column]! + entering[column]!;
}

/** One row in, one row out, and the means: each step rounded to single precision in this order. */
function slide(
  sums: Float32Array,
  entering: Float32Array,
  leaving: Float32Array,
  share: number,
  means: Float32Array,
): void {
  for (let column = 0; column < sums.length; column += 1) {
    const sum = Math.fround(Math.fround(sums[column]! + entering[column]!) - leaving[column]!);
    sums[column] = sum;
    means[column] = sum * share;
  }
}
