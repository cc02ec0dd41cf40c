import { binomialTailLog10 } from '../../mark/code/binomial-tail.ts';
import type { QuietBlocks } from './quiet-blocks.ts';

/** A square with more quiet blocks among its homogeneous ones than chance explains. */
export interface QuietWindow {
  /** Pixels. */
  readonly left: number;
  readonly top: number;
  readonly side: number;
  readonly channel: number;
  readonly quiet: number;
  readonly of: number;
  /** lg of the number of false alarms. */
  readonly log10: number;
}

export interface QuietSearch {
  readonly tests: number;
  /** Most significant first. */
  readonly windows: readonly QuietWindow[];
  /** −lg NFA of the best window over each block, 0 where none is below one; row by row. */
  readonly strength: Float32Array;
}

/** Sides of the windows, pixels. */
const sides = [100, 200, 400, 800] as const;

/**
 * Windows in which quiet blocks are too many: NFA = N · P(X ≥ k), X binomial with the homogeneous blocks of the window as
 * trials and the picture's share of quiet ones as chance (Gardella et al. 2021, section III). Windows lie half over each
 * other; N counts those of all sizes in all channels.
 *
 * @param log10 of the number of false alarms up to which a window counts
 * @param leastShare of quiet blocks, below which a window differs too little to matter however many blocks say so
 */
export function quietWindows(
  channels: readonly QuietBlocks[],
  log10: number,
  leastShare: number,
): QuietSearch {
  const { columns, rows, pitch } = channels[0]!;
  const used = sides
    .map((side) => 2 * Math.round(side / pitch / 2))
    .filter((side, at) => 2 * side <= Math.min(columns, rows) || at === 0);
  const tests =
    channels.length *
    used.reduce((sum, side) => sum + places(columns, side).length * places(rows, side).length, 0);
  const strength = new Float32Array(columns * rows);
  const windows: QuietWindow[] = [];
  for (const [channel, blocks] of channels.entries()) {
    if (blocks.homogeneous === 0) continue;
    const all = summed(blocks, 1);
    const few = summed(blocks, 2);
    const chance = blocks.quiet / blocks.homogeneous;
    for (const side of used)
      for (const row of places(rows, side))
        for (const column of places(columns, side)) {
          const of = within(all, columns, column, row, side);
          const quiet = within(few, columns, column, row, side);
          if (quiet <= Math.max(chance, leastShare) * of) continue;
          const found = Math.log10(tests) + binomialTailLog10(of, quiet, chance);
          if (found > log10) continue;
          const place = { left: column * pitch, top: row * pitch, side: side * pitch };
          windows.push({ ...place, channel, quiet, of, log10: found });
          for (let y = row; y < row + side; y += 1)
            for (let x = column; x < column + side; x += 1)
              strength[y * columns + x] = Math.max(strength[y * columns + x]!, -found);
        }
  }
  windows.sort((one, other) => one.log10 - other.log10 || one.left - other.left || one.top - other.top);
  return { tests, windows, strength };
}

/** First blocks of windows along one side, half over each other; the last ends with the picture. */
function places(length: number, side: number): number[] {
  const last = length - side;
  if (last < 0) return [];
  const steps = Math.ceil(last / (side / 2));
  return Array.from({ length: steps + 1 }, (_, step) => Math.min(last, step * (side / 2)));
}

/** Counts of blocks of at least a kind above and to the left, (columns + 1) × (rows + 1). */
function summed({ columns, rows, kinds }: QuietBlocks, least: number): Uint32Array {
  const out = new Uint32Array((columns + 1) * (rows + 1));
  for (let y = 0; y < rows; y += 1) {
    let line = 0;
    for (let x = 0; x < columns; x += 1) {
      if (kinds[y * columns + x]! >= least) line += 1;
      out[(y + 1) * (columns + 1) + x + 1] = out[y * (columns + 1) + x + 1]! + line;
    }
  }
  return out;
}

function within(sums: Uint32Array, columns: number, column: number, row: number, side: number): number {
  const line = columns + 1;
  const [top, bottom] = [row * line + column, (row + side) * line + column];
  return sums[bottom + side]! - sums[bottom]! - sums[top + side]! + sums[top]!;
}
