import type { Alignment, PictureTransform } from '#shared/domain/comparison.ts';
import type { FingerprintMatch } from '#shared/domain/fingerprint.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { openVision } from '../../media/vision.ts';
import { derivative, inverse, product } from '../picture/homography.ts';
import { type PicturePlanes, readPlanes } from '../picture/planes.ts';
import { copyInliers } from '../picture/registration.ts';
import { pictureTransform } from '../picture/transform.ts';
import { distinct } from '../reported.ts';
import type { Aligner, AlignRequest } from './define.ts';
import { changeList } from './picture/change-list.ts';
import { changedParts } from './picture/changed-parts.ts';
import { differenceOf } from './picture/difference.ts';
import { type Exposure, exposureOf } from './picture/exposure.ts';
import { numberFigures, pictureFigures, regionsFigure } from './picture/figures.ts';
import { laidOriginal } from './picture/laid.ts';
import { type Guess, type Guesses, guessesFor, type Lying, lyingOf, onto } from './picture/lying.ts';
import { partChanges } from './picture/part-changes.ts';
import { measuredPair } from './picture/part-measures.ts';
import { pixelsAt } from './picture/pixels.ts';
import {
  littleCommon,
  notShown,
  sameScene,
  tooPlain,
  unrelatedPictures,
  wasBent,
  weaklySupported,
} from './picture/reasons.ts';
import { samePixels } from './picture/same-pixels.ts';
import { shiftSize } from './picture/shift-field.ts';
import { fittedTone, toned } from './picture/tone.ts';

type Answer = Omit<Alignment, 'artifacts'>;

/** Longer side of the suspect's plane on which everything is compared and shown, pixels. */
const planeSide = 2048;
/** The original is read no larger than this, pixels of the longer side, however small a part of it is left. */
const originalSide = 6144;
/** Share of agreeing places below which only a logo, a frame or a pattern may be common. */
const weakShare = 0.25;
/** Part of the diagonal by which places may lie beside a projective map without it being said. */
const bentShare = 0.0015;

/** Lays one still picture on another, and tells what was changed. */
export const aligner: Aligner = {
  appliesTo: (first, second) => first.kind === 'image' && second.kind === 'image',
  async align(request) {
    const { first, second, context } = request;
    const opened = await openVision();
    if ('missing' in opened) return nothing('undetermined', opened.missing, []);
    const one = await readPlanes(first.path, first.media.format, context.limits);
    if (!one.ok) return nothing('undetermined', one.reason, []);
    const other = await readPlanes(second.path, second.media.format, context.limits);
    if (!other.ok) return nothing('undetermined', other.reason, []);
    const warnings = distinct([...one.planes.warnings, ...other.planes.warnings]);
    context.progress(0.2);
    if (await samePixels(first, second, one.planes, other.planes, context.limits))
      return sameContent(one.planes, warnings);
    context.signal.throwIfAborted();
    const guesses = guessesFor(one.planes, other.planes, opened.vision);
    context.signal.throwIfAborted();
    context.progress(0.35);
    return await compared(request, one.planes, other.planes, guesses, warnings);
  },
};

async function compared(
  request: AlignRequest,
  one: PicturePlanes,
  other: PicturePlanes,
  guesses: Guesses,
  warnings: readonly Localized[],
): Promise<Answer> {
  const { first, second, context } = request;
  const frames = [one.frame, other.frame] as const;
  const suspect = await pixelsAt(
    { path: second.path, format: second.media.format },
    other,
    planeSide,
    context.limits,
  );
  const side = originalSideFor(guesses.guesses[0]!, one, other, suspect.width / other.frame.width);
  const original = await pixelsAt(
    { path: first.path, format: first.media.format },
    one,
    side,
    context.limits,
  );
  context.signal.throwIfAborted();
  context.progress(0.5);
  const lying = lyingOf(guesses, [original, suspect], frames);
  const matches = matchesOf(lying ?? guesses.guesses[0]!);
  const transform = lying === null ? null : transformOf(lying, one, other);
  if (lying === null || transform === null) {
    const { plain, features } = guesses;
    const inliers = guesses.guesses[0]!.inliers;
    const answer = plain
      ? nothing('undetermined', tooPlain(features), warnings)
      : nothing('unrelated', unrelatedPictures(features, inliers), warnings);
    return { ...answer, matches };
  }
  context.signal.throwIfAborted();
  context.progress(0.6);
  const back = product(product(onto(original, one.frame), lying.back), onto(other.frame, suspect));
  const laid = laidOriginal(original, suspect, back, lying.fit.field);
  const exposure = exposureOf(laid, suspect, lying.fit.field);
  const tone = fittedTone(laid, suspect);
  const matched = tone === null ? laid : toned(laid, tone);
  const difference = differenceOf(matched, suspect);
  context.signal.throwIfAborted();
  context.progress(0.75);
  const parts = changedParts(difference);
  const toSecond = onto(other.frame, suspect);
  const laying = { transform, frames, second: suspect, toSecond, toFirst: product(lying.back, toSecond) };
  const changes = changeList(
    laying,
    partChanges(measuredPair(matched, suspect), parts, laying.toFirst),
    tone,
    exposure,
  );
  context.signal.throwIfAborted();
  context.progress(0.85);
  const inside = laid.inside.reduce((sum, value) => sum + value, 0);
  const changed = parts.parts.reduce((sum, { pixels }) => sum + pixels, 0) / Math.max(1, inside);
  const bent = (shiftSize(lying.fit.field, 0.95) * other.frame.width) / lying.fit.field.width;
  const { agreeing, places } = lying.fit;
  const numbers = { inliers: lying.inliers, agreeing, places, noise: difference.noise, changed, bent };
  const regions = [regionsFigure(changes, 'second', other.frame), regionsFigure(changes, 'first', one.frame)];
  return {
    outcome: 'aligned',
    ...claimed(exposure, lying.likely),
    matches,
    transform,
    changes,
    figures: [
      ...(await pictureFigures(request, laid, matched, suspect, difference, parts)),
      ...regions.filter((figure) => figure !== null),
      ...numberFigures(numbers),
    ],
    warnings: [...warnings, ...cautions(lying, bent, other)],
  };
}

/** What lies over each other is a copy when its pixels come from one exposure as well. */
function claimed(exposure: Exposure, likely: boolean): Pick<Answer, 'claim' | 'reason'> {
  if (exposure.verdict === 'other') return { claim: 'candidate', reason: sameScene(exposure) };
  if (likely) return { claim: 'likely', reason: null };
  return exposure.verdict === 'same'
    ? { claim: 'copy', reason: null }
    : { claim: 'likely', reason: notShown(exposure) };
}

function nothing(outcome: Answer['outcome'], reason: Reason | null, warnings: readonly Localized[]): Answer {
  return {
    ...{ outcome, reason, claim: null, matches: [], transform: null, changes: [], figures: [] },
    warnings: [...warnings],
  };
}

function sameContent({ frame }: PicturePlanes, warnings: readonly Localized[]): Answer {
  const identity = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const transform = pictureTransform(frame, frame, identity, { inliers: 0, residual: 0 });
  return { ...nothing('same-content', null, warnings), claim: 'same-content', transform };
}

/** Longer side at which the original's pixels are about as large as those of the suspect's plane. */
function originalSideFor({ back }: Guess, one: PicturePlanes, other: PicturePlanes, shrunk: number): number {
  const [a, b, c, d] = derivative(back, other.frame.width / 2, other.frame.height / 2);
  const scale = 1 / Math.sqrt(Math.abs(a * d - b * c));
  const longest = Math.max(one.frame.width, one.frame.height);
  const side = Math.ceil(longest * scale * shrunk);
  return Number.isFinite(side) ? Math.max(32, Math.min(side, longest, originalSide)) : planeSide;
}

function transformOf(lying: Lying, one: PicturePlanes, other: PicturePlanes): PictureTransform | null {
  const there = inverse(lying.back);
  return there === null ? null : pictureTransform(one.frame, other.frame, there, lying);
}

function matchesOf({ inliers, mirrored }: Guess): FingerprintMatch[] {
  if (inliers === 0) return [];
  const copy = inliers >= copyInliers;
  return [
    {
      method: 'features',
      variant: mirrored ? 'mirrored' : 'corners',
      // Another photograph of the same scene has as many: the pixels decide, see `claimed`.
      claim: copy ? 'likely' : 'candidate',
      score: inliers,
      unit: 'inliers',
      threshold: copyInliers,
      descending: false,
      codes: null,
      quality: null,
      expectedFalse: null,
    },
  ];
}

function cautions({ fit, likely, inliers }: Lying, bent: number, { frame }: PicturePlanes): Localized[] {
  const out: Localized[] = [];
  if (likely) out.push(weaklySupported(inliers, fit));
  else if (fit.agreeing < weakShare * fit.places) out.push(littleCommon(fit));
  if (bent > bentShare * Math.hypot(frame.width, frame.height)) out.push(wasBent(bent));
  return out;
}
