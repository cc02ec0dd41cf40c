import { Reduction } from './reduction.ts';

type Triple = readonly [number, number, number];

/** Principal axes of the colours of a picture (K. Pearson, Phil. Mag. 2, 1901). */
export interface ColourAxes {
  /** R, G, B. */
  readonly mean: Triple;
  /** Variances along the axes, largest first; divided by the number of pixels. */
  readonly variances: Triple;
  /** Unit vectors R, G, B, one for each variance; the largest part of each is positive. */
  readonly axes: readonly [Triple, Triple, Triple];
}

/**
 * @param rgb interleaved, 8 bit
 * @param between called now and then
 */
export function colourAxes(rgb: Uint8Array, between: () => void): ColourAxes {
  const sums = new Float64Array(9);
  // Whole numbers throughout: a piece's sums fit in 32 bits, all of them in 53.
  const piece = 3 * 32_768;
  for (let from = 0; from < rgb.length; from += piece) {
    if (from % (piece * 32) === 0) between();
    const end = Math.min(rgb.length, from + piece);
    let [r, g, b, rr, gg, bb, rg, rb, gb] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let at = from; at < end; at += 3) {
      const red = rgb[at]!;
      const green = rgb[at + 1]!;
      const blue = rgb[at + 2]!;
      r += red;
      g += green;
      b += blue;
      rr += red * red;
      gg += green * green;
      bb += blue * blue;
      rg += red * green;
      rb += red * blue;
      gb += green * blue;
    }
    for (const [index, value] of [r, g, b, rr, gg, bb, rg, rb, gb].entries()) sums[index]! += value;
  }
  const pixels = rgb.length / 3;
  const [r, g, b, rr, gg, bb, rg, rb, gb] = Array.from(sums, (sum) => sum / pixels) as [
    ...[number, number, number],
    ...[number, number, number],
    ...[number, number, number],
  ];
  const covariance = [rr - r * r, rg - r * g, rb - r * b, gg - g * g, gb - g * b, bb - b * b] as const;
  return { mean: [r, g, b], ...symmetricAxes(covariance) };
}

/**
 * Eigenvalues and eigenvectors of a symmetric 3 × 3 matrix by Jacobi's rotations (Golub and Van Loan, Matrix Computations,
 * §8.5): exact to the last digits also where two values are nearly equal.
 *
 * @param matrix xx, xy, xz, yy, yz, zz
 */
export function symmetricAxes([xx, xy, xz, yy, yz, zz]: readonly [...Triple, ...Triple]): Omit<
  ColourAxes,
  'mean'
> {
  const a = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < 30; sweep += 1) {
    const off = Math.abs(a[0]![1]!) + Math.abs(a[0]![2]!) + Math.abs(a[1]![2]!);
    if (off <= 1e-15 * (Math.abs(xx) + Math.abs(yy) + Math.abs(zz))) break;
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const pq = a[p]![q]!;
      if (pq === 0) continue;
      const tau = (a[q]![q]! - a[p]![p]!) / (2 * pq);
      const tangent = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
      const cosine = 1 / Math.hypot(1, tangent);
      const sine = tangent * cosine;
      for (const row of [...a, ...v]) {
        const [one, other] = [row[p]!, row[q]!];
        row[p] = cosine * one - sine * other;
        row[q] = sine * one + cosine * other;
      }
      const [first, second] = [a[p]!, a[q]!];
      for (let k = 0; k < 3; k += 1) {
        const [one, other] = [first[k]!, second[k]!];
        first[k] = cosine * one - sine * other;
        second[k] = sine * one + cosine * other;
      }
    }
  }
  const order = [0, 1, 2].sort((one, other) => a[other]![other]! - a[one]![one]!);
  const axis = (column: number): Triple => {
    const parts: [number, number, number] = [v[0]![column]!, v[1]![column]!, v[2]![column]!];
    const largest = parts.reduce((most, part) => (Math.abs(part) > Math.abs(most) ? part : most), 0);
    const sign = largest < 0 ? -1 : 1;
    // Nothing is added so that no part is minus nothing, which JSON does not know.
    return [sign * parts[0] + 0, sign * parts[1] + 0, sign * parts[2] + 0];
  };
  const [first, second, third] = order as [number, number, number];
  return {
    variances: [
      Math.max(0, a[first]![first]!),
      Math.max(0, a[second]![second]!),
      Math.max(0, a[third]![third]!),
    ],
    axes: [axis(first), axis(second), axis(third)],
  };
}

export interface ComponentMaps {
  readonly width: number;
  readonly height: number;
  /** Distance of each colour from the chosen axis, grey levels. */
  readonly distance: Float32Array;
  /** Signed place of each colour along the three axes, from the mean, grey levels. */
  readonly projections: readonly [Float32Array, Float32Array, Float32Array];
  readonly meanDistance: number;
  readonly mostDistance: number;
}

/**
 * Distance by the cross product, |(x − mean) × axis|: the form in which Sherloq shows it. The three places along the axes
 * are the picture turned into the colour system in which its channels are uncorrelated.
 *
 * @param component 0…2, the axis the distance is taken from
 * @param most pixels of the maps; larger pictures are averaged
 */
export function componentMaps(
  rgb: Uint8Array,
  size: { readonly width: number; readonly height: number },
  { mean, axes }: ColourAxes,
  { component, most }: { readonly component: 0 | 1 | 2; readonly most: number },
  between: () => void,
): ComponentMaps {
  const reduction = new Reduction(size.width, size.height, most);
  const { columns } = reduction;
  const [distance, first, second, third] = Array.from({ length: 4 }, () => reduction.sums()) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const [[a0, a1, a2], [b0, b1, b2], [c0, c1, c2]] = axes;
  const [v0, v1, v2] = axes[component];
  const [meanRed, meanGreen, meanBlue] = mean;
  let [sum, mostSquare] = [0, 0];
  for (let y = 0, at = 0; y < size.height; y += 1) {
    if ((y & 255) === 0) between();
    const start = reduction.row(y);
    let rowSum = 0;
    for (let x = 0; x < size.width; x += 1, at += 3) {
      const red = rgb[at]! - meanRed;
      const green = rgb[at + 1]! - meanGreen;
      const blue = rgb[at + 2]! - meanBlue;
      const to = start + columns[x]!;
      const crossRed = green * v2 - blue * v1;
      const crossGreen = blue * v0 - red * v2;
      const crossBlue = red * v1 - green * v0;
      const square = crossRed * crossRed + crossGreen * crossGreen + crossBlue * crossBlue;
      if (square > mostSquare) mostSquare = square;
      const away = Math.sqrt(square);
      rowSum += away;
      distance[to]! += away;
      first[to]! += red * a0 + green * a1 + blue * a2;
      second[to]! += red * b0 + green * b1 + blue * b2;
      third[to]! += red * c0 + green * c1 + blue * c2;
    }
    sum += rowSum;
  }
  for (const plane of [distance, first, second, third]) reduction.finish(plane);
  return {
    width: reduction.width,
    height: reduction.height,
    distance,
    projections: [first, second, third],
    meanDistance: sum / (size.width * size.height),
    mostDistance: Math.sqrt(mostSquare),
  };
}
