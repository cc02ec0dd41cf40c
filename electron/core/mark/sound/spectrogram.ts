import { FourierTransform } from '#shared/numeric/fft.ts';
import { BANDS, bandBorders, CELL_SECONDS, STEPS_PER_CELL, sumBands } from './grid.ts';
import { MaskingModel } from './masking.ts';
import { addPower, waterLevel } from './power.ts';
import { BELOW_THRESHOLD, LARGEST_CHANGE } from './shaping.ts';

/** Rate and channels a reader takes: enough for the band of the mark; two channels, lest they cancel each other. */
export const READ_RATE = 12_000;
export const READ_CHANNELS = 2;
/** Samples of a frame and from one to the next. */
const SIZE = 1024;
const HOP = (CELL_SECONDS * READ_RATE) / STEPS_PER_CELL;
const BINS = SIZE / 2 + 1;
const BIN_HERTZ = READ_RATE / SIZE;
/** Power of the mark a reader expects, as a share of the programme. */
const EXPECTED_SHARE = 10 ** -3.05;

/** Power and masking threshold of a stretch of sound, a frame every quarter of a cell. */
export interface Spectrogram {
  readonly frames: number;
  /**
   * Sums from each bin upwards, `spectrumRow` a frame: any band is a difference of two. From above, since sound falls
   * off towards high frequencies, which would drown in sums from below.
   */
  readonly power: Float32Array;
  readonly threshold: Float32Array;
  /** Most power a cell of the mark has in each frame, when it was embedded at the standard strength. */
  readonly level: Float64Array;
}

export const spectrumRow: number = BINS + 1;
export const spectrumBins: number = BINS;
export const spectrumBinHertz: number = BIN_HERTZ;

/** Takes sound as it comes and keeps the frames of a stretch. The middle of frame `n` is `n` quarters of a cell in. */
export class SpectrogramBuilder {
  readonly #transform = new FourierTransform(SIZE);
  readonly #window = Float64Array.from(
    { length: SIZE },
    (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / SIZE),
  );
  // A full-scale sine under a Hann window, whose mean square is 3/8.
  readonly #masking = new MaskingModel(BINS, BIN_HERTZ, (3 * SIZE * SIZE) / 32);
  readonly #borders = bandBorders(BINS, BIN_HERTZ, 1);
  /** The last samples of both channels; before the first comes silence. */
  readonly #recent = [new Float64Array(SIZE), new Float64Array(SIZE)] as const;
  #missing = SIZE / 2;
  readonly #real = new Float64Array(SIZE);
  readonly #imaginary = new Float64Array(SIZE);
  readonly #one = new Float64Array(BINS);
  readonly #two = new Float64Array(BINS);
  readonly #sums = new Float64Array(BANDS);
  readonly #running = new Float64Array(BINS + 1);
  readonly capacity: number;
  readonly #power: Float32Array;
  readonly #threshold: Float32Array;
  readonly #level: Float64Array;
  #frames = 0;

  /** @param capacity frames of a stretch. */
  constructor(capacity: number) {
    this.capacity = capacity;
    this.#power = new Float32Array(capacity * spectrumRow);
    this.#threshold = new Float32Array(capacity * spectrumRow);
    this.#level = new Float64Array(capacity);
  }

  get frames(): number {
    return this.#frames;
  }

  /** Takes interleaved samples until they or the room for frames are used up; how many samples per channel it took. */
  add(samples: Float32Array, from: number): number {
    const count = samples.length / READ_CHANNELS;
    const [left, right] = this.#recent;
    let at = from;
    while (at < count && this.#frames < this.capacity) {
      const taken = Math.min(this.#missing, count - at);
      left.copyWithin(0, taken);
      right.copyWithin(0, taken);
      for (let index = 0; index < taken; index += 1) {
        left[SIZE - taken + index] = samples[(at + index) * 2]!;
        right[SIZE - taken + index] = samples[(at + index) * 2 + 1]!;
      }
      at += taken;
      this.#missing -= taken;
      if (this.#missing === 0) {
        this.#frame();
        this.#missing = HOP;
      }
    }
    return at - from;
  }

  /** The first frames that were gathered; good until some are dropped. */
  view(frames: number): Spectrogram {
    return {
      frames,
      power: this.#power.subarray(0, frames * spectrumRow),
      threshold: this.#threshold.subarray(0, frames * spectrumRow),
      level: smoothed(this.#level.subarray(0, frames)),
    };
  }

  /** Make room: the first frames are not needed any more. */
  drop(frames: number): void {
    this.#power.copyWithin(0, frames * spectrumRow, this.#frames * spectrumRow);
    this.#threshold.copyWithin(0, frames * spectrumRow, this.#frames * spectrumRow);
    this.#level.copyWithin(0, frames, this.#frames);
    this.#frames -= frames;
  }

  #frame(): void {
    const [left, right] = this.#recent;
    for (let at = 0; at < SIZE; at += 1) {
      this.#real[at] = left[at]! * this.#window[at]!;
      this.#imaginary[at] = right[at]! * this.#window[at]!;
    }
    this.#transform.forward(this.#real, this.#imaginary);
    this.#one.fill(0);
    addPower(this.#real, this.#imaginary, 0, SIZE, this.#one);
    this.#masking.threshold(this.#one, this.#two);
    const row = this.#frames * spectrumRow;
    let total = 0;
    let masked = 0;
    this.#power[row + BINS] = 0;
    this.#threshold[row + BINS] = 0;
    for (let bin = BINS - 1; bin >= 0; bin -= 1) {
      total += this.#one[bin]!;
      masked += this.#two[bin]!;
      this.#power[row + bin] = total;
      this.#threshold[row + bin] = masked;
    }
    const allowed = this.#sums;
    sumBands(this.#two, this.#running, this.#borders, allowed);
    const quiet = Float64Array.from(allowed);
    sumBands(this.#one, this.#running, this.#borders, allowed);
    for (let band = 0; band < BANDS; band += 1)
      allowed[band] = Math.min(quiet[band]! * BELOW_THRESHOLD, allowed[band]! * LARGEST_CHANGE ** 2);
    const level = waterLevel(allowed, total * EXPECTED_SHARE);
    this.#level[this.#frames] = Number.isFinite(level)
      ? level
      : allowed.reduce((most, one) => Math.max(most, one), 0);
    this.#frames += 1;
  }
}

/** Mean over half a second to either side. */
function smoothed(values: Float64Array): Float64Array {
  const reach = Math.round(0.5 / (CELL_SECONDS / STEPS_PER_CELL));
  const running = new Float64Array(values.length + 1);
  for (let at = 0; at < values.length; at += 1) running[at + 1] = running[at]! + values[at]!;
  return values.map((_, at) => {
    const [from, to] = [Math.max(0, at - reach), Math.min(values.length, at + reach + 1)];
    return (running[to]! - running[from]!) / (to - from);
  });
}
