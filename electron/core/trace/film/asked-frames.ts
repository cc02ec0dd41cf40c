import { descriptorWords, wordDistance } from '../picture/matching.ts';
import { leastFrameQuality } from './frame-coder.ts';
import { type FrameCodes, pickedFrames } from './frame-codes.ts';

/** Frames asked for at most, however long the film is. */
const mostAsked = 4000;
/** Bits from one frame to the next that make a new shot. */
export const cutBits = 80;

/**
 * The frames of a film that a search asks for: one in every `step` milliseconds, and the first of every new shot. The
 * other side is dense, so that each has its counterpart; sparse against sparse finds next to nothing.
 *
 * @param length of the film, milliseconds
 * @param step milliseconds
 */
export function askedFrames(frames: FrameCodes, length: number, step: number): FrameCodes {
  const spacing = Math.max(step, length / mostAsked);
  const times = new Set<number>();
  for (let time = 0; time < length; time += spacing) times.add(Math.round(time));
  const words = descriptorWords(frames.codes);
  let calm = true;
  for (let index = 1; index < frames.count && times.size < mostAsked; index += 1) {
    const bits = wordDistance(words, index, words, index - 1);
    // Where every frame differs much from the one before, the picture moves fast.
    if (calm && bits >= cutBits) times.add(frames.times[index]!);
    calm = bits < cutBits / 2;
  }
  const numbers: number[] = [];
  const shown: number[] = [];
  let index = -1;
  for (const time of [...times].sort((one, other) => one - other)) {
    while (index + 1 < frames.count && frames.times[index + 1]! <= time) index += 1;
    if (index < 0 || frames.qualities[index]! < leastFrameQuality) continue;
    numbers.push(index);
    shown.push(time);
  }
  // A frame that holds for long is asked for at each tick: what the known film shows then may have changed.
  return { ...pickedFrames(frames, numbers), times: Uint32Array.from(shown) };
}
