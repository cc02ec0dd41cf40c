import type { GreyPlane } from '../../media/vision.ts';
import { type Box, worthCutting } from './trim.ts';

/** An edge is a straight line across the frame: a step of so many grey levels in this share of its places. */
const edgeLevels = 5;
const edgeShare = 0.6;
/** Bars have at most this share of the detail of what they frame. */
const softShare = 0.35;
/** The picture takes at least this share of the side. */
const leastPart = 0.25;
/** Two bars of one picture differ by at most this share of its side. */
const unevenness = 0.1;

/**
 * The picture between two soft bars, above and below or left and right: blurred or graded grounds that feeds and film
 * apps fill a frame with. Clear only when both bars end in a straight edge across the whole frame and are much softer
 * than what stands between; `null` otherwise.
 */
export function betweenSoftBars(plane: GreyPlane): Box | null {
  const { width, height } = plane;
  const whole: Box = { left: 0, top: 0, right: width, bottom: height };
  const rows = between(profile(plane, width, 1, height, width));
  const columns = between(profile(plane, height, width, width, 1));
  const box: Box = {
    left: columns?.[0] ?? 0,
    right: columns?.[1] ?? width,
    top: rows?.[0] ?? 0,
    bottom: rows?.[1] ?? height,
  };
  return worthCutting(box, whole) ? box : null;
}

interface Profile {
  /** Mean difference of neighbours along each line: its detail. */
  readonly detail: Float64Array;
  /** Share of places where a line differs clearly from the one before; 0 for the first. */
  readonly step: Float64Array;
}

/** Lines of `length` pixels that lie `along` apart, `count` of them `across` apart. */
function profile({ data }: GreyPlane, length: number, along: number, count: number, across: number): Profile {
  const detail = new Float64Array(count);
  const step = new Float64Array(count);
  for (let line = 0; line < count; line += 1) {
    let [fine, jump] = [0, 0];
    for (let index = 1, at = line * across + along; index < length; index += 1, at += along) {
      fine += Math.abs(data[at]! - data[at - along]!);
      if (line > 0 && Math.abs(data[at]! - data[at - across]!) >= edgeLevels) jump += 1;
    }
    detail[line] = fine / length;
    step[line] = jump / length;
  }
  return { detail, step };
}

/** First line of the picture and one past its last, when it stands between two soft bars. */
function between({ detail, step }: Profile): readonly [number, number] | null {
  const count = step.length;
  const edges: number[] = [];
  for (let line = 2; line < count - 2; line += 1) {
    const sharpest = step[line]! >= step[line - 1]! && step[line]! >= step[line + 1]!;
    if (sharpest && step[line]! >= edgeShare) edges.push(line);
  }
  const sums = new Float64Array(count + 1);
  for (let line = 0; line < count; line += 1) sums[line + 1] = sums[line]! + detail[line]!;
  const mean = (from: number, to: number) => (sums[to]! - sums[from]!) / Math.max(1, to - from);
  let best: readonly [number, number] | null = null;
  for (const first of edges) {
    for (const last of edges) {
      if (last - first < count * leastPart || Math.abs(first - (count - last)) > count * unevenness) continue;
      const inside = mean(first, last) * softShare;
      if (mean(0, first) > inside || mean(last, count) > inside) continue;
      if (best === null || last - first > best[1] - best[0]) best = [first, last];
    }
  }
  return best;
}
