import { descriptorWords, wordDistance } from '../picture/matching.ts';
import { cutBits } from './asked-frames.ts';
import { CodeTrack, differenceOf } from './code-track.ts';
import { ContentFinder, cellsOf, wideCount } from './content-cells.ts';
import { FilmDescriptor } from './film-descriptor.ts';
import { type CodedFrame, cellCount, descriptorLength, leastFrameQuality } from './frame-coder.ts';
import { FrameCodeList } from './frame-codes.ts';
import type { FilmReading } from './read-film.ts';

/** How soon after one new shot another may come, milliseconds. */
const cutPause = 200;
/** Mirrored frames, milliseconds apart. */
const mirroredStep = 1000;

/** Codes frames one after another. */
export class FrameReader {
  readonly #rate: number;
  readonly #seconds: number;
  readonly #progress: (fraction: number) => void;
  readonly #codes = new CodeTrack();
  /** Of the frame with its bars, when it has any, and of what stands on a flat ground. */
  readonly #untrimmed: CodeTrack | null;
  readonly #content = new CodeTrack();
  readonly #finder = new ContentFinder();
  readonly #mirrored = new FrameCodeList();
  readonly #descriptor = new FilmDescriptor();
  readonly #cuts: number[] = [];
  readonly #cells = new Uint8Array(cellCount);
  readonly #previous = new Uint8Array(cellCount);
  readonly #motion: number[] = [];
  #coefficients: Float32Array = new Float32Array(descriptorLength);
  #flatNow = false;
  #calm = true;
  #before: Int32Array | null = null;
  #mirroredAt = Number.NEGATIVE_INFINITY;
  #flat = 0;
  #contents = 0;

  constructor(
    rate: number,
    { seconds, bars }: { readonly seconds: number; readonly bars: boolean },
    progress: (fraction: number) => void,
  ) {
    this.#rate = rate;
    this.#seconds = seconds;
    this.#untrimmed = bars ? new CodeTrack() : null;
    this.#progress = progress;
  }

  /** @param wide the frame inside its bars, and the whole frame when it has any; each of `wideCount` cells. */
  add(wide: Uint8Array, index: number): void {
    const time = Math.round((index * 1000) / this.#rate);
    const inside = wide.subarray(0, wideCount);
    const cells = this.#cells;
    cellsOf(inside, cells);
    const coded = this.#codes.add(time, cells);
    if (coded !== null) this.#look(coded, time);
    this.#motion.push(index === 0 ? 0 : differenceOf(cells, this.#previous));
    this.#previous.set(cells);
    if (this.#flatNow) this.#flat += 1;
    this.#descriptor.add(this.#coefficients, time / 1000);
    if (this.#untrimmed !== null) {
      cellsOf(wide.subarray(wideCount), cells);
      this.#untrimmed.add(time, cells);
    }
    const content = this.#finder.cells(inside);
    if (content === null) this.#content.leave(time);
    else {
      this.#content.add(time, content);
      this.#contents += 1;
    }
    if (index % 250 === 0)
      this.#progress(0.05 + 0.85 * Math.min(1, index / this.#rate / Math.max(1, this.#seconds)));
  }

  #look(frame: CodedFrame, time: number): void {
    const words = descriptorWords(frame.code);
    this.#coefficients = frame.coefficients;
    this.#flatNow = frame.quality < leastFrameQuality;
    const bits = this.#before === null ? 0 : wordDistance(words, 0, this.#before, 0);
    const cut = this.#calm && bits >= cutBits && time - (this.#cuts.at(-1) ?? 0) >= cutPause;
    // Where every frame differs much from the one before, the picture moves fast.
    this.#calm = bits < cutBits / 2;
    if (cut) this.#cuts.push(time);
    this.#before = words;
    if ((cut || time - this.#mirroredAt >= mirroredStep) && !this.#flatNow) {
      this.#mirrored.add(time, frame.quality, frame.mirrored());
      this.#mirroredAt = time;
    }
  }

  answer(frames: number): Omit<FilmReading, 'film' | 'inner' | 'rate' | 'keys' | 'warnings'> {
    const length = Math.round((frames * 1000) / this.#rate);
    return {
      ...{ frames, length, flat: this.#flat, cuts: this.#cuts },
      codes: this.#codes.frames(),
      untrimmed: this.#untrimmed?.frames() ?? null,
      content: this.#contents === 0 ? null : this.#content.frames(),
      mirrored: this.#mirrored.frames(),
      motion: Float32Array.from(this.#motion),
      descriptor: { bytes: this.#descriptor.bytes(length), quality: this.#descriptor.quality() },
    };
  }
}
