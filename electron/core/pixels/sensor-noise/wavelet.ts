import type { FloatPlane } from '../picture.ts';

/** I. Daubechies' filter of eight taps, low pass (Ten Lectures on Wavelets, 1992, table 6.1), as convolved. */
const low = [
  -0.010597401784997278, 0.032883011666982945, 0.030841381835986965, -0.18703481171888114,
  -0.02798376941698385, 0.6308807679295904, 0.7148465705525415, 0.23037781330885523,
] as const;
const high = low.map((_, tap) => (tap % 2 === 0 ? -1 : 1) * low[7 - tap]!);
const taps = 8;
const margin = taps - 1;

/** One step of the transform; of the approximation and the three details, row by row. */
export interface Step {
  /** Size of what was transformed. */
  readonly width: number;
  readonly height: number;
  /** Size of each part: ⌊(n + 7) / 2⌋. */
  readonly across: number;
  readonly down: number;
  readonly approximation: Float32Array;
  readonly details: readonly [Float32Array, Float32Array, Float32Array];
}

/** Two-dimensional transform, one step, mirrored at the borders (half-sample symmetry). */
export function analyse({ width, height, data }: FloatPlane): Step {
  const across = (width + margin) >> 1;
  const down = (height + margin) >> 1;
  const lows = new Float32Array(across * height);
  const highs = new Float32Array(across * height);
  const line = new Float64Array(width + 2 * margin);
  const [l0, l1, l2, l3, l4, l5, l6, l7] = low;
  for (let y = 0; y < height; y += 1) {
    const start = y * width;
    for (let x = 0; x < width; x += 1) line[x + margin] = data[start + x]!;
    for (let x = 1; x <= margin; x += 1) {
      line[margin - x] = data[start + mirrored(-x, width)]!;
      line[margin + width - 1 + x] = data[start + mirrored(width - 1 + x, width)]!;
    }
    for (let i = 0, at = 1, to = y * across; i < across; i += 1, at += 2, to += 1) {
      // line[at] is the sample 2i + 1 − 7, line[at + 7] the sample 2i + 1.
      const [a, b, c, d] = [line[at]!, line[at + 1]!, line[at + 2]!, line[at + 3]!];
      const [e, f, g, h] = [line[at + 4]!, line[at + 5]!, line[at + 6]!, line[at + 7]!];
      lows[to] = h * l0 + g * l1 + f * l2 + e * l3 + d * l4 + c * l5 + b * l6 + a * l7;
      highs[to] = -h * l7 + g * l6 - f * l5 + e * l4 - d * l3 + c * l2 - b * l1 + a * l0;
    }
  }
  const [approximation, first] = columnsApart(lows, across, height, down);
  const [second, third] = columnsApart(highs, across, height, down);
  return { width, height, across, down, approximation, details: [first, second, third] };
}

function columnsApart(
  plane: Float32Array,
  across: number,
  height: number,
  down: number,
): [Float32Array, Float32Array] {
  const lows = new Float32Array(across * down);
  const highs = new Float32Array(across * down);
  const rows = Array.from({ length: taps }, () => plane);
  const [l0, l1, l2, l3, l4, l5, l6, l7] = low;
  for (let i = 0; i < down; i += 1) {
    for (let tap = 0; tap < taps; tap += 1) {
      const y = mirrored(2 * i + 1 - tap, height);
      rows[tap] = plane.subarray(y * across, (y + 1) * across);
    }
    const [r0, r1, r2, r3] = [rows[0]!, rows[1]!, rows[2]!, rows[3]!];
    const [r4, r5, r6, r7] = [rows[4]!, rows[5]!, rows[6]!, rows[7]!];
    for (let x = 0, to = i * across; x < across; x += 1, to += 1) {
      const [a, b, c, d] = [r0[x]!, r1[x]!, r2[x]!, r3[x]!];
      const [e, f, g, h] = [r4[x]!, r5[x]!, r6[x]!, r7[x]!];
      lows[to] = a * l0 + b * l1 + c * l2 + d * l3 + e * l4 + f * l5 + g * l6 + h * l7;
      highs[to] = -a * l7 + b * l6 - c * l5 + d * l4 - e * l3 + f * l2 - g * l1 + h * l0;
    }
  }
  return [lows, highs];
}

/**
 * The inverse of `analyse`.
 *
 * @param approximation `null`: nothing
 */
export function synthesise(step: Step, approximation: Float32Array | null): FloatPlane {
  const { width, height, across, details } = step;
  const lows = columnsTogether(approximation, details[0], across, height);
  const highs = columnsTogether(details[1], details[2], across, height);
  const data = new Float32Array(width * height);
  const [l0, l1, l2, l3, l4, l5, l6, l7] = low;
  // Sample n is made of the four parts from ⌊n / 2⌋ on: every second tap, the odd ones for even n.
  for (let y = 0; y < height; y += 1) {
    for (let x = 0, from = y * across, to = y * width; x < width; x += 2, from += 1, to += 2) {
      const [a, b, c, d] = [lows[from]!, lows[from + 1]!, lows[from + 2]!, lows[from + 3]!];
      const [e, f, g, h] = [highs[from]!, highs[from + 1]!, highs[from + 2]!, highs[from + 3]!];
      data[to] = a * l1 + b * l3 + c * l5 + d * l7 + e * l6 + f * l4 + g * l2 + h * l0;
      if (x + 1 < width) data[to + 1] = a * l0 + b * l2 + c * l4 + d * l6 - e * l7 - f * l5 - g * l3 - h * l1;
    }
  }
  return { width, height, data };
}

function columnsTogether(
  lows: Float32Array | null,
  highs: Float32Array,
  across: number,
  height: number,
): Float32Array {
  const out = new Float32Array(across * height);
  for (let y = 0; y < height; y += 1) {
    const target = out.subarray(y * across, (y + 1) * across);
    for (const [part, filter] of [
      [lows, low],
      [highs, high],
    ] as const) {
      if (part === null) continue;
      const from = (y >> 1) * across;
      const first = 1 - (y & 1);
      const [f0, f1, f2, f3] = [filter[first]!, filter[first + 2]!, filter[first + 4]!, filter[first + 6]!];
      const [row1, row2, row3] = [from + across, from + 2 * across, from + 3 * across];
      for (let x = 0; x < across; x += 1)
        target[x]! +=
          part[from + x]! * f0 + part[row1 + x]! * f1 + part[row2 + x]! * f2 + part[row3 + x]! * f3;
    }
  }
  return out;
}

/** Place of a sample beyond the border: … c b a | a b c … */
function mirrored(at: number, size: number): number {
  let place = at;
  while (place < 0 || place >= size) place = place < 0 ? -1 - place : 2 * size - 1 - place;
  return place;
}
