/**
 * Pillow's resampling of 8-bit planes (`Resample.c`), to the bit: coefficients of 22 bits, rows first, each pass rounded
 * to 8 bits. Written after the published algorithm, because an Image-Code compares medians and other resamplers move bits.
 */

/** Half width of the bicubic filter at no reduction. */
const SUPPORT = 2;
const PRECISION = 22;
const HALF = 1 << (PRECISION - 1);

/** Keys' cubic with a = −0.5. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  const a = -0.5;
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

interface Taps {
  /** First input and number of inputs of each output. */
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
  /** `width` coefficients for each output, scaled by 2²². */
  readonly weights: Int32Array;
  readonly width: number;
}

function taps(input: number, output: number): Taps {
  const scale = input / output;
  const reduction = Math.max(1, scale);
  const support = SUPPORT * reduction;
  const width = Math.ceil(support) * 2 + 1;
  const firsts = new Int32Array(output);
  const counts = new Int32Array(output);
  const weights = new Int32Array(output * width);
  const exact = new Float64Array(width);
  for (let at = 0; at < output; at += 1) {
    const centre = (at + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(input, Math.trunc(centre + support + 0.5)) - first;
    let sum = 0;
    for (let tap = 0; tap < count; tap += 1) {
      exact[tap] = bicubic((tap + first - centre + 0.5) * (1 / reduction));
      sum += exact[tap]!;
    }
    for (let tap = 0; tap < count; tap += 1) {
      const weight = (sum === 0 ? exact[tap]! : exact[tap]! / sum) * (1 << PRECISION);
      weights[at * width + tap] = Math.trunc(weight + (weight < 0 ? -0.5 : 0.5));
    }
    firsts[at] = first;
    counts[at] = count;
  }
  return { firsts, counts, weights, width };
}

/** A square of `side` × `side` grey levels from a plane of any size; an axis that fits already is left alone. */
export function resampled(plane: Uint8Array, width: number, height: number, side: number): Uint8Array {
  const across = width === side ? plane : resampledRows(plane, width, height, side);
  return height === side ? across : resampledColumns(across, side, height, side);
}

function resampledRows(plane: Uint8Array, width: number, height: number, output: number): Uint8Array {
  const { firsts, counts, weights, width: stride } = taps(width, output);
  const out = new Uint8Array(output * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < output; column += 1) {
      const from = row * width + firsts[column]!;
      const count = counts[column]!;
      let sum = HALF;
      for (let tap = 0, weight = column * stride; tap < count; tap += 1, weight += 1)
        sum = (sum + Math.imul(plane[from + tap]!, weights[weight]!)) | 0;
      out[row * output + column] = clipped(sum >> PRECISION);
    }
  }
  return out;
}

function resampledColumns(plane: Uint8Array, width: number, height: number, output: number): Uint8Array {
  const { firsts, counts, weights, width: stride } = taps(height, output);
  const out = new Uint8Array(width * output);
  for (let row = 0; row < output; row += 1) {
    for (let column = 0; column < width; column += 1) {
      let sum = HALF;
      for (let tap = 0; tap < counts[row]!; tap += 1)
        sum += Math.imul(plane[(firsts[row]! + tap) * width + column]!, weights[row * stride + tap]!);
      out[row * width + column] = clipped(sum >> PRECISION);
    }
  }
  return out;
}

function clipped(level: number): number {
  return level < 0 ? 0 : level > 255 ? 255 : level;
}
