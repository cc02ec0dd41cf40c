import type { Point } from '../../picture/homography.ts';
import type { RgbPlane } from '../../picture/planes.ts';
import type { ChangedPart } from './changed-parts.ts';
import { drawnShare } from './drawn-part.ts';
import type { LaidOriginal } from './laid.ts';
import { boxMean, type FloatPlane, lightOf } from './light.ts';
import { type CoarseLikeness, coarseLikeness } from './softened-part.ts';

/** What a changed part looks like in both pictures. */
export interface PartMeasures {
  /** Correlation of fine structure, −1…1; 0 when one has none. */
  readonly correlation: number;
  /** Deviation of fine structure in the original and in the suspect, grey levels. */
  readonly structure: readonly [number, number];
  /** How much each changes across the part's edge, as multiples of how much it changes beside it. */
  readonly edge: readonly [number, number];
  /** How much the suspect changes across the part's edge, levels of a channel. */
  readonly step: number;
  /** Share of its pixels that are as light as their surroundings in the suspect, 0…1: drawn areas are even. */
  readonly even: number;
  /** Share of the clearly changed pixels that are of the suspect's three most frequent colours, 0…1. */
  readonly fewColours: number;
  /** Share of the part's outline that is changed pixels, 0…1: letters leave gaps. */
  readonly fill: number;
  /** Mean differences of light, Cb and Cr, suspect less original, grey levels. */
  readonly shift: readonly [number, number, number];
  /** Share of its clearly changed pixels that are drawn in three colours, 0…1; see `drawn-part.ts`. */
  readonly drawn: number;
  readonly coarse: CoarseLikeness;
}

/** Both pictures and their fine structure, made once. */
export interface MeasuredPair {
  readonly first: LaidOriginal;
  readonly second: RgbPlane;
  readonly light: readonly [FloatPlane, FloatPlane];
  readonly fine: readonly [Float32Array, Float32Array];
}

/** Levels of all channels together from which on a pixel is clearly another: not a letter's soft edge. */
const clear = 60;
/** Five bits a channel. */
const colourBins = 32_768;
/** Half of the window that fine structure is free of the mean of, pixels. */
const fineReach = 4;

export function measuredPair(first: LaidOriginal, second: RgbPlane): MeasuredPair {
  const light = [lightOf(first), lightOf(second)] as const;
  const fine = light.map(({ data, width, height }) => {
    const out = boxMean(data, width, height, fineReach);
    for (let at = 0; at < out.length; at += 1) out[at] = data[at]! - out[at]!;
    clearOutline(out, first.inside, width, height);
    return out;
  }) as unknown as readonly [Float32Array, Float32Array];
  return { first, second, light, fine };
}

/** The outline of the original is no structure of either picture. */
function clearOutline(fine: Float32Array, inside: Uint8Array, width: number, height: number): void {
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      if (inside[at] === 1) continue;
      const beside =
        (x > 0 && inside[at - 1] === 1) ||
        (x + 1 < width && inside[at + 1] === 1) ||
        (y > 0 && inside[at - width] === 1) ||
        (y + 1 < height && inside[at + width] === 1);
      if (!beside) continue;
      for (let v = Math.max(0, y - fineReach); v <= Math.min(height - 1, y + fineReach); v += 1) {
        const line = v * width;
        fine.fill(0, line + Math.max(0, x - fineReach), line + Math.min(width, x + fineReach + 1));
      }
    }
  }
}

/**
 * @param number of the part in `marks`
 */
export function measuredPart(
  pair: MeasuredPair,
  marks: Uint16Array,
  part: ChangedPart,
  number: number,
): PartMeasures {
  const { width, height } = pair.first;
  const { left, top, right, bottom } = part.box;
  const [fineA, fineB] = pair.fine;
  const colours = new Uint32Array(colourBins);
  let [even, count, coloured, aa, ab, bb] = [0, 0, 0, 0, 0, 0];
  let [r, g, b] = [0, 0, 0];
  const edges = { first: 0, second: 0, beside: [0, 0] as [number, number], count: 0 };
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      const at = y * width + x;
      if (marks[at] !== number) continue;
      count += 1;
      aa += fineA[at]! * fineA[at]!;
      ab += fineA[at]! * fineB[at]!;
      bb += fineB[at]! * fineB[at]!;
      if (Math.abs(fineB[at]!) < 1.5) even += 1;
      const to = 3 * at;
      const [p, q, s] = [pair.second.data[to]!, pair.second.data[to + 1]!, pair.second.data[to + 2]!];
      const [one, two, three] = [pair.first.data[to]!, pair.first.data[to + 1]!, pair.first.data[to + 2]!];
      if (Math.abs(p - one) + Math.abs(q - two) + Math.abs(s - three) >= clear) {
        colours[((p >> 3) << 10) | ((q >> 3) << 5) | (s >> 3)]! += 1;
        coloured += 1;
      }
      r += p - one;
      g += q - two;
      b += s - three;
      for (const [u, v] of sides) {
        const [nextX, nextY] = [x + u, y + v];
        if (nextX < 0 || nextY < 0 || nextX >= width || nextY >= height) continue;
        if (marks[nextY * width + nextX] !== number) edgeAt(pair, marks, number, x, y, u, v, edges);
      }
    }
  }
  const strong = Math.min(aa, bb) > 2 * count;
  return {
    correlation: strong ? ab / Math.sqrt(aa * bb) : 0,
    structure: [Math.sqrt(aa / count), Math.sqrt(bb / count)],
    edge: [
      edgeRatio(edges.first, edges.beside[0], edges.count),
      edgeRatio(edges.second, edges.beside[1], edges.count),
    ],
    step: edges.second / Math.max(1, edges.count),
    even: even / count,
    fewColours: coloured < 0.1 * count ? 0 : threeColours(colours) / coloured,
    fill: count / Math.max(count, (right - left) * (bottom - top)),
    shift: [
      (0.299 * r + 0.587 * g + 0.114 * b) / count,
      (-0.168_736 * r - 0.331_264 * g + 0.5 * b) / count,
      (0.5 * r - 0.418_688 * g - 0.081_312 * b) / count,
    ],
    drawn: drawnShare(pair.first, pair.second, marks, part, number),
    coarse: coarseLikeness(pair.light, marks, part, number),
  };
}

const sides = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;
/** Pixels to the outside at which the surroundings are looked at, and to the inside up to which the part is. */
const outward = 4;
const inward = 4;

function edgeAt(
  { first, second }: MeasuredPair,
  marks: Uint16Array,
  number: number,
  x: number,
  y: number,
  u: number,
  v: number,
  edges: { count: number; first: number; second: number; readonly beside: [number, number] },
): void {
  const { width, height } = first;
  const [outX, outY] = [x + outward * u, y + outward * v];
  if (outX < 0 || outY < 0 || outX >= width || outY >= height) return;
  const out = outY * width + outX;
  if (marks[out] === number || first.inside[out] === 0) return;
  let [one, two, besideOne, besideTwo] = [0, 0, 0, 0];
  for (let step = 1; step <= inward; step += 1) {
    const [inX, inY] = [x - step * u, y - step * v];
    const [farX, farY] = [outX + (outward + step) * u, outY + (outward + step) * v];
    if (inX < 0 || inY < 0 || inX >= width || inY >= height) return;
    if (farX < 0 || farY < 0 || farX >= width || farY >= height) return;
    if (first.inside[farY * width + farX] === 0) return;
    const at = inY * width + inX;
    one = Math.max(one, apart(first.data, at, out));
    two = Math.max(two, apart(second.data, at, out));
    const far = farY * width + farX;
    besideOne = Math.max(besideOne, apart(first.data, far, out));
    besideTwo = Math.max(besideTwo, apart(second.data, far, out));
  }
  edges.count += 1;
  edges.beside[0] += besideOne;
  edges.beside[1] += besideTwo;
  edges.first += one;
  edges.second += two;
}

/** Two levels on either side keep noise in plain surroundings from counting. */
function edgeRatio(across: number, beside: number, count: number): number {
  return count === 0 ? 1 : (across / count + 2) / (beside / count + 2);
}

function apart(data: Uint8Array, one: number, other: number): number {
  const [a, b] = [3 * one, 3 * other];
  return (
    (Math.abs(data[a]! - data[b]!) +
      Math.abs(data[a + 1]! - data[b + 1]!) +
      Math.abs(data[a + 2]! - data[b + 2]!)) /
    3
  );
}

/** Pixels in the three most frequent colours, each with its neighbours of eight levels a channel. */
function threeColours(counts: Uint32Array): number {
  const left = Uint32Array.from(counts);
  let total = 0;
  for (let round = 0; round < 3; round += 1) {
    let best = 0;
    for (let at = 1; at < left.length; at += 1) if (left[at]! > left[best]!) best = at;
    const [r, g, b] = [best >> 10, (best >> 5) & 31, best & 31];
    for (let p = Math.max(0, r - 1); p <= Math.min(31, r + 1); p += 1) {
      for (let q = Math.max(0, g - 1); q <= Math.min(31, g + 1); q += 1) {
        for (let s = Math.max(0, b - 1); s <= Math.min(31, b + 1); s += 1) {
          const at = (p << 10) | (q << 5) | s;
          total += left[at]!;
          left[at] = 0;
        }
      }
    }
  }
  return total;
}

/** Share of the pixels in a convex polygon that are of its three most frequent colours, 0…1. */
export function fewColoursIn({ width, height, data }: RgbPlane, polygon: readonly Point[]): number {
  const colours = new Uint32Array(colourBins);
  let count = 0;
  for (let y = 0; y < height; y += 2) {
    const crossings = polygon.flatMap(([x1, y1], index) => {
      const [x2, y2] = polygon[(index + 1) % polygon.length]!;
      return y1 <= y !== y2 <= y ? [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)] : [];
    });
    if (crossings.length < 2) continue;
    const right = Math.min(width - 1, Math.floor(Math.max(...crossings)));
    for (let x = Math.max(0, Math.ceil(Math.min(...crossings))); x <= right; x += 2) {
      const at = 3 * (y * width + x);
      colours[((data[at]! >> 3) << 10) | ((data[at + 1]! >> 3) << 5) | (data[at + 2]! >> 3)]! += 1;
      count += 1;
    }
  }
  return count === 0 ? 1 : threeColours(colours) / count;
}
