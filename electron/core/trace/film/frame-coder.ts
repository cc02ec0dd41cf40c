import { pdqOfCells } from '#shared/numeric/pdq.ts';

/** Side of the square a frame is reduced to before it is coded, and of the descriptor its code comes from. */
export const cellSide = 64;
export const cellCount = cellSide * cellSide;
export const descriptorLength = 256;
/** Bytes of a code. */
export const frameCodeBytes = 32;
/** Frames of lower quality are flat (black, white, a title fading in) and are not matched. */
export const leastFrameQuality = 50;

/** One frame, coded. */
export interface CodedFrame {
  /** PDQ, 32 bytes, high word first as it is printed. */
  readonly code: Uint8Array;
  /** 0…100 */
  readonly quality: number;
  /** 256 cosine coefficients of the frame. */
  readonly coefficients: Float32Array;
  /** Code of the frame mirrored left to right. */
  mirrored(): Uint8Array;
}

const cells = new Float32Array(cellCount);

/**
 * PDQ of a frame that was reduced to 64 × 64 grey levels by averaging. Its shape is lost by that, which is wanted: a
 * copy that was stretched has the same code.
 *
 * @param grey 4096 bytes
 */
export function codedFrame(grey: Uint8Array): CodedFrame {
  cells.set(grey);
  const { coefficients, quality, hash } = pdqOfCells(cells);
  const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
  return {
    ...{ quality, coefficients },
    code: bytes(hash('original')),
    mirrored: () => bytes(hash('flip-y')),
  };
}
