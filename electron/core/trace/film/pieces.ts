import { descriptorWords, wordDistance } from '../picture/matching.ts';
import type { CodeMatch, FrameMatches } from './code-matches.ts';
import { type FrameCodes, frameAt } from './frame-codes.ts';

/** A stretch of the suspect that comes from one stretch of the known film: `known = offset + speed · suspect`. */
export interface Piece {
  /** First and last agreeing frame of the suspect, milliseconds. */
  readonly from: number;
  readonly until: number;
  /** Milliseconds. */
  readonly offset: number;
  /** Duration in the known film over duration in the suspect. */
  readonly speed: number;
  /** Numbers of the agreeing frames among those asked for. */
  readonly agreeing: readonly number[];
  /** Median distance of their codes, bits. */
  readonly bits: number;
}

/** Speeds looked for: ± 12 %, in steps that drift by half a bin within half a window. */
const speeds = Array.from(
  { length: 13 },
  (_, index) => 1 + ((index % 2 === 0 ? 1 : -1) * ((index + 1) >> 1)) / 50,
);
/** Milliseconds of the suspect looked at together, and of one bin of offsets. */
const windowLength = 20_000;
const binLength = 200;
/** Milliseconds by which an agreeing frame may miss its place. */
const reach = 280;
/** Milliseconds without an agreeing frame that end a piece. */
const longestGap = 5000;
const leastVotes = 3;
const peaksOfWindow = 4;
/** Pieces that may begin in one window. */
const mostOfWindow = 8;

interface Line {
  readonly offset: number;
  readonly speed: number;
}

/**
 * Pieces of a suspect that run along a known film, the one with most agreeing frames first: a vote on offset and speed
 * in windows, each winner grown along the film while frames agree.
 *
 * @param frames what each frame asked for looks like, in order of time
 * @param codes what they were made from, for the last refinement
 */
export function findPieces(
  frames: readonly FrameMatches[],
  codes: { readonly asked: FrameCodes; readonly known: FrameCodes },
): Piece[] {
  const free = new Set(frames.filter(({ matches }) => matches.length > 0));
  const last = frames.at(-1)?.time ?? 0;
  const inside = (start: number): FrameMatches[] =>
    frames.filter((frame) => frame.time >= start && frame.time < start + windowLength && free.has(frame));
  const starts = Array.from({ length: Math.floor(last / (windowLength / 2)) + 1 }, (_, index) => {
    const start = (index * windowLength) / 2;
    return { start, votes: peaksOf(inside(start), start + windowLength / 2)[0]?.votes ?? 0 };
  }).sort((one, other) => other.votes - one.votes || one.start - other.start);
  const pieces: Piece[] = [];
  for (const { start } of starts) {
    const at = start + windowLength / 2;
    // What a piece has taken votes no more, so that the next one of the same window is seen.
    for (let round = 0; round < mostOfWindow; round += 1) {
      const peaks = peaksOf(inside(start), at);
      let piece: Piece | null = null;
      for (const { line } of peaks) {
        piece = grown(frames, free, line, at, codes);
        if (piece !== null) break;
      }
      if (piece === null) break;
      pieces.push(piece);
      for (const frame of free) if (frame.time >= piece.from && frame.time <= piece.until) free.delete(frame);
    }
  }
  return pieces.sort((one, other) => other.agreeing.length - one.agreeing.length || one.from - other.from);
}

/** Offsets and speeds that most frames of a window agree with. */
function peaksOf(
  frames: readonly FrameMatches[],
  at: number,
): { readonly line: Line; readonly votes: number }[] {
  const peaks: { readonly line: Line; readonly votes: number }[] = [];
  if (frames.length < leastVotes) return peaks;
  for (const speed of speeds) {
    const votes = new Map<number, number>();
    for (const { time, matches } of frames) {
      const bins = new Set<number>();
      for (const { from, until } of matches) {
        const shift = speed * (time - at);
        const [first, end] = [
          Math.floor((from - shift) / binLength),
          Math.floor((until - shift) / binLength),
        ];
        for (let bin = first - 1; bin <= end + 1; bin += 1) bins.add(bin);
      }
      for (const bin of bins) votes.set(bin, (votes.get(bin) ?? 0) + 1);
    }
    for (const [bin, count] of votes) {
      // The middle of a plateau: its first bin, moved by half of its length.
      if (count < leastVotes || (votes.get(bin - 1) ?? 0) >= count) continue;
      let end = bin;
      while (votes.get(end + 1) === count) end += 1;
      const known = ((bin + end + 1) / 2) * binLength;
      peaks.push({ line: { speed, offset: known - speed * at }, votes: count });
    }
  }
  return peaks
    .sort(
      (one, other) =>
        other.votes - one.votes || Math.abs(one.line.speed - 1) - Math.abs(other.line.speed - 1),
    )
    .slice(0, peaksOfWindow);
}

function grown(
  frames: readonly FrameMatches[],
  free: ReadonlySet<FrameMatches>,
  seed: Line,
  at: number,
  codes: { readonly asked: FrameCodes; readonly known: FrameCodes },
): Piece | null {
  let line = seed;
  let found: Agreeing[] = [];
  for (let round = 0; round < 5; round += 1) {
    const next = agreeingAlong(frames, free, line, at, round === 0 ? 2 * reach : reach);
    if (next.length < leastVotes) return null;
    found = next;
    line = fitted(found, line);
  }
  if (line.speed < 0.86 || line.speed > 1.16) return null;
  line = refined(found, line, codes);
  const times = found.map(({ frame }) => frame.time);
  const distances = found.map(({ match }) => match.bits).sort((one, other) => one - other);
  return {
    ...line,
    from: times[0]!,
    until: times.at(-1)!,
    agreeing: found.map(({ frame }) => frame.number),
    bits: distances[distances.length >> 1]!,
  };
}

interface Agreeing {
  readonly frame: FrameMatches;
  readonly match: CodeMatch;
}

/** Agreeing frames about a place, to both sides, until none agrees for too long. */
function agreeingAlong(
  frames: readonly FrameMatches[],
  free: ReadonlySet<FrameMatches>,
  { offset, speed }: Line,
  at: number,
  miss: number,
): Agreeing[] {
  const all: Agreeing[] = [];
  for (const frame of frames) {
    if (!free.has(frame)) continue;
    const place = offset + speed * frame.time;
    let best: CodeMatch | null = null;
    for (const match of frame.matches)
      if (
        place >= match.from - miss &&
        place <= match.until + miss &&
        (best === null || match.bits < best.bits)
      )
        best = match;
    if (best !== null) all.push({ frame, match: best });
  }
  // Of the runs without a long gap, the one about the place, or else the longest.
  let best: Agreeing[] = [];
  let run: Agreeing[] = [];
  const close = (): void => {
    const about =
      run.length > 0 &&
      run[0]!.frame.time <= at + windowLength / 2 &&
      run.at(-1)!.frame.time >= at - windowLength / 2;
    if (about && run.length > best.length) best = run;
    run = [];
  };
  for (const one of all) {
    if (run.length > 0 && one.frame.time - run.at(-1)!.frame.time > longestGap) close();
    run.push(one);
  }
  close();
  return best;
}

/** Least squares through the places nearest to the line in the stretches; a short piece keeps its speed. */
function fitted(found: readonly Agreeing[], { offset, speed }: Line): Line {
  const points = found.map(({ frame, match }) => {
    const place = offset + speed * frame.time;
    return { x: frame.time, y: Math.min(match.until, Math.max(match.from, place)) };
  });
  const count = points.length;
  const x = points.reduce((sum, point) => sum + point.x, 0) / count;
  const y = points.reduce((sum, point) => sum + point.y, 0) / count;
  let [product, squares] = [0, 0];
  for (const point of points) {
    product += (point.x - x) * (point.y - y);
    squares += (point.x - x) ** 2;
  }
  const slope = count < 6 || squares < count * 1000 ** 2 ? speed : product / squares;
  return { speed: slope, offset: y - slope * x };
}

/** The offset, and speed, at which the codes are most alike: stretches of alike frames tell a place only roughly. */
function refined(
  found: readonly Agreeing[],
  line: Line,
  { asked, known }: { readonly asked: FrameCodes; readonly known: FrameCodes },
): Line {
  const queries = descriptorWords(asked.codes);
  const stored = descriptorWords(known.codes);
  const step = Math.max(1, Math.floor(found.length / 200));
  const used = found.filter((_, index) => index % step === 0);
  const middle = (found[0]!.frame.time + found.at(-1)!.frame.time) / 2;
  const cost = ({ offset, speed }: Line): number => {
    let sum = 0;
    for (const { frame } of used) {
      const index = frameAt(known, offset + speed * frame.time);
      sum += index < 0 ? 64 : Math.min(64, wordDistance(queries, frame.number, stored, index));
    }
    return sum / used.length;
  };
  const turned = (base: Line, turn: number): Line => ({
    speed: base.speed + turn,
    offset: base.offset - turn * middle,
  });
  /** The middle of all shifts that are nearly as good as the best. */
  const bestShift = (base: Line): { readonly line: Line; readonly cost: number } => {
    const shifts = Array.from({ length: 61 }, (_, index) => (index - 30) * 20);
    const costs = shifts.map((shift) => cost({ speed: base.speed, offset: base.offset + shift }));
    const least = Math.min(...costs);
    const good = shifts.filter((_, index) => costs[index]! <= least + 0.25);
    const shift = good.reduce((sum, value) => sum + value, 0) / good.length;
    return { line: { speed: base.speed, offset: base.offset + shift }, cost: least };
  };
  const span = found.at(-1)!.frame.time - found[0]!.frame.time;
  let best = bestShift(line);
  if (span < 2000) return best.line;
  // Untouched speed is by far the most frequent: it wins unless another is plainly better, which short pieces cannot tell.
  const plain = bestShift(turned(best.line, 1 - best.line.speed));
  for (const turn of [-0.008, -0.004, -0.002, -0.001, 0.001, 0.002, 0.004, 0.008]) {
    const other = bestShift(turned(line, turn));
    if (other.cost < best.cost - 0.25) best = other;
  }
  return plain.cost <= best.cost + 0.5 + 6000 / span ? plain.line : best.line;
}
