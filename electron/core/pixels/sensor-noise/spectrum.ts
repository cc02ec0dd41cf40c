import { PlaneTransform } from '#shared/numeric/fourier-plane.ts';

/** Columns 0…columns/2 of a Hermitian spectrum, row by row. */
export interface HalfSpectrum {
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
}

/** Transforms of real planes on a grid of powers of two that holds a picture; the rest of the grid is zero. */
export class SpectrumGrid {
  readonly columns: number;
  readonly rows: number;
  /** Values in a row of a half spectrum. */
  readonly stride: number;
  readonly #transform: PlaneTransform;
  readonly #allRows: Uint32Array;

  constructor(width: number, height: number) {
    this.columns = powerOfTwo(width);
    this.rows = powerOfTwo(height);
    this.stride = this.columns / 2 + 1;
    this.#transform = new PlaneTransform(this.columns, this.rows);
    this.#allRows = Uint32Array.from({ length: this.rows }, (_, row) => row);
  }

  forward(data: Float32Array, width: number, height: number): HalfSpectrum {
    const { columns, rows } = this;
    if (width === columns && height === rows) return this.#forward(data, this.#allRows);
    const plane = new Float32Array(columns * rows);
    for (let y = 0; y < height; y += 1) plane.set(data.subarray(y * width, (y + 1) * width), y * columns);
    return this.#forward(plane, this.#allRows.subarray(0, height));
  }

  #forward(plane: Float32Array, used: Uint32Array): HalfSpectrum {
    const real = new Float32Array(this.stride * this.rows);
    const imaginary = new Float32Array(real.length);
    this.#transform.forwardReal(plane, used, real, imaginary, this.stride, 0);
    return { real, imaginary };
  }

  /**
   * The real plane of a spectrum, scaled back, `columns × rows`. By way of the Hartley transform Re F − Im F, which is
   * its own inverse (R. N. Bracewell, Proc. IEEE 72, 1984), so that only forward transforms are needed.
   */
  inverse(spectrum: HalfSpectrum): Float32Array {
    const plane = this.#hartley(spectrum, 1);
    return this.#hartley(this.#forward(plane, this.#allRows), 1 / (this.columns * this.rows));
  }

  #hartley({ real, imaginary }: HalfSpectrum, scale: number): Float32Array {
    const { columns, rows, stride } = this;
    const plane = new Float32Array(columns * rows);
    for (let v = 0; v < rows; v += 1) {
      const from = v * stride;
      const back = ((rows - v) & (rows - 1)) * stride;
      const to = v * columns;
      for (let u = 0; u < stride; u += 1) plane[to + u] = (real[from + u]! - imaginary[from + u]!) * scale;
      for (let u = stride; u < columns; u += 1)
        plane[to + u] = (real[back + columns - u]! + imaginary[back + columns - u]!) * scale;
    }
    return plane;
  }
}

function powerOfTwo(size: number): number {
  let power = 4;
  while (power < size) power *= 2;
  return power;
}
