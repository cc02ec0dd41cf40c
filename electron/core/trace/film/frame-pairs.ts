import type { TaskContext } from '../../media/task-context.ts';
import { videoFrames } from '../../media/video-frames.ts';
import type { GreyPlane, Vision } from '../../media/vision.ts';
import { type Difference, differenceOf } from '../align/picture/difference.ts';
import { type LaidOriginal, laidOriginal } from '../align/picture/laid.ts';
import { fittedTone, toned } from '../align/picture/tone.ts';
import { inverse } from '../picture/homography.ts';
import { localFeatures } from '../picture/local-features.ts';
import type { RgbPlane } from '../picture/planes.ts';
import { type Registration, registerPictures } from '../picture/registration.ts';
import type { LaidPiece } from './laid-films.ts';
import type { FilmReading } from './read-film.ts';

/** Longer side of the frames that are laid on each other, pixels. */
const side = 640;

/** A frame of each film at the same moment. */
export interface FramePair {
  /** Seconds. */
  readonly at: readonly [number, number];
  readonly first: RgbPlane;
  readonly second: RgbPlane;
  /** `null`: they do not lie on each other. */
  readonly laid: {
    readonly registration: Registration;
    /** The first resampled onto the second, in its colours. */
    readonly original: LaidOriginal;
    readonly difference: Difference;
  } | null;
}

/** Moments spread over the pieces, longest pieces first. */
export function momentsOf(
  pieces: readonly LaidPiece[],
  most: number,
): readonly (readonly [number, number])[] {
  const total = pieces.reduce((sum, { second }) => sum + second[1] - second[0], 0);
  return Array.from({ length: most }, (_, index) => {
    let left = ((index + 0.5) / most) * total;
    for (const { first, second, speed } of pieces) {
      const length = second[1] - second[0];
      if (left <= length) return [(first[0] + speed * left) / 1000, (second[0] + left) / 1000] as const;
      left -= length;
    }
    return [0, 0] as const;
  });
}

/** The frames at a moment, and how they lie on each other. */
export async function framePair(
  films: readonly [FilmReading, FilmReading],
  at: readonly [number, number],
  vision: Vision | null,
  context: TaskContext,
): Promise<FramePair | null> {
  const planes: RgbPlane[] = [];
  for (const [index, { film, rate }] of films.entries()) {
    const request = { from: Math.max(0, at[index]! - 0.5 / rate), count: 1, rate, side };
    const answer = await videoFrames(film.path, film.media, request, context);
    context.signal.throwIfAborted();
    const frame = answer.ok ? answer.frames[0] : undefined;
    if (frame === undefined) return null;
    planes.push(frame);
  }
  const [first, second] = planes as [RgbPlane, RgbPlane];
  return { at, first, second, laid: vision === null ? null : laidPair(first, second, vision) };
}

function laidPair(first: RgbPlane, second: RgbPlane, vision: Vision): FramePair['laid'] {
  const features = (plane: RgbPlane) =>
    localFeatures({ width: plane.width, height: plane.height, orientation: 1 }, greyOf(plane), vision);
  const registration = registerPictures(features(first), features(second), vision);
  if (registration?.sure !== true) return null;
  const back = inverse(Float64Array.from(registration.transform.homography));
  if (back === null) return null;
  const plain = laidOriginal(first, second, back, null);
  const tone = fittedTone(plain, second);
  const original = tone === null ? plain : toned(plain, tone);
  return { registration, original, difference: differenceOf(original, second) };
}

function greyOf({ width, height, data }: RgbPlane): GreyPlane {
  const out = new Uint8Array(width * height);
  for (let pixel = 0, at = 0; pixel < out.length; pixel += 1, at += 3)
    out[pixel] = (data[at]! * 19_595 + data[at + 1]! * 38_470 + data[at + 2]! * 7471 + 32_768) >> 16;
  return { width, height, data: out };
}

/** What differs in all pairs: a logo or a caption stays, what moves does not. `null`: fewer than two pairs lie. */
export function lastingDifference(pairs: readonly FramePair[]): Difference | null {
  const differences = pairs.flatMap(({ laid }) => (laid === null ? [] : [laid.difference]));
  const [one] = differences;
  if (one === undefined || differences.length < 2) return null;
  const excess = one.excess.slice();
  const size = one.size.slice();
  for (const other of differences.slice(1)) {
    if (other.width !== one.width || other.height !== one.height) return null;
    for (let at = 0; at < excess.length; at += 1) {
      excess[at] = Math.min(excess[at]!, other.excess[at]!);
      size[at] = Math.min(size[at]!, other.size[at]!);
    }
  }
  return { width: one.width, height: one.height, excess, size, noise: one.noise };
}
