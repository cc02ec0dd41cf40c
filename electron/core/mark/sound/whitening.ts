/** A distance in time (cells) and frequency (bands): the four places that far off count alike. */
export type Neighbour = readonly [time: number, bands: number];

/** Values band by band, `band × frames + frame`. */
export interface Field {
  readonly values: Float32Array;
  readonly frames: number;
  /** Bands that hold anything. */
  readonly usable: number;
  /** Frames in one cell of time. */
  readonly stepsPerCell: number;
}

/** Take its mean off every band. */
export function removeMeans(values: Float32Array, frames: number, usable: number): void {
  for (let row = 0; row < usable * frames; row += frames) {
    let sum = 0;
    for (let at = row; at < row + frames; at += 1) sum += values[at]!;
    const mean = sum / Math.max(1, frames);
    for (let at = row; at < row + frames; at += 1) values[at]! -= mean;
  }
}

/** Sums over the four places of each kind around one; at the borders the nearest places there are. */
function around(
  { values, frames, usable, stepsPerCell }: Field,
  neighbours: readonly Neighbour[],
  band: number,
  frame: number,
  sums: Float64Array,
): void {
  for (let index = 0; index < neighbours.length; index += 1) {
    const [time, distance] = neighbours[index]!;
    const step = time * stepsPerCell;
    const before = Math.max(0, frame - step);
    const after = Math.min(frames - 1, frame + step);
    const low = Math.max(0, band - distance) * frames;
    const high = Math.min(usable - 1, band + distance) * frames;
    sums[index] =
      values[low + before]! + values[low + after]! + values[high + before]! + values[high + after]!;
  }
}

/** Values beyond this (a factor of 50) say nothing of how neighbours hang together. */
const LIMIT = 4;

/** Weights by which the neighbours foretell a value best (least squares over a sixth of the field). */
export function predictionWeights(field: Field, neighbours: readonly Neighbour[]): Float64Array {
  const { values, frames, usable } = field;
  const count = neighbours.length;
  const sums = new Float64Array(count + 1);
  const products = new Float64Array(count * (count + 1));
  for (let band = 0; band < usable; band += 2) {
    for (let frame = band % 3; frame < frames; frame += 3) {
      around(field, neighbours, band, frame, sums);
      sums[count] = Math.max(-LIMIT, Math.min(LIMIT, values[band * frames + frame]!));
      for (let row = 0; row < count; row += 1) {
        const value = sums[row]!;
        for (let column = row; column <= count; column += 1)
          products[row * (count + 1) + column]! += value * sums[column]!;
      }
    }
  }
  return solve(products, count);
}

/** What is left of each value when what its neighbours foretell is taken away. */
export function unforetold(
  field: Field,
  neighbours: readonly Neighbour[],
  weights: Float64Array,
): Float32Array {
  const { values, frames, usable, stepsPerCell } = field;
  const count = neighbours.length;
  const out = new Float32Array(values.length);
  const sums = new Float64Array(count);
  const straight = Int32Array.from(neighbours, ([time, bands]) => time * stepsPerCell + bands * frames);
  const mirrored = Int32Array.from(neighbours, ([time, bands]) => time * stepsPerCell - bands * frames);
  const reachFrames = Math.max(...neighbours.map(([time]) => time)) * stepsPerCell;
  const reachBands = Math.max(...neighbours.map(([, bands]) => bands));
  for (let band = 0; band < usable; band += 1) {
    const inside = band >= reachBands && band + reachBands < usable && frames > 2 * reachFrames;
    const row = band * frames;
    const [first, last] = inside ? [reachFrames, frames - reachFrames] : [0, 0];
    for (let place = row + first; place < row + last; place += 1) {
      let sum = values[place]!;
      for (let index = 0; index < count; index += 1) {
        const one = straight[index]!;
        const two = mirrored[index]!;
        sum -=
          weights[index]! *
          (values[place - one]! + values[place + one]! + values[place - two]! + values[place + two]!);
      }
      out[place] = sum;
    }
    for (let frame = 0; frame < frames; frame += 1) {
      if (frame >= first && frame < last) continue;
      around(field, neighbours, band, frame, sums);
      let sum = values[row + frame]!;
      for (let index = 0; index < count; index += 1) sum -= weights[index]! * sums[index]!;
      out[row + frame] = sum;
    }
  }
  return out;
}

/** Symmetric linear equations by Gauss's method with a little ridge; `products` holds the upper half and right side. */
function solve(products: Float64Array, count: number): Float64Array {
  const width = count + 1;
  const rows = Array.from({ length: count }, (_, row) =>
    Float64Array.from({ length: width }, (_unused, column) => {
      if (column === count) return products[row * width + count]!;
      const value = row <= column ? products[row * width + column]! : products[column * width + row]!;
      return row === column ? value * 1.001 + 1e-9 : value;
    }),
  );
  for (let pivot = 0; pivot < count; pivot += 1) {
    const own = rows[pivot]!;
    for (let row = pivot + 1; row < count; row += 1) {
      const other = rows[row]!;
      const factor = other[pivot]! / own[pivot]!;
      for (let column = pivot; column < width; column += 1) other[column]! -= factor * own[column]!;
    }
  }
  const weights = new Float64Array(count);
  for (let row = count - 1; row >= 0; row -= 1) {
    const own = rows[row]!;
    let sum = own[count]!;
    for (let column = row + 1; column < count; column += 1) sum -= own[column]! * weights[column]!;
    weights[row] = sum / own[row]!;
  }
  return weights;
}
