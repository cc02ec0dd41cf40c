import type { CredentialManifest, CredentialStore } from '#shared/domain/provenance.ts';
import {
  defaultJsonBounds,
  type HostileValue,
  list,
  record,
  text,
  toHostileValue,
} from '../../media/hostile-json.ts';

/**
 * What the Asset Signals rubric looks at, from either of two sources: our neutral store, which every
 * reading has, or crJSON, which only the WebAssembly engine gives. The rubric itself is written over crJSON.
 */
export interface RubricStore {
  /** The active manifest first. */
  readonly manifests: readonly RubricManifest[];
  /** `false`: parts were left out because of a limit. */
  readonly complete: boolean;
}

export interface RubricManifest {
  readonly label: string;
  readonly actions: readonly RubricActions[];
  readonly ingredients: readonly RubricIngredient[];
  /** The claim (v2) refers to an actions assertion as gathered. */
  readonly gatheredActions: boolean;
}

/** One actions assertion. */
export interface RubricActions {
  readonly assertion: string;
  readonly allActionsIncluded: boolean | null;
  readonly actions: readonly RubricAction[];
}

export interface RubricAction {
  readonly action: string | null;
  readonly digitalSourceType: string | null;
}

export interface RubricIngredient {
  readonly assertion: string;
  /** Label of its manifest; `null`: it has none; empty: it has one under an address that cannot be read. */
  readonly manifest: string | null;
  readonly digitalSourceType: string | null;
}

/** The neutral store as input of the rubric. */
export function rubricStore(store: CredentialStore): RubricStore {
  return { manifests: store.manifests.map(fromManifest), complete: !store.cut };
}

function fromManifest(manifest: CredentialManifest): RubricManifest {
  const labels = new Set(manifest.actions.map(({ assertion }) => assertion));
  for (const { assertion } of manifest.actionLists ?? []) labels.add(assertion);
  const gathered = manifest.assertions.some(
    ({ label, created }) => created === false && label.includes('c2pa.actions'),
  );
  return {
    label: manifest.label,
    actions: [...labels].map((assertion) => ({
      assertion,
      allActionsIncluded:
        manifest.actionLists?.find((one) => one.assertion === assertion)?.allActionsIncluded ?? null,
      actions: manifest.actions
        .filter((action) => action.assertion === assertion)
        // The store writes an absent name as an empty one.
        .map(({ action, digitalSourceType }) => ({
          action: action === '' ? null : action,
          digitalSourceType,
        })),
    })),
    ingredients: manifest.ingredients.map(({ label, manifest: own, digitalSourceType }) => ({
      assertion: label,
      manifest: own,
      digitalSourceType,
    })),
    gatheredActions: gathered,
  };
}

/** A crJSON document (C2PA 2.4) as input of the rubric. */
export function rubricStoreOfCrJson(document: unknown): RubricStore {
  const { value, cut } = toHostileValue(document, defaultJsonBounds);
  return { manifests: list(record(value).get('manifests')).map(fromCrJson), complete: !cut };
}

function fromCrJson(value: HostileValue): RubricManifest {
  const manifest = record(value);
  const assertions = record(manifest.get('assertions'));
  const actions: RubricActions[] = [];
  const ingredients: RubricIngredient[] = [];
  for (const [assertion, content] of assertions) {
    const data = record(content);
    if (assertion.startsWith('c2pa.actions')) {
      const all = data.get('allActionsIncluded');
      actions.push({
        assertion,
        allActionsIncluded: typeof all === 'boolean' ? all : null,
        actions: list(data.get('actions')).map((item) => ({
          action: text(record(item).get('action')),
          digitalSourceType: text(record(item).get('digitalSourceType')),
        })),
      });
    } else if (assertion.startsWith('c2pa.ingredient')) {
      // `activeManifest` of version 3, `c2pa_manifest` of versions 1 and 2 (C2PA 2.2 §18.15.12).
      const link = data.get('activeManifest') ?? data.get('c2pa_manifest') ?? null;
      ingredients.push({
        assertion,
        manifest: link === null ? null : manifestOfAddress(text(record(link).get('url')) ?? ''),
        digitalSourceType: text(data.get('digitalSourceType')),
      });
    }
  }
  const gathered = list(record(manifest.get('claim.v2')).get('gathered_assertions'));
  return {
    label: text(manifest.get('label')) ?? '',
    actions,
    ingredients,
    gatheredActions: gathered.some(
      (item) => text(record(item).get('url'))?.includes('c2pa.actions') === true,
    ),
  };
}

/** `self#jumbf=/c2pa/LABEL` or `self#jumbf=/c2pa/LABEL/c2pa.claim` → LABEL. */
function manifestOfAddress(address: string): string {
  return /^self#jumbf=\/c2pa\/([^/]+)/.exec(address)?.[1] ?? address;
}
