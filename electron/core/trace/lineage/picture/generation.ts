import type { FloatPlane } from '../../align/picture/light.ts';
import type { Matrix } from '../../picture/homography.ts';
import { leaningToSteps } from './double-quantisation.ts';
import { laidLight } from './laid-light.ts';
import type { PictureView } from './view.ts';

/**
 * Was one picture made from another as that one was saved as JPEG? Coefficients on that file's grid of blocks then stand
 * near multiples of its steps (double quantisation: Lukáš and Fridrich, DFRWS 2003), and its block edges show (Fan and de
 * Queiroz, IEEE TIP 2003). A copy of the same source, saved by itself, shows neither.
 */
export interface Inherited {
  /** How far the coefficients' leaning towards multiples lies above chance, standard deviations. */
  readonly comb: number;
  /** How far the slope over block edges stands out of that over other pixels, standard deviations. */
  readonly blocks: number;
}

/** Blocks are enough from here on; more only cost time. */
const mostBlocks = 6000;

/**
 * @param earlier the presumed source, a JPEG
 * @param later the presumed copy
 * @param onto stored pixels of `earlier` to those of `later`
 * @param whole both are shifted by whole pixels only
 * @param changedAt 1 where stored pixels of `earlier` were changed or lie outside
 * @returns `null` when it cannot be told
 */
export function inherited(
  earlier: PictureView,
  later: PictureView,
  onto: Matrix,
  whole: boolean,
  scale: number,
  changedAt: (x: number, y: number) => boolean,
): Inherited | null {
  const { steps, stored } = earlier;
  const source = later.stored;
  if (steps === null || stored === null || source === null || scale < 0.4 || scale > 4) return null;
  const plane = whole ? shifted(source, stored, onto) : laidLight(source, stored, onto);
  const blocks = usableBlocks(stored, changedAt);
  if (blocks.length < 60) return null;
  const ownGrid =
    whole && later.steps !== null && Math.round(onto[2]!) % 8 === 0 && Math.round(onto[5]!) % 8 === 0
      ? later.steps
      : null;
  return {
    comb: leaningToSteps(plane, stored, blocks, steps, ownGrid),
    blocks: ownGrid !== null || coincides(scale, later) ? 0 : blockEdges(plane, blocks),
  };
}

/** Could the copy's own blocks fall onto the source's? Then block edges tell nothing. */
function coincides(scale: number, later: PictureView): boolean {
  if (later.steps === null) return false;
  return [0.5, 1, 2].some((ratio) => Math.abs(scale / ratio - 1) < 0.03);
}

function shifted(source: FloatPlane, { width, height }: FloatPlane, onto: Matrix): FloatPlane {
  const [across, down] = [Math.round(onto[2]!), Math.round(onto[5]!)];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const v = Math.min(source.height - 1, Math.max(0, y + down));
    for (let x = 0; x < width; x += 1) {
      const u = Math.min(source.width - 1, Math.max(0, x + across));
      data[y * width + x] = source.data[v * source.width + u]!;
    }
  }
  return { width, height, data };
}

/** Left upper corners `x, y` of blocks that are common and unchanged. */
function usableBlocks(
  { width, height }: FloatPlane,
  changedAt: (x: number, y: number) => boolean,
): Int32Array {
  const out: number[] = [];
  for (let y = 0; y + 8 <= height; y += 8) {
    for (let x = 0; x + 8 <= width; x += 8) {
      if (changedAt(x, y) || changedAt(x + 7, y) || changedAt(x, y + 7) || changedAt(x + 7, y + 7)) continue;
      out.push(x, y);
    }
  }
  const step = Math.max(1, Math.ceil(out.length / 2 / mostBlocks));
  if (step === 1) return Int32Array.from(out);
  return Int32Array.from(out.filter((_, index) => (index >> 1) % step === 0));
}

/** Slopes between neighbours beyond what the slopes beside them say, by their phase in the grid. */
function blockEdges(plane: FloatPlane, blocks: Int32Array): number {
  const { width, height, data } = plane;
  let best = Number.POSITIVE_INFINITY;
  for (const [step, limit] of [
    [1, width],
    [width, height],
  ] as const) {
    const sums = new Float64Array(8);
    for (let block = 0; block < blocks.length; block += 2) {
      const [x, y] = [blocks[block]!, blocks[block + 1]!];
      if ((step === 1 ? x : y) + 11 >= limit) continue;
      for (let line = 0; line < 8; line += 1) {
        const start = step === 1 ? (y + line) * width + x : y * width + x + line;
        for (let phase = 1; phase <= 8; phase += 1) {
          const at = start + phase * step;
          const jump = Math.abs(data[at]! - data[at - step]!);
          const before = Math.abs(data[at - step]! - data[at - 2 * step]!);
          const after = Math.abs(data[at + step]! - data[at]!);
          // Strong edges of the scene would drown the grid.
          sums[phase & 7]! += Math.max(-6, Math.min(6, jump - (before + after) / 2));
        }
      }
    }
    const others = [2, 3, 4, 5, 6].map((phase) => sums[phase]!);
    const mean = others.reduce((total, value) => total + value, 0) / others.length;
    const spread = Math.sqrt(
      others.reduce((total, value) => total + (value - mean) ** 2, 0) / (others.length - 1),
    );
    const chance = Math.sqrt(blocks.length / 2) * 4;
    best = Math.min(best, (sums[0]! - mean) / Math.hypot(spread, chance));
  }
  return Number.isFinite(best) ? best : 0;
}
