import { PEAK_RATE } from './peaks.ts';
import { PowerSpectrum } from './power-spectrum.ts';

const FRAME = 1024;
const HOP = 512;
/** Frames of a cell. */
const FRAMES = 2;
/** Seconds of a cell. */
export const CELL_SECONDS: number = (FRAMES * HOP) / PEAK_RATE;
/** Bands of three semitones each, from 160 Hz to 3.9 kHz. */
export const BANDS_PER_OCTAVE = 4;
const LOWEST = 160;
export const BANDS = 18;
/** Decibels of silence. */
export const SILENT = -100;

/** Loudness of a sound by time and pitch, a cell every 0.128 s: 2 megabytes for an hour. */
export class BandLevels {
  readonly #spectrum = new PowerSpectrum(
    Float64Array.from({ length: FRAME }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / FRAME)),
  );
  readonly #borders = Array.from({ length: BANDS + 1 }, (_, band) =>
    Math.round((LOWEST * 2 ** (band / BANDS_PER_OCTAVE) * FRAME) / PEAK_RATE),
  );
  readonly #pending = new Float32Array(FRAME);
  #held = FRAME / 2;
  readonly #sums = new Float64Array(BANDS);
  #frames = 0;
  #levels = new Float32Array(BANDS * 512);
  #cells = 0;

  /** @param samples −1…1, one channel, 8,000 a second. */
  push(samples: Float32Array): void {
    for (let at = 0; at < samples.length; ) {
      const taken = Math.min(FRAME - this.#held, samples.length - at);
      this.#pending.set(samples.subarray(at, at + taken), this.#held);
      this.#held += taken;
      at += taken;
      if (this.#held < FRAME) continue;
      this.#frame();
      this.#pending.copyWithin(0, HOP);
      this.#held = FRAME - HOP;
    }
  }

  /** Decibels below full scale, `cells × BANDS`; the middle of cell `n` is `(n + ¼) × CELL_SECONDS` in. */
  get levels(): Float32Array {
    return this.#levels.subarray(0, this.#cells * BANDS);
  }

  #frame(): void {
    this.#spectrum.compute(this.#pending, 0);
    const { power } = this.#spectrum;
    for (let band = 0; band < BANDS; band += 1)
      for (let bin = this.#borders[band]!; bin < this.#borders[band + 1]!; bin += 1)
        this.#sums[band]! += power[bin]!;
    this.#frames += 1;
    if (this.#frames % FRAMES !== 0) return;
    if ((this.#cells + 1) * BANDS > this.#levels.length) {
      const grown = new Float32Array(this.#levels.length * 2);
      grown.set(this.#levels);
      this.#levels = grown;
    }
    // A full-scale sine has a power of (FRAME ÷ 4)² in its bin and half as much again in the two beside it.
    const full = FRAMES * 1.5 * (FRAME / 4) ** 2;
    for (let band = 0; band < BANDS; band += 1)
      this.#levels[this.#cells * BANDS + band] = Math.max(
        SILENT,
        10 * Math.log10(this.#sums[band]! / full + 1e-12),
      );
    this.#sums.fill(0);
    this.#cells += 1;
  }
}
