import { activeManifest, addressPath } from '../jumbf/addresses.ts';
import { listOf, mapOf, textOf } from '../jumbf/cbor-values.ts';
import type { ManifestStore, StoredAssertion, StoredManifest } from '../jumbf/manifest-store.ts';
import type { RubricActions, RubricIngredient, RubricManifest, RubricStore } from './rubric-input.ts';

/**
 * Our own reading as input of the rubric. It has what the engines' JSON does not keep: c2pa-rs calls some
 * `c2pa.actions` assertions `c2pa.actions.v2` when it lists them, and the rubric counts only the latter.
 */
export function rubricStoreOfJumbf(store: ManifestStore): RubricStore {
  const active = activeManifest(store);
  const others = store.manifests.filter((manifest) => manifest !== active);
  const manifests = active === null ? [] : [active, ...others];
  return { manifests: manifests.map(fromStored), complete: true };
}

function fromStored(manifest: StoredManifest): RubricManifest {
  // What the claim does not refer to is nobody's statement: the signature does not cover it.
  const named = manifest.assertions.filter(({ redacted, reference }) => !redacted && reference !== null);
  return {
    label: manifest.label,
    actions: named.filter(({ label }) => label.startsWith('c2pa.actions')).map(actionsOf),
    ingredients: named
      .filter(({ label }) => label.startsWith('c2pa.ingredient'))
      .map((assertion) => ingredientOf(assertion, manifest.label)),
    gatheredActions: manifest.claims.some(({ references }) =>
      references.some(({ list, address }) => list === 'gathered' && address.includes('c2pa.actions')),
    ),
  };
}

function actionsOf({ label, value }: StoredAssertion): RubricActions {
  const all = mapOf(value).get('allActionsIncluded');
  return {
    assertion: label,
    allActionsIncluded: typeof all === 'boolean' ? all : null,
    actions: listOf(mapOf(value).get('actions')).map((item) => ({
      action: textOf(mapOf(item).get('action')),
      digitalSourceType: textOf(mapOf(item).get('digitalSourceType')),
    })),
  };
}

function ingredientOf({ label, value }: StoredAssertion, owner: string): RubricIngredient {
  // `activeManifest` of version 3, `c2pa_manifest` of versions 1 and 2 (C2PA 2.2 §18.15.12).
  const link = mapOf(value).get('activeManifest') ?? mapOf(value).get('c2pa_manifest') ?? null;
  const address = textOf(mapOf(link).get('url'));
  return {
    assertion: label,
    manifest: link === null ? null : address === null ? '' : (addressPath(address, owner)?.[0] ?? ''),
    digitalSourceType: textOf(mapOf(value).get('digitalSourceType')),
  };
}
