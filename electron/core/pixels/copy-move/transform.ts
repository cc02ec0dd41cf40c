/**
 * Affine transforms of a picture onto itself, `X = a x + b y + c`, `Y = d x + e y + f`; whole numbers are the centres of
 * pixels.
 */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** The parts of a transform an examiner can name. */
export interface NamedTransform {
  /** Where the centre of the first region goes to, relative to it: pixels. */
  readonly offset: readonly [x: number, y: number];
  /** Turn, degrees, −180 … 180, clockwise as seen; after the mirroring, when there is one. */
  readonly angle: number;
  /** Lengths in the second region over lengths in the first. */
  readonly scale: number;
  /** Mirrored left to right before it was turned. */
  readonly mirrored: boolean;
}

export function determinant([a, b, , d, e]: Affine): number {
  return a * e - b * d;
}

/** The way back. Throws when there is none: such transforms are refused before. */
export function inverted([a, b, c, d, e, f]: Affine): Affine {
  const share = 1 / (a * e - b * d);
  if (!Number.isFinite(share)) throw new RangeError('transform without a way back');
  const [ia, ib, id, ie] = [e * share, -b * share, -d * share, a * share];
  return [ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)];
}

/** The same transform in a picture `factor` times as large, whose pixels tile those of the first. */
export function enlarged([a, b, c, d, e, f]: Affine, factor: number): Affine {
  const shift = (factor - 1) / 2;
  // X' = k (T((x' + ½)/k − ½) + ½) − ½
  return [a, b, factor * c + shift * (1 - a - b), d, e, factor * f + shift * (1 - d - e)];
}

/** How far two transforms take a point apart. */
export function apart(one: Affine, other: Affine, x: number, y: number): number {
  return Math.hypot(
    (one[0] - other[0]) * x + (one[1] - other[1]) * y + one[2] - other[2],
    (one[3] - other[3]) * x + (one[4] - other[4]) * y + one[5] - other[5],
  );
}

/** By its nearest similarity (polar decomposition of the linear part). */
export function named(transform: Affine, x: number, y: number): NamedTransform {
  const [a, b, c, d, e, f] = transform;
  const mirrored = determinant(transform) < 0;
  // Mirroring left to right turns the first column round.
  const [p, q] = mirrored ? [-a + e, -d - b] : [a + e, d - b];
  return {
    offset: [a * x + b * y + c - x, d * x + e * y + f - y],
    angle: (Math.atan2(q, p) * 180) / Math.PI,
    scale: Math.sqrt(Math.abs(determinant(transform))),
    mirrored,
  };
}

/** Is it near enough to a similarity whose scale a copy may have? */
export function plausible(transform: Affine): boolean {
  const [a, b, , d, e] = transform;
  const area = Math.abs(determinant(transform));
  if (!(area > 0.4 ** 2 && area < 2.5 ** 2)) return false;
  // Σ of squares is 2·area for a similarity, more by the square of the shear.
  return (a * a + b * b + d * d + e * e) / (2 * area) < 1.06;
}

/** The similarity that takes two points to two points; `null` when the points are one. */
export function similarityOf(
  [x, y, u, v]: readonly [number, number, number, number],
  [X, Y, U, V]: readonly [number, number, number, number],
  mirrored: boolean,
): Affine | null {
  const sign = mirrored ? -1 : 1;
  const [dx, dy] = [(u - x) * sign, v - y];
  const length = dx * dx + dy * dy;
  if (length < 1e-9) return null;
  const [tx, ty] = [U - X, V - Y];
  const cosine = (dx * tx + dy * ty) / length;
  const sine = (dx * ty - dy * tx) / length;
  const [a, b, d, e] = [sign * cosine, -sine, sign * sine, cosine];
  return [a, b, X - a * x - b * y, d, e, Y - d * x - e * y];
}

/**
 * Least squares over point pairs, taken from the centre of the first points.
 *
 * @param pairs `x, y, X, Y` each, at least three
 * @returns `null` when the points lie on a line
 */
export function affineThrough(pairs: ArrayLike<number>, count: number): Affine | null {
  let [mx, my, mX, mY] = [0, 0, 0, 0];
  for (let at = 0; at < 4 * count; at += 4) {
    mx += pairs[at]!;
    my += pairs[at + 1]!;
    mX += pairs[at + 2]!;
    mY += pairs[at + 3]!;
  }
  mx /= count;
  my /= count;
  mX /= count;
  mY /= count;
  let [xx, xy, yy, xX, yX, xY, yY] = [0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < 4 * count; at += 4) {
    const [x, y, X, Y] = [pairs[at]! - mx, pairs[at + 1]! - my, pairs[at + 2]! - mX, pairs[at + 3]! - mY];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xX += x * X;
    yX += y * X;
    xY += x * Y;
    yY += y * Y;
  }
  const area = xx * yy - xy * xy;
  if (area <= 1e-4 * (xx + yy) ** 2) return null;
  const [a, b] = [(xX * yy - yX * xy) / area, (yX * xx - xX * xy) / area];
  const [d, e] = [(xY * yy - yY * xy) / area, (yY * xx - xY * xy) / area];
  return [a, b, mX - a * mx - b * my, d, e, mY - d * mx - e * my];
}
