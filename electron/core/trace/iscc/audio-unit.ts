import { simhash } from './simhash.ts';
import type { Unit } from './unit.ts';

/** Different numbers that make a full code. */
const ENOUGH = 80;

/**
 * The Audio-Code: similarity hashes of 32 bits, one over all Chromaprint numbers, one over each quarter in time, one over
 * each third in order of size.
 *
 * @param features numbers of a Chromaprint fingerprint, unsigned or signed; none give the zero digest
 * @returns the unit, and its quality 0–100: full from 80 different numbers on, which ten seconds of music have (judged)
 */
export function audioUnit(features: Uint32Array | Int32Array): {
  readonly unit: Unit;
  readonly quality: number;
} {
  const signed = Int32Array.from(features);
  const digest = new Uint8Array(32);
  if (signed.length > 0) {
    const parts = [signed, ...divided(signed, 4), ...divided(signed.toSorted(), 3)];
    for (const [at, part] of parts.entries()) digest.set(hashOf(part), at * 4);
  }
  const quality = Math.min(100, Math.round((100 * new Set(signed).size) / ENOUGH));
  return { unit: { mainType: 'content', media: 'audio', digest }, quality };
}

/** As even as they go, the first parts one longer. */
function divided(features: Int32Array, parts: number): Int32Array[] {
  const length = Math.floor(features.length / parts);
  const longer = features.length % parts;
  return Array.from({ length: parts }, (_, part) => {
    const start = part * length + Math.min(part, longer);
    return features.subarray(start, start + length + (part < longer ? 1 : 0));
  });
}

function hashOf(features: Int32Array): Uint8Array {
  const digests = new Uint8Array(features.length * 4);
  const view = new DataView(digests.buffer);
  for (const [at, feature] of features.entries()) view.setInt32(at * 4, feature);
  return features.length === 0 ? new Uint8Array(4) : simhash(digests, 4);
}
