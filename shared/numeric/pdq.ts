import { BoxColumns, boxFourLines, boxFourLinesAt } from './box-filter.ts';
import { dctProject, dctRows } from './dct.ts';
import type { LumaRows } from './plane.ts';
import { lowerMedian } from './stats.ts';

/**
 * PDQ, the 256-bit perceptual image hash published by Facebook (now Meta), written from its description:
 * "The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm" (hashing.pdf in
 * github.com/facebook/ThreatExchange, 2019), itself after Zauner, "Implementation and Benchmarking of
 * Perceptual Image Hash Functions" (2010). Arithmetic is single precision throughout, in the published
 * order, so that equal pixels give equal bits.
 */

/** The eight ways to turn and mirror an image, in the order of the publication. */
export const dihedrals = [
  'original',
  'rotate-90',
  'rotate-180',
  'rotate-270',
  'flip-x',
  'flip-y',
  'flip-plus-1',
  'flip-minus-1',
] as const;
export type Dihedral = (typeof dihedrals)[number];

export interface Pdq {
  /** 64 hexadecimal digits for each dihedral; `original` is the image's own hash. */
  readonly hashes: Readonly<Record<Dihedral, string>>;
  /** 0…100: how much significant gradient the 64×64 image has. Below 50 a hash should not be matched. */
  readonly quality: number;
}

/** Images with fewer rows or columns than this have no hash: all bits 0, quality 0. */
export const smallestSide = 5;

const side = 64;
const bands = 16;
const basis = dctRows(side, 1, bands);

/** PDQ hashes and quality of an image's luma in grey levels 0…255. */
export function pdq(luma: LumaRows): Pdq {
  if (luma.width < smallestSide || luma.height < smallestSide) {
    return { hashes: perDihedral(() => '0'.repeat(64)), quality: 0 };
  }
  const small = shrink(luma);
  const coefficients = dctProject(small, basis, side);
  return {
    hashes: perDihedral((dihedral) => bits(coefficients, turns[dihedral])),
    quality: gradientQuality(small),
  };
}

/**
 * PDQ of a picture that was reduced to 64 × 64 grey levels by somebody else, for frames of films: what comes before the
 * cosine transform is then not the published one, and some bits move.
 *
 * @param cells 4096 grey levels, row by row
 */
export function pdqOfCells(cells: Float32Array): {
  /** 16 × 16 cosine coefficients, frequencies 1…16 of each axis. */
  readonly coefficients: Float32Array;
  readonly quality: number;
  hash(dihedral: Dihedral): string;
} {
  const coefficients = dctProject(cells, basis, side);
  return {
    coefficients,
    quality: gradientQuality(cells),
    hash: (dihedral) => bits(coefficients, turns[dihedral]),
  };
}

/** Number of differing bits, 0…256, of two hashes in hexadecimal. */
export function hammingDistance(left: string, right: string): number {
  if (left.length !== right.length) throw new RangeError('hashes of different length');
  let distance = 0;
  for (let at = 0; at < left.length; at += 4) {
    let difference =
      Number.parseInt(left.slice(at, at + 4), 16) ^ Number.parseInt(right.slice(at, at + 4), 16);
    for (; difference !== 0; difference &= difference - 1) distance += 1;
  }
  return distance;
}

/**
 * Two tent-like blurs, then the pixel nearest the centre of each of 64×64 cells. Rows stream through both
 * passes, four at a time, so that no second plane is held; of the second pass only 64 columns and rows are
 * looked at.
 */
function shrink({ width, height, row: read }: LumaRows): Float32Array {
  const across = windowSize(width);
  const down = windowSize(height);
  const columns = centres(width);
  const rows = centres(height);
  const out = new Float32Array(side * side);
  const second = new BoxColumns(side, height, down, (row, means) => {
    // In images smaller than 64 rows one row is the centre of several cells.
    for (let cell = 0; cell < side; cell += 1) if (rows[cell] === row) out.set(means, cell * side);
  });
  const again = new FourLines(width);
  const sampled = new Float32Array(4 * side);
  const first = new BoxColumns(width, height, down, (row, means) => {
    again.lines[again.count]!.set(means);
    again.count += 1;
    if (again.count < 4 && row < height - 1) return;
    boxFourLinesAt(again.block, across, columns, sampled);
    for (let line = 0; line < again.count; line += 1) {
      second.next().set(sampled.subarray(line * side, (line + 1) * side));
      second.push();
    }
    again.count = 0;
  });
  const luma = new FourLines(width);
  const blurred = new FourLines(width);
  for (let row = 0; row < height; row += 1) {
    read(row, luma.lines[luma.count]!);
    luma.count += 1;
    if (luma.count < 4 && row < height - 1) continue;
    boxFourLines(luma.block, across, blurred.block);
    for (let line = 0; line < luma.count; line += 1) {
      first.next().set(blurred.lines[line]!);
      first.push();
    }
    luma.count = 0;
  }
  return out;
}

/** Rows that are blurred along their length together. What those not filled held before is blurred along. */
class FourLines {
  readonly block: Float32Array;
  /** Memory of the rows; the first `count` are filled. */
  readonly lines: readonly Float32Array[];
  count = 0;

  constructor(width: number) {
    this.block = new Float32Array(4 * width);
    this.lines = [0, 1, 2, 3].map((line) => this.block.subarray(line * width, (line + 1) * width));
  }
}

/** Half a cell, rounded up: two passes together reach over one cell. */
function windowSize(length: number): number {
  return Math.ceil(length / (2 * side));
}

function centres(length: number): Int32Array {
  return Int32Array.from({ length: side }, (_, index) => Math.floor(((index + 0.5) * length) / side));
}

/** Sum of neighbour differences, each cut to whole hundredths of the range, over 90, at most 100. */
function gradientQuality(small: Float32Array): number {
  let sum = 0;
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const here = small[row * side + column]!;
      if (row + 1 < side) sum += step(here, small[(row + 1) * side + column]!);
      if (column + 1 < side) sum += step(here, small[row * side + column + 1]!);
    }
  }
  return Math.min(100, Math.floor(sum / 90));
}

/** The reference cuts to a whole number before it takes the absolute value; so do we. */
function step(here: number, there: number): number {
  return Math.abs(Math.trunc(Math.fround(Math.fround(Math.fround(here - there) * 100) / 255)));
}

/** What turning an image does to its coefficients: a transposition and sign changes, no second transform. */
interface Turn {
  readonly transpose: boolean;
  /** Odd vertical, odd horizontal frequencies of the unturned image change sign. */
  readonly vertical: boolean;
  readonly horizontal: boolean;
}

const turns: Readonly<Record<Dihedral, Turn>> = {
  original: { transpose: false, vertical: false, horizontal: false },
  'rotate-90': { transpose: true, vertical: false, horizontal: true },
  'rotate-180': { transpose: false, vertical: true, horizontal: true },
  'rotate-270': { transpose: true, vertical: true, horizontal: false },
  'flip-x': { transpose: false, vertical: true, horizontal: false },
  'flip-y': { transpose: false, vertical: false, horizontal: true },
  'flip-plus-1': { transpose: true, vertical: false, horizontal: false },
  'flip-minus-1': { transpose: true, vertical: true, horizontal: true },
};

const turned = new Float32Array(bands * bands);

/** Bit k is set when coefficient k of the turned image is above the median; written from bit 255 down to bit 0. */
function bits(coefficients: Float32Array, { transpose, vertical, horizontal }: Turn): string {
  for (let row = 0, at = 0; row < bands; row += 1) {
    for (let column = 0; column < bands; column += 1, at += 1) {
      const value = coefficients[at]!;
      // Index 0 stands for frequency 1, so an even index is an odd frequency.
      const negative = (vertical && row % 2 === 0) !== (horizontal && column % 2 === 0);
      turned[transpose ? column * bands + row : at] = negative ? -value : value;
    }
  }
  const median = lowerMedian(turned);
  let text = '';
  for (let high = turned.length - 1; high > 0; high -= 4) {
    let digit = 0;
    for (let at = high; at > high - 4; at -= 1) digit = digit * 2 + (turned[at]! > median ? 1 : 0);
    text += hexadecimal[digit]!;
  }
  return text;
}

const hexadecimal = '0123456789abcdef';

function perDihedral(hash: (dihedral: Dihedral) => string): Record<Dihedral, string> {
  return Object.fromEntries(dihedrals.map((dihedral) => [dihedral, hash(dihedral)])) as Record<
    Dihedral,
    string
  >;
}
