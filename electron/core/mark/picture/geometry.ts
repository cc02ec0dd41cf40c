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

/** The same, for a plane with `factor` times as many samples a side. */
export function rescaled({ a, b, c, d }: Geometry, factor: number): Geometry {
  return { a: a / factor, b: b / factor, c: c / factor, d: d / factor };
}

type Numbers = [a: number, b: number, c: number, d: number];

function asGeometry([a, b, c, d]: Numbers): Geometry {
  return { a, b, c, d };
}

/**
 * Climb to a geometry of higher value near `start`, halving the step whenever nothing near is better.
 *
 * @param from first step, as a change of the geometry's numbers
 */
export function climb(
  start: Geometry,
  from: number,
  rounds: number,
  value: (geometry: Geometry) => number,
): Geometry {
  let best: Numbers = [start.a, start.b, start.c, start.d];
  let highest = value(start);
  let step = from;
  // Scale, rotation, stretch and shear: each moves the outermost pilots alike.
  const directions: readonly Numbers[] = [
    [start.a, start.b, start.c, start.d],
    [-start.c, -start.d, start.a, start.b],
    [start.a, start.b, -start.c, -start.d],
    [start.c, start.d, start.a, start.b],
  ];
  const size = Math.hypot(start.a, start.b, start.c, start.d) / Math.SQRT2;
  for (let round = 0; round < rounds; round += 1) {
    let moved = false;
    for (const direction of directions) {
      for (const sign of [1, -1]) {
        const length = (sign * step) / size;
        const next = best.map((number, index) => number + length * direction[index]!) as Numbers;
        const power = value(asGeometry(next));
        if (power <= highest) continue;
        highest = power;
        best = next;
        moved = true;
        break;
      }
    }
    if (!moved) step /= 2;
  }
  return asGeometry(best);
}
