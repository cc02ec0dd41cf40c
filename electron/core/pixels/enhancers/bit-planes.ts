import { Reduction } from './reduction.ts';

export interface BitPlane {
  /** 0 the lowest bit, 7 the highest. */
  readonly bit: number;
  /** Share of samples whose bit is one. */
  readonly ones: number;
  /** Share of neighbours, beside and below, that have another bit; one half in noise. */
  readonly changes: number;
}

/**
 * Facts of the eight bit planes of one channel. Neighbours are compared all bits at once: the exclusive or of two samples
 * is counted, and each bit's changes are read from the counts.
 *
 * @param samples of the whole picture; the channel's begin at `first` and are `step` apart
 */
export function bitPlanes(
  samples: Uint8Array,
  size: { readonly width: number; readonly height: number },
  { first, step }: { readonly first: number; readonly step: number },
  between: () => void,
): readonly BitPlane[] {
  const { width, height } = size;
  const values = new Uint32Array(256);
  const differences = new Uint32Array(256);
  const line = width * step;
  for (let y = 0; y < height; y += 1) {
    if ((y & 255) === 0) between();
    const start = y * line + first;
    const end = start + line - step;
    // The last row has nothing below it, and the last column nothing beside it.
    const below = y === height - 1 ? 0 : line;
    for (let at = start; at < end; at += step) {
      const value = samples[at]!;
      values[value]! += 1;
      differences[value ^ samples[at + step]!]! += 1;
      differences[value ^ samples[at + below]!]! += 1;
    }
    values[samples[end]!]! += 1;
    differences[samples[end]! ^ samples[end + below]!]! += 1;
  }
  const pairs = (width - 1) * height + width * (height - 1);
  return Array.from({ length: 8 }, (_, bit) => ({
    bit,
    ones: withBit(values, bit) / (width * height),
    changes: pairs === 0 ? 0 : withBit(differences, bit) / pairs,
  }));
}

function withBit(counts: Uint32Array, bit: number): number {
  return counts.reduce((sum, count, value) => (((value >> bit) & 1) === 1 ? sum + count : sum), 0);
}

/** One bit plane, smaller: each value the share of ones, 0…1. */
export function planeMap(
  channel: Uint8Array,
  size: { readonly width: number; readonly height: number },
  bit: number,
  most: number,
): { readonly width: number; readonly height: number; readonly values: Float32Array } {
  const reduction = new Reduction(size.width, size.height, most);
  const { columns } = reduction;
  const values = reduction.sums();
  for (let y = 0, at = 0; y < size.height; y += 1) {
    const start = reduction.row(y);
    for (let x = 0; x < size.width; x += 1, at += 1)
      values[start + columns[x]!]! += (channel[at]! >> bit) & 1;
  }
  return { width: reduction.width, height: reduction.height, values: reduction.finish(values) };
}

/** Side of the squares in which changes are counted. */
export const changeSquare = 16;

/**
 * Share of neighbouring samples with another bit in each square of the picture: one half where the plane is noise, nothing
 * where it was painted, saturated or cut off.
 */
export function changeMap(
  channel: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  bit: number,
): { readonly width: number; readonly height: number; readonly values: Float32Array } {
  const across = Math.max(1, Math.floor(width / changeSquare));
  const down = Math.max(1, Math.floor(height / changeSquare));
  const values = new Float32Array(across * down);
  const pairs = new Uint32Array(across * down);
  for (let y = 0; y < height - 1; y += 1) {
    const start = Math.min(down - 1, Math.floor(y / changeSquare)) * across;
    for (let x = 0; x < width - 1; x += 1) {
      const at = y * width + x;
      const value = channel[at]!;
      const to = start + Math.min(across - 1, (x / changeSquare) | 0);
      const beside = value ^ channel[at + 1]!;
      const below = value ^ channel[at + width]!;
      values[to]! += ((beside >> bit) & 1) + ((below >> bit) & 1);
      pairs[to]! += 2;
    }
  }
  for (let at = 0; at < values.length; at += 1) values[at]! /= Math.max(1, pairs[at]!);
  return { width: across, height: down, values };
}
