import type { ManifestDetail } from '#shared/domain/credential-detail.ts';
import type { CredentialStatus } from '#shared/domain/provenance.ts';
import type { TrustList } from '../media/trust-lists.ts';
import { boxHashMatches, findByAddress, readHashedAddress } from './jumbf/addresses.ts';
import type { CborValue } from './jumbf/cbor.ts';
import { entryOf, isCborMap, isCborTag, textOf } from './jumbf/cbor-values.ts';
import type { ManifestStore, StoredAssertion, StoredManifest } from './jumbf/manifest-store.ts';
import { manifestStatuses } from './own-statuses.ts';

/**
 * Our own reading as a report of the same form as the engines' JSON, with the status codes of C2PA 2.2
 * clause 15. It is the third opinion where the engines answer, and the only one where they cannot: stores
 * recovered from damaged containers, texts, fonts.
 */
export function ownReport(
  store: ManifestStore,
  details: readonly ManifestDetail[],
  lists: readonly Pick<TrustList, 'id' | 'uri'>[],
): unknown {
  const active = store.manifests.at(-1);
  if (active === undefined) return {};
  const groups = (statuses: readonly CredentialStatus[]) => ({
    success: statuses.filter(({ kind }) => kind === 'success'),
    informational: statuses.filter(({ kind }) => kind === 'informational'),
    failure: statuses.filter(({ kind }) => kind === 'failure'),
  });
  const byLabel = new Map(details.map((detail) => [detail.label, detail]));
  const statusesOf = (manifest: StoredManifest, bound: boolean): CredentialStatus[] =>
    manifestStatuses(store, manifest, byLabel.get(manifest.label), lists, bound);
  const activeStatuses = statusesOf(active, true);
  return {
    active_manifest: active.label,
    // Own keys of a null-prototype record: a label is a stranger's text.
    manifests: Object.assign(
      Object.create(null) as Record<string, unknown>,
      Object.fromEntries(
        store.manifests.map((manifest) => [
          manifest.label,
          manifestJson(store, manifest, byLabel.get(manifest.label)),
        ]),
      ),
    ),
    validation_results: {
      activeManifest: groups(activeStatuses),
      ingredientDeltas: store.manifests.flatMap((manifest) =>
        ingredientsOf(manifest).flatMap((assertion) => {
          const target = ingredientManifest(store, manifest, assertion);
          if (target === null) return [];
          return [
            {
              ingredientAssertionURI: `self#jumbf=/c2pa/${manifest.label}/c2pa.assertions/${assertion.label}`,
              validationDeltas: groups([
                ...referenceStatuses(assertion, target),
                ...(target.manifest === null ? [] : statusesOf(target.manifest, false)),
              ]),
            },
          ];
        }),
      ),
    },
    validation_state: stateOf(activeStatuses),
  };
}

function stateOf(statuses: readonly CredentialStatus[]): string {
  const failures = statuses.filter(
    ({ kind, code }) =>
      // A time-stamp that does not count leaves the signature as if it had none (C2PA 2.2 §15.8).
      kind === 'failure' && code !== 'signingCredential.untrusted' && !code.startsWith('timeStamp.'),
  );
  if (failures.length > 0) return 'Invalid';
  return statuses.some(({ code }) => code === 'signingCredential.trusted') ? 'Trusted' : 'Valid';
}

function ingredientsOf(manifest: StoredManifest): StoredAssertion[] {
  return manifest.assertions.filter(({ label }) => /^c2pa\.ingredient(\.v\d+)?(__\d+)?$/.test(label));
}

interface IngredientTarget {
  readonly address: string;
  readonly manifest: StoredManifest | null;
  /** Does the hash the ingredient holds fit the manifest it names? `null`: it holds none. */
  readonly hashMatches: boolean | null;
}

/** The manifest an ingredient names (`c2pa_manifest` of v1 and v2, `activeManifest` of v3). */
function ingredientManifest(
  store: ManifestStore,
  owner: StoredManifest,
  assertion: StoredAssertion,
): IngredientTarget | null {
  const value = entryOf(assertion.value, 'activeManifest') ?? entryOf(assertion.value, 'c2pa_manifest');
  const reference = readHashedAddress(value, store.bytes, owner.claims[0]?.algorithm ?? null);
  if (reference === null) return null;
  const manifest = findByAddress(store, reference.address, owner.label)?.manifest ?? null;
  const hashMatches = manifest === null ? null : boxHashMatches(store.bytes, manifest.box, reference);
  return { address: reference.address, manifest, hashMatches };
}

function referenceStatuses(assertion: StoredAssertion, target: IngredientTarget): CredentialStatus[] {
  const status = (kind: CredentialStatus['kind'], code: string, explanation: string): CredentialStatus[] => [
    { kind, code, url: target.address, explanation },
  ];
  if (target.manifest === null)
    return status(
      'failure',
      'ingredient.manifest.missing',
      `${assertion.label} names a manifest that is not here`,
    );
  if (target.hashMatches === true) return status('success', 'ingredient.manifest.validated', 'checked here');
  // Ingredients of v1 hash differently in the oldest stores; a mismatch alone is not yet a failure there.
  return target.hashMatches === false && /\.v[23]/.test(assertion.label)
    ? status('failure', 'ingredient.manifest.mismatch', 'hash does not match')
    : [];
}

function manifestJson(
  store: ManifestStore,
  manifest: StoredManifest,
  detail: ManifestDetail | undefined,
): unknown {
  const [claim] = manifest.claims;
  const leaf = detail?.signature?.certificates[0];
  const stamp = detail?.signature?.timeStamps.find(({ signatureValid }) => signatureValid === true);
  return {
    claim_version: claim?.version ?? null,
    claim_generator: claim?.generator ?? '',
    title: claim?.title ?? null,
    format: claim?.format ?? null,
    instance_id: claim?.instanceId ?? null,
    signature_info:
      leaf === undefined
        ? {}
        : {
            alg: detail?.signature?.algorithm ?? null,
            issuer: leaf.subject.organisation,
            common_name: leaf.subject.common,
            // The engines write serial numbers in decimal.
            cert_serial_number: BigInt(`0x${leaf.serial || '0'}`).toString(),
            time: stamp?.time ?? null,
          },
    assertions: manifest.assertions.map((assertion) => ({
      label: assertion.label,
      data: plain(assertion.value, 0),
      created: assertion.reference?.list === 'created',
    })),
    ingredients: ingredientsOf(manifest).map((assertion) => {
      const { value } = assertion;
      const target = ingredientManifest(store, manifest, assertion);
      return {
        label: assertion.label,
        title: textOf(entryOf(value, 'dc:title')),
        format: textOf(entryOf(value, 'dc:format')),
        instance_id: textOf(entryOf(value, 'instanceID')),
        relationship: textOf(entryOf(value, 'relationship')) ?? '',
        active_manifest: target?.manifest?.label ?? null,
        validation_results: plain(entryOf(value, 'validationResults'), 0),
        validation_status: plain(entryOf(value, 'validationStatus'), 0),
      };
    }),
    redactions: claim?.redacted ?? [],
  };
}

/** CBOR as plain JSON data for showing: byte strings as hexadecimal text. Depth is bounded by the decoder. */
function plain(value: CborValue, depth: number): unknown {
  if (depth > 64) return null;
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return `h'${Buffer.from(value.subarray(0, 64)).toString('hex')}'`;
  if (Array.isArray(value)) return (value as readonly CborValue[]).map((item) => plain(item, depth + 1));
  if (isCborTag(value)) return plain(value.value, depth + 1);
  if (!isCborMap(value)) return null;
  const record = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of value) {
    record[typeof key === 'string' ? key : String(key)] = plain(item, depth + 1);
  }
  return record;
}
