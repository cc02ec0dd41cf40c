import type { CellSums } from './cell-sums.ts';
import { WindowSums } from './window-sums.ts';

/** Cells of which less carries noise are left out. */
const leastUsable = 0.5;

/** What of the fingerprint is in a window, in standard deviations of what a stranger gives there. */
export interface Presence {
  readonly found: number;
  /** From the rest of the picture, by light and texture. */
  readonly expected: number;
}

/**
 * How much of the fingerprint a cell keeps, against one of middle light and some texture: flat cells lose it to
 * quantisation, busy ones to the denoiser, bright ones to the tone curve (the predictor of Chen et al. 2008, section
 * IV-B, has intensity, texture and flattening as features too). Drawn by eye through 16 natural pictures of Nikon's
 * D70, D70s and D200, two bodies each: the pictures on which resources/docs/sensor-noise.md counts, so not held out.
 *
 * @param texture mean step between neighbours, grey levels
 * @param light 0…1
 */
export function keptShare(texture: number, light: number): number {
  const quantised = Math.min(1, 0.25 + 0.75 * texture);
  const denoised = 1 / (1 + (texture / 10) ** 2);
  return quantised * denoised * (1.75 - 1.4 * light);
}

/**
 * The fingerprint in windows of a picture, measured and expected. Cells are added with the weight at which they count
 * most against their noise, expected over variance; only the scale of what is expected is the picture's own.
 */
export class NoisePresence {
  /** In all of the picture, standard deviations. */
  readonly whole: number;
  readonly #found: WindowSums;
  readonly #information: WindowSums;
  readonly #scale: number;
  readonly #spread: number;

  /** @param without cells that say nothing of the scale, 1 each: what was found to be missing */
  constructor(cells: CellSums, without: Uint8Array | null) {
    const { columns, rows, product, variance, energy, texture, light, usable, spread } = cells;
    const found = new Float64Array(product.length);
    const information = new Float64Array(product.length);
    let [sum, weight] = [0, 0];
    for (let cell = 0; cell < product.length; cell += 1) {
      if (usable[cell]! < leastUsable || variance[cell]! <= 0) continue;
      const expected = keptShare(texture[cell]!, light[cell]!) * energy[cell]!;
      found[cell] = (expected * product[cell]!) / variance[cell]!;
      information[cell] = (expected * expected) / variance[cell]!;
      if (without !== null && without[cell] === 1) continue;
      sum += found[cell]!;
      weight += information[cell]!;
    }
    this.#found = new WindowSums(found, columns, rows);
    this.#information = new WindowSums(information, columns, rows);
    this.#scale = weight === 0 ? 0 : Math.max(0, sum / weight);
    this.#spread = spread;
    this.whole = weight === 0 ? 0 : sum / Math.sqrt(weight * spread);
  }

  /** `null`: no cell there carries noise. */
  within(left: number, top: number, right: number, bottom: number): Presence | null {
    const information = this.#information.of(left, top, right, bottom);
    if (information <= 1e-12) return null;
    const deviation = Math.sqrt(information * this.#spread);
    return {
      found: this.#found.of(left, top, right, bottom) / deviation,
      expected: (this.#scale * information) / deviation,
    };
  }
}
