import { FourierTransform } from '#shared/numeric/fft.ts';
import { encodePayload } from '../code/payload-code.ts';
import { PILOT_ENERGY, PILOTS, TILE, TILE_UNIT } from './layout.ts';
import type { PictureKey } from './picture-key.ts';

/**
 * The repeated pattern of one identifier: `TILE × TILE` whole numbers, row by row, with mean 0 and standard deviation
 * `TILE_UNIT`. Computed in double precision and rounded, so that every machine adds the same pattern.
 */
export function markTile(key: PictureKey, payload: bigint): Int16Array {
  const coded = encodePayload(payload);
  const carriers = key.binX.length;
  const real = new Float64Array(TILE * TILE);
  const imaginary = new Float64Array(TILE * TILE);
  const put = (x: number, y: number, a: number, b: number): void => {
    const at = y * TILE + (x & (TILE - 1));
    const back = ((TILE - y) & (TILE - 1)) * TILE + (-x & (TILE - 1));
    real[at] = a;
    imaginary[at] = b;
    real[back] = a;
    imaginary[back] = -b;
  };
  const pilot = Math.sqrt(PILOT_ENERGY / PILOTS / 2);
  for (let k = 0; k < PILOTS; k += 1)
    put(key.pilotX[k]!, key.pilotY[k]!, pilot * key.pilotCosine[k]!, pilot * key.pilotSine[k]!);
  const carrier = Math.sqrt((1 - PILOT_ENERGY) / carriers / 4);
  for (let k = 0; k < carriers; k += 1) {
    const first = key.signs[2 * k]! * coded[key.bits[2 * k]!]!;
    const second = key.signs[2 * k + 1]! * coded[key.bits[2 * k + 1]!]!;
    put(key.binX[k]!, key.binY[k]!, carrier * first, carrier * second);
  }
  inverse(real, imaginary);
  return Int16Array.from(real, (value) => Math.round(value * TILE_UNIT));
}

/** Sum of the given frequencies at every place: an inverse transform without scaling, of a Hermitian spectrum. */
function inverse(real: Float64Array, imaginary: Float64Array): void {
  const transform = new FourierTransform(TILE);
  // The forward transform of the conjugate is the conjugate of the inverse, and the answer is real.
  for (let index = 0; index < imaginary.length; index += 1) imaginary[index] = -imaginary[index]!;
  const lineReal = new Float64Array(TILE);
  const lineImaginary = new Float64Array(TILE);
  for (let row = 0; row < TILE; row += 1) {
    const [start, end] = [row * TILE, (row + 1) * TILE];
    transform.forward(real.subarray(start, end), imaginary.subarray(start, end));
  }
  for (let column = 0; column < TILE; column += 1) {
    for (let row = 0; row < TILE; row += 1) {
      lineReal[row] = real[row * TILE + column]!;
      lineImaginary[row] = imaginary[row * TILE + column]!;
    }
    transform.forward(lineReal, lineImaginary);
    for (let row = 0; row < TILE; row += 1) real[row * TILE + column] = lineReal[row]!;
  }
}
