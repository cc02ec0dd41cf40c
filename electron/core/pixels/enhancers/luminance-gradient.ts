import { Reduction } from './reduction.ts';

export type GradientOperator = 'sobel' | 'scharr';

export interface GradientFacts {
  /** Mean absolute derivative, grey levels per pixel. */
  readonly meanAcross: number;
  readonly meanDown: number;
  /** Mean length of the gradient, grey levels per pixel. */
  readonly meanLength: number;
  readonly mostLength: number;
  /** Share of pixels whose derivatives are both exactly zero. */
  readonly flat: number;
}

export interface GradientPictures {
  readonly width: number;
  readonly height: number;
  /** Interleaved RGB: red and green the derivatives across and down around a middle grey, blue their sizes. */
  readonly colours: Uint8Array;
  /** Length of the gradient, grey levels per pixel. */
  readonly length: Float32Array;
  readonly facts: GradientFacts;
}

/** Weights of the middle row and of the rows beside it; derivative times `gain` comes out. */
const operators = {
  sobel: { middle: 2, side: 1, gain: 8 },
  scharr: { middle: 10, side: 3, gain: 32 },
} as const;

/**
 * Luminance gradient as false colour, after G. Bartoli's Sherloq at its defaults: derivatives of the 3 × 3 operator, each
 * scaled by its largest size to 127 ± 127, blue |dx| + |dy| stretched from least to most, then a tone curve with slope
 * 255 / (255 − 2·⌊127·intensity⌋) around the middle. Sobel and Feldman 1968; H. Scharr, thesis, Heidelberg 2000.
 *
 * @param grey `width × height` levels; borders are mirrored without repeating the edge
 * @param intensity strength of the tone curve, 0…1
 */
export function luminanceGradient(
  grey: Uint8Array,
  width: number,
  height: number,
  { operator, intensity, most }: { operator: GradientOperator; intensity: number; most: number },
  between: () => void,
): GradientPictures {
  const rows = new GradientRows(grey, width, height, operator);
  const { gain } = operators[operator];
  let [mostAcross, mostDown, mostSum, flat] = [0, 0, 0, 0];
  let [across, down, lengths, mostSquare] = [0, 0, 0, 0];
  let leastSum = Number.POSITIVE_INFINITY;
  for (let y = 0; y < height; y += 1) {
    if ((y & 255) === 0) between();
    rows.read(y);
    const { dx, dy } = rows;
    let [rowAcross, rowDown] = [0, 0];
    for (let x = 0; x < width; x += 1) {
      const one = Math.abs(dx[x]!);
      const other = Math.abs(dy[x]!);
      const sum = one + other;
      if (one > mostAcross) mostAcross = one;
      if (other > mostDown) mostDown = other;
      if (sum > mostSum) mostSum = sum;
      if (sum < leastSum) leastSum = sum;
      if (sum === 0) flat += 1;
      const square = one * one + other * other;
      if (square > mostSquare) mostSquare = square;
      lengths += Math.sqrt(square);
      rowAcross += one;
      rowDown += other;
    }
    across += rowAcross;
    down += rowDown;
  }
  const pixels = width * height;
  const scale = { mostAcross, mostDown, leastSum, mostSum, gain, curve: toneCurve(intensity) };
  return {
    ...draw(rows, scale, new Reduction(width, height, most), between),
    facts: {
      meanAcross: across / pixels / gain,
      meanDown: down / pixels / gain,
      meanLength: lengths / pixels / gain,
      mostLength: Math.sqrt(mostSquare) / gain,
      flat: flat / pixels,
    },
  };
}

interface Scale {
  readonly mostAcross: number;
  readonly mostDown: number;
  readonly leastSum: number;
  readonly mostSum: number;
  readonly gain: number;
  readonly curve: Uint8Array;
}

function draw(
  rows: GradientRows,
  { mostAcross, mostDown, leastSum, mostSum, gain, curve }: Scale,
  reduction: Reduction,
  between: () => void,
): Omit<GradientPictures, 'facts'> {
  const planes = [0, 1, 2].map(() => reduction.sums()) as [Float32Array, Float32Array, Float32Array];
  const [red, green, blue] = planes;
  const length = reduction.sums();
  const { columns } = reduction;
  const acrossGain = mostAcross === 0 ? 0 : 127 / mostAcross;
  const downGain = mostDown === 0 ? 0 : 127 / mostDown;
  const sumGain = mostSum === leastSum ? 0 : 255 / (mostSum - leastSum);
  for (let y = 0; y < rows.height; y += 1) {
    if ((y & 255) === 0) between();
    rows.read(y);
    const { dx, dy } = rows;
    const start = reduction.row(y);
    for (let x = 0; x < rows.width; x += 1) {
      const one = dx[x]!;
      const other = dy[x]!;
      const to = start + columns[x]!;
      red[to]! += curve[(one * acrossGain + 127) | 0]!;
      green[to]! += curve[(other * downGain + 127) | 0]!;
      blue[to]! += curve[((Math.abs(one) + Math.abs(other) - leastSum) * sumGain) | 0]!;
      length[to]! += Math.sqrt(one * one + other * other);
    }
  }
  const colours = new Uint8Array(length.length * 3);
  for (const [channel, plane] of planes.entries()) {
    reduction.finish(plane);
    for (let pixel = 0; pixel < plane.length; pixel += 1)
      colours[pixel * 3 + channel] = Math.round(plane[pixel]!);
  }
  reduction.finish(length);
  for (let at = 0; at < length.length; at += 1) length[at]! /= gain;
  return { width: reduction.width, height: reduction.height, colours, length };
}

/** A straight line through the middle, cut at both ends; fractions are dropped. */
function toneCurve(intensity: number): Uint8Array {
  const cut = Math.floor(intensity * 127);
  const slope = 255 / (255 - 2 * cut);
  return Uint8Array.from({ length: 256 }, (_, level) =>
    Math.max(0, Math.min(255, Math.floor((level - cut) * slope + 1e-9))),
  );
}

/** Derivatives of one row at a time, so that no plane of them need exist. */
class GradientRows {
  readonly width: number;
  readonly height: number;
  readonly dx: Int32Array;
  readonly dy: Int32Array;
  readonly #grey: Uint8Array;
  readonly #middle: number;
  readonly #side: number;

  constructor(grey: Uint8Array, width: number, height: number, operator: GradientOperator) {
    this.#grey = grey;
    this.width = width;
    this.height = height;
    this.dx = new Int32Array(width);
    this.dy = new Int32Array(width);
    ({ middle: this.#middle, side: this.#side } = operators[operator]);
  }

  read(y: number): void {
    const { width, height, dx, dy } = this;
    const grey = this.#grey;
    const middle = this.#middle;
    const side = this.#side;
    const here = y * width;
    const above = (y === 0 ? Math.min(1, height - 1) : y - 1) * width;
    const below = (y === height - 1 ? Math.max(0, height - 2) : y + 1) * width;
    for (let x = 0; x < width; x += 1) {
      const left = x === 0 ? Math.min(1, width - 1) : x - 1;
      const right = x === width - 1 ? Math.max(0, width - 2) : x + 1;
      const northWest = grey[above + left]!;
      const northEast = grey[above + right]!;
      const southWest = grey[below + left]!;
      const southEast = grey[below + right]!;
      dx[x] =
        side * (northEast + southEast - northWest - southWest) +
        middle * (grey[here + right]! - grey[here + left]!);
      dy[x] =
        side * (southWest + southEast - northWest - northEast) +
        middle * (grey[below + x]! - grey[above + x]!);
    }
  }
}
