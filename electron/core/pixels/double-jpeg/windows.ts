/** A square of cells in which something is as it is not elsewhere. */
export interface FoundWindow {
  /** Cells. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** log₁₀ of the number of such windows expected by chance in the picture. */
  readonly logNfa: number;
}

/** Sides of the windows tried, in cells; they overlap by half. */
const windowSizes = [4, 6, 8, 12, 16, 24, 32, 48, 64] as const;

/** Sums over any rectangle of a map of cells (Crow, SIGGRAPH 1984). */
export class CellSums {
  readonly wide: number;
  readonly high: number;
  private readonly sums: Float64Array;

  constructor(wide: number, high: number, value: (cell: number) => number) {
    this.wide = wide;
    this.high = high;
    this.sums = new Float64Array((wide + 1) * (high + 1));
    for (let y = 0, cell = 0; y < high; y += 1) {
      let row = 0;
      for (let x = 0; x < wide; x += 1, cell += 1) {
        row += value(cell);
        this.sums[(y + 1) * (wide + 1) + x + 1] = this.sums[y * (wide + 1) + x + 1]! + row;
      }
    }
  }

  of(x: number, y: number, width: number, height: number): number {
    const top = y * (this.wide + 1) + x;
    const bottom = top + height * (this.wide + 1);
    return this.sums[bottom + width]! - this.sums[bottom]! - this.sums[top + width]! + this.sums[top]!;
  }
}

/** Number of windows `eachWindow` visits. */
export function windowCount(wide: number, high: number): number {
  let count = 0;
  eachWindow(wide, high, () => {
    count += 1;
  });
  return count;
}

export function eachWindow(
  wide: number,
  high: number,
  visit: (x: number, y: number, size: number) => void,
): void {
  for (const size of windowSizes) {
    if (size > Math.min(wide, high)) break;
    for (let y = 0; y + size <= high; y += size / 2)
      for (let x = 0; x + size <= wide; x += size / 2) visit(x, y, size);
  }
}

/** The most meaningful windows that do not overlap, best first. */
export function separateWindows<W extends FoundWindow>(windows: readonly W[], most: number): W[] {
  const kept: W[] = [];
  for (const window of [...windows].sort((a, b) => a.logNfa - b.logNfa)) {
    if (kept.length === most) break;
    const apart = ({ x, y, size }: FoundWindow) =>
      window.x >= x + size ||
      x >= window.x + window.size ||
      window.y >= y + size ||
      y >= window.y + window.size;
    if (kept.every(apart)) kept.push(window);
  }
  return kept;
}
