import type { GreyPlane, Vision } from '../../media/vision.ts';
import { mirroredPlane } from '../../trace/picture/local-features.ts';
import type { FloatPlane } from '../picture.ts';
import { BitDistances } from './bit-distances.ts';

/** Pairs of alike corners within one picture. */
export interface CornerPairs {
  readonly count: number;
  /** `x, y, X, Y` each, pixels of the plane. */
  readonly points: Float32Array;
  /** 1: the second is like the mirrored first. */
  readonly mirrored: Uint8Array;
}

/** Corners looked for in a plane. */
const mostCorners = 3000;
/** Grey levels by which a corner stands out. */
const contrast = 8;
/** Differing bits of 256 up to which two descriptors can be of one corner; unrelated ones differ in 128 ± 20. */
const mostBits = 52;
/** The generalised ratio test of Amerini et al. (IEEE TIFS 6(3), 2011, 3.2), for bits. */
const ratio = 0.8;
/** Corners this near to one another are one corner on several levels of the pyramid, pixels. */
const sameCorner = 6;
/** Best ones kept for each corner. */
const kept = 6;
/** 32-bit words of a descriptor. */
const words = 8;

/**
 * Corners (ORB) that come back elsewhere in the picture, also turned, scaled and mirrored.
 *
 * @param leastDistance between the two, pixels
 */
export function cornerPairs(plane: FloatPlane, vision: Vision, leastDistance: number): CornerPairs {
  const rounded = new Uint8Array(plane.data.length);
  for (let at = 0; at < rounded.length; at += 1) rounded[at] = plane.data[at]! + 0.5;
  const grey: GreyPlane = { width: plane.width, height: plane.height, data: rounded };
  const plain = vision.corners(grey, mostCorners, contrast);
  const reversed = vision.corners(mirroredPlane(grey), mostCorners, contrast);
  const turned = Float32Array.from(reversed.points, (value, at) =>
    at % 2 === 0 ? plane.width - 1 - value : value,
  );
  const points: number[] = [];
  const mirrored: number[] = [];
  const own = asWords(plain.descriptors);
  const take = (others: Uint32Array, places: Float32Array, flag: number) =>
    pairsOf(own, plain.points, others, places, leastDistance, (x, y, u, v) => {
      points.push(x, y, u, v);
      mirrored.push(flag);
    });
  take(own, plain.points, 0);
  take(asWords(reversed.descriptors), turned, 1);
  return thinned(points, mirrored);
}

/** Pairs kept: only patterns have more. */
const mostPairs = 3000;

function thinned(points: readonly number[], mirrored: readonly number[]): CornerPairs {
  const step = Math.ceil(mirrored.length / mostPairs);
  if (step > 1) {
    const chosen = mirrored.flatMap((_, index) => (index % step === 0 ? [index] : []));
    return thinned(
      chosen.flatMap((index) => points.slice(4 * index, 4 * index + 4)),
      chosen.map((index) => mirrored[index]!),
    );
  }
  return { count: mirrored.length, points: Float32Array.from(points), mirrored: Uint8Array.from(mirrored) };
}

function asWords(descriptors: Uint8Array): Uint32Array {
  const copy = descriptors.slice();
  return new Uint32Array(copy.buffer, 0, copy.length / 4);
}

function pairsOf(
  first: Uint32Array,
  firstPlaces: Float32Array,
  second: Uint32Array,
  secondPlaces: Float32Array,
  leastDistance: number,
  found: (x: number, y: number, u: number, v: number) => void,
): void {
  const bits = new Int32Array(kept);
  const whom = new Int32Array(kept);
  const near = leastDistance * leastDistance;
  // A partner as far as this counts as unrelated, whatever comes behind it.
  const limit = Math.ceil(mostBits / ratio);
  const distances = new BitDistances(second);
  for (let one = 0, at = 0; at < first.length; one += 1, at += words) {
    bits.fill(limit);
    whom.fill(-1);
    const [x, y] = [firstPlaces[2 * one]!, firstPlaces[2 * one + 1]!];
    const apart = distances.to(first, at);
    for (let other = 0; other < apart.length; other += 1) {
      if (apart[other]! >= bits[kept - 1]!) continue;
      const [dx, dy] = [secondPlaces[2 * other]! - x, secondPlaces[2 * other + 1]! - y];
      if (dx * dx + dy * dy < near) continue;
      insert(bits, whom, apart[other]!, other, secondPlaces);
    }
    for (let rank = 0; rank < kept; rank += 1) {
      if (whom[rank]! < 0 || bits[rank]! > mostBits) break;
      const next = rank + 1 < kept ? bits[rank + 1]! : limit;
      if (bits[rank]! >= ratio * next) continue;
      // Everything up to the jump is alike: Amerini's g2NN.
      for (let index = 0; index <= rank; index += 1) {
        const other = whom[index]!;
        found(x, y, secondPlaces[2 * other]!, secondPlaces[2 * other + 1]!);
      }
      break;
    }
  }
}

/** Into the sorted list, in place of a worse corner at the same spot. */
function insert(
  bits: Int32Array,
  whom: Int32Array,
  distance: number,
  other: number,
  places: Float32Array,
): void {
  const [x, y] = [places[2 * other]!, places[2 * other + 1]!];
  let end = kept - 1;
  for (let rank = 0; rank < kept; rank += 1) {
    const there = whom[rank]!;
    if (there < 0) break;
    if (Math.hypot(places[2 * there]! - x, places[2 * there + 1]! - y) >= sameCorner) continue;
    if (bits[rank]! <= distance) return;
    end = rank;
    break;
  }
  let rank = end;
  while (rank > 0 && bits[rank - 1]! > distance) {
    bits[rank] = bits[rank - 1]!;
    whom[rank] = whom[rank - 1]!;
    rank -= 1;
  }
  bits[rank] = distance;
  whom[rank] = other;
}
