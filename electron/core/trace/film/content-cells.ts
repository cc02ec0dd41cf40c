import { cellCount, cellSide } from './frame-coder.ts';

/** Side of the square a frame is first reduced to: fine enough to look for what stands on a flat ground. */
export const wideSide: number = 2 * cellSide;
export const wideCount: number = wideSide * wideSide;

/** Grey levels by which the ground may waver, as it does after strong compression. */
const reach = 10;
/** Cells deep on each edge that are looked at for the ground, and share of them that must be of its level. */
const ringDepth = 2;
const ringShare = 0.7;
/** What stands on the ground begins and ends where so much of it lies outside: single specks move nothing. */
const tail = 0.02;
/** Shares of the side the content may take: less is a speck, more is a picture that fills its frame. */
const leastPart = 0.12;
const mostPart = 0.95;

/** The 64 × 64 cells of a wide frame. */
export function cellsOf(wide: Uint8Array, out: Uint8Array): void {
  for (let row = 0, at = 0; row < cellSide; row += 1) {
    let from = 2 * row * wideSide;
    for (let column = 0; column < cellSide; column += 1, from += 2, at += 1)
      out[at] =
        (wide[from]! + wide[from + 1]! + wide[from + wideSide]! + wide[from + wideSide + 1]! + 2) >> 2;
  }
}

/**
 * Cells of what stands on a flat ground, wherever in the frame it stands: a film of a dark globe has no edge at which
 * bars of the same black would end, and its copy between such bars only agrees in the globe. The frame tells its own
 * box, so that an excerpt has the same as the whole film.
 */
export class ContentFinder {
  readonly #counts = new Uint32Array(256);
  readonly #columns = new Float64Array(wideSide);
  readonly #rows = new Float64Array(wideSide);
  readonly #cells = new Uint8Array(cellCount);

  /** @returns the same memory at each call; `null`: the picture reaches the edges, or there is next to nothing. */
  cells(wide: Uint8Array): Uint8Array | null {
    const ground = this.#ground(wide);
    if (ground < 0) return null;
    this.#columns.fill(0);
    this.#rows.fill(0);
    for (let row = 0, at = 0; row < wideSide; row += 1) {
      let sum = 0;
      for (let column = 0; column < wideSide; column += 1, at += 1) {
        const beyond = Math.abs(wide[at]! - ground) - reach;
        if (beyond <= 0) continue;
        sum += beyond;
        this.#columns[column]! += beyond;
      }
      this.#rows[row] = sum;
    }
    const across = spanOf(this.#columns);
    const down = spanOf(this.#rows);
    if (across === null || down === null) return null;
    const [width, height] = [across[1] - across[0], down[1] - down[0]];
    if (Math.min(width, height) < leastPart * wideSide) return null;
    if (width > mostPart * wideSide && height > mostPart * wideSide) return null;
    this.#resample(wide, across[0], down[0], width / cellSide, height / cellSide);
    return this.#cells;
  }

  /** Level of the edges; −1: they are not of one level. */
  #ground(wide: Uint8Array): number {
    const counts = this.#counts.fill(0);
    let all = 0;
    for (let row = 0; row < wideSide; row += 1) {
      const inner = row >= ringDepth && row < wideSide - ringDepth;
      for (let column = 0; column < wideSide; column += 1) {
        if (inner && column === ringDepth) column = wideSide - ringDepth;
        counts[wide[row * wideSide + column]!]! += 1;
        all += 1;
      }
    }
    let [level, below] = [0, counts[0]!];
    while (2 * below < all) {
      level += 1;
      below += counts[level]!;
    }
    let alike = 0;
    for (let near = Math.max(0, level - reach); near <= Math.min(255, level + reach); near += 1)
      alike += counts[near]!;
    return alike >= ringShare * all ? level : -1;
  }

  /** Mean of the rectangle of each cell, at least four points of it. */
  #resample(wide: Uint8Array, left: number, top: number, across: number, down: number): void {
    for (let row = 0, at = 0; row < cellSide; row += 1)
      for (let column = 0; column < cellSide; column += 1, at += 1) {
        let sum = 0;
        for (let part = 0; part < 4; part += 1)
          sum += levelAt(
            wide,
            left + (column + 0.25 + 0.5 * (part & 1)) * across,
            top + (row + 0.25 + 0.5 * (part >> 1)) * down,
          );
        this.#cells[at] = Math.round(sum / 4);
      }
  }
}

/** Where all but `tail` at each end of the sums lies, to a fraction; `null`: there is nothing. */
function spanOf(sums: Float64Array): readonly [number, number] | null {
  const total = sums.reduce((sum, value) => sum + value, 0);
  if (total === 0) return null;
  const placeOf = (wanted: number): number => {
    let before = 0;
    for (let at = 0; at < sums.length; at += 1) {
      if (before + sums[at]! >= wanted) return at + (wanted - before) / sums[at]!;
      before += sums[at]!;
    }
    return sums.length;
  };
  return [placeOf(tail * total), placeOf((1 - tail) * total)];
}

/** Between the middles of four cells. */
function levelAt(wide: Uint8Array, x: number, y: number): number {
  const [right, below] = [
    Math.min(wideSide - 1.001, Math.max(0, x - 0.5)),
    Math.min(wideSide - 1.001, Math.max(0, y - 0.5)),
  ];
  const [column, row] = [Math.floor(right), Math.floor(below)];
  const [a, b, at] = [right - column, below - row, row * wideSide + column];
  return (
    (wide[at]! * (1 - a) + wide[at + 1]! * a) * (1 - b) +
    (wide[at + wideSide]! * (1 - a) + wide[at + wideSide + 1]! * a) * b
  );
}
