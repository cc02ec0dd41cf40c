/** Numbers in [0, 1) from a seed (mulberry32): the same seed, the same numbers, on every machine. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sizes, counts and offsets that parsers trip over. */
const trickyNumbers = [
  0, 1, 7, 8, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];
/** Names after or before which a length stands in the formats that carry a credential. */
const credentialLandmarks = [
  'jumb',
  'jumd',
  'cbor',
  'uuid',
  'caBX',
  'moov',
  'iloc',
  'c2pa',
  'C2PA',
  'RIFF',
  'GEOB',
  'IHDR',
];

export const mutationKinds = [
  'flip',
  'noise',
  'number',
  'landmark',
  'truncate',
  'remove',
  'insert',
  'repeat',
  'exchange',
  'splice',
] as const;
export type MutationKind = (typeof mutationKinds)[number];

/**
 * A damaged copy of `source`, one to four changes of one kind.
 *
 * @param other bytes of another format, for splicing
 * @param landmarks names near which a number is changed
 */
export function mutate(
  source: Buffer,
  other: Buffer,
  random: () => number,
  landmarks: readonly string[] = credentialLandmarks,
): { kind: MutationKind; bytes: Buffer } {
  const kind = mutationKinds[Math.floor(random() * mutationKinds.length)] ?? 'flip';
  let bytes: Buffer = Buffer.from(source);
  const changes = 1 + Math.floor(random() * 4);
  for (let change = 0; change < changes && bytes.length > 16; change += 1)
    bytes = apply(kind, bytes, other, random, landmarks);
  return { kind, bytes };
}

function apply(
  kind: MutationKind,
  bytes: Buffer,
  other: Buffer,
  random: () => number,
  landmarks: readonly string[],
): Buffer {
  const within = (length: number): number => Math.floor(random() * Math.max(1, length));
  const at = within(bytes.length - 8);
  const length = 1 + within(Math.min(4096, bytes.length - at - 1));
  switch (kind) {
    case 'flip':
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << within(8)), at);
      return bytes;
    case 'noise':
      for (let index = at; index < at + length; index += 1) bytes.writeUInt8(within(256), index);
      return bytes;
    case 'number':
      return putNumber(bytes, at, random);
    case 'landmark': {
      const name = landmarks[within(landmarks.length)] ?? 'jumb';
      const found = bytes.indexOf(name, at, 'latin1');
      const place = found >= 0 ? found : bytes.indexOf(name, 0, 'latin1');
      return place < 0
        ? putNumber(bytes, at, random)
        : putNumber(bytes, place + (random() < 0.7 ? -4 : 4), random);
    }
    case 'truncate':
      return bytes.subarray(0, 16 + within(bytes.length - 16));
    case 'remove':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(length, within(256)), bytes.subarray(at)]);
    case 'repeat':
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    case 'exchange': {
      const from = within(bytes.length - length);
      const piece = Buffer.from(bytes.subarray(from, from + length));
      bytes.copyWithin(from, at, at + length);
      piece.copy(bytes, at);
      return bytes;
    }
    case 'splice':
      return Buffer.concat([bytes.subarray(0, at), other.subarray(within(other.length))]);
  }
}

function putNumber(bytes: Buffer, at: number, random: () => number): Buffer {
  const value = trickyNumbers[Math.floor(random() * trickyNumbers.length)] ?? 0;
  const place = Math.min(Math.max(0, at), bytes.length - 4);
  if (random() < 0.5) bytes.writeUInt32BE(value, place);
  else bytes.writeUInt32LE(value, place);
  return bytes;
}
