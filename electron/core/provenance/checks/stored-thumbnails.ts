import { findByAddress, storeBytes } from '../jumbf/addresses.ts';
import { mapOf, textOf } from '../jumbf/cbor-values.ts';
import type { ManifestStore, StoredAssertion, StoredManifest } from '../jumbf/manifest-store.ts';

/** A picture in the store that is said to show the content of a manifest or of an ingredient. */
export interface StoredThumbnail {
  /** Label of the manifest that vouches for it. */
  readonly manifest: string;
  readonly role: 'claim' | 'ingredient';
  /** Label of the ingredient assertion; `null` for the claim's own. */
  readonly ingredient: string | null;
  /** Label of the ingredient's manifest in the same store; `null`: it has none. */
  readonly target: string | null;
  /** Media type as declared; nothing is believed of it. */
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** Most thumbnails of one store that are taken out. */
const MOST_THUMBNAILS = 500;

/** All thumbnails of a store, in its order (C2PA 2.2 §18.16 and §18.15.12). */
export function storedThumbnails(store: ManifestStore): StoredThumbnail[] {
  return store.manifests
    .flatMap((manifest) => [...claimThumbnails(store, manifest), ...ingredientThumbnails(store, manifest)])
    .slice(0, MOST_THUMBNAILS);
}

/**
 * The manifest whose content is the file's: the active one, or, below update manifests, the one they update
 * (C2PA 2.2 §11.2.3: an update changes no content).
 */
export function contentManifest(store: ManifestStore): StoredManifest | null {
  const seen = new Set<StoredManifest>();
  let manifest = store.manifests.at(-1) ?? null;
  while (manifest !== null && manifest.kind === 'update' && !seen.has(manifest)) {
    seen.add(manifest);
    const parent: StoredAssertion | undefined = manifest.assertions.find(
      ({ label, value }) =>
        label.startsWith('c2pa.ingredient') && mapOf(value).get('relationship') === 'parentOf',
    );
    manifest = parent === undefined ? null : targetOf(store, manifest, parent);
  }
  return manifest !== null && seen.has(manifest) ? null : manifest;
}

function claimThumbnails(store: ManifestStore, manifest: StoredManifest): StoredThumbnail[] {
  return manifest.assertions
    .filter((assertion) => assertion.label.startsWith('c2pa.thumbnail.claim') && counts(assertion))
    .map((assertion) => ({
      manifest: manifest.label,
      role: 'claim' as const,
      ingredient: null,
      target: null,
      mime: typeOf(assertion),
      bytes: storeBytes(store, assertion.data),
    }));
}

function ingredientThumbnails(store: ManifestStore, manifest: StoredManifest): StoredThumbnail[] {
  return manifest.assertions
    .filter((assertion) => assertion.label.startsWith('c2pa.ingredient') && counts(assertion))
    .flatMap((assertion) => {
      const address = textOf(mapOf(mapOf(assertion.value).get('thumbnail') ?? null).get('url'));
      const picture = address === null ? null : assertionAt(store, address, manifest.label);
      if (picture === null) return [];
      return [
        {
          manifest: manifest.label,
          role: 'ingredient' as const,
          ingredient: assertion.label,
          target: targetOf(store, manifest, assertion)?.label ?? null,
          mime: typeOf(picture),
          bytes: storeBytes(store, picture.data),
        },
      ];
    });
}

/** What the claim refers to and what is still there. */
function counts({ reference, redacted }: StoredAssertion): boolean {
  return reference !== null && !redacted;
}

function targetOf(
  store: ManifestStore,
  owner: StoredManifest,
  ingredient: StoredAssertion,
): StoredManifest | null {
  const value = mapOf(ingredient.value);
  const link = value.get('activeManifest') ?? value.get('c2pa_manifest') ?? null;
  const address = textOf(mapOf(link).get('url'));
  return address === null ? null : (findByAddress(store, address, owner.label)?.manifest ?? null);
}

function assertionAt(store: ManifestStore, address: string, within: string): StoredAssertion | null {
  const found = findByAddress(store, address, within);
  if (found === null || found.manifest === null) return null;
  const { assertions, dataBoxes } = found.manifest;
  return [...assertions, ...dataBoxes].find(({ box }) => box === found.box) ?? null;
}

/** The declared media type; before it was stored with the picture, the label's last part said it. */
function typeOf({ mediaType, label }: StoredAssertion): string {
  const ending = /\.(jpe?g|png|webp|avif|heic|heif|svg|gif|tiff?)(?:__\d+)?$/.exec(label)?.[1];
  return mediaType ?? (ending === undefined ? '' : `image/${ending === 'jpg' ? 'jpeg' : ending}`);
}
