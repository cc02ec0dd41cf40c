import type { Geometry } from './geometry.ts';
import { PILOTS, TILE } from './layout.ts';
import type { PeakMap } from './peak-map.ts';
import type { PictureKey } from './picture-key.ts';
import { type Candidate, coarsePower, finest, LARGEST, SMALLEST } from './search.ts';
import { NYQUIST } from './spectrum.ts';

/** Highest peaks that are paired with pilots. */
const PEAKS = 70;
/** A picture may have become this much longer one way than the other, and its angles may be off by so much, radians. */
const STRETCH = 1.5;
const SKEW = 0.3;
/** Hypotheses with fewer of the first pilots on high places are dropped at once. */
const FIRST = 10;
const KEPT = 200;

interface Peaks {
  /** Cycles a sample, both halves of the plane. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The highest local maxima of a spectrum, each with its mirror image about the middle. */
function highestPeaks({ columns, rows, stride, fine, coarse }: PeakMap): Peaks {
  const found: { level: number; x: number; y: number }[] = [];
  for (let v = 0; v < rows; v += 1) {
    const down = v < rows / 2 ? v : v - rows;
    if (Math.abs(down) > NYQUIST * rows) continue;
    for (let u = 1; u < NYQUIST * columns; u += 1) {
      const level = fine.levels[v * stride + u]!;
      if (level < coarse.mean + 2 * coarse.deviation || level < coarse.levels[v * stride + u]!) continue;
      found.push({ level, x: u / columns, y: down / rows });
    }
  }
  found.sort((one, other) => other.level - one.level);
  const kept = found.slice(0, PEAKS);
  return {
    x: Float64Array.from([...kept.map(({ x }) => x), ...kept.map(({ x }) => -x)]),
    y: Float64Array.from([...kept.map(({ y }) => y), ...kept.map(({ y }) => -y)]),
  };
}

/**
 * Search over every affine map: two pilots taken for two peaks make one, and the other pilots say whether it is right.
 * It needs some pilots among the highest peaks, which scale, rotation and stretch alone do not.
 */
export function searchPaired(map: PeakMap, key: PictureKey, count: number): Candidate[] {
  const peaks = highestPeaks(map);
  const half = peaks.x.length / 2;
  const lengths = peaks.x.map((x, at) => Math.hypot(x, peaks.y[at]!));
  const angles = peaks.x.map((x, at) => Math.atan2(peaks.y[at]!, x));
  const kept: Candidate[] = [];
  let least = 0;
  for (let k = 0; k < PILOTS; k += 1) {
    const [kx, ky] = [key.pilotX[k]! / TILE, key.pilotY[k]! / TILE];
    const kLength = Math.hypot(kx, ky);
    for (let l = k + 6; l < PILOTS; l += 1) {
      const [lx, ly] = [key.pilotX[l]! / TILE, key.pilotY[l]! / TILE];
      const lLength = Math.hypot(lx, ly);
      const between = Math.atan2(kx * ly - ky * lx, kx * lx + ky * ly);
      // Pilots in nearly one line say nothing of the direction across.
      if (Math.abs(Math.sin(between)) < 0.4) continue;
      const across = 1 / (kx * ly - ky * lx);
      for (let i = 0; i < half; i += 1) {
        const first = lengths[i]! / kLength;
        if (first > 1 / SMALLEST || first < 1 / LARGEST) continue;
        for (let j = 0; j < peaks.x.length; j += 1) {
          const second = lengths[j]! / lLength;
          if (second > first * STRETCH || first > second * STRETCH) continue;
          const turn = wrapped(angles[j]! - angles[i]!);
          if (Math.abs(turn - between) > SKEW && Math.abs(turn + between) > SKEW) continue;
          const [ix, iy, jx, jy] = [peaks.x[i]!, peaks.y[i]!, peaks.x[j]!, peaks.y[j]!];
          const geometry: Geometry = {
            a: (ix * ly - jx * ky) * across,
            b: (jx * kx - ix * lx) * across,
            c: (iy * ly - jy * ky) * across,
            d: (jy * kx - iy * lx) * across,
          };
          if (coarsePower(map, key, geometry, FIRST) < 1) continue;
          const score = coarsePower(map, key, geometry, PILOTS);
          if (score <= least || kept.some((one) => alike(one.geometry, geometry))) continue;
          kept.push({ geometry, score });
          if (kept.length < 2 * KEPT) continue;
          kept.sort((one, other) => other.score - one.score);
          kept.length = KEPT;
          least = kept.at(-1)!.score;
        }
      }
    }
  }
  return finest(map, key, kept, count);
}

function wrapped(angle: number): number {
  if (angle > Math.PI) return angle - 2 * Math.PI;
  return angle < -Math.PI ? angle + 2 * Math.PI : angle;
}

function alike(one: Geometry, other: Geometry): boolean {
  const apart =
    Math.abs(one.a - other.a) +
    Math.abs(one.b - other.b) +
    Math.abs(one.c - other.c) +
    Math.abs(one.d - other.d);
  return apart < 0.01 * (Math.abs(one.a) + Math.abs(one.b) + Math.abs(one.c) + Math.abs(one.d));
}
