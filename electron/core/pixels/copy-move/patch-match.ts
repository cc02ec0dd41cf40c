import { type Descriptors, descriptorLength } from './descriptors.ts';

/** For every node of a grid over the picture, where its surroundings come back. */
export interface OffsetField {
  /** Nodes per row and column; node (i, j) is pixel `(i · step, j · step)`. */
  readonly columns: number;
  readonly rows: number;
  readonly step: number;
  /** Pixels to the right and down; meaningless where `cost` is infinite. */
  readonly across: Int16Array;
  readonly down: Int16Array;
  /** Squared distance of the descriptors; infinite: the node is flat or at the edge. */
  readonly cost: Float32Array;
}

export interface MatchOptions {
  /** Pixels between nodes. */
  readonly step: number;
  /** Pixels by which a match must be away. */
  readonly leastDistance: number;
  readonly rounds: number;
}

/** Shrinking of the random search from one draw to the next. */
const shrinking = 0.33;
/** Draws close by, and how far they go, pixels. */
const nearDraws = 3;
const nearReach = 3.5;

/**
 * PatchMatch (Barnes et al., SIGGRAPH 2009) over descriptors instead of patches. What a neighbour foretells is its own
 * offset and, as in Cozzolino et al. 2015 (equations 9 and 10), the offset two neighbours continue in a line, so that
 * fields of turned and scaled copies, whose offsets grow evenly, spread as well as constant ones. Draws come from a
 * generator of its own with a fixed seed: the same picture gives the same field.
 *
 * @param from descriptors of the nodes
 * @param to descriptors at every pixel, of the same or another scale
 */
export function patchMatch(
  from: Descriptors,
  to: Descriptors,
  { step, leastDistance, rounds }: MatchOptions,
  signal: AbortSignal,
): OffsetField {
  const { width, height } = from;
  const columns = Math.ceil(width / step);
  const rows = Math.ceil(height / step);
  const across = new Int16Array(columns * rows);
  const down = new Int16Array(columns * rows);
  const cost = new Float32Array(columns * rows).fill(Number.POSITIVE_INFINITY);
  const [mine, theirs, open] = [from.values, to.values, to.usable];
  const near = leastDistance * leastDistance;
  let state = 0x9e3779b9;
  const draw = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  const attempt = (node: number, x: number, y: number, dx: number, dy: number): void => {
    const [u, v] = [x + dx, y + dy];
    if (u < 0 || v < 0 || u >= width || v >= height || dx * dx + dy * dy < near) return;
    const target = v * width + u;
    if (open[target] === 0) return;
    const least = cost[node]!;
    let sum = 0;
    const one = (y * width + x) * descriptorLength;
    const other = target * descriptorLength;
    for (let k = 0; k < descriptorLength; k += 4) {
      const d0 = mine[one + k]! - theirs[other + k]!;
      const d1 = mine[one + k + 1]! - theirs[other + k + 1]!;
      const d2 = mine[one + k + 2]! - theirs[other + k + 2]!;
      const d3 = mine[one + k + 3]! - theirs[other + k + 3]!;
      sum += Math.imul(d0, d0) + Math.imul(d1, d1) + Math.imul(d2, d2) + Math.imul(d3, d3);
      if (sum >= least) return;
    }
    cost[node] = sum;
    across[node] = dx;
    down[node] = dy;
  };
  const visit = (column: number, row: number, back: number, first: boolean): void => {
    const [x, y] = [column * step, row * step];
    if (from.usable[y * width + x] === 0) return;
    const node = row * columns + column;
    if (first)
      for (let k = 0; k < 2; k += 1)
        attempt(node, x, y, toWhole(draw() * width) - x, toWhole(draw() * height) - y);
    for (let side = 0; side < 2; side += 1) {
      const place = side === 0 ? column : row;
      const end = side === 0 ? columns : rows;
      if (place - back < 0 || place - back >= end) continue;
      const beside = node - back * (side === 0 ? 1 : columns);
      if (cost[beside] === Number.POSITIVE_INFINITY) continue;
      attempt(node, x, y, across[beside]!, down[beside]!);
      if (place - 2 * back < 0 || place - 2 * back >= end) continue;
      const behind = 2 * beside - node;
      if (cost[behind] === Number.POSITIVE_INFINITY) continue;
      attempt(node, x, y, 2 * across[beside]! - across[behind]!, 2 * down[beside]! - down[behind]!);
    }
    if (cost[node] === Number.POSITIVE_INFINITY) return;
    for (let reach = Math.max(width, height) / 2; reach >= 1; reach *= shrinking) {
      const dx = across[node]! + toWhole((2 * draw() - 1) * reach);
      const dy = down[node]! + toWhole((2 * draw() - 1) * reach);
      attempt(node, x, y, dx, dy);
    }
    // A neighbour in a turned copy foretells the offset to within a few pixels.
    for (let k = 0; k < nearDraws; k += 1) {
      const dx = across[node]! + toWhole((2 * draw() - 1) * nearReach);
      attempt(node, x, y, dx, down[node]! + toWhole((2 * draw() - 1) * nearReach));
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    const back = round % 2 === 0 ? 1 : -1;
    for (let j = 0; j < rows; j += 1) {
      const row = back === 1 ? j : rows - 1 - j;
      for (let i = 0; i < columns; i += 1) visit(back === 1 ? i : columns - 1 - i, row, back, round === 0);
    }
  }
  return { columns, rows, step, across, down, cost };
}

function toWhole(value: number): number {
  return Math.floor(value + 0.5);
}
