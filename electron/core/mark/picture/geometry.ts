import { SHORT_SIDE } from './layout.ts';

/**
 * How the mark lies in a plane: a frequency (x, y) of the mark, cycles a unit, stands at (ax + by, cx + dy) cycles a
 * sample of the plane. That is the inverse transpose of the map from units to samples.
 */
export interface Geometry {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Samples per unit across and down, before rotating by an angle in radians. */
export function geometryOf(scaleX: number, scaleY: number, angle: number, mirrored: boolean): Geometry {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const x = 1 / scaleX;
  const y = (mirrored ? -1 : 1) / scaleY;
  return { a: cosine * x, b: -sine * y, c: sine * x, d: cosine * y };
}

/** The map from units to samples: [[xx, xy], [yx, yy]]. */
export function unitsToSamples({ a, b, c, d }: Geometry): readonly [number, number, number, number] {
  const determinant = a * d - b * c;
  return [d / determinant, -c / determinant, -b / determinant, a / determinant];
}

/** A plane that shows the whole marked picture, upright or turned by a quarter, either way round. */
export function wholeGeometries(width: number, height: number): Geometry[] {
  const scale = Math.min(width, height) / SHORT_SIDE;
  return [false, true].flatMap((mirrored) =>
    [0, Math.PI / 2].map((angle) => geometryOf(scale, scale, angle, mirrored)),
  );
}

/** What a geometry is worth, by its four numbers. */
type Worth = (a: number, b: number, c: number, d: number) => number;

/**
 * Climb to a geometry of higher worth near `start`, halving the step whenever nothing near is better.
 *
 * @param from first step, as a change of the geometry's numbers
 */
export function climb(
  { a, b, c, d }: Geometry,
  from: number,
  rounds: number,
  worth: Worth,
): { readonly geometry: Geometry; readonly worth: number } {
  let [bestA, bestB, bestC, bestD] = [a, b, c, d];
  let highest = worth(a, b, c, d);
  let step = from / (Math.hypot(a, b, c, d) / Math.SQRT2);
  for (let round = 0; round < rounds; round += 1) {
    let moved = false;
    // Scale, rotation, stretch and shear, each up and down: each moves the outermost pilots alike.
    for (let way = 0; way < 8; way += 1) {
      const length = way % 2 === 0 ? step : -step;
      const direction = way >> 1;
      const [x, y] = [direction % 2 === 0 ? a : c, direction % 2 === 0 ? b : d];
      const [z, w] = [direction % 2 === 0 ? c : a, direction % 2 === 0 ? d : b];
      const upper = direction === 1 ? -length : length;
      const lower = direction === 2 ? -length : length;
      const [nextA, nextB] = [bestA + upper * x, bestB + upper * y];
      const [nextC, nextD] = [bestC + lower * z, bestD + lower * w];
      const value = worth(nextA, nextB, nextC, nextD);
      if (value <= highest) continue;
      highest = value;
      bestA = nextA;
      bestB = nextB;
      bestC = nextC;
      bestD = nextD;
      moved = true;
    }
    if (!moved) step /= 2;
  }
  return { geometry: { a: bestA, b: bestB, c: bestC, d: bestD }, worth: highest };
}
