import { FourierTransform } from '#shared/numeric/fft.ts';
import {
  BANDS,
  type BandBorders,
  bandBorders,
  CELL_SECONDS,
  PERIOD_CELLS,
  spreadGains,
  sumBands,
} from './grid.ts';
import { MaskingModel } from './masking.ts';
import { addPower, waterLevel } from './power.ts';

/** Length of the frames the mark is shaped in, seconds; the next power of two is taken. */
const FRAME_SECONDS = 0.075;
/** A magnitude is changed by at most this part of itself. */
export const LARGEST_CHANGE = 0.45;
/** The mark lies this much below the masking threshold at least, as a power ratio (2 dB). */
export const BELOW_THRESHOLD = 10 ** -0.2;
/** Part of a cell in which its sign comes in and goes out. */
const TRANSITION = 0.15;
/** Seconds to either side over which the level of the programme is taken. */
const LEVEL_SECONDS = 0.5;
/** What transitions between signs, of cells and of bands, take away from the level, dB (measured: 2.4 to 3.5). */
const LOST = 2.3;

/** One stretch of sound at the working rate; its first sample lies on the grid of frames. */
export interface Stretch {
  /** Channels that carry the mark, of equal length. */
  readonly channels: readonly Float64Array[];
  /** Mean square of the whole programme (all frequencies, summed over the channels) around each frame. */
  readonly levels: Float64Array;
  /** Number of the stretch's first frame in the whole sound; may be negative. */
  readonly firstFrame: number;
}

/**
 * Makes the mark of a stretch of sound: each channel with its magnitudes raised or lowered by the signs of the grid, by
 * the same share in every channel, so that any downmix carries what each of them carries.
 */
export class MarkShaper {
  readonly size: number;
  readonly hop: number;
  readonly #rate: number;
  readonly #signs: Int8Array;
  readonly #share: number;
  readonly #transform: FourierTransform;
  readonly #window: Float64Array;
  readonly #borders: BandBorders;
  readonly #masking: MaskingModel;
  readonly #rooms: Spectra[] = [];
  readonly #marks: Float64Array[] = [];

  /**
   * @param signs of one period, from `patternSigns`.
   * @param strength programme over mark, dB.
   */
  constructor(rate: number, signs: Int8Array, strength: number) {
    this.#rate = rate;
    this.#signs = signs;
    this.#share = 10 ** ((LOST - strength) / 10);
    this.size = 2 ** Math.round(Math.log2(FRAME_SECONDS * rate));
    this.hop = this.size / 4;
    this.#transform = new FourierTransform(this.size);
    this.#window = Float64Array.from({ length: this.size }, (_, at) => Math.sin((Math.PI * at) / this.size));
    const bins = this.size / 2 + 1;
    this.#borders = bandBorders(bins, rate / this.size, 1);
    // A full-scale sine: amplitude ½ in one bin times the window's mean square ½, as power over the one-sided bins.
    this.#masking = new MaskingModel(bins, rate / this.size, (this.size * this.size) / 8);
  }

  /** The mark of each channel; the next stretch is written into the same arrays. */
  mark({ channels, levels, firstFrame }: Stretch): Float64Array[] {
    const length = channels[0]?.length ?? 0;
    const frames = levels.length;
    const bins = this.size / 2 + 1;
    const spectra = channels.flatMap((_, index) =>
      index % 2 === 0 ? [this.#spectra(index / 2, channels[index]!, channels[index + 1], frames)] : [],
    );
    const gains = this.#gains(this.#bandLevels(spectra, frames, bins), levels, firstFrame);
    const marks = channels.map((_, index) => room(this.#marks, index, length));
    for (const [pair, spectrum] of spectra.entries())
      this.#synthesise(spectrum, gains, marks[pair * 2]!, marks[pair * 2 + 1]);
    return marks;
  }

  /** Two channels as one complex signal: a real change of magnitudes keeps them apart. */
  #spectra(pair: number, first: Float64Array, second: Float64Array | undefined, frames: number): Spectra {
    const { size, hop } = this;
    const spectra = this.#room(pair, frames * size);
    const window = this.#window;
    const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
    for (let frame = 0; frame < frames; frame += 1) {
      const start = frame * hop - size / 2;
      const from = Math.max(0, -start);
      const to = Math.min(size, first.length - start);
      real.fill(0);
      imaginary.fill(0);
      for (let at = from; at < to; at += 1) real[at] = first[start + at]! * window[at]!;
      if (second !== undefined)
        for (let at = from; at < to; at += 1) imaginary[at] = second[start + at]! * window[at]!;
      this.#transform.forward(real, imaginary);
      spectra.real.set(real, frame * size);
      spectra.imaginary.set(imaginary, frame * size);
    }
    return spectra;
  }

  /** Room for the spectra of a pair of channels, used again for every stretch. */
  #room(pair: number, length: number): Spectra {
    const known = this.#rooms[pair];
    if (known !== undefined && known.real.length >= length) return known;
    const made = { real: new Float32Array(length), imaginary: new Float32Array(length) };
    this.#rooms[pair] = made;
    return made;
  }

  /** Power and masking threshold of each band in each frame. */
  #bandLevels(spectra: readonly Spectra[], frames: number, bins: number): BandLevels {
    const { size } = this;
    const power = new Float64Array(bins);
    const threshold = new Float64Array(bins);
    const running = new Float64Array(bins + 1);
    const sums = new Float64Array(BANDS);
    const bands = { power: new Float64Array(frames * BANDS), threshold: new Float64Array(frames * BANDS) };
    for (let frame = 0; frame < frames; frame += 1) {
      power.fill(0);
      for (const { real, imaginary } of spectra) addPower(real, imaginary, frame * size, size, power);
      this.#masking.threshold(power, threshold);
      sumBands(power, running, this.#borders, sums);
      bands.power.set(sums, frame * BANDS);
      sumBands(threshold, running, this.#borders, sums);
      bands.threshold.set(sums, frame * BANDS);
    }
    return bands;
  }

  /** Signed change of magnitude for each band and frame. */
  #gains({ power, threshold }: BandLevels, levels: Float64Array, firstFrame: number): Float32Array {
    const frames = levels.length;
    const budget = this.#budgets(levels);
    const gains = new Float32Array(frames * BANDS);
    const allowed = new Float64Array(BANDS);
    const cellsPerFrame = this.hop / this.#rate / CELL_SECONDS;
    for (let frame = 0; frame < frames; frame += 1) {
      const row = frame * BANDS;
      const before = Math.max(0, row - BANDS);
      const after = frame + 1 < frames ? row + BANDS : row;
      for (let band = 0; band < BANDS; band += 1) {
        // The least of three frames: neither before an attack nor behind one is more allowed than the quiet masks.
        const masked =
          Math.min(threshold[before + band]!, threshold[row + band]!, threshold[after + band]!) *
          BELOW_THRESHOLD;
        allowed[band] = Math.min(masked, power[row + band]! * LARGEST_CHANGE ** 2);
      }
      const level = waterLevel(allowed, budget[frame]!);
      const time = (firstFrame + frame) * cellsPerFrame;
      const cell = Math.floor(time);
      const place = time - cell;
      // Half of a transition lies in either cell; in the middle of it the signs have the same weight.
      const edge = Math.min(place, 1 - place);
      const own = edge < TRANSITION ? 0.5 + 0.5 * Math.sin((Math.PI * edge) / (2 * TRANSITION)) : 1;
      const here = modulo(cell, PERIOD_CELLS) * BANDS;
      const other = modulo(place < 0.5 ? cell - 1 : cell + 1, PERIOD_CELLS) * BANDS;
      for (let band = 0; band < this.#borders.usable; band += 1) {
        const host = power[row + band]!;
        if (!(host > 0)) continue;
        const change = Math.sqrt(Math.min(allowed[band]!, level) / host);
        gains[row + band] =
          change * (own * this.#signs[here + band]! + (1 - own) * this.#signs[other + band]!);
      }
    }
    return gains;
  }

  /** Power the mark may have in each frame, in the units of the spectra. */
  #budgets(levels: Float64Array): Float64Array {
    const reach = Math.max(1, Math.round((LEVEL_SECONDS * this.#rate) / this.hop));
    const weights = Float64Array.from(
      { length: 2 * reach + 1 },
      (_, at) => Math.cos((Math.PI * (at - reach)) / (2 * (reach + 1))) ** 2,
    );
    return levels.map((own, frame) => {
      let sum = 0;
      let weight = 0;
      for (let at = -reach; at <= reach; at += 1) {
        const level = levels[frame + at];
        if (level === undefined) continue;
        sum += level * weights[at + reach]!;
        weight += weights[at + reach]!;
      }
      // One-sided power of a signal of mean square 1 under a sine window is size² / 4.
      return (Math.min(sum / weight, 2 * own) * this.#share * this.size * this.size) / 4;
    });
  }

  #synthesise(
    { real, imaginary }: Spectra,
    gains: Float32Array,
    first: Float64Array,
    second: Float64Array | undefined,
  ): void {
    const { size, hop } = this;
    const frames = gains.length / BANDS;
    const bins = size / 2 + 1;
    const change = new Float64Array(bins);
    const re = new Float64Array(size);
    const im = new Float64Array(size);
    for (let frame = 0; frame < frames; frame += 1) {
      spreadGains(gains, frame * BANDS, this.#borders, change);
      const row = frame * size;
      for (let bin = 0; bin < bins; bin += 1) {
        re[bin] = real[row + bin]! * change[bin]!;
        im[bin] = imaginary[row + bin]! * change[bin]!;
      }
      for (let bin = bins; bin < size; bin += 1) {
        re[bin] = real[row + bin]! * change[size - bin]!;
        im[bin] = imaginary[row + bin]! * change[size - bin]!;
      }
      // The inverse is the forward transform with real and imaginary parts changed over.
      this.#transform.forward(im, re);
      const start = frame * hop - size / 2;
      for (let at = Math.max(0, -start); at < size && start + at < first.length; at += 1) {
        // Squared windows a quarter apart add up to 2.
        const weight = this.#window[at]! / (2 * size);
        first[start + at]! += re[at]! * weight;
        if (second !== undefined) second[start + at]! += im[at]! * weight;
      }
    }
  }
}

interface Spectra {
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
}
interface BandLevels {
  readonly power: Float64Array;
  readonly threshold: Float64Array;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** Zeros, in the same place for every stretch of a length. */
function room(rooms: Float64Array[], index: number, length: number): Float64Array {
  if (rooms[index]?.length !== length) rooms[index] = new Float64Array(length);
  return rooms[index]!.fill(0);
}
