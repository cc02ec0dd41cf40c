import type { Unit } from './unit.ts';
import { winnerPairs } from './winner-pairs.ts';

/** Values of one MPEG-7 frame signature (ISO/IEC 15938-3, amendment 4). */
export const signatureLength = 380;

/**
 * The Video-Code: all different frame signatures added up, and of 256 pairs of places the larger.
 *
 * @param signatures `count × 380` values, 0, 1 or 2 as ffmpeg writes them; at least one frame
 * @returns the unit, and as its quality 0–100 the share of its pairs that are not equal
 */
export function videoUnit(signatures: ArrayLike<number>): { readonly unit: Unit; readonly quality: number } {
  const sums = new Float64Array(signatureLength);
  const seen = new Set<string>();
  for (let start = 0; start + signatureLength <= signatures.length; start += signatureLength) {
    const frame = Array.from({ length: signatureLength }, (_, at) => signatures[start + at]!);
    const name = frame.join(' ');
    if (seen.has(name)) continue;
    seen.add(name);
    for (let at = 0; at < signatureLength; at += 1) sums[at]! += frame[at]!;
  }
  const digest = new Uint8Array(32);
  let decided = 0;
  for (let bit = 0; bit < 256; bit += 1) {
    const lead = sums[winnerPairs[bit * 2 + 1]!]! - sums[winnerPairs[bit * 2]!]!;
    if (lead > 0) digest[bit >> 3]! |= 128 >> (bit & 7);
    if (lead !== 0) decided += 1;
  }
  const quality = Math.round((100 * decided) / 256);
  return { unit: { mainType: 'content', media: 'video', digest }, quality };
}
