import type { LumaRows } from '#shared/numeric/plane.ts';
import { frameLuma, levelsAt, patternAt, strengthMask, unitsPerPixel } from '../picture/field.ts';
import { enlargedRows } from '../picture/resample.ts';
import type { RawLayout } from './raw-layout.ts';

/**
 * Frames for which one mask is used: fewer where the picture moves, for a strong mark must not stay where an edge has
 * left. At a change of scene it is made anew at once.
 */
const FRAMES_PER_MASK = 12;
const FRAMES_PER_MASK_MOVING = 4;
/** Mean difference of sampled brightness from frame to frame that is called movement, levels of 255. */
const MOVING = 1.5;
/**
 * A change of scene: the mean difference of sampled brightness, levels of 255, is at least this, and this many times
 * what it was lately, so that fast movement is none.
 */
const SCENE_CHANGE = 10;
const SUDDEN = 2.5;
/** Distance of the samples it is told by, pixels. */
const SAMPLE_STEP = 37;
/**
 * Root mean square of the mark in a flat place, levels of 255, at the standard strength: a frame that is flat all over
 * (a title, a fade) would otherwise get all the energy where it shows most.
 */
const FLAT_LEVELS = 1.9;
const STANDARD_DECIBELS = 42;

/** PSNR of the marked frames when nothing is asked. */
export const filmStrength = STANDARD_DECIBELS;

/**
 * How much stronger the mark is at the beginning of a scene, by frames since then. Every encoder puts a key frame
 * there, and a strongly compressed film repeats it until the next: what is not in it never comes. The eye needs about
 * as long to see again after a cut (A. J. Seyler and Z. L. Budrikis, IEEE Trans. Inf. Theory 11, 1965).
 */
const OPENING: readonly { readonly until: number; readonly gain: number }[] = [
  { until: 4, gain: 2 },
  { until: 8, gain: 1.5 },
];
/**
 * What beginnings take of the energy that was asked for is paid back by weaker frames after them: this much amplitude,
 * and so many frames' energy at most, so that a film of many short scenes keeps its PSNR too.
 */
const EASED = 0.92;
const LENT_FRAMES = 12;
/** Frames between two of these borders. */
const OPENING_STEP = 4;

/** Adds the same pattern to the brightness of every frame, as strongly as the frame hides it. */
export class FrameMarker {
  readonly #layout: RawLayout;
  readonly #decibels: number;
  readonly #lowest: number;
  readonly #highest: number;
  readonly #pattern: Float32Array;
  readonly #delta: Int16Array;
  readonly #samples: Int32Array;
  #usual = 0;
  #scene = 0;
  #age = FRAMES_PER_MASK;
  #squares = 0;
  #counted = 0;

  /** @param wholeRange is the brightness 0…255 (of 8 bits), or 16…235? */
  constructor(layout: RawLayout, tile: Int16Array, decibels: number, wholeRange: boolean) {
    this.#layout = layout;
    this.#decibels = decibels;
    const unit = 1 << (layout.depth - 8);
    this.#lowest = wholeRange ? 0 : 16 * unit;
    this.#highest = wholeRange ? 256 * unit - 1 : 235 * unit;
    this.#pattern = patternAt(tile, layout.width, layout.height);
    this.#delta = new Int16Array(layout.width * layout.height);
    this.#samples = new Int32Array(Math.ceil(this.#delta.length / SAMPLE_STEP));
  }

  /** PSNR of the brightness over all frames so far, before they are encoded. */
  get psnr(): number {
    return 10 * Math.log10(255 ** 2 / (this.#squares / Math.max(1, this.#counted)));
  }

  /** Energy spent beyond what was asked for, in frames' worth of it. */
  #owed(): number {
    const asked = levelsAt(this.#decibels) ** 2;
    return (this.#squares / asked - this.#counted) / this.#delta.length;
  }

  /** Mark a raw frame where it lies. */
  mark(frame: Uint8Array): void {
    const { depth, lumaBytes } = this.#layout;
    const luma =
      depth > 8
        ? new Uint16Array(frame.buffer, frame.byteOffset, lumaBytes >> 1)
        : frame.subarray(0, lumaBytes);
    if (this.#changed(luma)) this.#scene = 0;
    const opening = OPENING.find(({ until }) => this.#scene < until);
    const due = this.#scene === 0 || OPENING.some(({ until }) => until === this.#scene);
    const lasts = this.#usual > MOVING ? FRAMES_PER_MASK_MOVING : FRAMES_PER_MASK;
    if (due || this.#age >= lasts) {
      const owed = this.#owed();
      const most = Math.sqrt(1 + Math.max(0, LENT_FRAMES - owed) / OPENING_STEP);
      this.#refresh(luma, opening === undefined ? (owed > 0 ? EASED : 1) : Math.min(opening.gain, most));
      this.#age = 0;
    }
    this.#age += 1;
    this.#scene += 1;
    this.#add(luma);
  }

  #add(luma: Uint8Array | Uint16Array): void {
    const delta = this.#delta;
    const [lowest, highest] = [this.#lowest, this.#highest];
    let squares = 0;
    for (let at = 0; at < delta.length; at += 1) {
      const value = luma[at]!;
      // What lies outside the range means something else, or is an overshoot: it stays.
      if (value < lowest || value > highest) continue;
      const marked = value + delta[at]!;
      const kept = marked < lowest ? lowest : marked > highest ? highest : marked;
      luma[at] = kept;
      squares += (kept - value) * (kept - value);
    }
    this.#squares += squares / 4 ** (this.#layout.depth - 8);
    this.#counted += delta.length;
  }

  /** Compares samples with those of the frame before, and keeps them for the next. */
  #changed(luma: Uint8Array | Uint16Array): boolean {
    const samples = this.#samples;
    let difference = 0;
    for (let index = 0, at = 0; at < luma.length; index += 1, at += SAMPLE_STEP) {
      const value = luma[at]!;
      difference += Math.abs(value - samples[index]!);
      samples[index] = value;
    }
    const mean = difference / samples.length / (1 << (this.#layout.depth - 8));
    const changed = mean > SCENE_CHANGE && mean > SUDDEN * this.#usual;
    this.#usual = 0.7 * this.#usual + 0.3 * mean;
    return changed;
  }

  #refresh(luma: Uint8Array | Uint16Array, opening: number): void {
    const { width, height, depth } = this.#layout;
    const unit = 1 << (depth - 8);
    const rows: LumaRows = {
      width,
      height,
      row(row, out) {
        const start = row * width;
        for (let x = 0; x < width; x += 1) out[x] = luma[start + x]! / unit;
      },
    };
    const mask = strengthMask(frameLuma(rows));
    // The pattern has spread 1 and knows nothing of the mask, so the spread of both is the mask's root mean square.
    let squares = 0;
    for (const value of mask.data) squares += value * value;
    const wanted = levelsAt(this.#decibels) / Math.sqrt(squares / mask.data.length);
    const most = FLAT_LEVELS * 10 ** ((STANDARD_DECIBELS - this.#decibels) / 20);
    const gain = Math.min(wanted, most) * opening * unit;
    const [pattern, delta] = [this.#pattern, this.#delta];
    enlargedRows(mask, unitsPerPixel(width, height), width, height, (row, values) => {
      const start = row * width;
      for (let x = 0; x < width; x += 1)
        delta[start + x] = Math.round(pattern[start + x]! * values[x]! * gain);
    });
  }
}
