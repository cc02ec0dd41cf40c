import type { Reason } from '#shared/domain/run.ts';
import { inverseTransform, transformScale } from './jpeg-coefficients/inverse-transform.ts';
import { readPicture } from './jpeg-coefficients/picture-reader.ts';
import type { Limits } from './limits.ts';

/** What a JPEG file says of one component: quantised DCT coefficients, before anything is rounded away. */
export interface CoefficientPlane {
  readonly id: number;
  /** Sampling factors. */
  readonly horizontal: number;
  readonly vertical: number;
  /**
   * Blocks across and down, including those that only pad the last MCU. A scan of this component alone does not
   * send those that pad; they are zero then.
   */
  readonly blocksWide: number;
  readonly blocksHigh: number;
  /** Samples across and down that belong to the picture. */
  readonly width: number;
  readonly height: number;
  /** `blocksWide × blocksHigh × 64`: block after block, row by row, each in natural order. */
  readonly coefficients: Int16Array;
  /** 64 quantisation steps, natural order: those in force at the component's first scan. */
  readonly steps: Uint16Array;
}

export interface JpegCoefficients {
  readonly width: number;
  readonly height: number;
  readonly precision: 8 | 12;
  readonly progressive: boolean;
  /** MCUs between restart markers, as last defined; 0 for none. */
  readonly restartInterval: number;
  /** Colour transform byte of Adobe's APP14, null without one. */
  readonly adobeTransform: number | null;
  readonly components: readonly CoefficientPlane[];
  /**
   * Share of what had to be decoded that was, 0…1: of the MCUs of a sequential picture; with several scans, of
   * their MCUs times the coefficients in them. Less than 1 for damaged or truncated data. A block that could not
   * be read is zero, or as the scans before left it.
   */
  readonly decoded: number;
  /** What was damaged or unusual, in the order of the file. */
  readonly warnings: readonly string[];
}

export type CoefficientOutcome =
  | { readonly ok: true; readonly jpeg: JpegCoefficients }
  | { readonly ok: false; readonly reason: Reason };

/**
 * Quantised coefficients of a JPEG picture: baseline, extended and progressive (ITU-T T.81), Huffman-coded, 8 and
 * 12 bits, any sampling, one to four components. Damage ends in what could be read, never in an error.
 *
 * @param file the whole file
 * @param offset where the picture's SOI stands
 */
export function readJpegCoefficients(
  file: Uint8Array,
  offset: number,
  limits: Pick<Limits, 'pixels'>,
): CoefficientOutcome {
  return readPicture(file, offset, limits);
}

/**
 * Samples of a component before any rounding or clamping, which a decoder would do next: dequantised,
 * transformed, level-shifted.
 *
 * @returns `blocksWide·8 × blocksHigh·8` values, row by row
 */
export function decodedPlane(plane: CoefficientPlane, precision: 8 | 12): Float32Array {
  const { blocksWide, blocksHigh, coefficients, steps } = plane;
  const stride = blocksWide * 8;
  const out = new Float32Array(stride * blocksHigh * 8);
  const level = 1 << (precision - 1);
  const factors = transformScale.map((scale, at) => scale * steps[at]!);
  const block = new Float64Array(64);
  let from = 0;
  for (let down = 0; down < blocksHigh; down += 1) {
    for (let across = 0; across < blocksWide; across += 1, from += 64) {
      for (let index = 0; index < 64; index += 1) {
        block[index] = coefficients[from + index]! * factors[index]!;
      }
      inverseTransform(block, out, down * 8 * stride + across * 8, stride, level);
    }
  }
  return out;
}

/** The samples of `decodedPlane` as a decoder gives them: whole numbers from 0 to 2^precision − 1. */
export function roundedSamples(plane: Float32Array, precision: 8 | 12): Uint16Array {
  const largest = (1 << precision) - 1;
  const out = new Uint16Array(plane.length);
  for (let at = 0; at < plane.length; at += 1) {
    const value = Math.round(plane[at]!);
    out[at] = value < 0 ? 0 : value > largest ? largest : value;
  }
  return out;
}
