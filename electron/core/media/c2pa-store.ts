import type {
  CredentialAction,
  CredentialActionList,
  CredentialIngredient,
  CredentialManifest,
  CredentialStatus,
  CredentialStore,
} from '#shared/domain/provenance.ts';
import {
  defaultJsonBounds,
  type HostileValue,
  list,
  preview,
  record,
  text,
  toHostileValue,
} from './hostile-json.ts';

type HostileRecord = ReadonlyMap<string, HostileValue>;

/** Longest assertion shown as JSON text, characters. */
const PREVIEW_LENGTH = 4000;
/** Longest description of a changed region, characters, and the most that are kept of one action. */
const REGION_LENGTH = 500;
const MOST_REGIONS = 32;

/**
 * The engine's manifest store JSON (c2pa-rs 0.91 `Reader.json`) → our neutral store.
 *
 * @param depth deepest nesting kept
 */
export function toCredentialStore(json: unknown, embedded: boolean, depth: number): CredentialStore {
  const bounded = toHostileValue(json, { ...defaultJsonBounds, depth });
  const root = record(bounded.value);
  const active = text(root.get('active_manifest'));
  const results = record(root.get('validation_results'));
  const deltas = new Map<string, CredentialStatus[]>();
  for (const item of list(results.get('ingredientDeltas'))) {
    const delta = record(item);
    const address = text(delta.get('ingredientAssertionURI')) ?? '';
    const known = deltas.get(address) ?? [];
    deltas.set(address, [...known, ...statuses(record(delta.get('validationDeltas')))]);
  }
  const manifests = [...record(root.get('manifests'))].map(([label, value]) =>
    toManifest(label, record(value), deltas),
  );
  manifests.sort(
    (a, b) => Number(b.label === active) - Number(a.label === active) || order(a.label, b.label),
  );
  const grouped = statuses(record(results.get('activeManifest')));
  return {
    active,
    manifests,
    // Older stores without grouped results still carry the flat list of failures.
    statuses: results.size > 0 ? grouped : flatStatuses(root.get('validation_status')),
    unplaced: [...deltas.values()].flat(),
    engineState: text(root.get('validation_state')),
    engineStateWithoutIdentity: null,
    embedded,
    cut: bounded.cut,
  };
}

function toManifest(
  label: string,
  manifest: HostileRecord,
  deltas: Map<string, CredentialStatus[]>,
): CredentialManifest {
  const signature = record(manifest.get('signature_info'));
  const version = manifest.get('claim_version');
  const claimVersion = typeof version === 'number' && Number.isSafeInteger(version) ? version : null;
  const assertions = list(manifest.get('assertions')).map(record);
  return {
    label,
    claimVersion,
    claimGenerator: claimGenerator(manifest),
    title: text(manifest.get('title')),
    format: text(manifest.get('format')),
    instanceId: text(manifest.get('instance_id')),
    signature:
      signature.size === 0
        ? null
        : {
            algorithm: text(signature.get('alg')),
            organisation: text(signature.get('issuer')),
            commonName: text(signature.get('common_name')),
            serial: text(signature.get('cert_serial_number')),
            time: text(signature.get('time')),
          },
    assertions: assertions.map((assertion) => ({
      label: text(assertion.get('label')) ?? '',
      created: created(assertion, claimVersion),
      preview: preview(assertion.get('data') ?? null, PREVIEW_LENGTH),
    })),
    actions: assertions.flatMap((assertion) => actions(assertion, claimVersion)),
    actionLists: assertions.flatMap((assertion) => actionList(assertion, claimVersion)),
    specVersion: specVersion(manifest),
    ingredients: list(manifest.get('ingredients')).map((item) => ingredient(label, record(item), deltas)),
    redactions: list(manifest.get('redactions')).flatMap((item) => text(item) ?? []),
  };
}

/** Claim v1 has one list of assertions; only v2 tells created from gathered (clause 10.2). */
function created(assertion: HostileRecord, claimVersion: number | null): boolean | null {
  return claimVersion !== null && claimVersion >= 2 ? assertion.get('created') === true : null;
}

const actionLabel = /^c2pa\.actions(\.v\d+)?(__\d+)?$/;

function actionList(assertion: HostileRecord, claimVersion: number | null): CredentialActionList[] {
  const label = text(assertion.get('label')) ?? '';
  if (!actionLabel.test(label)) return [];
  const all = record(assertion.get('data')).get('allActionsIncluded');
  return [
    {
      assertion: label,
      created: created(assertion, claimVersion),
      allActionsIncluded: typeof all === 'boolean' ? all : null,
    },
  ];
}

function actions(assertion: HostileRecord, claimVersion: number | null): CredentialAction[] {
  const label = text(assertion.get('label')) ?? '';
  if (!actionLabel.test(label)) return [];
  return list(record(assertion.get('data')).get('actions')).map((item) => {
    const action = record(item);
    return {
      action: text(action.get('action')) ?? '',
      when: text(action.get('when')),
      softwareAgent: nameAndVersion(action.get('softwareAgent')),
      digitalSourceType: text(action.get('digitalSourceType')),
      description: text(action.get('description')) ?? text(action.get('reason')),
      assertion: label,
      created: created(assertion, claimVersion),
      ingredients: ingredientLinks(record(action.get('parameters'))),
      changes: list(action.get('changes'))
        .slice(0, MOST_REGIONS)
        .map((region) => preview(region, REGION_LENGTH)),
      redacted: text(record(action.get('parameters')).get('redacted')),
      reason: text(action.get('reason')),
    };
  });
}

/** Hashed addresses of ingredients: a list in v2, one in v1 (C2PA 2.2 §18.14.4.7). */
function ingredientLinks(parameters: HostileRecord): string[] {
  return [...list(parameters.get('ingredients')), parameters.get('ingredient')].flatMap(
    (item) => text(record(item).get('url')) ?? [],
  );
}

/** A claim of version 1 may name several generators, one of version 2 has one; a list either way. */
function specVersion(manifest: HostileRecord): string | null {
  for (const item of list(manifest.get('claim_generator_info'))) {
    const version = text(record(item).get('specVersion'));
    if (version !== null) return version;
  }
  return null;
}

function ingredient(
  owner: string,
  value: HostileRecord,
  deltas: Map<string, CredentialStatus[]>,
): CredentialIngredient {
  const label = text(value.get('label')) ?? '';
  const address = `self#jumbf=/c2pa/${owner}/c2pa.assertions/${label}`;
  const now = deltas.get(address) ?? [];
  deltas.delete(address);
  return {
    label,
    title: text(value.get('title')),
    format: text(value.get('format')),
    relationship: text(value.get('relationship')) ?? '',
    manifest: text(value.get('active_manifest')),
    digitalSourceType: text(value.get('digitalSourceType')) ?? text(value.get('digital_source_type')),
    instanceId: text(value.get('instance_id')),
    recorded: [
      ...statuses(record(record(value.get('validation_results')).get('activeManifest'))),
      ...flatStatuses(value.get('validation_status')),
    ],
    now,
  };
}

/** Sorted, because the engine promises no order and equal files must give equal results. */
function statuses(groups: HostileRecord): CredentialStatus[] {
  return (['failure', 'informational', 'success'] as const).flatMap((kind) =>
    list(groups.get(kind))
      .map((item) => status(kind, record(item)))
      .sort((a, b) => order(a.code, b.code) || order(a.url, b.url) || order(a.explanation, b.explanation)),
  );
}

/** The flat list of older stores does not group; a few recorded successes stand among the failures. */
const successCode = /\.(match|validated|trusted|insideValidity|notRevoked|accessible|well-formed)$/;

function flatStatuses(value: HostileValue | undefined): CredentialStatus[] {
  return list(value).map((item) => {
    const entry = record(item);
    return status(successCode.test(text(entry.get('code')) ?? '') ? 'success' : 'failure', entry);
  });
}

function status(kind: CredentialStatus['kind'], value: HostileRecord): CredentialStatus {
  return {
    kind,
    code: text(value.get('code')) ?? '',
    url: text(value.get('url')) ?? '',
    explanation: text(value.get('explanation')) ?? '',
  };
}

function claimGenerator(manifest: HostileRecord): string {
  const info = list(manifest.get('claim_generator_info')).flatMap((item) => nameAndVersion(item) ?? []);
  return info.length > 0 ? info.join(', ') : (text(manifest.get('claim_generator')) ?? '');
}

/** `{name, version}` or plain text → "name version". */
function nameAndVersion(value: HostileValue | undefined): string | null {
  const plain = text(value);
  if (plain !== null) return plain;
  const parts = record(value);
  const name = text(parts.get('name'));
  const version = text(parts.get('version'));
  return name === null ? null : version === null ? name : `${name} ${version}`;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
