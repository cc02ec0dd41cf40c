import { codeNumber, LONGEST_FILTER, NOTES } from './chromaprint-classifiers.ts';
import { PowerSpectrum } from './power-spectrum.ts';

/**
 * Chromaprint, algorithm 2 (`CHROMAPRINT_ALGORITHM_TEST2`, what `fpcalc` and AcoustID use): Lukáš Lalinský, How does
 * Chromaprint work?, 2011, and the constants of chromaprint 1.5.1; after Ke, Hoiem and Sukthankar, Computer vision for
 * music identification, CVPR 2005, and Jang, Yoo, Lee, Kim and Kalker, Pairwise boosted audio fingerprint, 2009.
 */

/** Samples per second the numbers are defined for. */
export const CHROMAPRINT_RATE = 11_025;
/** Samples of a frame, and from one frame to the next: frames overlap by two thirds. */
const FRAME = 4096;
const HOP = Math.trunc(FRAME / 3);
/** Frequencies that count, hertz. */
const [LOWEST, HIGHEST] = [28, 3520];
/** Weights of five frames in a row. */
const SMOOTHING = [0.25, 0.75, 1, 0.75, 0.25] as const;
/** Length of the twelve notes below which a moment is silent. */
const SILENCE = 0.01;

/** Takes sound as it comes; memory grows by 4 bytes for every eighth of a second. */
export class ChromaprintMaker {
  readonly #spectrum = new PowerSpectrum(hammingWindow());
  readonly #first = binOf(LOWEST);
  readonly #noteOf = notesOf(this.#first, binOf(HIGHEST));
  readonly #pending = new Float32Array(FRAME);
  #held = 0;
  /** The last frames, `NOTES` values each, as a ring. */
  readonly #recent = new Float64Array(SMOOTHING.length * NOTES);
  #frames = 0;
  /** Sums of all notes so far up to each, for the last rows: a ring of `LONGEST_FILTER + 1`, the first row zero. */
  readonly #sums = new Float64Array((LONGEST_FILTER + 1) * (NOTES + 1));
  #rows = 0;
  #numbers = new Uint32Array(1024);
  #count = 0;

  /** @param samples −1…1, one channel, 11,025 a second. */
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

  /** The numbers so far: the first for the first 2.6 seconds, then one every 0.124 s; none for less. */
  get numbers(): Uint32Array {
    return this.#numbers.slice(0, this.#count);
  }

  #frame(): void {
    this.#spectrum.compute(this.#pending, 0);
    const { power } = this.#spectrum;
    const place = (this.#frames % SMOOTHING.length) * NOTES;
    this.#recent.fill(0, place, place + NOTES);
    for (let index = 0; index < this.#noteOf.length; index += 1)
      this.#recent[place + this.#noteOf[index]!]! += power[this.#first + index]!;
    this.#frames += 1;
    if (this.#frames >= SMOOTHING.length) this.#row();
  }

  #row(): void {
    const row = new Float64Array(NOTES);
    for (let back = 0; back < SMOOTHING.length; back += 1) {
      const place = ((this.#frames + back) % SMOOTHING.length) * NOTES;
      for (let note = 0; note < NOTES; note += 1)
        row[note]! += SMOOTHING[back]! * this.#recent[place + note]!;
    }
    const length = Math.hypot(...row);
    const scale = length < SILENCE ? 0 : 1 / length;
    const width = NOTES + 1;
    const before = (this.#rows % (LONGEST_FILTER + 1)) * width;
    this.#rows += 1;
    const here = (this.#rows % (LONGEST_FILTER + 1)) * width;
    let sum = 0;
    for (let note = 0; note < NOTES; note += 1) {
      sum += row[note]! * scale;
      this.#sums[here + note + 1] = this.#sums[before + note + 1]! + sum;
    }
    if (this.#rows >= LONGEST_FILTER) this.#keep(codeNumber(this.#sums, this.#rows - LONGEST_FILTER));
  }

  #keep(number: number): void {
    if (this.#count === this.#numbers.length) {
      const grown = new Uint32Array(this.#count * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[this.#count] = number;
    this.#count += 1;
  }
}

/**
 * Chromaprint numbers of a whole sound.
 *
 * @param samples −1…1, one channel, 11,025 a second
 * @returns one number for every 0.124 s from 2.6 s on; none for a shorter sound
 */
export function chromaprint(samples: Float32Array): Uint32Array {
  const maker = new ChromaprintMaker();
  maker.push(samples);
  return maker.numbers;
}

function hammingWindow(): Float64Array {
  // The original works on 16-bit samples and divides by 32,767; ours are divided by 32,768 already.
  const scale = 32_768 / 32_767;
  return Float64Array.from(
    { length: FRAME },
    (_, at) => scale * (0.54 - 0.46 * Math.cos((2 * Math.PI * at) / (FRAME - 1))),
  );
}

function binOf(hertz: number): number {
  return Math.round((FRAME * hertz) / CHROMAPRINT_RATE);
}

/** The note, 0 for A, of each frequency of the spectrum from `first` up to `end`. */
function notesOf(first: number, end: number): Uint8Array {
  return Uint8Array.from({ length: end - first }, (_, index) => {
    const octave = Math.log2(((first + index) * CHROMAPRINT_RATE) / FRAME / (440 / 16));
    return Math.trunc(NOTES * (octave - Math.floor(octave)));
  });
}
