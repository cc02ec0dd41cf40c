import { createHash } from 'node:crypto';
import { encode } from 'cborg';
import type { SoftBinding } from '#shared/domain/signing.ts';
import type { StoreEdit } from '../carriers/patch.ts';
import { activeManifest, storeBytes } from '../jumbf/addresses.ts';
import { sigStructure } from '../jumbf/cose.ts';
import type { ManifestStore, StoredAssertion, StoredManifest } from '../jumbf/manifest-store.ts';
import { readManifestStore } from '../jumbf/read-store.ts';
import { softBindingValue } from './definition.ts';

/**
 * Changes to a store we have just written, without moving a byte of what is around them. Every failure here
 * is a fault of ours or of the engine, never of the user's file; it is thrown.
 */

/** What the signature of the active manifest has to be over, and where it has to go. */
export interface SignaturePlace {
  readonly manifest: string;
  /** COSE `Sig_structure` (RFC 9052 §4.4) over the claim as it stands. */
  readonly toBeSigned: Uint8Array;
  readonly offset: number;
  readonly length: number;
}

export function applyEdits(store: Uint8Array, edits: readonly StoreEdit[]): Uint8Array {
  const bytes = Uint8Array.from(store);
  for (const edit of edits) bytes.set(edit.bytes, edit.at);
  return bytes;
}

/**
 * Give the soft bindings of the active manifest their byte strings (C2PA 2.2 §18.10), and the claim their new
 * hashes. The engine wrote lists of zeros, which take exactly the same room.
 */
export function softBindingEdits(stored: Uint8Array, bindings: readonly SoftBinding[]): readonly StoreEdit[] {
  if (bindings.length === 0) return [];
  const store = readManifestStore(stored);
  const found = active(store).assertions.filter(({ label }) => /^c2pa\.soft-binding(__\d+)?$/.test(label));
  if (found.length !== bindings.length)
    throw new Error(`The engine wrote ${found.length} soft bindings of ${bindings.length}`);
  const contents = bindings.map((binding, at): StoreEdit => {
    const [offset, length] = found[at]!.data;
    const bytes = encode(softBindingValue(binding));
    if (bytes.length !== length)
      throw new Error(`Soft binding ${at} takes ${bytes.length} bytes, its place has ${length}`);
    return { at: offset, bytes };
  });
  // The hashes are over what the assertions are then, so the contents come first.
  const changed = applyEdits(stored, contents);
  return [...contents, ...found.map((assertion) => hashEdit(changed, assertion))];
}

function hashEdit(store: Uint8Array, { label, box, reference }: StoredAssertion): StoreEdit {
  const range = reference?.hashRange;
  const algorithm = reference?.algorithm;
  if (range == null || (algorithm !== 'sha256' && algorithm !== 'sha384' && algorithm !== 'sha512'))
    throw new Error(`The claim has no hash of ${label} that can be renewed`);
  const [start, length] = box.content;
  const bytes = createHash(algorithm)
    .update(store.subarray(start, start + length))
    .digest();
  if (bytes.length !== range[1]) throw new Error(`The hash of ${label} has another length`);
  return { at: range[0], bytes };
}

/** Where the signature of the active manifest belongs, and what it is over. */
export function signaturePlace(stored: Uint8Array): SignaturePlace {
  const store = readManifestStore(stored);
  const manifest = active(store);
  const claim = manifest.claims[0];
  const cose = manifest.signature?.cose;
  const range = cose?.signatureRange;
  if (claim === undefined || manifest.claims.length > 1 || cose == null || range == null)
    throw new Error('The new manifest has no claim or no place for its signature');
  return {
    manifest: manifest.label,
    toBeSigned: sigStructure(cose.protectedBytes, storeBytes(store, claim.data)),
    offset: range[0],
    length: range[1],
  };
}

/** The newest manifest, which must be sound throughout: it was made a moment ago. */
function active(store: ManifestStore): StoredManifest {
  const manifest = activeManifest(store);
  const broken = manifest?.assertions.find(({ hashMatches }) => hashMatches !== true);
  if (manifest === null || manifest.compressed || store.problems.length + manifest.problems.length > 0)
    throw new Error(
      `The new store cannot be read back: ${[...store.problems, ...(manifest?.problems ?? [])]}`,
    );
  if (broken !== undefined) throw new Error(`The claim's hash of ${broken.label} does not fit`);
  return manifest;
}
