/** A rectangle of cells; the far corner belongs to it. */
export interface CellBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** Cells above the threshold. */
  readonly cells: number;
}

/** Boxes around cells above `threshold` that touch, corners included; groups of fewer than `least` are left out. */
export function flaggedCells(
  values: Float32Array,
  width: number,
  threshold: number,
  least: number,
): readonly CellBox[] {
  const seen = new Uint8Array(values.length);
  const stack: number[] = [];
  const boxes: CellBox[] = [];
  const height = values.length / width;
  for (let seed = 0; seed < values.length; seed += 1) {
    if (seen[seed] === 1 || !(values[seed]! > threshold)) continue;
    let [x0, y0, x1, y1, cells] = [width, height, 0, 0, 0];
    seen[seed] = 1;
    stack.push(seed);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const y = Math.floor(at / width);
      const x = at - y * width;
      [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
      cells += 1;
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v += 1) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u += 1) {
          const next = v * width + u;
          if (seen[next] === 1 || !(values[next]! > threshold)) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    if (cells >= least) boxes.push({ x0, y0, x1, y1, cells });
  }
  return boxes.sort((one, other) => other.cells - one.cells);
}

/** Median of the magnitudes, times what makes it the standard deviation of a normal distribution. */
export function robustDeviation(values: Float32Array): number {
  if (values.length === 0) return 0;
  const sorted = values.map(Math.abs).sort();
  return 1.4826 * sorted[sorted.length >> 1]!;
}
