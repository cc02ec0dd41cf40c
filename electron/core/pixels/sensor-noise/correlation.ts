import type { FloatPlane } from '../picture.ts';
import { type HalfSpectrum, SpectrumGrid } from './spectrum.ts';

/** Half of the square around the peak that does not count as floor: 11 × 11. */
const around = 5;

/** How far a suspect may have been shifted inside the frame: what a crop allows. */
export interface Peak {
  /** Place of the suspect's first pixel in the fingerprint. */
  readonly x: number;
  readonly y: number;
  /** Peak-to-correlation energy, with the sign of the peak. */
  readonly pce: number;
  /** Normalised correlation at the peak. */
  readonly correlation: number;
  /** Shifts that were possible. */
  readonly shifts: number;
  /** Mean energy on the lattice of 8 pixels around the peak over that of the floor: 1 without block coding. */
  readonly lattice: number;
  /** The same along the row and the column of the peak. */
  readonly lines: number;
}

/** A fingerprint ready for suspects of any size that fit into it. */
export class CorrelationTarget {
  readonly width: number;
  readonly height: number;
  readonly #grid: SpectrumGrid;
  readonly #spectrum: HalfSpectrum;
  /** Sums of the squares over all pixels above and to the left, for norms of parts. */
  readonly #squares: Float64Array;

  constructor({ width, height, data }: FloatPlane) {
    this.width = width;
    this.height = height;
    this.#grid = new SpectrumGrid(width, height);
    this.#spectrum = this.#grid.forward(data, width, height);
    const stride = width + 1;
    this.#squares = new Float64Array(stride * (height + 1));
    for (let y = 0, at = 0; y < height; y += 1) {
      let sum = 0;
      for (let x = 0, to = (y + 1) * stride + 1; x < width; x += 1, at += 1, to += 1) {
        sum += data[at]! * data[at]!;
        this.#squares[to] = this.#squares[to - stride]! + sum;
      }
    }
  }

  /**
   * The place at which a suspect fits best: all shifts that a crop allows. The measure is the peak-to-correlation energy
   * (M. Goljan, IWDW 2008, equation 5); shifts that leave the frame only count for the floor, each by its overlap.
   *
   * @param suspect residual times intensity, no larger than the fingerprint
   */
  find(suspect: FloatPlane): Peak {
    const { width, height } = suspect;
    if (width > this.width || height > this.height) throw new Error('the suspect does not fit');
    const grid = this.#grid;
    const mine = grid.forward(suspect.data, width, height);
    multiply(mine, this.#spectrum);
    const surface = grid.inverse(mine);
    const { columns, rows } = grid;
    const [right, bottom] = [this.width - width, this.height - height];
    let best = 0;
    for (let y = 0; y <= bottom; y += 1)
      for (let x = 0, at = y * columns; x <= right; x += 1, at += 1)
        if (surface[at]! > surface[best]!) best = at;
    const [x, y] = [best % columns, Math.floor(best / columns)];
    const floor = this.#floor(surface, x, y, width, height);
    const peak = surface[best]!;
    let energy = 0;
    for (const value of suspect.data) energy += value * value;
    const part = this.#energyOf(x, y, width, height);
    const norm = Math.sqrt(energy * part);
    return {
      x,
      y,
      pce: floor === 0 ? 0 : (Math.sign(peak) * peak * peak) / floor,
      correlation: norm === 0 ? 0 : peak / norm,
      shifts: (right + 1) * (bottom + 1),
      lattice: floor === 0 ? 1 : latticeEnergy(surface, columns, rows, x, y) / floor,
      lines: floor === 0 ? 1 : lineEnergy(surface, columns, rows, x, y) / floor,
    };
  }

  /** Mean energy away from the peak, as if the suspect overlapped the fingerprint wholly. */
  #floor(surface: Float32Array, peakX: number, peakY: number, width: number, height: number): number {
    const { columns, rows } = this.#grid;
    const across = overlaps(width, this.width, columns);
    const down = overlaps(height, this.height, rows);
    let [energy, weight] = [0, 0];
    for (let y = 0, at = 0; y < rows; y += 1) {
      const near = distance(y, peakY, rows) <= around;
      let [rowEnergy, rowWeight] = [0, 0];
      for (let x = 0; x < columns; x += 1, at += 1) {
        if (near && distance(x, peakX, columns) <= around) continue;
        rowEnergy += surface[at]! * surface[at]!;
        rowWeight += across[x]!;
      }
      energy += rowEnergy;
      weight += rowWeight * down[y]!;
    }
    return weight === 0 ? 0 : energy / weight;
  }

  #energyOf(left: number, top: number, width: number, height: number): number {
    const stride = this.width + 1;
    const [above, below] = [top * stride + left, (top + height) * stride + left];
    const squares = this.#squares;
    return squares[below + width]! - squares[below]! - squares[above + width]! + squares[above]!;
  }
}

/** `other × conj(mine)`, into `mine`. */
function multiply(mine: HalfSpectrum, other: HalfSpectrum): void {
  const { real, imaginary } = mine;
  for (let at = 0; at < real.length; at += 1) {
    const [a, b] = [real[at]!, imaginary[at]!];
    const [c, d] = [other.real[at]!, other.imaginary[at]!];
    real[at] = a * c + b * d;
    imaginary[at] = a * d - b * c;
  }
}

/** Of each circular shift the share of the suspect that lies over the fingerprint. */
function overlaps(suspect: number, target: number, size: number): Float64Array {
  const shares = new Float64Array(size);
  for (let shift = 0; shift < size; shift += 1) {
    const direct = Math.max(0, Math.min(target, shift + suspect) - shift);
    const around = Math.max(0, shift + suspect - size);
    shares[shift] = (direct + Math.min(around, target)) / suspect;
  }
  return shares;
}

function distance(one: number, other: number, size: number): number {
  const apart = Math.abs(one - other);
  return Math.min(apart, size - apart);
}

/** Energy at up to four blocks of 8 pixels from the peak. */
function latticeEnergy(
  surface: Float32Array,
  columns: number,
  rows: number,
  peakX: number,
  peakY: number,
): number {
  let [energy, count] = [0, 0];
  for (let down = -4; down <= 4; down += 1)
    for (let right = -4; right <= 4; right += 1) {
      if (down === 0 && right === 0) continue;
      const y = (peakY + 8 * down + rows) & (rows - 1);
      const x = (peakX + 8 * right + columns) & (columns - 1);
      energy += surface[y * columns + x]! ** 2;
      count += 1;
    }
  return energy / count;
}

/** Energy along the row and the column of the peak, 6 to 32 pixels away. */
function lineEnergy(
  surface: Float32Array,
  columns: number,
  rows: number,
  peakX: number,
  peakY: number,
): number {
  let [energy, count] = [0, 0];
  for (let apart = around + 1; apart <= 32; apart += 1)
    for (const step of [apart, -apart]) {
      energy += surface[peakY * columns + ((peakX + step + columns) & (columns - 1))]! ** 2;
      energy += surface[((peakY + step + rows) & (rows - 1)) * columns + peakX]! ** 2;
      count += 2;
    }
  return energy / count;
}
