import { descriptorWords, wordDistance } from '../picture/matching.ts';
import { type CodedFrame, cellCount, codedFrame, frameCodeBytes } from './frame-coder.ts';
import { FrameCodeList, type FrameCodes, longestGap } from './frame-codes.ts';

/** Bits within which a frame is the same as the last kept one. */
const sameBits = 2;
/** The same where a lively film would take more than this many codes a second, that is 3.5 MB an hour. */
const busyBits = 8;
const mostCodes = 27;
/** Mean difference, grey levels, below which a frame is not even coded anew. */
const sameLevel = 0.25;

/** Codes the frames of one view of a film, and keeps those that differ from the one kept before. */
export class CodeTrack {
  readonly #codes = new FrameCodeList();
  readonly #shown = new Uint8Array(cellCount);
  #kept: Int32Array | null = null;
  #keptAt = 0;
  #there = false;

  /** @returns the frame when it was coded anew; `null`: it is as the one before. */
  add(time: number, cells: Uint8Array): CodedFrame | null {
    const due = !this.#there || time - this.#keptAt >= longestGap;
    if (!due && differenceOf(cells, this.#shown) < sameLevel) return null;
    const frame = codedFrame(cells);
    const words = descriptorWords(frame.code);
    this.#shown.set(cells);
    const same = this.#codes.count > mostCodes * (2 + time / 1000) ? busyBits : sameBits;
    if (due || this.#kept === null || wordDistance(words, 0, this.#kept, 0) > same) {
      this.#codes.add(time, frame.quality, frame.code);
      this.#kept = words;
      this.#keptAt = time;
      this.#there = true;
    }
    return frame;
  }

  /** From here on this view shows nothing. */
  leave(time: number): void {
    if (!this.#there && time - this.#keptAt < longestGap && this.#codes.count > 0) return;
    this.#codes.add(time, 0, new Uint8Array(frameCodeBytes));
    this.#keptAt = time;
    this.#kept = null;
    this.#there = false;
  }

  frames(): FrameCodes {
    return this.#codes.frames();
  }
}

export function differenceOf(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < cellCount; at += 1) sum += Math.abs(one[at]! - other[at]!);
  return sum / cellCount;
}
