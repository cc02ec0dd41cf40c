import { signatureLength } from './video-unit.ts';

/** Five values 0…2 in each byte. */
const PACKED_BYTES = signatureLength / 5;
/** Marker, moment, confidence, five words, values. */
const FRAME_BITS = 1 + 32 + 8 + 5 * 8 + PACKED_BYTES * 8;
/** Four numbers, a marker and five bags of words. */
const SEGMENT_BITS = 4 * 32 + 1 + 5 * 243;

/**
 * Frame signatures of a binary MPEG-7 video signature as FFmpeg's `signature` filter writes it (ISO/IEC 15938-3:2002
 * Amd 4; `signature_lookup.c`, `binary_export`).
 *
 * @returns `count × 380` values 0…2; `null` when the bytes hold fewer frames than they say
 */
export function signatureFrames(bytes: Uint8Array): Uint8Array | null {
  let at = 0;
  const read = (bits: number): number => {
    let value = 0;
    for (let bit = 0; bit < bits; bit += 1, at += 1)
      value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    return value;
  };
  at = 129;
  const count = read(32);
  at += 16 + 1 + 32 + 32;
  const segments = read(32);
  at += segments * SEGMENT_BITS + 1;
  if (at + count * FRAME_BITS > bytes.length * 8) return null;
  const frames = new Uint8Array(count * signatureLength);
  for (let frame = 0; frame < count; frame += 1) {
    at += 1 + 32 + 8 + 5 * 8;
    for (let byte = 0; byte < PACKED_BYTES; byte += 1) {
      const packed = read(8);
      const to = frame * signatureLength + byte * 5;
      for (let value = 0, place = 81; value < 5; value += 1, place /= 3)
        frames[to + value] = Math.floor(packed / place) % 3;
    }
  }
  return frames;
}
