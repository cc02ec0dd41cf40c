import type { Candidate } from './candidate.ts';
import type { OffsetField } from './patch-match.ts';
import { affineThrough, plausible } from './transform.ts';

/** Nodes on either side of the one whose neighbourhood is fitted. */
const reach = 3;
/** Squared pixels, mean over a neighbourhood, up to which offsets lie on a plane. */
const mostError = 1.5;
/** Pixels by which neighbouring nodes of one region may miss each other's offset, beyond the slope of a scaling of 2. */
const mostStep = 1;
/** Nodes that make a region. */
const leastNodes = 20;
/** Regions taken from one field, the largest first. */
const mostRegions = 12;

/**
 * Regions of a field in which the offsets are a linear function of place (dense linear fitting, Cozzolino et al. 2015,
 * section IV): after a median over 3 × 3 nodes, the error of the least-squares plane over 7 × 7 nodes, from running sums;
 * then pieces of good nodes that hang together, each with its own affine transform.
 *
 * @returns transforms in pixels of the field's plane
 */
export function linearRegions(field: OffsetField): Candidate[] {
  const { columns, rows, step, cost } = field;
  const across = medianOf(field.across, columns, rows);
  const down = medianOf(field.down, columns, rows);
  const known = Uint8Array.from(cost, (value) => (value < Number.POSITIVE_INFINITY ? 1 : 0));
  const error = fittingError(across, known, columns, rows);
  const other = fittingError(down, known, columns, rows);
  for (let node = 0; node < error.length; node += 1) error[node]! += other[node]!;
  const label = new Int32Array(columns * rows);
  const pieces: number[][] = [];
  const stack: number[] = [];
  const slope = step + mostStep;
  for (let start = 0; start < label.length; start += 1) {
    if (label[start] !== 0 || known[start] === 0 || !(error[start]! <= mostError)) continue;
    const piece: number[] = [];
    label[start] = 1;
    stack.push(start);
    while (stack.length > 0) {
      const node = stack.pop()!;
      piece.push(node);
      const column = node % columns;
      for (let side = 0; side < 4; side += 1) {
        if ((side === 0 && column === 0) || (side === 1 && column === columns - 1)) continue;
        const next = node + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -columns : columns);
        if (next < 0 || next >= label.length || label[next] !== 0 || known[next] === 0) continue;
        if (!(error[next]! <= mostError)) continue;
        const missX = Math.abs(across[next]! - across[node]!);
        const missY = Math.abs(down[next]! - down[node]!);
        // A half turn changes the offset by two pixels for each pixel.
        if (missX > 2 * slope || missY > 2 * slope) continue;
        label[next] = 1;
        stack.push(next);
      }
    }
    if (piece.length >= leastNodes) pieces.push(piece);
  }
  pieces.sort((one, next) => next.length - one.length);
  const found: Candidate[] = [];
  for (const piece of pieces.slice(0, 4 * mostRegions)) {
    const candidate = regionOf(piece, across, down, columns, step);
    if (candidate !== null) found.push(candidate);
    if (found.length === mostRegions) break;
  }
  return found;
}

/** Fits, drops what misses by more than two pixels, fits again. */
function regionOf(
  piece: readonly number[],
  across: Float32Array,
  down: Float32Array,
  columns: number,
  step: number,
): Candidate | null {
  const pairs = new Float64Array(4 * piece.length);
  let count = 0;
  for (const node of piece) {
    const [x, y] = [(node % columns) * step, Math.floor(node / columns) * step];
    pairs.set([x, y, x + across[node]!, y + down[node]!], 4 * count);
    count += 1;
  }
  let transform = affineThrough(pairs, count);
  for (let round = 0; round < 2 && transform !== null; round += 1) {
    const [a, b, c, d, e, f] = transform;
    let left = 0;
    for (let at = 0; at < 4 * count; at += 4) {
      const [x, y] = [pairs[at]!, pairs[at + 1]!];
      if (Math.hypot(a * x + b * y + c - pairs[at + 2]!, d * x + e * y + f - pairs[at + 3]!) > 2) continue;
      pairs.copyWithin(4 * left, at, at + 4);
      left += 1;
    }
    count = left;
    transform = count < leastNodes ? null : affineThrough(pairs, count);
  }
  if (transform === null || !plausible(transform)) return null;
  const seeds = new Float32Array(2 * count);
  for (let index = 0; index < count; index += 1) {
    seeds[2 * index] = pairs[4 * index]!;
    seeds[2 * index + 1] = pairs[4 * index + 1]!;
  }
  return { transform, seeds, by: 'dense' };
}

function medianOf(values: Int16Array, columns: number, rows: number): Float32Array {
  const out = new Float32Array(values.length);
  const nine = new Float32Array(9);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let size = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
          const value = values[y * columns + x]!;
          let place = size;
          while (place > 0 && nine[place - 1]! > value) {
            nine[place] = nine[place - 1]!;
            place -= 1;
          }
          nine[place] = value;
          size += 1;
        }
      }
      out[row * columns + column] = nine[size >> 1]!;
    }
  }
  return out;
}

/**
 * Mean square of what the least-squares plane over (2·reach + 1)² nodes leaves: with x and y counted from the middle,
 * `Σv² − (Σv)²/n − (Σxv)²/Σx² − (Σyv)²/Σy²`. Infinite where any of the nodes is unknown or outside.
 */
function fittingError(values: Float32Array, known: Uint8Array, columns: number, rows: number): Float32Array {
  const side = 2 * reach + 1;
  const nodes = side * side;
  const spread = (side * reach * (reach + 1) * side) / 3;
  const out = new Float32Array(values.length).fill(Number.POSITIVE_INFINITY);
  // Sums down a column of `side` nodes: v, v², y·v and how many are known.
  const sums = [0, 1, 2, 3].map(() => new Float64Array(columns)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let row = reach; row < rows - reach; row += 1) {
    for (const sum of sums) sum.fill(0);
    for (let y = -reach; y <= reach; y += 1) {
      for (let x = 0, at = (row + y) * columns; x < columns; x += 1, at += 1) {
        const value = values[at]!;
        sums[0][x]! += value;
        sums[1][x]! += value * value;
        sums[2][x]! += y * value;
        sums[3][x]! += known[at]!;
      }
    }
    for (let column = reach; column < columns - reach; column += 1) {
      let [total, squares, downward, sideways, count] = [0, 0, 0, 0, 0];
      for (let x = -reach; x <= reach; x += 1) {
        const sum = sums[0][column + x]!;
        total += sum;
        sideways += x * sum;
        squares += sums[1][column + x]!;
        downward += sums[2][column + x]!;
        count += sums[3][column + x]!;
      }
      if (count < nodes) continue;
      const rest =
        squares - (total * total) / nodes - (sideways * sideways) / spread - (downward * downward) / spread;
      out[row * columns + column] = Math.max(0, rest / nodes);
    }
  }
  return out;
}
