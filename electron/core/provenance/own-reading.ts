import type { Coverage, ManifestDetail, StoreBox } from '#shared/domain/credential-detail.ts';
import type { Media } from '#shared/domain/media.ts';
import type { TrustReading } from '../media/trust-lists.ts';
import { deniedBy } from '../trust/deny.ts';
import { coverageOf } from './binding/coverage.ts';
import type { EmbeddedStore } from './carriers/embedded-store.ts';
import { activeManifest, findByAddress, storeBytes } from './jumbf/addresses.ts';
import { entryOf, textOf } from './jumbf/cbor-values.ts';
import { boxTree } from './jumbf/describe.ts';
import type { ManifestStore, StoredAssertion, StoredManifest } from './jumbf/manifest-store.ts';
import { readManifestStore } from './jumbf/read-store.ts';
import { examineSignature } from './x509/signature-detail.ts';

/** A store as our own reader sees it, with every signature checked and the active binding computed. */
export interface OwnReading {
  readonly embedded: EmbeddedStore;
  readonly store: ManifestStore;
  readonly details: readonly ManifestDetail[];
  readonly coverage: Coverage | null;
  readonly boxes: readonly StoreBox[];
}

export interface OwnOptions {
  /** The file the store is bound to: for a sidecar the file beside it. */
  readonly asset: { readonly path: string; readonly size: number; readonly media: Media };
  readonly trust: TrustReading;
  /** Time to hold certificates against instead of the clock. */
  readonly asOf: Date | null;
  readonly clock: Date;
  readonly signal: AbortSignal;
}

/** Manifests whose signatures are checked; stores of hostile length are read no further. */
const MANIFESTS = 200;

export async function readOwn(embedded: EmbeddedStore, options: OwnOptions): Promise<OwnReading> {
  const store = readManifestStore(embedded.bytes);
  const bound = boundManifest(store);
  const active = activeManifest(store);
  const updated = bound !== active;
  const { bindings, coverage } =
    bound === null
      ? { bindings: [], coverage: null }
      : await coverageOf({
          ...options.asset,
          store: embedded,
          manifest: bound,
          updated,
          signal: options.signal,
        });
  const details: ManifestDetail[] = [];
  for (const manifest of store.manifests.slice(0, MANIFESTS)) {
    options.signal.throwIfAborted();
    details.push({
      label: manifest.label,
      kind: manifest.kind,
      store: [...manifest.box.range],
      claimVersion: manifest.claims[0]?.version ?? null,
      assertions: manifest.assertions.map(assertionDetail),
      // An update manifest has no binding of its own: its parent's speaks for the file.
      bindings: manifest === active || manifest === bound ? bindings : [],
      signature: await signatureDetail(store, manifest, options),
      problems: [...manifest.problems],
    });
  }
  return { embedded, store, details, coverage, boxes: boxTree(store, embedded.pieces).boxes };
}

/** The manifest whose hard binding speaks for the file: the active one, or the parent its updates lead to. */
export function boundManifest(store: ManifestStore): StoredManifest | null {
  let manifest = activeManifest(store);
  for (let step = 0; manifest?.kind === 'update' && step < 32; step += 1) {
    const owner: StoredManifest = manifest;
    const parent = owner.assertions.find(
      ({ label, value }) =>
        /^c2pa\.ingredient/.test(label) && textOf(entryOf(value, 'relationship')) === 'parentOf',
    );
    const reference = entryOf(parent?.value, 'activeManifest') ?? entryOf(parent?.value, 'c2pa_manifest');
    const address = textOf(entryOf(reference, 'url'));
    manifest = address === null ? null : (findByAddress(store, address, owner.label)?.manifest ?? null);
  }
  return manifest;
}

function assertionDetail(assertion: StoredAssertion): ManifestDetail['assertions'][number] {
  const { label, content, box, reference, redacted, hashMatches, mediaType } = assertion;
  return {
    label,
    content: content === 'embedded-file' ? (mediaType ?? content) : content,
    store: [...box.range],
    referenced: redacted ? 'redacted' : (reference?.list ?? null),
    hashMatches,
    hashAlgorithm: reference?.algorithm ?? null,
  };
}

async function signatureDetail(
  store: ManifestStore,
  manifest: StoredManifest,
  { trust, asOf, clock }: OwnOptions,
): Promise<ManifestDetail['signature']> {
  const [claim] = manifest.claims;
  if (manifest.signature === null || claim === undefined) return null;
  return examineSignature({
    manifest,
    claimBytes: storeBytes(store, claim.data),
    lists: trust.lists,
    asOf,
    clock,
    denied: deniedBy(trust.deny),
  });
}
