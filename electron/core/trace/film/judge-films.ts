import type { CopyClaim } from '#shared/domain/fingerprint.ts';
import { descriptorWords, wordDistance } from '../picture/matching.ts';
import { askedFrames } from './asked-frames.ts';
import { codeMatches, frameBits } from './code-matches.ts';
import type { FrameCodes, FramePrint } from './frame-codes.ts';
import { type KeyAgreement, type KeyFrame, keyAgreement } from './key-frames.ts';
import { type Motion, motionOffset } from './motion-offset.ts';
import { findPieces, type Piece } from './pieces.ts';

/** Milliseconds between two frames a comparison asks for. */
export const comparisonStep = 500;
/** Agreeing frames on one offset and speed, and milliseconds they span, from which on it is a copy. */
export const copyFrames = 5;
const copySpan = 5000;
/** The same for "likely". */
export const likelyFrames = 3;
const likelySpan = 1500;
/** Share of the frames asked for within the piece that must agree. */
const density = 0.6;
/** Frames count as different observations from this distance on: a shot that stands still is one. */
const differentBits = 12;
const copyDifferent = 3;
const likelyDifferent = 2;

/** What the codes of two films say. */
export interface FilmAgreement {
  readonly claim: Extract<CopyClaim, 'copy' | 'likely' | 'candidate'>;
  /** The largest first. */
  readonly pieces: readonly Piece[];
  readonly asked: FrameCodes;
  /** Frames asked for that look like any of the known film, wherever it is: what a bag of frames would say. */
  readonly alike: number;
  /** Frames asked for that lie on one of the pieces. */
  readonly placed: number;
}

/**
 * Looks for the frames of the suspect in a known film, in order and at one speed.
 *
 * @param step milliseconds between two frames asked for
 * @param within bits within which two frames look alike
 */
export function judgeCodes(
  suspect: Pick<FramePrint, 'length' | 'frames'>,
  known: Pick<FramePrint, 'length' | 'frames'>,
  step = comparisonStep,
  within = frameBits,
): FilmAgreement | null {
  return judgeAsked(askedFrames(suspect.frames, suspect.length, step), known, within);
}

/** The same with all frames of a print that was made to be searched with: between them nothing is known. */
export function judgeAsked(
  asked: FrameCodes,
  known: Pick<FramePrint, 'length' | 'frames'>,
  within = frameBits,
): FilmAgreement | null {
  const frames = codeMatches(asked, known.frames, known.length, within);
  const pieces = findPieces(frames, { asked, known: known.frames });
  if (pieces.length === 0) return null;
  const placed = pieces.reduce((sum, { agreeing }) => sum + agreeing.length, 0);
  const alike = frames.filter(({ matches }) => matches.length > 0).length;
  return { claim: claimOf(pieces, asked), pieces, asked, alike, placed };
}

/** Pieces that hold for themselves count together: a film that was cut into short pieces is a copy, too. */
function claimOf(pieces: readonly Piece[], asked: FrameCodes): FilmAgreement['claim'] {
  const sound = pieces.filter(({ from, until, agreeing }) => {
    const within = asked.times.reduce((sum, time) => sum + (time >= from && time <= until ? 1 : 0), 0);
    return (
      agreeing.length >= likelyFrames &&
      until - from >= likelySpan &&
      agreeing.length >= density * within &&
      differentFrames(agreeing, asked) >= likelyDifferent
    );
  });
  if (sound.length === 0) return 'candidate';
  const agreeing = sound.flatMap((piece) => piece.agreeing);
  const span = sound.reduce((sum, { from, until }) => sum + until - from, 0);
  const different = differentFrames(agreeing, asked);
  return agreeing.length >= copyFrames && span >= copySpan && different >= copyDifferent ? 'copy' : 'likely';
}

/** Number of agreeing frames that are no repetition of each other, counted up to what a copy needs. */
function differentFrames(agreeing: readonly number[], asked: FrameCodes): number {
  const words = descriptorWords(asked.codes);
  const kept: number[] = [];
  for (const number of agreeing) {
    if (kept.length >= copyDifferent) break;
    if (kept.every((other) => wordDistance(words, number, words, other) >= differentBits)) kept.push(number);
  }
  return kept.length;
}

/** Agreeing places of two key frames that count, and squares they must be spread over: a logo covers fewer. */
export const keyInliers = 15;
export const keySquares = 7;
export const candidateInliers = 11;
/** Milliseconds by which the offsets of key frames of one copy differ at most: they are taken every two seconds. */
const offsetReach = 2500;
/** Key frames of the suspect that are laid on those of the known film. */
const askedKeys = 24;

/** A key frame of the suspect and one of the known film that show the same. */
export interface KeyPair extends KeyAgreement {
  /** Milliseconds. */
  readonly suspect: number;
  readonly known: number;
}

/**
 * Never more than a lead: two recordings made in one room, or with one backdrop, have the same corners. What confirms it
 * is that both move alike, see `motion-offset.ts`.
 */
export interface KeyVerdict {
  /** Key frames of the suspect with enough agreeing places over enough of the frame. */
  readonly sure: number;
  /** Pairs with about one offset, the best first. */
  readonly pairs: readonly KeyPair[];
}

/** Looks for key frames of the suspect in a known film by their local features: through logos, captions and crops. */
export function judgeKeys(suspect: readonly KeyFrame[], known: readonly KeyFrame[]): KeyVerdict | null {
  const step = Math.max(1, suspect.length / askedKeys);
  const pairs: KeyPair[] = [];
  for (let at = 0; at < suspect.length; at += step) {
    const one = suspect[Math.floor(at)]!;
    for (const other of known) {
      const agreement = keyAgreement(one.features, other.features);
      if (agreement.inliers >= candidateInliers && agreement.squares >= keySquares - 1)
        pairs.push({ ...agreement, suspect: one.time, known: other.time });
    }
  }
  if (pairs.length === 0) return null;
  let best: readonly KeyPair[] = [];
  for (const { suspect: time, known: place } of pairs) {
    const near = pairs.filter((pair) => Math.abs(pair.known - pair.suspect - (place - time)) <= offsetReach);
    if (weightOf(near) > weightOf(best)) best = near;
  }
  const sorted = best.toSorted((one, other) => other.inliers - one.inliers || one.suspect - other.suspect);
  const sure = new Set(
    sorted
      .filter(({ inliers, squares }) => inliers >= keyInliers && squares >= keySquares)
      .map((pair) => pair.suspect),
  );
  return { sure: sure.size, pairs: sorted };
}

/** What key frames say once it was seen whether both films move alike there. */
export interface ConfirmedKeys {
  readonly claim: FilmAgreement['claim'];
  /** `known = offset + speed · suspect`, milliseconds. */
  readonly offset: number;
  readonly speed: number;
  /** Correlation of the motion; `null`: they move too little, or not alike. */
  readonly motion: number | null;
}

/** Milliseconds about the offset of the best key frames that motion is looked at. */
const motionReach = 3000;

/** Confirms by motion what key frames lead to. */
export function confirmedKeys({ sure, pairs }: KeyVerdict, suspect: Motion, known: Motion): ConfirmedKeys {
  const best = pairs[0]!;
  const guess = best.known - best.suspect;
  const moved = motionOffset(suspect, known, { guess, at: best.suspect, reach: motionReach });
  if (moved?.sure !== true) return { claim: 'candidate', offset: guess, speed: 1, motion: null };
  const claim = sure === 0 ? 'candidate' : sure === 1 ? 'likely' : 'copy';
  return { claim, offset: moved.offset, speed: moved.speed, motion: moved.correlation };
}

function weightOf(pairs: readonly KeyPair[]): number {
  const of = new Map<number, number>();
  for (const { suspect, inliers } of pairs) of.set(suspect, Math.max(of.get(suspect) ?? 0, inliers));
  let sum = 0;
  for (const inliers of of.values()) sum += inliers;
  return sum;
}
