import type { Box } from '../../media/structure/bmff.ts';
import type { ByteReader } from '../../media/structure/byte-reader.ts';
import { type CborValue, decodeCbor } from '../jumbf/cbor.ts';
import { entryOf, integerOf } from '../jumbf/cbor-values.ts';

/** A proof box beside a fragment (A.5.4.2, `bmff-merkle-map`). */
export interface MerkleProof {
  /** Bytes of its box, without what is neither proof nor zero padding. */
  readonly start: number;
  readonly end: number;
  readonly uniqueId: number;
  readonly localId: number;
  readonly location: number;
}

function readProof(start: number, end: number, value: CborValue): MerkleProof | null {
  const uniqueId = integerOf(entryOf(value, 'uniqueId'));
  const localId = integerOf(entryOf(value, 'localId'));
  const location = integerOf(entryOf(value, 'location'));
  if (uniqueId === null || localId === null || location === null) return null;
  return { start, end, uniqueId, localId, location };
}

const C2PA_BOX = 'd8fec3d61b0e483c92975828877ec481';
const PURPOSE = 'merkle\0';
/** A proof is a few dozen hashes; more is no proof. */
const PROOF_BYTES = 64 * 1024;

/** Boxes of the purpose `merkle` (A.5.4) that can be read, in order. */
export function merkleProofs(reader: ByteReader, boxes: readonly Box[]): MerkleProof[] {
  return boxes.flatMap((box) => {
    if (box.type !== 'uuid' || reader.bytes(box.body - 16, 16).toString('hex') !== C2PA_BOX) return [];
    // version and flags, then the purpose as a text with a zero behind it
    const start = box.body + 4 + PURPOSE.length;
    if (!reader.matches(box.body + 4, PURPOSE)) return [];
    const reading = decodeCbor(reader.bytes(start, Math.min(PROOF_BYTES, box.end - start)));
    if (!('value' in reading)) return [];
    // Padding behind the proof is zero; anything else there is no part of the credential.
    const end = reader.filled(0, start + reading.end, box.end) ? box.end : start + reading.end;
    return readProof(box.start, end, reading.value) ?? [];
  });
}
