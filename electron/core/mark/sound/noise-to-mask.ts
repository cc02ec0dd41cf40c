import { FourierTransform } from '#shared/numeric/fft.ts';
import { bark, MaskingModel } from './masking.ts';
import { addPower } from './power.ts';

/** Length of a frame, seconds: short enough to see a mark before an attack. */
const FRAME_SECONDS = 0.017;
/** Frames softer than this are silence, mean square of full scale. */
const SILENCE = 1e-9;

/**
 * Noise-to-mask ratio (K. Brandenburg and T. Sporer, AES 11th Int. Conf. 1992; ITU-R BS.1387): power of the disturbance
 * over the masking threshold of the programme, in bands half a Bark wide.
 */
export class NoiseToMask {
  readonly #size: number;
  readonly #transform: FourierTransform;
  readonly #window: Float64Array;
  readonly #masking: MaskingModel;
  readonly #bandOf: Uint8Array;
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;
  #sum = 0;
  #above = 0;
  #count = 0;

  constructor(rate: number) {
    this.#size = 2 ** Math.round(Math.log2(FRAME_SECONDS * rate));
    this.#real = new Float64Array(this.#size);
    this.#imaginary = new Float64Array(this.#size);
    const bins = this.#size / 2 + 1;
    const binHertz = rate / this.#size;
    this.#transform = new FourierTransform(this.#size);
    this.#window = Float64Array.from({ length: this.#size }, (_, at) =>
      Math.sin((Math.PI * at) / this.#size),
    );
    this.#masking = new MaskingModel(bins, binHertz, (this.#size * this.#size) / 8);
    this.#bandOf = Uint8Array.from({ length: bins }, (_, bin) => Math.floor(bark(bin * binHertz) * 2));
  }

  /** Frames that begin at `from … to`; channels are taken together. */
  add(programme: readonly Float64Array[], marks: readonly Float64Array[], from: number, to: number): void {
    const size = this.#size;
    const bins = size / 2 + 1;
    const host = new Float64Array(bins);
    const mark = new Float64Array(bins);
    const threshold = new Float64Array(bins);
    const hostBands = new Float64Array(this.#masking.bands);
    const markBands = new Float64Array(this.#masking.bands);
    for (let start = Math.ceil(from); start + size <= to; start += size / 2) {
      const energy = this.#power(programme, start, host);
      if (energy < SILENCE * programme.length * size) continue;
      this.#power(marks, start, mark);
      this.#masking.threshold(host, threshold);
      hostBands.fill(0);
      markBands.fill(0);
      for (let bin = 0; bin < bins; bin += 1) {
        hostBands[this.#bandOf[bin]!]! += threshold[bin]!;
        markBands[this.#bandOf[bin]!]! += mark[bin]!;
      }
      for (let band = 0; band < hostBands.length; band += 1) {
        if (hostBands[band] === 0) continue;
        const ratio = markBands[band]! / hostBands[band]!;
        this.#sum += ratio;
        this.#count += 1;
        if (ratio > 1) this.#above += 1;
      }
    }
  }

  /** Mean ratio in dB over bands and frames, and the share of them above the threshold. */
  result(): { readonly mean: number; readonly above: number } {
    if (this.#count === 0) return { mean: -Infinity, above: 0 };
    return { mean: 10 * Math.log10(this.#sum / this.#count), above: this.#above / this.#count };
  }

  #power(channels: readonly Float64Array[], start: number, power: Float64Array): number {
    const size = this.#size;
    const [real, imaginary] = [this.#real, this.#imaginary];
    const window = this.#window;
    let energy = 0;
    power.fill(0);
    for (let pair = 0; pair < channels.length; pair += 2) {
      const [first, second] = [channels[pair]!, channels[pair + 1]];
      for (let at = 0; at < size; at += 1) {
        const one = first[start + at]! * window[at]!;
        const two = second === undefined ? 0 : second[start + at]! * window[at]!;
        real[at] = one;
        imaginary[at] = two;
        energy += one * one + two * two;
      }
      this.#transform.forward(real, imaginary);
      addPower(real, imaginary, 0, size, power);
    }
    return energy;
  }
}
