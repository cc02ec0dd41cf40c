/** Twiddles of one length: e^(−2πi·p/n), e^(−2πi·2p/n) and e^(−2πi·3p/n) for p < n/4, six numbers each. */
const twiddles = new Map<number, Float64Array>();

function twiddlesOf(length: number): Float64Array {
  const known = twiddles.get(length);
  if (known !== undefined) return known;
  const quarter = length / 4;
  const table = new Float64Array(6 * quarter);
  for (let p = 0; p < quarter; p += 1) {
    for (let power = 1; power <= 3; power += 1) {
      const angle = (-2 * Math.PI * power * p) / length;
      table[6 * p + 2 * power - 2] = Math.cos(angle);
      table[6 * p + 2 * power - 1] = Math.sin(angle);
    }
  }
  twiddles.set(length, table);
  return table;
}

/** Forward complex transforms of `lanes` interleaved sequences of one length at once. */
class Lines {
  readonly length: number;
  readonly lanes: number;
  real: Float64Array;
  imaginary: Float64Array;
  #otherReal: Float64Array;
  #otherImaginary: Float64Array;

  constructor(length: number, lanes: number) {
    this.length = length;
    this.lanes = lanes;
    this.real = new Float64Array(length * lanes);
    this.imaginary = new Float64Array(length * lanes);
    this.#otherReal = new Float64Array(length * lanes);
    this.#otherImaginary = new Float64Array(length * lanes);
  }

  /**
   * Transform `real` and `imaginary` (value i of sequence q at `i × lanes + q`), with e^(−2πi·jk/n) and no scaling;
   * the answer stands in `real` and `imaginary` again. T. G. Stockham's order needs no bit reversal (AFIPS 1966).
   */
  forward(): void {
    let stride = this.lanes;
    for (let left = this.length; left > 1; ) {
      if (left === 2) {
        this.#halve(stride);
        left = 1;
      } else {
        this.#quarter(left, stride);
        left /= 4;
        stride *= 4;
      }
      [this.real, this.#otherReal] = [this.#otherReal, this.real];
      [this.imaginary, this.#otherImaginary] = [this.#otherImaginary, this.imaginary];
    }
  }

  #quarter(left: number, stride: number): void {
    const { real, imaginary } = this;
    const toReal = this.#otherReal;
    const toImaginary = this.#otherImaginary;
    const table = twiddlesOf(left);
    const quarter = left / 4;
    const step = stride * quarter;
    for (let p = 0; p < quarter; p += 1) {
      const [c1, s1, c2] = [table[6 * p]!, table[6 * p + 1]!, table[6 * p + 2]!];
      const [s2, c3, s3] = [table[6 * p + 3]!, table[6 * p + 4]!, table[6 * p + 5]!];
      const end = stride * (p + 1);
      for (let a = stride * p, to = 4 * stride * p; a < end; a += 1, to += 1) {
        const b = a + step;
        const c = b + step;
        const d = c + step;
        const evenReal = real[a]! + real[c]!;
        const evenImaginary = imaginary[a]! + imaginary[c]!;
        const oddReal = real[a]! - real[c]!;
        const oddImaginary = imaginary[a]! - imaginary[c]!;
        const sumReal = real[b]! + real[d]!;
        const sumImaginary = imaginary[b]! + imaginary[d]!;
        const turnReal = imaginary[d]! - imaginary[b]!;
        const turnImaginary = real[b]! - real[d]!;
        toReal[to] = evenReal + sumReal;
        toImaginary[to] = evenImaginary + sumImaginary;
        const firstReal = oddReal - turnReal;
        const firstImaginary = oddImaginary - turnImaginary;
        toReal[to + stride] = firstReal * c1 - firstImaginary * s1;
        toImaginary[to + stride] = firstReal * s1 + firstImaginary * c1;
        const secondReal = evenReal - sumReal;
        const secondImaginary = evenImaginary - sumImaginary;
        toReal[to + 2 * stride] = secondReal * c2 - secondImaginary * s2;
        toImaginary[to + 2 * stride] = secondReal * s2 + secondImaginary * c2;
        const thirdReal = oddReal + turnReal;
        const thirdImaginary = oddImaginary + turnImaginary;
        toReal[to + 3 * stride] = thirdReal * c3 - thirdImaginary * s3;
        toImaginary[to + 3 * stride] = thirdReal * s3 + thirdImaginary * c3;
      }
    }
  }

  #halve(stride: number): void {
    const { real, imaginary } = this;
    const toReal = this.#otherReal;
    const toImaginary = this.#otherImaginary;
    for (let low = 0; low < stride; low += 1) {
      const high = low + stride;
      toReal[low] = real[low]! + real[high]!;
      toImaginary[low] = imaginary[low]! + imaginary[high]!;
      toReal[high] = real[low]! - real[high]!;
      toImaginary[high] = imaginary[low]! - imaginary[high]!;
    }
  }
}

/** Columns that are transformed side by side: a cache line of single-precision numbers, half of it twice. */
const LANES = 8;

/**
 * Two-dimensional Fourier transform of fixed size, powers of two from 4, in double precision inside and single
 * precision outside. One instance keeps its work space: use it from one place at a time.
 */
export class PlaneTransform {
  readonly columns: number;
  readonly rows: number;
  readonly #row: Lines;
  readonly #column: Lines;

  constructor(columns: number, rows: number) {
    for (const size of [columns, rows])
      if (size < 4 || (size & (size - 1)) !== 0) throw new Error(`${size} is no power of two from 4`);
    this.columns = columns;
    this.rows = rows;
    this.#row = new Lines(columns, 1);
    this.#column = new Lines(rows, LANES);
  }

  /**
   * Half spectrum of a real plane: `F(u, v) = Σ f(x, y) e^(−2πi(ux/columns + vy/rows))` for 0 ≤ u ≤ columns/2.
   *
   * @param plane `columns × rows` values
   * @param used rows that may differ from zero, a list of row numbers
   * @param real receives `rows × stride` values, u along each row from `offset`
   */
  forwardReal(
    plane: Float32Array,
    used: Uint32Array,
    real: Float32Array,
    imaginary: Float32Array,
    stride: number,
    offset: number,
  ): void {
    const { columns } = this;
    const line = this.#row;
    const half = columns / 2;
    for (let pair = 0; pair < used.length; pair += 2) {
      const first = used[pair]!;
      const second = used[pair + 1];
      line.real.set(plane.subarray(first * columns, (first + 1) * columns));
      if (second === undefined) line.imaginary.fill(0);
      else line.imaginary.set(plane.subarray(second * columns, (second + 1) * columns));
      line.forward();
      const sumReal = line.real;
      const sumImaginary = line.imaginary;
      const to = first * stride + offset;
      const toSecond = (second ?? first) * stride + offset;
      for (let u = half; u >= 0; u -= 1) {
        const back = (columns - u) & (columns - 1);
        // Two real rows travelled as one complex row; the first is written last, as it may stand for both.
        real[toSecond + u] = (sumImaginary[u]! + sumImaginary[back]!) / 2;
        imaginary[toSecond + u] = (sumReal[back]! - sumReal[u]!) / 2;
        real[to + u] = (sumReal[u]! + sumReal[back]!) / 2;
        imaginary[to + u] = (sumImaginary[u]! - sumImaginary[back]!) / 2;
      }
    }
    this.#columns(real, imaginary, stride, offset, half + 1);
  }

  /** Forward transform of a complex plane, `columns × rows` values, in place. */
  forward(real: Float32Array, imaginary: Float32Array): void {
    const { columns, rows } = this;
    const line = this.#row;
    for (let row = 0; row < rows; row += 1) {
      const start = row * columns;
      line.real.set(real.subarray(start, start + columns));
      line.imaginary.set(imaginary.subarray(start, start + columns));
      line.forward();
      real.set(line.real, start);
      imaginary.set(line.imaginary, start);
    }
    this.#columns(real, imaginary, columns, 0, columns);
  }

  #columns(real: Float32Array, imaginary: Float32Array, stride: number, offset: number, count: number): void {
    const { rows } = this;
    const line = this.#column;
    for (let first = 0; first < count; first += LANES) {
      const lanes = Math.min(LANES, count - first);
      for (let row = 0, to = 0; row < rows; row += 1, to += LANES) {
        const at = row * stride + offset + first;
        for (let lane = 0; lane < lanes; lane += 1) {
          line.real[to + lane] = real[at + lane]!;
          line.imaginary[to + lane] = imaginary[at + lane]!;
        }
      }
      line.forward();
      const fromReal = line.real;
      const fromImaginary = line.imaginary;
      for (let row = 0, from = 0; row < rows; row += 1, from += LANES) {
        const at = row * stride + offset + first;
        for (let lane = 0; lane < lanes; lane += 1) {
          real[at + lane] = fromReal[from + lane]!;
          imaginary[at + lane] = fromImaginary[from + lane]!;
        }
      }
    }
  }
}
