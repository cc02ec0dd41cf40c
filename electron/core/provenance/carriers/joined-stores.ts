import type { ByteRange } from '#shared/domain/figure.ts';
import type { EmbeddedStore, StorePiece } from './embedded-store.ts';

/**
 * A BMFF file with update manifests keeps two stores: the one of the first signing in a `uuid` box
 * "original", and the updates in a box "update" (C2PA 2.2 §A.5.2). References cross from one to the other,
 * so they are read as one store, the updates last.
 */
export function joinUpdates(stores: readonly EmbeddedStore[]): EmbeddedStore | null {
  const [original, update] = ['original', 'update'].map((purpose) =>
    stores.find(({ carrier, place }) => carrier === 'bmff-uuid' && place?.includes(`"${purpose}"`) === true),
  );
  if (original === undefined || update === undefined) return null;
  const opening = openingLength(update.bytes);
  if (opening === null || openingLength(original.bytes) === null) return null;
  const bytes = new Uint8Array(original.bytes.length + update.bytes.length - opening);
  bytes.set(original.bytes);
  bytes.set(update.bytes.subarray(opening), original.bytes.length);
  new DataView(bytes.buffer).setUint32(0, bytes.length);
  const shift = original.bytes.length - opening;
  return {
    carrier: 'bmff-uuid',
    bytes,
    pieces: [
      ...original.pieces,
      ...update.pieces.flatMap((piece): StorePiece[] => {
        const cut = Math.max(0, opening - piece.store);
        return piece.length <= cut
          ? []
          : [{ store: piece.store + cut + shift, file: piece.file + cut, length: piece.length - cut }];
      }),
    ],
    occupied: [...original.occupied, ...update.occupied].sort((a: ByteRange, b: ByteRange) => a[0] - b[0]),
    problems: [...original.problems, ...update.problems],
    place: `${original.place}, ${update.place}`,
  };
}

/** Header and description box of the store's superbox; `null`: no superbox with a length of 32 bits. */
function openingLength(bytes: Uint8Array): number | null {
  if (bytes.length < 16) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = view.getUint32(0);
  const description = view.getUint32(8);
  return whole === bytes.length && description >= 8 && 8 + description <= bytes.length
    ? 8 + description
    : null;
}
