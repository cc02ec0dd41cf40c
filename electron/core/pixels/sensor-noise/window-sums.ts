/** Sums over rectangles of cells, each from four values (F. C. Crow, SIGGRAPH 1984). */
export class WindowSums {
  readonly #stride: number;
  readonly #sums: Float64Array;

  constructor(values: Float64Array, columns: number, rows: number) {
    this.#stride = columns + 1;
    this.#sums = new Float64Array(this.#stride * (rows + 1));
    for (let y = 0, at = 0; y < rows; y += 1) {
      let sum = 0;
      for (let x = 0, to = (y + 1) * this.#stride + 1; x < columns; x += 1, at += 1, to += 1) {
        sum += values[at]!;
        this.#sums[to] = this.#sums[to - this.#stride]! + sum;
      }
    }
  }

  /** Of the cells left ≤ x < right, top ≤ y < bottom. */
  of(left: number, top: number, right: number, bottom: number): number {
    const [above, below] = [top * this.#stride, bottom * this.#stride];
    return (
      this.#sums[below + right]! -
      this.#sums[below + left]! -
      this.#sums[above + right]! +
      this.#sums[above + left]!
    );
  }
}
