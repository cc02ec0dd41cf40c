import type { RgbPlane } from './planes.ts';

/** Whole pixels: `left ≤ x < right`, `top ≤ y < bottom`. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Levels of each channel by which a pixel may differ from the ground it belongs to. */
const groundReach = 12;
/** Share of the outermost lines that must be of one colour for it to be a ground. */
const groundShare = 0.85;
/** A line belongs to the picture when its share of other pixels is at least this part of the fullest lines'. */
const fullness = 0.55;
/** Lines of the picture that look like the ground (a dark night, a white sky) are bridged up to this share. */
const bridge = 0.06;
/** What is left must be at least this part of each side, and something worth cutting off this much. */
const leastPart = 0.15;
const leastCut = 0.012;

/**
 * The picture inside flat borders, bars, a feed card or the bars of a phone: its box, or `null` when nothing worth
 * cutting stands about it. Grounds are the colours of the outermost lines; letters and symbols on them do not matter as
 * long as they leave most of a line free.
 *
 * @param plane at about 640 pixels, so that lines are lines
 */
export function pictureBox(plane: RgbPlane): Box | null {
  const grounds = outerGrounds(plane);
  if (grounds.length === 0) return null;
  const other = otherThan(plane, grounds);
  const whole: Box = { left: 0, top: 0, right: plane.width, bottom: plane.height };
  let box = whole;
  for (let round = 0; round < 6; round += 1) {
    const rows = longestRun(rowShares(other, plane.width, box), box.top);
    const between = { ...box, top: rows[0], bottom: rows[1] };
    const columns = longestRun(columnShares(other, plane.width, between), box.left);
    const next = { ...between, left: columns[0], right: columns[1] };
    if (same(next, box)) break;
    box = next;
  }
  const clear = clearSides(other, plane, box);
  return worthCutting(clear, whole) ? clear : null;
}

/** Lines next to an edge that must be full inside and free outside: a sky that fades into its own colour is no bar. */
const edgeLines = 4;
const fullInside = 0.7;
const freeOutside = 0.4;

/** Only the sides on which the picture begins at once; the others are left as they were. */
function clearSides(other: Uint8Array, { width, height }: RgbPlane, box: Box): Box {
  const rows = rowShares(other, width, { ...box, top: 0, bottom: height });
  const columns = columnShares(other, width, { ...box, left: 0, right: width });
  const clear = (shares: Float64Array, edge: number, inward: 1 | -1): boolean => {
    let [inside, outside] = [0, 0];
    const first = inward === 1 ? edge : edge - 1;
    for (let line = 0; line < edgeLines; line += 1)
      inside += (shares[first + inward * (line + 1)] ?? 0) / edgeLines;
    const ends = inward === 1 ? [0, edge] : [edge, shares.length];
    for (let line = ends[0]!; line < ends[1]!; line += 1) outside += shares[line]! / (ends[1]! - ends[0]!);
    return inside >= fullInside && outside <= freeOutside;
  };
  return {
    left: clear(columns, box.left, 1) ? box.left : 0,
    top: clear(rows, box.top, 1) ? box.top : 0,
    right: clear(columns, box.right, -1) ? box.right : width,
    bottom: clear(rows, box.bottom, -1) ? box.bottom : height,
  };
}

/** Is so much cut off that codes change, and enough left to be a picture? */
export function worthCutting(box: Box, whole: Box): boolean {
  const [width, height] = [whole.right - whole.left, whole.bottom - whole.top];
  const cut = Math.max(
    (box.left - whole.left + whole.right - box.right) / width,
    (box.top - whole.top + whole.bottom - box.bottom) / height,
  );
  const left = Math.min((box.right - box.left) / width, (box.bottom - box.top) / height);
  return cut >= leastCut && left >= leastPart && box.right - box.left >= 16 && box.bottom - box.top >= 16;
}

/** Up to four colours, `red, green, blue` each, that fill most of one of the outermost lines. */
function outerGrounds({ width, height, data }: RgbPlane): readonly (readonly [number, number, number])[] {
  const lines = [
    { start: 0, step: 3, count: width },
    { start: (height - 1) * width * 3, step: 3, count: width },
    { start: 0, step: width * 3, count: height },
    { start: (width - 1) * 3, step: width * 3, count: height },
  ];
  return lines.flatMap(({ start, step, count }) => {
    const colour = [0, 1, 2].map((channel) => {
      const values = Uint8Array.from({ length: count }, (_, index) => data[start + index * step + channel]!);
      return values.sort()[count >> 1]!;
    }) as [number, number, number];
    let alike = 0;
    for (let index = 0; index < count; index += 1) if (near(data, start + index * step, colour)) alike += 1;
    return alike >= groundShare * count ? [colour] : [];
  });
}

function near(data: Uint8Array, at: number, [red, green, blue]: readonly [number, number, number]): boolean {
  return (
    Math.abs(data[at]! - red) <= groundReach &&
    Math.abs(data[at + 1]! - green) <= groundReach &&
    Math.abs(data[at + 2]! - blue) <= groundReach
  );
}

/** 1 where a pixel is of none of the grounds. */
function otherThan(
  { width, height, data }: RgbPlane,
  grounds: readonly (readonly [number, number, number])[],
): Uint8Array {
  const out = new Uint8Array(width * height).fill(1);
  for (const ground of grounds) {
    for (let pixel = 0, at = 0; pixel < out.length; pixel += 1, at += 3) {
      if (near(data, at, ground)) out[pixel] = 0;
    }
  }
  return out;
}

/** Share of marked pixels in each row of a box. */
export function rowShares(marks: Uint8Array, width: number, { left, top, right, bottom }: Box): Float64Array {
  const out = new Float64Array(bottom - top);
  for (let row = top; row < bottom; row += 1) {
    let sum = 0;
    for (let at = row * width + left; at < row * width + right; at += 1) sum += marks[at]!;
    out[row - top] = sum / (right - left);
  }
  return out;
}

/** Share of marked pixels in each column of a box. */
export function columnShares(
  marks: Uint8Array,
  width: number,
  { left, top, right, bottom }: Box,
): Float64Array {
  const out = new Float64Array(right - left);
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) out[column - left]! += marks[row * width + column]!;
  }
  for (let column = 0; column < out.length; column += 1) out[column]! /= bottom - top;
  return out;
}

/** First line and one past the last of the longest run of full lines, short gaps bridged; counted from `start`. */
export function longestRun(shares: Float64Array, start: number): readonly [number, number] {
  const sorted = Float64Array.from(shares).sort();
  const full = sorted[Math.floor(0.9 * (sorted.length - 1))]!;
  const least = Math.max(0.05, full * fullness);
  const gap = Math.max(2, bridge * shares.length);
  let best: readonly [number, number] = [0, 0];
  let from = -1;
  let last = -1;
  for (let line = 0; line < shares.length; line += 1) {
    if (shares[line]! < least) continue;
    if (from < 0 || line - last > gap) from = line;
    last = line;
    if (last + 1 - from > best[1] - best[0]) best = [from, last + 1];
  }
  return best[1] === 0 ? [start, start + shares.length] : [start + best[0], start + best[1]];
}

function same(one: Box, other: Box): boolean {
  return (
    one.left === other.left &&
    one.top === other.top &&
    one.right === other.right &&
    one.bottom === other.bottom
  );
}
