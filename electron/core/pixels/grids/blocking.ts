import type { FloatPlane } from '../picture.ts';

/** Strength of the block grid of each 8×8 cell, and where another phase is stronger. */
export interface BlockingMap {
  /** Cells across and down. */
  readonly width: number;
  readonly height: number;
  /** Position (0…7) of the first sample of a block, by the whole picture. */
  readonly origin: readonly [x: number, y: number];
  /** Contrast of the edge at the origin over the median of all eight positions, along x and along y. */
  readonly contrast: readonly [x: number, y: number];
  /** Grey levels the edge at the origin stands above the other positions, both directions added; one value per cell. */
  readonly strength: Float32Array;
  /** Grey levels by which another position beats that of the picture, both directions added; 0 where none does. */
  readonly mismatch: Float32Array;
}

/** Second differences above this are edges of the scene (Li et al. 2009, section 2.1). */
const clip = 50;
/** Cells to each side that are pooled: 40 pixels, as the 33 of the paper. */
const reach = 2;

/**
 * Block artefact grid of W. Li, Y. Yuan, N. Yu, “Passive detection of doctored JPEG image via block artifact grid
 * extraction”, Signal Processing 89 (2009): clipped second differences, summed along the edges of blocks and repeated
 * with their period, less the local median. Here the sums are kept for the eight positions of each cell at once, so
 * that period and sum are one pooling over neighbouring cells.
 */
export function blockingMap({ width, height, data }: FloatPlane): BlockingMap {
  const [across, down] = [width >> 3, height >> 3];
  const profiles = [new Float32Array(across * down * 8), new Float32Array(across * down * 8)] as const;
  for (let y = 1; y < down * 8 - 1; y += 1) {
    const cells = (y >> 3) * across;
    for (let x = 1; x < across * 8 - 1; x += 1) {
      const at = y * width + x;
      const cell = (cells + (x >> 3)) * 8;
      const twice = 2 * data[at]!;
      const besides = Math.abs(twice - data[at - 1]! - data[at + 1]!);
      const above = Math.abs(twice - data[at - width]! - data[at + width]!);
      profiles[0][cell + (x & 7)]! += besides < clip ? besides : clip;
      profiles[1][cell + (y & 7)]! += above < clip ? above : clip;
    }
  }
  const totals = profiles.map((profile) => edges(total(profile)));
  const origin = totals.map((sums) => sums.indexOf(Math.max(...sums)));
  const contrast = totals.map((sums) => Math.max(...sums) / Math.max(1e-9, median(sums)));
  const strength = new Float32Array(across * down);
  const mismatch = new Float32Array(across * down);
  for (const [direction, profile] of profiles.entries())
    compare(pooled(profile, across, down), origin[direction]!, strength, mismatch);
  return {
    width: across,
    height: down,
    origin: [origin[0]!, origin[1]!],
    contrast: [contrast[0]!, contrast[1]!],
    strength,
    mismatch,
  };
}

function total(profile: Float32Array): Float64Array {
  const sums = new Float64Array(8);
  for (let at = 0; at < profile.length; at += 1) sums[at & 7]! += profile[at]!;
  return sums;
}

/** A step between two blocks shows in the second differences on both of its sides. */
function edges(sums: Float64Array): Float64Array {
  return sums.map((value, at) => (value + sums[(at + 7) & 7]!) / 2);
}

/** Mean of the cells within reach, per pixel of the cell's side. */
function pooled(profile: Float32Array, across: number, down: number): Float32Array {
  const rows = new Float32Array(profile.length);
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      const [first, last] = [Math.max(0, x - reach), Math.min(across - 1, x + reach)];
      const to = (y * across + x) * 8;
      for (let cell = first; cell <= last; cell += 1)
        for (let k = 0; k < 8; k += 1) rows[to + k]! += profile[(y * across + cell) * 8 + k]!;
      for (let k = 0; k < 8; k += 1) rows[to + k]! /= 8 * (last - first + 1);
    }
  }
  const out = new Float32Array(profile.length);
  for (let y = 0; y < down; y += 1) {
    const [first, last] = [Math.max(0, y - reach), Math.min(down - 1, y + reach)];
    for (let cell = first; cell <= last; cell += 1) {
      for (let at = 0; at < across * 8; at += 1)
        out[y * across * 8 + at]! += rows[cell * across * 8 + at]! / (last - first + 1);
    }
  }
  return out;
}

function compare(
  profile: Float32Array,
  origin: number,
  strength: Float32Array,
  mismatch: Float32Array,
): void {
  const sums = new Float64Array(8);
  const sorted = new Float64Array(8);
  for (let cell = 0; cell < strength.length; cell += 1) {
    for (let k = 0; k < 8; k += 1) {
      sums[k] = (profile[cell * 8 + k]! + profile[cell * 8 + ((k + 7) & 7)]!) / 2;
    }
    sorted.set(sums);
    sorted.sort();
    const middle = (sorted[3]! + sorted[4]!) / 2;
    let best = 0;
    // Beside the edge itself lie positions that share one of its two differences.
    for (let k = 2; k <= 6; k += 1) best = Math.max(best, sums[(origin + k) & 7]! - middle);
    const own = sums[origin]! - middle;
    strength[cell]! += own;
    mismatch[cell]! += Math.max(0, best - Math.max(0, own));
  }
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  return (sorted[3]! + sorted[4]!) / 2;
}
