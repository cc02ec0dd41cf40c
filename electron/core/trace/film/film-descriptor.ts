import { descriptorLength } from './frame-coder.ts';

/**
 * One code for a whole film after TMK (Facebook, The TMK+PDQF video-hashing algorithm, 2019; Poullot et al., Temporal
 * matching kernel with explicit feature maps, ACM MM 2015): the mean of the frames' descriptors, and their sums against
 * a cosine and a sine of several periods, which hold the order in time. Much smaller than TMK's, which has 32
 * frequencies for each of four periods: it is asked one question only, whether two whole films are nearly the same.
 */

/** Periods without common divisors, seconds. */
export const periods = [5, 11, 23, 47, 97] as const;
export const descriptorBlocks = 1 + 2 * periods.length;
const headBytes = 4;
export const filmCodeBytes = headBytes + descriptorBlocks * descriptorLength;

/** Sums up a film while it is decoded. */
export class FilmDescriptor {
  readonly #sums = new Float64Array(descriptorBlocks * descriptorLength);
  readonly #unit = new Float64Array(descriptorLength);
  #frames = 0;

  /**
   * @param coefficients 256 cosine coefficients of the frame
   * @param seconds its time
   */
  add(coefficients: Float32Array, seconds: number): void {
    let squares = 0;
    for (let at = 0; at < descriptorLength; at += 1) squares += coefficients[at]! * coefficients[at]!;
    this.#frames += 1;
    // A flat frame points nowhere.
    if (squares < 1) return;
    const scale = 1 / Math.sqrt(squares);
    for (let at = 0; at < descriptorLength; at += 1) {
      this.#unit[at] = coefficients[at]! * scale;
      this.#sums[at]! += this.#unit[at]!;
    }
    for (const [index, period] of periods.entries()) {
      const phase = (2 * Math.PI * seconds) / period;
      const [cosine, sine] = [Math.cos(phase), Math.sin(phase)];
      const first = (1 + 2 * index) * descriptorLength;
      for (let at = 0; at < descriptorLength; at += 1) {
        const value = this.#unit[at]!;
        this.#sums[first + at]! += cosine * value;
        this.#sums[first + descriptorLength + at]! += sine * value;
      }
    }
  }

  /** Length in milliseconds (32 bits), the mean, then cosine and sine sums of each period in steps of 1/127 of the largest. */
  bytes(milliseconds: number): Uint8Array {
    const out = new Uint8Array(filmCodeBytes);
    new DataView(out.buffer).setUint32(0, milliseconds, true);
    const write = (first: number, count: number): void => {
      let most = 1e-12;
      for (let at = first; at < first + count; at += 1) most = Math.max(most, Math.abs(this.#sums[at]!));
      for (let at = first; at < first + count; at += 1)
        out[headBytes + at] = Math.round((127 * this.#sums[at]!) / most) & 0xff;
    };
    write(0, descriptorLength);
    for (let index = 0; index < periods.length; index += 1)
      write((1 + 2 * index) * descriptorLength, 2 * descriptorLength);
    return out;
  }

  /** 0…100: how much of the frames' descriptors is left in their mean. Little is left of a long lively film. */
  quality(): number {
    let squares = 0;
    for (let at = 0; at < descriptorLength; at += 1) squares += this.#sums[at]! ** 2;
    return this.#frames === 0 ? 0 : Math.round((100 * Math.sqrt(squares)) / this.#frames);
  }
}

export interface FilmLikeness {
  /** Cosine of the means, −1…1. */
  readonly mean: number;
  /** Mean cosine over the periods both are longer than, −1…1. */
  readonly order: number;
  /** Shorter length over the longer, 0…1. */
  readonly length: number;
}

/** `null`: not such codes. */
export function filmLikeness(one: Uint8Array, other: Uint8Array): FilmLikeness | null {
  if (one.length !== filmCodeBytes || other.length !== filmCodeBytes) return null;
  const [a, b] = [lengthOf(one), lengthOf(other)];
  const mean = cosine(one, other, 0, descriptorLength);
  const used = periods.filter((period) => period * 1000 <= Math.max(5000, Math.min(a, b)));
  const order = used.reduce(
    (sum, _, index) => sum + cosine(one, other, (1 + 2 * index) * descriptorLength, 2 * descriptorLength),
    0,
  );
  return { mean, order: order / used.length, length: Math.min(a, b) / Math.max(1, a, b) };
}

function lengthOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
}

function cosine(one: Uint8Array, other: Uint8Array, first: number, count: number): number {
  let [product, left, right] = [0, 0, 0];
  for (let at = headBytes + first; at < headBytes + first + count; at += 1) {
    const [a, b] = [(one[at]! << 24) >> 24, (other[at]! << 24) >> 24];
    product += a * b;
    left += a * a;
    right += b * b;
  }
  return left === 0 || right === 0 ? 0 : product / Math.sqrt(left * right);
}
