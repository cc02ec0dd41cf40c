import { frameCodeBytes } from './frame-coder.ts';

/** Codes of a film's frames in order of time. One holds until the next. */
export interface FrameCodes {
  readonly count: number;
  /** Milliseconds from the beginning. */
  readonly times: Uint32Array;
  /** 0…100 each. */
  readonly qualities: Uint8Array;
  /** `count × 32` bytes. */
  readonly codes: Uint8Array;
}

/** What a print of frame codes holds. */
export interface FramePrint {
  /** Length of the film, milliseconds. */
  readonly length: number;
  /** Bars cut off on the left, above, on the right and below, 1/65535 of the side. */
  readonly cut: readonly [number, number, number, number];
  readonly frames: FrameCodes;
}

const headBytes = 16;
const frameBytes = 3 + frameCodeBytes;
/** Longest gap one record can tell, milliseconds: the code is repeated after it. */
export const longestGap = 65_000;

/** Collects codes while a film is decoded. */
export class FrameCodeList {
  readonly #times: number[] = [];
  readonly #qualities: number[] = [];
  readonly #codes: Uint8Array[] = [];

  get count(): number {
    return this.#times.length;
  }

  add(time: number, quality: number, code: Uint8Array): void {
    this.#times.push(time);
    this.#qualities.push(quality);
    this.#codes.push(code);
  }

  frames(): FrameCodes {
    const codes = new Uint8Array(this.#codes.length * frameCodeBytes);
    for (const [index, code] of this.#codes.entries()) codes.set(code, index * frameCodeBytes);
    return {
      count: this.#codes.length,
      times: Uint32Array.from(this.#times),
      qualities: Uint8Array.from(this.#qualities),
      codes,
    };
  }
}

/**
 * Length (32 bits), count (32), bars (4 × 16), then for each frame the milliseconds since the one before (16), quality
 * (8) and code; least significant first.
 */
export function writeFramePrint({ length, cut, frames }: FramePrint): Uint8Array {
  const out = new Uint8Array(headBytes + frames.count * frameBytes);
  const view = new DataView(out.buffer);
  view.setUint32(0, length, true);
  view.setUint32(4, frames.count, true);
  for (const [index, part] of cut.entries()) view.setUint16(8 + 2 * index, part, true);
  let before = 0;
  for (let index = 0, at = headBytes; index < frames.count; index += 1, at += frameBytes) {
    const time = frames.times[index]!;
    view.setUint16(at, Math.min(0xffff, time - before), true);
    before = time;
    out[at + 2] = frames.qualities[index]!;
    out.set(frames.codes.subarray(index * frameCodeBytes, (index + 1) * frameCodeBytes), at + 3);
  }
  return out;
}

/** `null`: not such bytes. */
export function readFramePrint(bytes: Uint8Array): FramePrint | null {
  if (bytes.length < headBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(4, true);
  if (bytes.length !== headBytes + count * frameBytes) return null;
  const times = new Uint32Array(count);
  const qualities = new Uint8Array(count);
  const codes = new Uint8Array(count * frameCodeBytes);
  let time = 0;
  for (let index = 0, at = headBytes; index < count; index += 1, at += frameBytes) {
    time += view.getUint16(at, true);
    times[index] = time;
    qualities[index] = bytes[at + 2]!;
    codes.set(bytes.subarray(at + 3, at + frameBytes), index * frameCodeBytes);
  }
  const cut = [0, 1, 2, 3].map((index) => view.getUint16(8 + 2 * index, true));
  return {
    length: view.getUint32(0, true),
    cut: cut as unknown as FramePrint['cut'],
    frames: { count, times, qualities, codes },
  };
}

/** Some of the frames, by their numbers in ascending order. */
export function pickedFrames(
  { times, qualities, codes }: FrameCodes,
  numbers: readonly number[],
): FrameCodes {
  const picked = new Uint8Array(numbers.length * frameCodeBytes);
  for (const [to, from] of numbers.entries())
    picked.set(codes.subarray(from * frameCodeBytes, (from + 1) * frameCodeBytes), to * frameCodeBytes);
  return {
    count: numbers.length,
    times: Uint32Array.from(numbers, (number) => times[number]!),
    qualities: Uint8Array.from(numbers, (number) => qualities[number]!),
    codes: picked,
  };
}

/** Number of the frame that is on screen at a time; −1 before the first. */
export function frameAt({ times, count }: FrameCodes, time: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
