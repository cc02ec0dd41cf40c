import { bestPlace, type Constellation } from './constellation.ts';
import { type Laid, lay, partnered } from './laying.ts';
import { peakFrame } from './peaks.ts';
import { LEAST_PEAKS, type SoundMatch, strengthOf } from './sound-match.ts';

/** A stretch of a suspect and where in the known sound it comes from; frames of the suspect, the end not included. */
export interface Piece extends Laid {
  readonly from: number;
  readonly to: number;
}

/** Frames and speeds within which two windows lie on one line. */
const SAME_FRAMES = 10;
const SAME_SPEED = 0.012;
const MOST_PIECES = 200;
/** Share of partners that peaks have by chance, about. */
const CHANCE = 0.08;
/** Frames of a stretch that no piece explains, from which on it is looked at by itself (2.5 s), and of the least piece. */
const LEAST_GAP = 156;
const LEAST_PIECE = 60;

/** Cuts a suspect into stretches that run on in the known sound, in the order of the suspect; the strongest win. */
export function piecesOf(suspect: Uint32Array, known: Constellation, match: SoundMatch): Piece[] {
  const pieces: Piece[] = [];
  const windows = match.windows.toSorted((first, second) => strengthOf(second) - strengthOf(first));
  for (const window of windows) {
    if (pieces.length >= MOST_PIECES) break;
    const middle = (peakFrame(suspect[window.from]!) + peakFrame(suspect[window.to - 1]!)) / 2;
    if (pieces.some((piece) => sameLine(piece, window, middle))) continue;
    const piece = grown(suspect, known, window);
    if (piece !== null) enter(pieces, piece, suspect, known);
  }
  for (const [from, to] of gaps(pieces, suspect)) {
    const [first, end] = [indexOf(suspect, from), indexOf(suspect, to)];
    if (end - first < LEAST_PEAKS || pieces.length >= MOST_PIECES) continue;
    const place = bestPlace(known, suspect, first, end, pieces.slice(0, 8));
    if (place === null) continue;
    const laid = lay(known, suspect, first, end, place);
    if (strengthOf({ ...laid, share: laid.votes / Math.max(1, laid.peaks) }) < 1) continue;
    const piece = grown(suspect.subarray(first, end), known, laid);
    if (piece !== null) enter(pieces, piece, suspect, known);
  }
  return pieces
    .filter(({ from, to }) => to - from >= LEAST_PIECE)
    .sort((one, other) => one.from - other.from);
}

function sameLine(piece: Piece, other: Laid, frame: number): boolean {
  return (
    frame >= piece.from &&
    frame < piece.to &&
    Math.abs(piece.speed / other.speed - 1) < SAME_SPEED &&
    Math.abs((piece.speed - other.speed) * frame + piece.offset - other.offset) < SAME_FRAMES
  );
}

/** Lets a line grow as far as peaks have partners along it, and fits it anew. */
function grown(peaks: Uint32Array, known: Constellation, start: Laid): Piece | null {
  let laid = start;
  let span: readonly [number, number] | null = null;
  for (let round = 0; round < 3; round += 1) {
    span = densest(partnered(known, peaks, laid), laid.votes / Math.max(1, laid.peaks));
    if (span === null) return null;
    laid = lay(known, peaks, span[0], span[1], laid);
  }
  if (span === null || laid.votes < LEAST_PEAKS / 3) return null;
  return { ...laid, from: peakFrame(peaks[span[0]]!), to: peakFrame(peaks[span[1] - 1]!) + 1 };
}

/** The run in which partners outweigh their lack most (maximum subarray): its first index and one past its last. */
function densest(states: Uint8Array, share: number): readonly [number, number] | null {
  const level = (Math.max(share, 3 * CHANCE) + CHANCE) / 2;
  let [sum, start, best] = [0, 0, 0];
  let span: readonly [number, number] | null = null;
  for (let at = 0; at < states.length; at += 1) {
    if (sum <= 0) [sum, start] = [0, at];
    sum += (states[at] === 1 ? 1 : 0) - level;
    if (sum > best) [best, span] = [sum, [start, at + 1]];
  }
  return span;
}

/** Puts a piece among the others; where it meets one, the border comes to where both have most partners. */
function enter(pieces: Piece[], piece: Piece, peaks: Uint32Array, known: Constellation): void {
  let added = piece;
  for (const [index, other] of pieces.entries()) {
    const [from, to] = [Math.max(added.from, other.from), Math.min(added.to, other.to)];
    if (from >= to) continue;
    // What lies within a piece that was there before is explained already, and the other way round.
    if (other.from <= added.from && other.to >= added.to) return;
    if (added.from <= other.from && added.to >= other.to) {
      if (added.votes <= other.votes) return;
      pieces[index] = { ...other, to: other.from };
      continue;
    }
    const [early, late] = added.from < other.from ? [added, other] : [other, added];
    const border = borderOf(peaks, known, early, late, from, to);
    if (early === added) {
      added = { ...added, to: border };
      pieces[index] = { ...other, from: border };
    } else {
      added = { ...added, from: border };
      pieces[index] = { ...other, to: border };
    }
  }
  if (added.to - added.from >= LEAST_PIECE) pieces.push(added);
}

function borderOf(
  peaks: Uint32Array,
  known: Constellation,
  early: Piece,
  late: Piece,
  from: number,
  to: number,
): number {
  const part = peaks.subarray(indexOf(peaks, from), indexOf(peaks, to));
  const [before, after] = [partnered(known, part, early), partnered(known, part, late)];
  let [sum, best, border] = [0, 0, from];
  for (let at = 0; at < part.length; at += 1) {
    sum += (before[at] === 1 ? 1 : 0) - (after[at] === 1 ? 1 : 0);
    if (sum > best) [best, border] = [sum, peakFrame(part[at]!) + 1];
  }
  return border;
}

function gaps(pieces: readonly Piece[], peaks: Uint32Array): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let at = 0;
  const end = peaks.length === 0 ? 0 : peakFrame(peaks[peaks.length - 1]!) + 1;
  for (const { from, to } of pieces.toSorted((one, other) => one.from - other.from)) {
    if (from - at >= LEAST_GAP) found.push([at, from]);
    at = Math.max(at, to);
  }
  if (end - at >= LEAST_GAP) found.push([at, end]);
  return found;
}

/** Index of the first peak at or after a frame. */
function indexOf(peaks: Uint32Array, frame: number): number {
  let [low, high] = [0, peaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (peakFrame(peaks[middle]!) < frame) low = middle + 1;
    else high = middle;
  }
  return low;
}
