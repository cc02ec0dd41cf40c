/**
 * Running-mean (box) filters in single precision. At the borders the window shrinks to the samples that
 * exist and the divisor with it. Applied twice along both axes they approximate a tent filter, after
 * Jarosz, "Fast image convolutions" (SIGGRAPH student course, 2001).
 *
 * Sums are carried along in 32-bit floats on purpose: fingerprints that are compared bit by bit with other
 * implementations must round as those do.
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
 * Mean along one line.
 *
 * @param line `length` samples
 * @param size window, 1…length
 * @param out receives `length` means; must not be `line`
 */
export function boxLine(line: Float32Array, size: number, out: Float32Array): void {
  const { length } = line;
  const { before, after } = reachOf(size);
  let sum = 0;
  let count = 0;
  for (; count < after; count += 1) sum = Math.fround(sum + line[count]!);
  let at = 0;
  for (; at <= before && at + after < length; at += 1) {
    sum = Math.fround(sum + line[at + after]!);
    count += 1;
    out[at] = sum / count;
  }
  const full = count;
  for (; at + after < length; at += 1) {
    sum = Math.fround(Math.fround(sum + line[at + after]!) - line[at - before - 1]!);
    out[at] = sum / full;
  }
  for (; at < length; at += 1) {
    if (at - before - 1 >= 0) {
      sum = Math.fround(sum - line[at - before - 1]!);
      count -= 1;
    }
    out[at] = sum / count;
  }
}

/**
 * Mean along the columns of an image that is handed over row by row from the top; means come out row by
 * row, `after` rows later. Only one window of rows is ever held.
 */
export class BoxColumns {
  private readonly size: number;
  private readonly reach: Reach;
  private readonly rows: number;
  private readonly emit: (row: number, means: Float32Array) => void;
  private readonly ring: Float32Array[];
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
    this.size = size;
    this.reach = reachOf(size);
    this.rows = rows;
    this.emit = emit;
    this.ring = Array.from({ length: size + 1 }, () => new Float32Array(width));
    this.sums = new Float32Array(width);
    this.means = new Float32Array(width);
  }

  /** Memory for the next row; fill it, then call `push`. */
  next(): Float32Array {
    return this.ring[this.taken % (this.size + 1)]!;
  }

  /** Take in the row that `next` handed out. */
  push(): void {
    const { sums } = this;
    const entering = this.next();
    for (let column = 0; column < sums.length; column += 1) sums[column] = sums[column]! + entering[column]!;
    this.taken += 1;
    this.count += 1;
    if (this.taken > this.reach.after) this.give();
    if (this.taken === this.rows) while (this.given < this.rows) this.give();
  }

  private give(): void {
    const { sums, means, reach } = this;
    const leaving = this.given - reach.before - 1;
    if (leaving >= 0) {
      const row = this.ring[leaving % (this.size + 1)]!;
      for (let column = 0; column < sums.length; column += 1) sums[column] = sums[column]! - row[column]!;
      this.count -= 1;
    }
    const { count } = this;
    for (let column = 0; column < sums.length; column += 1) means[column] = sums[column]! / count;
    this.emit(this.given, means);
    this.given += 1;
  }
}
