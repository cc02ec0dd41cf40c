import { fromLowRate, type LowRate, lowRate, toLowRate } from './low-rate.ts';
import { NoiseToMask } from './noise-to-mask.ts';
import { AttackLimiter } from './pre-echo.ts';
import { MarkShaper } from './shaping.ts';

/**
 * Seconds marked at a time, and seconds around them that are looked at: a little more than what tells the level of the
 * programme, which is the longest of all that reaches across.
 */
const BLOCK_SECONDS = 10;
const CONTEXT_SECONDS = 0.65;
/** Standard strength: programme over mark, dB. */
export const STANDARD_STRENGTH = 30.5;
/** Never louder than this. */
export const LOUDEST_STRENGTH = 30;

export interface SoundForm {
  /** Samples per second, 8,000 … 192,000. */
  readonly rate: number;
  readonly channels: number;
  /** Channels left as they are: low-frequency effects, which hold nothing the mark could change. */
  readonly untouched: readonly number[];
}

/** What came out, over everything that was marked. */
export interface SoundQuality {
  readonly seconds: number;
  /** Programme over mark, dB; infinite when nothing was marked. */
  readonly markLevel: number;
  /** Mean square of the programme's marked channels, full scale 1. */
  readonly programme: number;
  /** Mean of disturbance over masking threshold in bands half a Bark wide and frames of 17 ms, dB. */
  readonly noiseToMask: number;
  /** Share of these bands and frames in which the mark is above the threshold. */
  readonly above: number;
  /** Samples that had to be clipped. */
  readonly clipped: number;
}

/**
 * Marks a sound as it streams by: give interleaved samples in pieces of any length, take the same number of samples
 * back, some seconds later. Memory does not grow with the length.
 */
export class SoundMarker {
  readonly #form: SoundForm;
  readonly #low: LowRate;
  readonly #shaper: MarkShaper;
  readonly #limiter: AttackLimiter;
  readonly #noiseToMask: NoiseToMask;
  readonly #marked: readonly number[];
  readonly #block: number;
  readonly #context: number;
  /** Context, block and context of each channel. */
  readonly #buffers: readonly Float32Array[];
  /** The same at the working rate, of the marked channels; and the mark of one channel's block. */
  readonly #lowRate: readonly Float64Array[];
  readonly #change: Float32Array;
  #filled: number;
  #blocks = 0;
  #samples = 0;
  #programme = 0;
  #mark = 0;
  #clipped = 0;

  /** @param signs of one period, from `patternSigns`. */
  constructor(form: SoundForm, signs: Int8Array, strength: number = STANDARD_STRENGTH) {
    this.#form = form;
    this.#low = lowRate(form.rate);
    this.#shaper = new MarkShaper(this.#low.rate, signs, Math.max(LOUDEST_STRENGTH, strength));
    this.#limiter = new AttackLimiter(this.#low.rate);
    this.#noiseToMask = new NoiseToMask(this.#low.rate);
    this.#marked = Array.from({ length: form.channels }, (_, channel) => channel).filter(
      (channel) => !form.untouched.includes(channel),
    );
    // Whole frames, so that the frames of all blocks lie on one grid.
    const frame = this.#shaper.hop * this.#low.factor;
    this.#block = Math.ceil((BLOCK_SECONDS * form.rate) / frame) * frame;
    this.#context = Math.ceil((CONTEXT_SECONDS * form.rate) / frame) * frame;
    this.#buffers = Array.from(
      { length: form.channels },
      () => new Float32Array(this.#block + 2 * this.#context),
    );
    this.#lowRate = this.#marked.map(
      () => new Float64Array((this.#block + 2 * this.#context) / this.#low.factor),
    );
    this.#change = new Float32Array(this.#block);
    this.#filled = this.#context;
  }

  /** Interleaved samples, −1 … 1; what is ready comes back. */
  push(samples: Float32Array): Float32Array[] {
    const { channels } = this.#form;
    const frames = samples.length / channels;
    if (!Number.isInteger(frames)) throw new Error(`${samples.length} samples of ${channels} channels`);
    const ready: Float32Array[] = [];
    const size = this.#block + 2 * this.#context;
    for (let at = 0; at < frames; ) {
      const count = Math.min(frames - at, size - this.#filled);
      for (let channel = 0; channel < channels; channel += 1) {
        const buffer = this.#buffers[channel]!;
        for (let index = 0; index < count; index += 1)
          buffer[this.#filled + index] = samples[(at + index) * channels + channel]!;
      }
      this.#filled += count;
      at += count;
      if (this.#filled === size) ready.push(this.#next(this.#block));
    }
    this.#samples += frames;
    return ready;
  }

  /** The rest. */
  finish(): Float32Array[] {
    const ready: Float32Array[] = [];
    let left = this.#samples - this.#blocks * this.#block;
    while (left > 0) {
      for (const buffer of this.#buffers) buffer.fill(0, this.#filled);
      const count = Math.min(left, this.#block);
      ready.push(this.#next(count));
      left -= count;
    }
    return ready;
  }

  quality(): SoundQuality {
    const { mean, above } = this.#noiseToMask.result();
    return {
      seconds: this.#samples / this.#form.rate,
      markLevel: this.#mark > 0 ? 10 * Math.log10(this.#programme / this.#mark) : Infinity,
      programme: this.#programme / Math.max(1, this.#samples * this.#marked.length),
      noiseToMask: mean,
      above,
      clipped: this.#clipped,
    };
  }

  /** Marks the block in the middle of the buffers, interleaves `count` samples of it and moves on. */
  #next(count: number): Float32Array {
    const { channels } = this.#form;
    const { factor } = this.#low;
    const { hop } = this.#shaper;
    const context = this.#context;
    const low = this.#lowRate;
    for (const [index, channel] of this.#marked.entries())
      toLowRate(this.#buffers[channel]!, this.#low, low[index]!);
    const firstFrame = (this.#blocks * this.#block - this.#context) / factor / hop;
    const marks = this.#shaper.mark({ channels: low, levels: this.#levels(), firstFrame });
    this.#limiter.limit(low, marks);
    const [from, to] = [this.#context / factor, (this.#context + count) / factor];
    this.#noiseToMask.add(low, marks, from, to);
    const out = new Float32Array(count * channels);
    const mark = this.#change.subarray(0, count);
    for (let channel = 0; channel < channels; channel += 1) {
      const buffer = this.#buffers[channel]!;
      const index = this.#marked.indexOf(channel);
      if (index < 0) mark.fill(0);
      else fromLowRate(marks[index]!, this.#low, this.#context, mark);
      let programme = 0;
      let marked = 0;
      let clipped = 0;
      for (let at = 0, place = channel; at < count; at += 1, place += channels) {
        const sample = buffer[context + at]!;
        const change = mark[at]!;
        const sum = sample + change;
        programme += sample * sample;
        marked += change * change;
        if (sum > 1 || sum < -1) clipped += sample <= 1 && sample >= -1 ? 1 : 0;
        out[place] = sum;
      }
      if (index >= 0) {
        this.#programme += programme;
        this.#mark += marked;
        this.#clipped += clipped;
      }
      buffer.copyWithin(0, this.#block);
    }
    this.#filled = Math.max(this.#context, this.#filled - this.#block);
    this.#blocks += 1;
    return out;
  }

  /** Mean square of the programme in the length of a frame around each frame, summed over the marked channels. */
  #levels(): Float64Array {
    const hop = this.#shaper.hop * this.#low.factor;
    const hops = this.#buffers[0]!.length / hop;
    const energy = new Float64Array(hops);
    for (const channel of this.#marked) {
      const buffer = this.#buffers[channel]!;
      for (let at = 0; at < hops; at += 1) {
        let sum = 0;
        for (let index = at * hop; index < (at + 1) * hop; index += 1) sum += buffer[index]! * buffer[index]!;
        energy[at]! += sum / hop;
      }
    }
    // A frame reaches two hops to either side of its middle.
    return energy.map((_, frame) => {
      let sum = 0;
      for (let at = frame - 2; at < frame + 2; at += 1) sum += energy[at] ?? 0;
      return sum / 4;
    });
  }
}
