import { type Geometry, geometryOf } from './geometry.ts';
import { HIGHEST, PILOTS, TILE } from './layout.ts';
import type { PeakMap } from './peak-map.ts';
import type { PictureKey } from './picture-key.ts';
import { type Candidate, finest, LARGEST, powerAt, SHORTEST, SMALLEST } from './search.ts';

/**
 * Grid step, in frequencies of the transform at the outermost pilot: fine enough for the powers themselves, which tell
 * far fainter pilots from chance than the coarse levels do.
 */
const STEP = 0.4;
/** Neighbours on the grid, to either side, of which only the best is looked at more closely. */
const NEAR = 4;
const KEPT = 80;

/**
 * Search over one scale alone, upright or turned by a quarter, both ways round: what a picture that was only cut and
 * resized needs. So few places are tried that a mark stands out here which is lost among all turns and stretches.
 */
export function searchUpright(map: PeakMap, key: PictureKey, count: number): Candidate[] {
  const size = Math.max(map.columns, map.rows);
  const largest = Math.min(LARGEST, map.shorter / SHORTEST);
  const found: Candidate[] = [];
  for (let kind = 0; kind < 4; kind += 1) {
    const [angle, mirrored] = [kind >= 2 ? Math.PI / 2 : 0, kind % 2 === 1];
    const geometries: Geometry[] = [];
    for (let scale = SMALLEST; scale < largest; scale *= 1 + STEP / ((HIGHEST / TILE / scale) * size))
      geometries.push(geometryOf(scale, scale, angle, mirrored));
    const scores = Float64Array.from(geometries, ({ a, b, c, d }) =>
      powerAt(map, map.fine, key, a, b, c, d, PILOTS),
    );
    for (const [at, geometry] of geometries.entries()) {
      const score = scores[at]!;
      if (score === Math.max(...scores.subarray(Math.max(0, at - NEAR), at + NEAR + 1)))
        found.push({ geometry, score });
    }
  }
  found.sort((one, other) => other.score - one.score);
  return finest(map, key, found.slice(0, KEPT), count);
}
