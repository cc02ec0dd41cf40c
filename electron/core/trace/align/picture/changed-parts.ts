import type { Point } from '../../picture/homography.ts';
import { contourOf } from './contour.ts';
import type { Difference } from './difference.ts';

/** Pixels that were changed, and the parts they make up. */
export interface ChangedParts {
  /** 0, or one more than the number of the pixel's part. */
  readonly marks: Uint16Array;
  readonly parts: readonly ChangedPart[];
}

export interface ChangedPart {
  /** Changed pixels of the suspect's plane. */
  readonly pixels: number;
  /** Whole pixels: `left ≤ x < right`, `top ≤ y < bottom`. */
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  /** Mean difference, grey levels. */
  readonly strength: number;
  readonly polygon: readonly Point[];
}

/** A change begins where the bound of noise is exceeded this often, and reaches as far as it is exceeded at all. */
const sure = 1.5;
/** Side of the squares in which neighbouring changes are gathered, pixels. */
const cell = 4;
/** Changes nearer than this part of the longer side are one: the letters of a line, the parts of a face. */
const apart = 0.016;
/** Fewer changed pixels than this are a speck: at least so many, and this share of the picture. */
const leastPixels = 40;
const leastShare = 4e-5;
const mostParts = 200;
/** Somewhere in a change noise is exceeded this often: weaker ones are saving twice and tone curves that do not fit. */
const leastPeak = 2.2;
/**
 * A change's mean difference times the root of its pixels, grey levels, on a plane of a thousand pixels: small ones must
 * be strong, for colour is saved at half the resolution and leaks across hard edges.
 */
const leastWeight = 120;

/** Changes from the excess over noise: hysteresis (Canny, PAMI 1986), then what lies close together is one part. */
export function changedParts(difference: Difference): ChangedParts {
  const { width, height } = difference;
  const mask = grown(difference);
  const [across, down] = [Math.ceil(width / cell), Math.ceil(height / cell)];
  const cells = new Uint8Array(across * down);
  for (let y = 0, at = 0; y < height; y += 1) {
    const line = Math.floor(y / cell) * across;
    for (let x = 0; x < width; x += 1, at += 1) if (mask[at] === 1) cells[line + Math.floor(x / cell)] = 1;
  }
  const reach = Math.max(1, Math.round((apart * Math.max(width, height)) / cell / 2));
  const wide = spreadCells(cells, across, down, reach, 1);
  const labels = labelled(wide, across, down);
  return gathered(difference, mask, {
    cells,
    wide,
    labels: labels.labels,
    count: labels.count,
    across,
    down,
    reach,
  });
}

/** 1 for pixels beyond the bound of noise that hang together with one that is surely beyond. */
function grown({ width, height, excess }: Difference): Uint8Array {
  const mask = new Uint8Array(excess.length);
  const stack = new Int32Array(excess.length);
  let depth = 0;
  for (let at = 0; at < excess.length; at += 1) {
    if (excess[at]! < sure || mask[at] === 1) continue;
    mask[at] = 1;
    stack[depth++] = at;
    while (depth > 0) {
      const here = stack[--depth]!;
      const x = here % width;
      const y = (here - x) / width;
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1) {
          const next = v * width + u;
          if (mask[next] === 1 || excess[next]! < 1) continue;
          mask[next] = 1;
          stack[depth++] = next;
        }
      }
    }
  }
  return mask;
}

/** Cells that have one of `value` within reach, as that value. */
function spreadCells(
  cells: Uint8Array,
  across: number,
  down: number,
  reach: number,
  value: 0 | 1,
): Uint8Array {
  const pass = (from: Uint8Array, step: number, length: number, lines: number, jump: number): Uint8Array => {
    const out = new Uint8Array(from.length).fill(1 - value);
    for (let line = 0; line < lines; line += 1) {
      for (let index = 0, at = line * jump; index < length; index += 1, at += step) {
        if (from[at] !== value) continue;
        const [low, high] = [Math.max(0, index - reach), Math.min(length - 1, index + reach)];
        for (let near = low; near <= high; near += 1) out[line * jump + near * step] = value;
      }
    }
    return out;
  };
  return pass(pass(cells, 1, across, down, across), across, down, across, 1);
}

function labelled(
  cells: Uint8Array,
  across: number,
  down: number,
): { readonly labels: Int32Array; readonly count: number } {
  const labels = new Int32Array(cells.length);
  const stack: number[] = [];
  let count = 0;
  for (let start = 0; start < cells.length; start += 1) {
    if (cells[start] === 0 || labels[start] !== 0) continue;
    count += 1;
    labels[start] = count;
    stack.push(start);
    while (stack.length > 0) {
      const here = stack.pop()!;
      const x = here % across;
      for (const next of [
        x > 0 ? here - 1 : -1,
        x < across - 1 ? here + 1 : -1,
        here - across,
        here + across < across * down ? here + across : -1,
      ]) {
        if (next < 0 || cells[next] === 0 || labels[next] !== 0) continue;
        labels[next] = count;
        stack.push(next);
      }
    }
  }
  return { labels, count };
}

interface Gathering {
  readonly cells: Uint8Array;
  readonly wide: Uint8Array;
  readonly labels: Int32Array;
  readonly count: number;
  readonly across: number;
  readonly down: number;
  readonly reach: number;
}

function gathered(
  { width, height, size, excess }: Difference,
  mask: Uint8Array,
  cells: Gathering,
): ChangedParts {
  const { labels, count, across, down, reach } = cells;
  const pixels = new Float64Array(count + 1);
  const sums = new Float64Array(count + 1);
  const gravest = new Float64Array(count + 1);
  const peaks = new Float64Array(count + 1);
  const boxes = Array.from({ length: count + 1 }, () => ({ left: width, top: height, right: 0, bottom: 0 }));
  for (let y = 0, at = 0; y < height; y += 1) {
    const line = Math.floor(y / cell) * across;
    for (let x = 0; x < width; x += 1, at += 1) {
      if (mask[at] === 0) continue;
      const label = labels[line + Math.floor(x / cell)]!;
      pixels[label]! += 1;
      sums[label]! += size[at]!;
      gravest[label]! += excess[at]!;
      if (excess[at]! > peaks[label]!) peaks[label] = excess[at]!;
      const box = boxes[label]!;
      if (x < box.left) box.left = x;
      if (y < box.top) box.top = y;
      if (x >= box.right) box.right = x + 1;
      if (y >= box.bottom) box.bottom = y + 1;
    }
  }
  const least = Math.max(leastPixels, leastShare * width * height);
  const kept = Array.from({ length: count }, (_, index) => index + 1)
    .filter((label) => pixels[label]! >= least && peaks[label]! >= leastPeak)
    .filter(
      (label) =>
        sums[label]! >=
        leastWeight * Math.sqrt(pixels[label]!) * Math.max(0.5, Math.max(width, height) / 1000),
    )
    .sort((one, other) => gravest[other]! - gravest[one]! || one - other)
    .slice(0, mostParts);
  const numbers = new Int32Array(count + 1);
  for (const [index, label] of kept.entries()) numbers[label] = index + 1;
  const marks = new Uint16Array(mask.length);
  for (let y = 0, at = 0; y < height; y += 1) {
    const line = Math.floor(y / cell) * across;
    for (let x = 0; x < width; x += 1, at += 1)
      if (mask[at] === 1) marks[at] = numbers[labels[line + Math.floor(x / cell)]!]!;
  }
  // Spread and drawn back again: gaps between neighbours are closed, the outer line stays.
  const closed = spreadCells(cells.wide, across, down, reach, 0);
  for (let at = 0; at < closed.length; at += 1) if (cells.cells[at] === 1) closed[at] = 1;
  const parts = kept.map((label): ChangedPart => {
    const own = new Uint8Array(closed.length);
    for (let at = 0; at < own.length; at += 1) if (closed[at] === 1 && labels[at] === label) own[at] = 1;
    const box = boxes[label]!;
    const outline = contourOf(own, across, down, 0.9).map(
      ([x, y]) =>
        [
          Math.min(box.right, Math.max(box.left, x * cell)) - 0.5,
          Math.min(box.bottom, Math.max(box.top, y * cell)) - 0.5,
        ] as const,
    );
    return { pixels: pixels[label]!, box, strength: sums[label]! / pixels[label]!, polygon: outline };
  });
  return { marks, parts };
}
