import type { CopyClaim } from '#shared/domain/fingerprint.ts';
import { descriptorWords, wordDistance } from '../picture/matching.ts';
import { frameBits } from './code-matches.ts';
import { type DenseView, denseViews } from './film-prints.ts';
import { type FrameCodes, frameAt } from './frame-codes.ts';
import { confirmedKeys, judgeAsked, judgeCodes, judgeKeys } from './judge-films.ts';
import { refinedLine, type TimeLine } from './line-refinement.ts';
import type { Piece } from './pieces.ts';
import type { FilmReading } from './read-film.ts';

/** A stretch of the second film and where in the first it comes from; milliseconds. */
export interface LaidPiece {
  readonly first: readonly [number, number];
  readonly second: readonly [number, number];
  readonly speed: number;
  /** Agreeing frames, or agreeing places of the best key frame. */
  readonly votes: number;
}

export interface LaidFilms {
  /** View of the second film that agreed. */
  readonly by: DenseView | 'mirrored' | 'corners';
  readonly claim: Extract<CopyClaim, 'copy' | 'likely' | 'candidate'>;
  /** In order of the second. */
  readonly pieces: readonly LaidPiece[];
  /** Correlation of movement, when that told the offset of key frames. */
  readonly motion: number | null;
}

/** Milliseconds between two frames asked for. */
const step = 250;
/** Bits within which frames beside a piece still belong to it, and for how long they may miss, milliseconds. */
const edgeBits = 44;
const edgePause = 130;
const leastVotes = 4;
/**
 * Bits within which frames are taken for alike when the usual distance left many without a place: a small logo or a caption. Alone
 * that would be too far; here frames must follow each other in order, too.
 */
const looseBits = 46;
/** Share of the frames asked for that must have a place for the usual distance to be enough. */
const nearlyAll = 0.9;

/** Views of both films that are held against each other, the usual one first, and the bits to be within. */
function* waysOf(first: FilmReading, second: FilmReading): Generator<Way> {
  const [known, own] = [viewsOf(first), viewsOf(second)];
  yield { by: 'codes', known: first.codes, own: second.codes, within: frameBits };
  for (const [by, codes] of own)
    for (const [view, stored] of known)
      if (by !== 'codes' || view !== 'codes') yield { by, known: stored, own: codes, within: frameBits };
  yield { by: 'mirrored', known: first.codes, own: second.mirrored, within: frameBits };
  yield { by: 'codes', known: first.codes, own: second.codes, within: looseBits };
}

interface Way {
  readonly by: LaidFilms['by'];
  readonly known: FrameCodes;
  readonly own: FrameCodes;
  readonly within: number;
}

function viewsOf(film: FilmReading): [DenseView, FrameCodes][] {
  return denseViews.flatMap((view) => (film[view] === null ? [] : [[view, film[view]]]));
}

/** Lays a film along another: by its codes, mirrored, or by key frames with local features. */
export function laidFilms(first: FilmReading, second: FilmReading): LaidFilms | null {
  let weak: LaidFilms | null = null;
  let copy: { readonly laid: LaidFilms; readonly placed: number } | null = null;
  for (const way of waysOf(first, second)) {
    const { by, within } = way;
    const known = { length: first.length, frames: way.known };
    const found =
      by === 'mirrored'
        ? judgeAsked(way.own, known, within)
        : judgeCodes({ length: second.length, frames: way.own }, known, step, within);
    if (found === null || (within > frameBits && found.claim !== 'copy')) continue;
    const pieces = found.pieces
      .filter(({ agreeing }, index) => index === 0 || agreeing.length >= leastVotes)
      .map((rough): LaidPiece => {
        const piece = { ...rough, ...refined(rough, way, first, second) };
        const { offset, speed, agreeing } = piece;
        const [from, until] =
          by === 'mirrored'
            ? [piece.from - step, piece.until + 2 * step]
            : grownSpan(first, second, way, piece);
        // A frame that stands still agrees a little beyond the end of the other film; the piece ends with it.
        const start = Math.max(0, from, -offset / speed);
        const end = Math.min(second.length, until, (first.length - offset) / speed);
        return {
          ...{ second: [start, end], first: [offset + speed * start, offset + speed * end] },
          ...{ speed, votes: agreeing.length },
        };
      });
    const laid: LaidFilms = { by, claim: found.claim, pieces: inOrder(pieces), motion: null };
    const whole = found.placed >= nearlyAll * found.asked.count;
    if (found.claim === 'copy' && whole && within === frameBits) return laid;
    if (found.claim === 'copy' && (copy === null || found.placed > copy.placed))
      copy = { laid, placed: found.placed };
    if (weak === null || (weak.claim === 'candidate' && found.claim === 'likely')) weak = laid;
  }
  return copy?.laid ?? laidByKeys(first, second) ?? weak;
}

/** By the view that changes most from frame to frame: it tells a time best. */
function refined(piece: Piece, { by, known, own }: Way, first: FilmReading, second: FilmReading): TimeLine {
  if (by === 'mirrored') return piece;
  const content = first.content !== null && second.content !== null && second.content.count > own.count;
  return refinedLine(
    piece,
    [piece.from, piece.until],
    content ? second.content : own,
    content ? first.content : known,
  );
}

function laidByKeys(first: FilmReading, second: FilmReading): LaidFilms | null {
  const found = judgeKeys(second.keys, first.keys);
  if (found === null) return null;
  const { claim, offset, speed, motion } = confirmedKeys(found, second, first);
  // From where to where is only known by the key frames; between the first and the last it is taken for granted.
  const times = found.pairs.map(({ suspect }) => suspect);
  const spacing = 2500;
  const from = Math.max(0, Math.min(...times) - spacing, -offset / speed);
  const until = Math.min(second.length, Math.max(...times) + spacing, (first.length - offset) / speed);
  const piece: LaidPiece = {
    second: [from, until],
    first: [offset + speed * from, offset + speed * until],
    ...{ speed, votes: found.pairs[0]!.inliers },
  };
  return until <= from ? null : { by: 'corners', claim, pieces: [piece], motion };
}

/** How far the frames beside a piece still agree, frame by frame. */
function grownSpan(
  first: FilmReading,
  second: FilmReading,
  codes: Pick<Way, 'known' | 'own'>,
  {
    from,
    until,
    offset,
    speed,
  }: { readonly from: number; readonly until: number; readonly offset: number; readonly speed: number },
): readonly [number, number] {
  const own = descriptorWords(codes.own.codes);
  const known = descriptorWords(codes.known.codes);
  const frame = 1000 / second.rate;
  const agrees = (time: number): boolean => {
    const [place, at] = [frameAt(codes.known, offset + speed * time), frameAt(codes.own, time)];
    return place >= 0 && at >= 0 && wordDistance(own, at, known, place) <= edgeBits;
  };
  const grow = (start: number, direction: 1 | -1): number => {
    let edge = start;
    for (let time = start; Math.abs(time - edge) <= edgePause; time += direction * frame) {
      const place = offset + speed * time;
      if (time < 0 || time >= second.length || place < 0 || place >= first.length) break;
      if (agrees(time)) edge = time;
    }
    return edge;
  };
  return [grow(from, -1), grow(until, 1) + frame];
}

/** In order of the second; where two overlap, the one with more votes keeps its whole. */
function inOrder(pieces: readonly LaidPiece[]): LaidPiece[] {
  const kept: LaidPiece[] = [];
  for (const piece of pieces) {
    let [from, until] = piece.second;
    for (const { second } of kept) {
      if (from >= second[0] && from < second[1]) from = second[1];
      if (until > second[0] && until <= second[1]) until = second[0];
    }
    if (until - from < 300) continue;
    const place = (time: number): number => piece.first[0] + piece.speed * (time - piece.second[0]);
    kept.push({ ...piece, second: [from, until], first: [place(from), place(until)] });
  }
  return kept.sort((one, other) => one.second[0] - other.second[0]);
}
