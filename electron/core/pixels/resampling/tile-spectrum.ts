import { PlaneTransform } from '#shared/numeric/fourier-plane.ts';
import type { FloatPlane } from '../picture.ts';

/** Side of a tile in pixels, and so the number of frequencies along an axis. */
export const tileSide = 256;
/** The half spectrum: vertical frequency by row (all of them), horizontal 0…side/2 along the row. */
export const spectrumStride = tileSide / 2 + 1;

/**
 * Frequencies that stand out of their surroundings in one tile: places in the half spectrum, `v · spectrumStride + u`.
 * `null`: the tile is too flat or too clipped to say anything.
 */
export type StandingOut = Uint32Array | null;

/** The ring a frequency is compared with: a square of ±4 without the ±1 in the middle, which the window smears into. */
const reach = 4;
const core = 1;
/** Chance that the middle of such a ring exceeds all of it when neighbours are alike (exchangeable): one in so many. */
export const ringChance = 1 / (1 + (2 * reach + 1) ** 2 - (2 * core + 1) ** 2);

/**
 * Spectra of how well each pixel is predicted from its neighbours, tile by tile. A resampled picture is predictable
 * in a periodic pattern; the fixed predictor and the map are those of M. Kirchner, "Fast and reliable resampling
 * detection by spectral analysis of fixed linear predictor residue", ACM MM&Sec 2008, eq. 12 and 14.
 */
export class TileSpectrum {
  readonly #transform = new PlaneTransform(tileSide, tileSide);
  readonly #rows = Uint32Array.from({ length: tileSide }, (_, row) => row);
  readonly #window = Float32Array.from(
    { length: tileSide },
    (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / tileSide),
  );
  readonly #map = new Float32Array(tileSide * tileSide);
  readonly #real = new Float32Array(tileSide * spectrumStride);
  readonly #imaginary = new Float32Array(tileSide * spectrumStride);
  readonly #wide = new Float32Array(tileSide * spectrumStride);
  readonly #sides = new Float32Array(tileSide * spectrumStride);

  /** @param left column of the tile, at least 1 from every border of the plane; `top` likewise */
  standingOut(plane: FloatPlane, left: number, top: number): StandingOut {
    if (!this.#predictability(plane, left, top)) return null;
    this.#transform.forwardReal(this.#map, this.#rows, this.#real, this.#imaginary, spectrumStride, 0);
    const [power, imaginary] = [this.#real, this.#imaginary];
    for (let at = 0; at < power.length; at += 1)
      power[at] = power[at]! * power[at]! + imaginary[at]! * imaginary[at]!;
    return this.#exceeding(power);
  }

  /** Kirchner's p-map, its mean removed and windowed; `false` for tiles without enough to predict. */
  #predictability({ width, data }: FloatPlane, left: number, top: number): boolean {
    const map = this.#map;
    let [sum, clipped] = [0, 0];
    for (let y = 0, to = 0; y < tileSide; y += 1) {
      let at = (top + y) * width + left;
      for (let x = 0; x < tileSide; x += 1, at += 1, to += 1) {
        const here = data[at]!;
        const up = at - width;
        const down = at + width;
        const predicted =
          0.5 * (data[at - 1]! + data[at + 1]! + data[up]! + data[down]!) -
          0.25 * (data[up - 1]! + data[up + 1]! + data[down - 1]! + data[down + 1]!);
        const error = Math.abs(here - predicted);
        if (here < 2 || here > 253) clipped += 1;
        map[to] = error;
        sum += error;
      }
    }
    const scale = sum / map.length;
    if (scale < 0.2 || clipped > 0.5 * map.length) return false;
    // The paper's σ is 1 grey level; here it follows the tile, so that noise does not drown the map.
    const gain = -1 / (scale * scale);
    let total = 0;
    for (let at = 0; at < map.length; at += 1) {
      map[at] = Math.exp(gain * map[at]! * map[at]!);
      total += map[at]!;
    }
    const mean = total / map.length;
    const window = this.#window;
    for (let y = 0, at = 0; y < tileSide; y += 1)
      for (let x = 0; x < tileSide; x += 1, at += 1) map[at] = (map[at]! - mean) * window[y]! * window[x]!;
    return true;
  }

  /** Places larger than all of their ring. Rows run around; columns left of 0 and right of the middle are mirrored. */
  #exceeding(power: Float32Array): Uint32Array {
    const [wide, sides] = [this.#wide, this.#sides];
    const mask = tileSide - 1;
    const half = tileSide / 2;
    for (let v = 0; v < tileSide; v += 1) {
      const row = v * spectrumStride;
      const opposite = ((tileSide - v) & mask) * spectrumStride;
      for (let u = 0; u <= half; u += 1) {
        let [side, middle] = [0, 0];
        for (let step = -reach; step <= reach; step += 1) {
          const to = u + step;
          // F(−u, v) is the conjugate of F(u, −v).
          const value = power[to < 0 ? opposite - to : to > half ? opposite + tileSide - to : row + to]!;
          if (step < -core || step > core) {
            if (value > side) side = value;
          } else if (value > middle) middle = value;
        }
        sides[row + u] = side;
        wide[row + u] = side > middle ? side : middle;
      }
    }
    const found: number[] = [];
    for (let v = 0; v < tileSide; v += 1)
      for (let u = 0; u <= half; u += 1) {
        const value = power[v * spectrumStride + u]!;
        if (value <= sides[v * spectrumStride + u]!) continue;
        let largest = true;
        for (let step = -reach; step <= reach && largest; step += 1) {
          const at = ((v + step) & mask) * spectrumStride + u;
          if (value <= (step < -core || step > core ? wide : sides)[at]!) largest = false;
        }
        if (largest) found.push(v * spectrumStride + u);
      }
    return Uint32Array.from(found);
  }
}
