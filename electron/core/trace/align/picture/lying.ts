import type { Vision } from '../../../media/vision.ts';
import { derivative, inverse, type Matrix, product } from '../../picture/homography.ts';
import {
  leastFeatures,
  localFeatures,
  mirroredPlane,
  type PictureFeatures,
} from '../../picture/local-features.ts';
import type { PicturePlanes, RgbPlane } from '../../picture/planes.ts';
import { copyInliers, registerPictures } from '../../picture/registration.ts';
import { lightOf } from './light.ts';
import { type LocalFit, localFit } from './local-shift.ts';
import { refined, shrinking, structureOf } from './refine.ts';

/** A first idea of how the second lies on the first, in stored pixels. */
export interface Guess {
  /** From the second to the first. */
  readonly back: Matrix;
  /** Agreeing local features; 0: the whole laid on the whole. */
  readonly inliers: number;
  readonly mirrored: boolean;
  /** Median distance of agreeing features, pixels of the second. */
  readonly residual: number;
}

export interface Guesses {
  /** The best first. */
  readonly guesses: readonly Guess[];
  /** Local features found in both. */
  readonly features: readonly [number, number];
  /** Has one of them too few to be found by them? */
  readonly plain: boolean;
}

/** By features; failing that the whole on the whole as well, for soft and plain pictures have too few corners. */
export function guessesFor(first: PicturePlanes, second: PicturePlanes, vision: Vision): Guesses {
  if (Math.min(...[first, second].flatMap(({ grey }) => [grey.width, grey.height])) < leastSide)
    return { guesses: [wholeOnWhole(first, second)], features: [0, 0], plain: true };
  const one = localFeatures(first.frame, first.grey, vision);
  const other = localFeatures(second.frame, second.grey, vision);
  const found = registerPictures(one, other, vision);
  const back = found === null ? null : inverse(found.transform.homography);
  const guesses: Guess[] = [];
  if (found !== null && back !== null) {
    const { inliers, residual } = found.transform;
    const [a, b, c, d] = derivative(back, second.frame.width / 2, second.frame.height / 2);
    guesses.push({ back, inliers, residual, mirrored: a * d < b * c });
    if (a * d > b * c && found.support < wellSupported) guesses.push(...mirroredGuess(one, second, vision));
  }
  if (found?.sure !== true) guesses.push(wholeOnWhole(first, second));
  const features = [one.plain.count, other.plain.count] as const;
  return { guesses, features, plain: Math.min(...features) < leastFeatures };
}

/** Side of a plane below which the corners of ORB have no room for their surroundings, pixels. */
const leastSide = 32;

function wholeOnWhole(first: PicturePlanes, second: PicturePlanes): Guess {
  return { back: onto(first.frame, second.frame), inliers: 0, residual: 0, mirrored: false };
}

/** Share of supported places below which a picture that is like its own mirror image may lie the other way round. */
const wellSupported = 0.5;

function mirroredGuess(
  one: PictureFeatures,
  { frame, grey }: PicturePlanes,
  vision: Vision,
): readonly Guess[] {
  const found = registerPictures(one, localFeatures(frame, mirroredPlane(grey), vision), vision);
  const back = found?.sure === true ? inverse(found.transform.homography) : null;
  if (found === null || back === null) return [];
  const { inliers, residual } = found.transform;
  const turned = product(back, Float64Array.of(-1, 0, frame.width - 1, 0, 1, 0, 0, 0, 1));
  return [{ back: turned, inliers, residual, mirrored: true }];
}

/** Pixels of a plane to those of another plane of the same picture. */
export function onto(
  to: { readonly width: number; readonly height: number },
  from: { readonly width: number; readonly height: number },
): Float64Array {
  const [across, down] = [to.width / from.width, to.height / from.height];
  return Float64Array.of(across, 0, (across - 1) / 2, 0, down, (down - 1) / 2, 0, 0, 1);
}

/** How the second lies on the first. */
export interface Lying extends Guess {
  /** Better than the guess, stored pixels. */
  readonly back: Float64Array;
  readonly fit: LocalFit;
  /** Did its pixels have to speak for it, features being too few? */
  readonly likely: boolean;
}

/** Share and number of places whose pixels must agree where features alone prove nothing. */
const agreeingShare = 0.6;
const agreeingPlaces = 20;

/**
 * The guess that holds best, made exact by the pixels.
 *
 * @param planes of the first and the second, pixels of both about equally large in the picture
 * @returns `null`: none holds
 */
export function lyingOf(
  { guesses }: Guesses,
  [first, second]: readonly [RgbPlane, RgbPlane],
  frames: readonly [PicturePlanes['frame'], PicturePlanes['frame']],
): Lying | null {
  const [one, other] = [structureOf(lightOf(first)), structureOf(lightOf(second))];
  const finest = other.levels[0]!;
  const own = one.levels[0]!;
  let best: Lying | null = null;
  for (const guess of guesses) {
    const start = product(product(onto(first, frames[0]), guess.back), onto(frames[1], second));
    const exact = refined(one, other, start) ?? start;
    const level = product(product(shrinking(own.shift), exact), inverse(shrinking(finest.shift))!);
    const fit = localFit(own.plane, finest.plane, level);
    const likely = guess.inliers < copyInliers;
    if (likely && (fit.agreeing < agreeingPlaces || fit.agreeing < agreeingShare * fit.places)) continue;
    if (best !== null && fit.agreeing <= best.fit.agreeing) continue;
    const back = product(product(onto(frames[0], first), exact), onto(second, frames[1]));
    best = { ...guess, back, fit, likely };
  }
  return best;
}
