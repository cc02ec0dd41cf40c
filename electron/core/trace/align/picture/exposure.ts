import type { RgbPlane } from '../../picture/planes.ts';
import type { LaidOriginal } from './laid.ts';
import { type PlaceMisses, placeMisses, placeSide } from './place-misses.ts';
import { solvedSymmetric } from './refine.ts';
import type { ShiftField } from './shift-field.ts';

/**
 * A copy, or another photograph of the same scene? Both lie over each other by their features. The pixels of a copy come
 * from one exposure, seen from one place: what a homography (and a lens) leaves is noise, as large as what does not agree
 * at a place explains, and each place's its own. From another place near things stand elsewhere before far ones: places
 * miss each other by more than that, and neighbours in the same direction.
 */
export interface Exposure {
  /** `open`: too few places, or too much noise, to tell. */
  readonly verdict: 'same' | 'other' | 'open';
  /** Median miss in deviations of the noise plus what neighbours share of theirs; 0 when nothing was measured. */
  readonly score: number;
  /** Share of the measured places that lie clearly elsewhere, 0…1. */
  readonly apart: number;
  /** Median miss, pixels of the suspect's plane. */
  readonly miss: number;
  /** Places with fine detail in both, and those among them that were measured. */
  readonly detailed: number;
  readonly measured: number;
  /** The places are measured finely enough, for the size of what is common, that a small parallax would be seen. */
  readonly fine: boolean;
}

/** Scores up to which pixels agree as those of copies do, and from which on they do not (bench `same-scene`). */
export const sameScore = 2.5;
export const otherScore = 3.6;
/** The latter where noise would drown a small parallax: recompression leaves such misses by itself. */
const coarseScore = 5;
/** Share of places clearly elsewhere up to which, and from which on: a median does not see two halves that part. */
export const sameApart = 0.12;
const otherApart = 0.25;
/** Clearly elsewhere: deviations of the noise, and pixels. */
const apartDeviations = 6;
const apartPixels = 0.25;
/** Places from which on a low score means something. */
export const leastPlaces = 64;
/** Detailed places, and the share of them below which agreeing ones are an exception. */
const manyDetailed = 60;
const fewAgree = 0.15;
/** Fewer measured places give no score. */
const scoredPlaces = 20;
/** Noise as a share of the measured part's longer side above which a small parallax would be drowned. */
const drowning = 6.5e-5;
/** Pixels that resampling misplaces. */
const resampling = 0.03;

/** @param field what `laid` follows beside the homography */
export function exposureOf(laid: LaidOriginal, suspect: RgbPlane, field: ShiftField): Exposure {
  const places = placeMisses(laid, suspect, field);
  const { detailed, count } = places;
  const common = { detailed, measured: count };
  if (detailed >= manyDetailed && count < fewAgree * detailed)
    return { verdict: 'other', score: 0, apart: 0, miss: 0, fine: false, ...common };
  if (count < scoredPlaces) return { verdict: 'open', score: 0, apart: 0, miss: 0, fine: false, ...common };
  const noise = places.noise.map((value) => Math.hypot(value, resampling));
  const [across, down] = [0, 1].map((axis) => unexplained(places, noise, axis)) as [
    Float64Array,
    Float64Array,
  ];
  const sizes = across.map((value, at) => Math.hypot(value, down[at]!) / noise[at]!);
  const typical = median(sizes);
  const score = typical + shared(places, across, down, noise, sizes, 3 * typical);
  const miss = median(across.map((value, at) => Math.hypot(value, down[at]!)));
  const fine = median(noise) <= drowning * extent(places);
  let elsewhere = 0;
  for (const [at, size] of sizes.entries())
    if (size > apartDeviations && size * noise[at]! > apartPixels) elsewhere += 1;
  const apart = elsewhere / count;
  const told = { score, apart, miss, fine, ...common };
  const disagrees = fine ? score >= otherScore || apart >= otherApart : score >= coarseScore;
  if (disagrees) return { verdict: 'other', ...told };
  const agrees = score <= sameScore && apart <= sameApart;
  return { verdict: agrees && count >= leastPlaces && fine ? 'same' : 'open', ...told };
}

/** Longer side of what the measured places cover, pixels. */
function extent({ cells }: PlaceMisses): number {
  return placeSide * Math.max(...[0, 1].map((axis) => span(cells, axis)));
}

function span(cells: Int32Array, axis: number): number {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let at = axis; at < cells.length; at += 2) {
    least = Math.min(least, cells[at]!);
    most = Math.max(most, cells[at]!);
  }
  return most - least + 1;
}

const terms = 6;

/**
 * What a polynomial of second degree leaves of the misses along one axis: the homography may be a little wrong and is then
 * nearly such a polynomial. Least squares, reweighted so that moved things do not pull it (Huber).
 */
function unexplained(
  { count, places, misses }: PlaceMisses,
  noise: Float64Array,
  axis: number,
): Float64Array {
  const [x, y] = [0, 1].map((side) => standardised(places, side)) as [Float64Array, Float64Array];
  const rows = new Float64Array(count * terms);
  for (let at = 0; at < count; at += 1)
    rows.set([1, x[at]!, y[at]!, x[at]! ** 2, x[at]! * y[at]!, y[at]! ** 2], at * terms);
  const left = Float64Array.from({ length: count }, (_, at) => misses[2 * at + axis]!);
  const normal = new Float64Array(terms * terms);
  const right = new Float64Array(terms);
  let bound = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 8; round += 1) {
    normal.fill(0);
    right.fill(0);
    for (let at = 0; at < count; at += 1) {
      const weight = 1 / (noise[at]! ** 2 * Math.max(1, Math.abs(left[at]!) / bound));
      for (let i = 0; i < terms; i += 1) {
        const value = weight * rows[at * terms + i]!;
        right[i]! += value * misses[2 * at + axis]!;
        for (let j = 0; j <= i; j += 1) normal[i * terms + j]! += value * rows[at * terms + j]!;
      }
    }
    const answer = solvedSymmetric(normal, right);
    if (answer === null) break;
    for (let at = 0; at < count; at += 1) {
      let rest = misses[2 * at + axis]!;
      for (let i = 0; i < terms; i += 1) rest -= answer[i]! * rows[at * terms + i]!;
      left[at] = rest;
    }
    bound = 2 * 1.4826 * median(left.map(Math.abs)) + 1e-3;
  }
  return left;
}

/** One coordinate of the places, mean 0 and deviation 1. */
function standardised(places: Float64Array, side: number): Float64Array {
  const values = Float64Array.from({ length: places.length / 2 }, (_, at) => places[2 * at + side]!);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / Math.max(1e-3, Math.sqrt(square)));
}

/** Root of what misses of neighbours have in common, in deviations of the noise; each counts no more than `most`. */
function shared(
  { count, cells }: PlaceMisses,
  across: Float64Array,
  down: Float64Array,
  noise: Float64Array,
  sizes: Float64Array,
  most: number,
): number {
  const numbers = new Map<number, number>();
  for (let at = 0; at < count; at += 1) numbers.set(cells[2 * at + 1]! * 4096 + cells[2 * at]!, at);
  const factor = sizes.map((size, at) => Math.min(1, most / Math.max(size, 1e-9)) / noise[at]!);
  let [sum, pairs] = [0, 0];
  for (const [cell, at] of numbers) {
    for (const other of [numbers.get(cell + 1), numbers.get(cell + 4096)]) {
      if (other === undefined) continue;
      sum += (across[at]! * across[other]! + down[at]! * down[other]!) * factor[at]! * factor[other]!;
      pairs += 1;
    }
  }
  return pairs > 10 ? Math.sqrt(Math.max(0, sum / pairs)) : 0;
}

function median(values: Float64Array): number {
  return values.slice().sort()[values.length >> 1] ?? 0;
}
