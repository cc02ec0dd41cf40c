import { PowerSpectrum } from './power-spectrum.ts';

/** Samples per second peaks are found in. */
export const PEAK_RATE = 8000;
const FRAME = 1024;
const HOP = 128;
/** Seconds from one frame to the next. */
export const PEAK_STEP: number = HOP / PEAK_RATE;
/** Steps of a semitone that pitches are kept in. */
export const PITCHES_PER_SEMITONE = 20;
/** Bits of a kept peak for its pitch; the others count frames. */
const PITCH_BITS = 10;
const LOWEST_HERTZ = 260;
/** What a telephone lets through, and room for ±6 %. */
const FIRST_BIN = Math.round((LOWEST_HERTZ * FRAME) / PEAK_RATE);
const END_BIN = Math.round((3600 * FRAME) / PEAK_RATE);
const BINS = END_BIN - FIRST_BIN;
/** Frames to both sides, and share of its frequency to both sides, in which a peak is the highest. */
const SPAN_FRAMES = 4;
const SPAN_SHARE = 0.055;
const ROWS = 2 * SPAN_FRAMES + 1;
/** Peaks compete within this many frames and semitones to both sides; this many stronger ones push one out. */
const RIVAL_FRAMES = 32;
const RIVAL_PITCHES = 9 * PITCHES_PER_SEMITONE;
const RIVALS = 7;
/** Natural logarithm of the power below which there is nothing but rounding of 16-bit samples. */
const FLOOR = Math.log((FRAME * 0.25 * 10 ** (-66 / 20)) ** 2);

/** A kept peak: `frame × 1024 + pitch`, the pitch in twentieths of a semitone above 260 Hz. */
export const peakFrame = (peak: number): number => peak >>> PITCH_BITS;
export const peakPitch = (peak: number): number => peak & (2 ** PITCH_BITS - 1);

interface Found {
  readonly frame: number;
  readonly pitch: number;
  readonly level: number;
  stronger: number;
}

/**
 * Finds the spectral peaks that stay when sound is re-recorded: those that no other outdoes in their surroundings,
 * of which about the same number is kept everywhere (after Wang, An industrial-strength audio search algorithm, ISMIR
 * 2003). Takes sound as it comes; memory grows by 4 bytes for each peak.
 */
export class PeakFinder {
  readonly #spectrum = new PowerSpectrum(
    Float64Array.from({ length: FRAME }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / FRAME)),
  );
  readonly #pending = new Float32Array(FRAME);
  #held = FRAME / 2;
  /** Logarithms of power of the last frames, a ring. */
  readonly #levels = new Float32Array(ROWS * BINS).fill(-100);
  #frames = 0;
  #rivals: Found[] = [];
  #peaks = new Uint32Array(4096);
  #count = 0;

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

  /** Frames so far; the middle of frame `n` is `n × PEAK_STEP` seconds in. */
  get frames(): number {
    return this.#frames;
  }

  /** Ends the sound; the peaks in order of time and, within a frame, of pitch. */
  finish(): Uint32Array {
    this.push(new Float32Array(FRAME / 2 + SPAN_FRAMES * HOP));
    this.#settle(Number.POSITIVE_INFINITY);
    return this.#peaks.slice(0, this.#count).sort();
  }

  #frame(): void {
    this.#spectrum.compute(this.#pending, 0);
    const { power } = this.#spectrum;
    const row = (this.#frames % ROWS) * BINS;
    for (let bin = 0; bin < BINS; bin += 1)
      this.#levels[row + bin] = Math.log(power[FIRST_BIN + bin]! + 1e-9);
    this.#frames += 1;
    this.#search(this.#frames - 1 - SPAN_FRAMES);
    this.#settle(this.#frames - 1 - SPAN_FRAMES - RIVAL_FRAMES);
  }

  /** Peaks of one frame, whose neighbours to both sides are there. */
  #search(frame: number): void {
    if (frame < 0) return;
    const levels = this.#levels;
    const row = (frame % ROWS) * BINS;
    for (let bin = 2; bin < BINS - 2; bin += 1) {
      const level = levels[row + bin]!;
      if (level < FLOOR || level < levels[row + bin - 1]! || level <= levels[row + bin + 1]!) continue;
      if (!this.#highest(row, bin, level)) continue;
      const [left, right] = [levels[row + bin - 1]!, levels[row + bin + 1]!];
      const exact = FIRST_BIN + bin + (left - right) / (2 * (left - 2 * level + right));
      const semitones = 12 * Math.log2((exact * PEAK_RATE) / FRAME / LOWEST_HERTZ);
      const pitch = Math.round(semitones * PITCHES_PER_SEMITONE);
      if (pitch >= 0 && pitch < 2 ** PITCH_BITS) this.#compete({ frame, pitch, level, stronger: 0 });
    }
  }

  #highest(row: number, bin: number, level: number): boolean {
    const reach = Math.max(2, Math.round((FIRST_BIN + bin) * SPAN_SHARE));
    const [from, to] = [Math.max(0, bin - reach), Math.min(BINS - 1, bin + reach)];
    const levels = this.#levels;
    for (let other = 0; other < ROWS * BINS; other += BINS)
      for (let at = from; at <= to; at += 1) {
        const rival = levels[other + at]!;
        if (rival > level || (rival === level && (other !== row || at < bin))) return false;
      }
    return true;
  }

  #compete(found: Found): void {
    for (const rival of this.#rivals) {
      if (found.frame - rival.frame > RIVAL_FRAMES) continue;
      if (Math.abs(found.pitch - rival.pitch) > RIVAL_PITCHES) continue;
      if (rival.level < found.level) rival.stronger += 1;
      else found.stronger += 1;
    }
    this.#rivals.push(found);
  }

  /** Keep or drop what no later peak can compete with any more. */
  #settle(before: number): void {
    const first = this.#rivals[0];
    if (first === undefined || first.frame >= before) return;
    const rest: Found[] = [];
    for (const found of this.#rivals) {
      if (found.frame >= before) rest.push(found);
      else if (found.stronger < RIVALS) this.#keep(found.frame * 2 ** PITCH_BITS + found.pitch);
    }
    this.#rivals = rest;
  }

  #keep(peak: number): void {
    if (this.#count === this.#peaks.length) {
      const grown = new Uint32Array(this.#count * 2);
      grown.set(this.#peaks);
      this.#peaks = grown;
    }
    this.#peaks[this.#count] = peak;
    this.#count += 1;
  }
}
