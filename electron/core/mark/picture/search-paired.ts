import type { Geometry } from './geometry.ts';
import { PILOTS, TILE } from './layout.ts';
import type { Peak, PeakMap } from './peak-map.ts';
import type { PictureKey } from './picture-key.ts';
import { type Candidate, finest, LARGEST, powerAt, SMALLEST } from './search.ts';

/** A picture may have become this much longer one way than the other, and its angles may be off by so much, radians. */
const STRETCH = 1.4;
const SKEW = 0.28;
/** Hypotheses with fewer of the first pilots on high places are dropped at once. */
const FIRST = 8;
const KEPT = 200;
/** No chance reaches this, standard deviations: the search ends there. */
const CERTAIN = 18;

/** Each peak and its mirror image about the middle. */
function bothHalves(found: readonly Peak[]) {
  return {
    x: Float64Array.from([...found.map(({ x }) => x), ...found.map(({ x }) => -x)]),
    y: Float64Array.from([...found.map(({ y }) => y), ...found.map(({ y }) => -y)]),
  };
}

/**
 * Search over every affine map: two pilots taken for two peaks make one, and the other pilots say whether it is right.
 * It needs some pilots among the highest peaks, which scale, rotation and stretch alone do not.
 */
export function searchPaired(map: PeakMap, key: PictureKey, count: number): Candidate[] {
  const peaks = bothHalves(map.peaks);
  const half = peaks.x.length / 2;
  const lengths = peaks.x.map((x, at) => Math.hypot(x, peaks.y[at]!));
  const angles = peaks.x.map((x, at) => Math.atan2(peaks.y[at]!, x));
  const kept: Candidate[] = [];
  let least = 0;
  for (let k = 0; k < PILOTS; k += 1) {
    const [kx, ky] = [key.pilotX[k]! / TILE, key.pilotY[k]! / TILE];
    const kLength = Math.hypot(kx, ky);
    for (let l = k + 1; l < PILOTS; l += 1) {
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
          const a = (ix * ly - jx * ky) * across;
          const b = (jx * kx - ix * lx) * across;
          const c = (iy * ly - jy * ky) * across;
          const d = (jy * kx - iy * lx) * across;
          if (powerAt(map, map.coarse, key, a, b, c, d, FIRST) < 1) continue;
          const score = powerAt(map, map.coarse, key, a, b, c, d, PILOTS);
          if (score <= least) continue;
          const geometry = { a, b, c, d };
          if (score > CERTAIN) return finest(map, key, [{ geometry, score }], count);
          if (kept.some((one) => alike(one.geometry, geometry))) continue;
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
