import { annexKLuminance, scaleByQuality, zigzag } from '#shared/numeric/jpeg-quantization.ts';
import type { FloatPlane } from '../picture.ts';
import { VectorFunction, type VectorModule, vectorModule } from '../vector-code.ts';
import { forwardScale, forwardTransform } from './shifted-blocks.ts';

/** Cells of a picture: in each, one block is read at each of the 64 offsets. */
const mostCells = 8000;
/** Coefficients compared, in zig-zag order: by Parseval the rest of the difference is in those that are mostly zero. */
const frequencies = 28;
/** Squared grey levels added to each difference, so that what is exact does not count without end. */
const floor = 1;
/** A minimum shallower than this (natural logarithm) is no vote. */
const leastDip = 0.5;
/** Energy of the coefficients besides DC below which a cell has nothing to say. */
const leastEnergy = 150;

export interface GhostVotes {
  /** Side of a cell in pixels. */
  readonly cell: number;
  readonly wide: number;
  readonly high: number;
  /** Qualities voted on: those asked for but the first and last. */
  readonly qualities: readonly number[];
  /** For each quality and cell, the offset (8·y + x) with the deepest minimum there; 255: none. */
  readonly offsets: readonly Uint8Array[];
  /**
   * For each quality and cell, the minimum's depth on the last compression's own grid, all blocks of the cell together: the
   * logarithm of the difference less that of its neighbours' mean; NaN: flat.
   */
  readonly aligned: readonly Float32Array[];
}

/**
 * JPEG ghosts over all grids (Farid, IEEE TIFS 4(1), 2009, 154–160, eq. 1). A region compressed before at some quality,
 * on some grid, changes least when it is compressed so once more; on that grid the difference over the
 * qualities has a minimum there. The compression is made on the coefficients of the shifted blocks: quantised and
 * dequantised, the squared difference is that of the pixels (Parseval).
 *
 * In each cell and for each quality the 64 offsets compete for the deepest minimum. Where nothing was compressed before,
 * none is preferred and each wins one time in 64.
 *
 * @param samples decoded luminance, not rounded
 * @param qualities IJG qualities, ascending, at least three
 */
export function ghostVotes(
  samples: FloatPlane,
  qualities: readonly number[],
  signal: AbortSignal,
  progress: (fraction: number) => void,
): GhostVotes {
  const { width, height, data } = samples;
  const cell = Math.max(16, 8 * Math.ceil(Math.sqrt((width * height) / mostCells) / 8));
  const [wide, high] = [Math.floor(width / cell), Math.floor(height / cell)];
  const voting = qualities.slice(1, -1);
  const offsets = voting.map(() => new Uint8Array(wide * high).fill(255));
  const depths = voting.map(() => new Float32Array(wide * high).fill(-leastDip));
  const differences = new GhostDifferences(qualities);
  const logs = new Float64Array(qualities.length);
  for (let offset = 0; offset < 64; offset += 1) {
    progress(offset / 64);
    for (let down = 0, at = 0; down < high; down += 1) {
      signal.throwIfAborted();
      for (let across = 0; across < wide; across += 1, at += 1) {
        const from = (down * cell + (offset >> 3)) * width + across * cell + (offset & 7);
        if (!differences.read(data, from, width)) continue;
        for (let number = 0; number < logs.length; number += 1)
          logs[number] = Math.log(differences.values[number]! + floor);
        for (let number = 1; number + 1 < logs.length; number += 1) {
          const dip = logs[number]! - 0.5 * (logs[number - 1]! + logs[number + 1]!);
          if (dip < depths[number - 1]![at]!) {
            depths[number - 1]![at] = dip;
            offsets[number - 1]![at] = offset;
          }
        }
      }
    }
  }
  const aligned = alignedDips(samples, differences, cell, wide, high, signal);
  return { cell, wide, high, qualities: voting, offsets, aligned };
}

function alignedDips(
  { width, data }: FloatPlane,
  differences: GhostDifferences,
  cell: number,
  wide: number,
  high: number,
  signal: AbortSignal,
): readonly Float32Array[] {
  const count = differences.values.length;
  const dips = Array.from({ length: count - 2 }, () => new Float32Array(wide * high).fill(Number.NaN));
  const sums = new Float64Array(count);
  for (let down = 0, at = 0; down < high; down += 1) {
    signal.throwIfAborted();
    for (let across = 0; across < wide; across += 1, at += 1) {
      sums.fill(0);
      let blocks = 0;
      for (let y = 0; y < cell; y += 8) {
        for (let x = 0; x < cell; x += 8) {
          if (!differences.read(data, (down * cell + y) * width + across * cell + x, width)) continue;
          blocks += 1;
          for (let number = 0; number < count; number += 1) sums[number]! += differences.values[number]!;
        }
      }
      if (blocks === 0) continue;
      for (let number = 0; number < count; number += 1)
        sums[number] = Math.log(sums[number]! / blocks + floor);
      for (let number = 1; number + 1 < count; number += 1)
        dips[number - 1]![at] = sums[number]! - 0.5 * (sums[number - 1]! + sums[number + 1]!);
    }
  }
  return dips;
}

/** Squared differences of a block to itself compressed at each of several qualities. */
export class GhostDifferences {
  /** For each quality, after `read`. */
  readonly values: Float32Array;
  private readonly compared: Float32Array;
  private readonly block = new Float64Array(64);
  private readonly module: VectorModule<'differ'>;
  private readonly groups: number;

  /** @param qualities at most `mostQualities` */
  constructor(qualities: readonly number[]) {
    this.module = vectorModule(memoryBytes, { differ: differFunction() });
    const { memory } = this.module;
    this.values = new Float32Array(memory, valuesAt, qualities.length);
    this.compared = new Float32Array(memory, comparedAt, frequencies);
    const [shares, steps] = [0, stepsAt].map(
      (at) => new Float32Array(memory, at, frequencies * mostQualities),
    );
    for (const [number, quality] of qualities.entries()) {
      const table = scaleByQuality(annexKLuminance, quality, 255);
      for (let at = 0; at < frequencies; at += 1) {
        const step = table[zigzag[at]!]!;
        steps![at * mostQualities + number] = step;
        shares![at * mostQualities + number] = 1 / step;
      }
    }
    this.groups = Math.ceil(qualities.length / 4);
  }

  /** @returns false: the block is flat, and nothing was computed */
  read(data: Float32Array, from: number, stride: number): boolean {
    const { block, compared } = this;
    forwardTransform(data, from, stride, block);
    let energy = 0;
    for (let at = 1; at < frequencies; at += 1) {
      const index = zigzag[at]!;
      const value = block[index]! * forwardScale[index]!;
      compared[at] = value;
      energy += value * value;
    }
    if (energy < leastEnergy) return false;
    // Samples have the level shift in them.
    compared[0] = block[0]! * forwardScale[0]! - 1024;
    this.module.call.differ(0, 16 * this.groups, valuesAt, comparedAt);
    return true;
  }
}

/** Qualities there is room for; a multiple of four. */
const mostQualities = 96;
const tableBytes = 4 * frequencies * mostQualities;
/** One over the step by frequency and quality; the step; differences; coefficients. */
const stepsAt = tableBytes;
const valuesAt = 2 * tableBytes;
const comparedAt = valuesAt + 4 * mostQualities;
const memoryBytes = comparedAt + 4 * frequencies;

/** Parameters: four qualities in the tables, the end of these, where the differences go, coefficients. */
function differFunction(): VectorFunction {
  const code = new VectorFunction(4);
  const [sum, ratio, difference] = [0, 0, 0].map((zero) => code.constant(zero).keep()) as [
    number,
    number,
    number,
  ];
  return code.loop([0, 2], 1, () => {
    code.constant(0).set(sum);
    for (let at = 0; at < frequencies; at += 1) {
      const row = 4 * at * mostQualities;
      code
        .loadSame(3, 4 * at)
        .load(0, row)
        .multiply()
        .set(ratio);
      code.get(ratio).get(ratio).nearest().subtract();
      code
        .load(0, stepsAt + row)
        .multiply()
        .set(difference);
      code.get(difference).get(difference).multiply().get(sum).add().set(sum);
    }
    code.store(2, 0, sum);
  });
}
