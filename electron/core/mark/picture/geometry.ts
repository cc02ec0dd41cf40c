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
