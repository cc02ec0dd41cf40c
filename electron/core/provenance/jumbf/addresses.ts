import { createHash } from 'node:crypto';
import type { ByteRange } from '#shared/domain/figure.ts';
import { type CborValue, rangeWithin } from './cbor.ts';
import { bytesOf, entryOf, textOf } from './cbor-values.ts';
import type { HashedAddress, JumbfBox, ManifestStore, StoredManifest } from './manifest-store.ts';

export interface FoundBox {
  readonly box: JumbfBox;
  /** The manifest it is or lies in; `null`: the store itself or a foreign box of it. */
  readonly manifest: StoredManifest | null;
  /** More than one box bears a label on the way: the first was taken, another reader may take the last. */
  readonly ambiguous: boolean;
}

/**
 * Labels from the store downwards for a JUMBF URI (C2PA 2.2 §8.4.2.1): `self#jumbf=/c2pa/<manifest>/…`, or
 * without the leading `/c2pa/<manifest>` when it is relative to the manifest it stands in. `null`: no
 * address inside a store.
 *
 * @param within label of the manifest a relative address starts from
 */
export function addressPath(address: string, within: string | null): readonly string[] | null {
  const body = /^self#jumbf=(.*)$/s.exec(address)?.[1];
  if (body === undefined) return null;
  const parts = body.replace(/^\//, '').split('/');
  if (parts[0] === 'c2pa') return parts.slice(1);
  return within === null || body.startsWith('/') ? null : [within, ...parts];
}

/**
 * The box an address names, or `null`. The parts of a compressed manifest are found in what it unpacks to;
 * the manifest's own box is the one that is stored.
 */
export function findByAddress(store: ManifestStore, address: string, within: string | null): FoundBox | null {
  const path = addressPath(address, within);
  if (path === null) return null;
  const [first, ...rest] = path;
  if (first === undefined) return { box: store.root, manifest: null, ambiguous: false };
  const start = labelled(store.root.children, first);
  if (start === null) return null;
  const manifest = store.manifests.find((candidate) => candidate.box === start.box) ?? null;
  if (rest.length === 0) return { ...start, manifest };
  let { ambiguous } = start;
  let box = manifest?.opened ?? start.box;
  for (const label of rest) {
    const next = labelled(box.children, label);
    if (next === null) return null;
    box = next.box;
    ambiguous ||= next.ambiguous;
  }
  return { box, manifest, ambiguous };
}

function labelled(
  boxes: readonly JumbfBox[],
  label: string,
): { readonly box: JumbfBox; readonly ambiguous: boolean } | null {
  const matching = boxes.filter((box) => box.label === label);
  return matching[0] === undefined ? null : { box: matching[0], ambiguous: matching.length > 1 };
}

/** The first manifest with this label. */
export function manifestOf(store: ManifestStore, label: string): StoredManifest | null {
  return store.manifests.find((manifest) => manifest.label === label) ?? null;
}

/** The last manifest of the store (C2PA 2.2 §11.1.4.2); `null`: there is none. */
export function activeManifest(store: ManifestStore): StoredManifest | null {
  return store.manifests.at(-1) ?? null;
}

/** The bytes of a range of the store. */
export function storeBytes(store: ManifestStore, [offset, length]: ByteRange): Uint8Array {
  return store.bytes.subarray(offset, offset + length);
}

/**
 * A hashed URI of a claim or an assertion: `{url, hash, alg?}`. `null`: no such map.
 *
 * @param bytes what the value was decoded from, for the range of the hash
 * @param algorithm that of the claim, when the map has none of its own
 */
export function readHashedAddress(
  value: CborValue,
  bytes: Uint8Array,
  algorithm: string | null,
): HashedAddress | null {
  const address = textOf(entryOf(value, 'url'));
  if (address === null) return null;
  const hash = bytesOf(entryOf(value, 'hash'));
  const range = hash === null ? null : rangeWithin(bytes, hash);
  return {
    address,
    hash,
    algorithm: textOf(entryOf(value, 'alg')) ?? algorithm ?? 'sha256',
    hashRange: range === null ? null : [range[0], range[1]],
  };
}

/** Hash algorithms C2PA allows (2.2 §13.1), by the names it gives them. */
const algorithms: ReadonlySet<string> = new Set(['sha256', 'sha384', 'sha512']);

/**
 * Does the hash fit the box? Hashed is the content of the superbox: its description box and content boxes
 * without its own header, compressed manifests as stored (C2PA 2.2 §8.4.2.3, §11.1.3.2). `null`: no hash,
 * or an algorithm C2PA does not allow.
 *
 * @returns a function that hashes the box once for each algorithm, however many references are asked about
 */
export function boxMatcher(
  bytes: Uint8Array,
  box: Pick<JumbfBox, 'content'>,
): (reference: HashedAddress) => boolean | null {
  const digests = new Map<string, Buffer>();
  const [offset, length] = box.content;
  return ({ algorithm, hash }) => {
    if (hash === null || algorithm === null || !algorithms.has(algorithm)) return null;
    const digest =
      digests.get(algorithm) ??
      createHash(algorithm)
        .update(bytes.subarray(offset, offset + length))
        .digest();
    digests.set(algorithm, digest);
    return digest.equals(hash);
  };
}

/** One reference: see `boxMatcher`. */
export function boxHashMatches(bytes: Uint8Array, box: JumbfBox, reference: HashedAddress): boolean | null {
  return boxMatcher(bytes, box)(reference);
}
