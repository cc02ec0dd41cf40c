import type { ManifestDetail } from '#shared/domain/credential-detail.ts';
import type { CredentialStatus } from '#shared/domain/provenance.ts';
import type { TrustList } from '../media/trust-lists.ts';
import { boxHashMatches, findByAddress, readHashedAddress } from './jumbf/addresses.ts';
import type { CborValue } from './jumbf/cbor.ts';
import { entryOf, isCborMap, isCborTag, textOf } from './jumbf/cbor-values.ts';
import type { ManifestStore, StoredAssertion, StoredClaim, StoredManifest } from './jumbf/manifest-store.ts';

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
      kind === 'failure' && code !== 'signingCredential.untrusted' && code !== 'timeStamp.untrusted',
  );
  if (failures.length > 0) return 'Invalid';
  return statuses.some(({ code }) => code === 'signingCredential.trusted') ? 'Trusted' : 'Valid';
}

function manifestStatuses(
  store: ManifestStore,
  manifest: StoredManifest,
  detail: ManifestDetail | undefined,
  lists: readonly Pick<TrustList, 'id' | 'uri'>[],
  bound: boolean,
): CredentialStatus[] {
  const url = `self#jumbf=/c2pa/${manifest.label}`;
  const found: CredentialStatus[] = [];
  const say = (kind: CredentialStatus['kind'], code: string, explanation: string, at = url): void => {
    found.push({ kind, code, url: at, explanation });
  };
  const [claim] = manifest.claims;
  if (claim === undefined) say('failure', 'claim.missing', 'no claim box');
  if (manifest.claims.length > 1) say('failure', 'claim.multiple', `${manifest.claims.length} claim boxes`);
  if (store.manifests.filter(({ label }) => label === manifest.label).length > 1)
    say('failure', 'manifest.multipleParents', 'two manifests have one label');
  claimStatuses(manifest, claim, url, say);
  if (detail !== undefined) signatureStatuses(detail, lists, `${url}/c2pa.signature`, say);
  if (bound && detail !== undefined) bindingStatuses(manifest, detail, url, say);
  return found;
}

type Say = (kind: CredentialStatus['kind'], code: string, explanation: string, at?: string) => void;

function claimStatuses(
  manifest: StoredManifest,
  claim: StoredClaim | undefined,
  url: string,
  say: Say,
): void {
  for (const assertion of manifest.assertions) {
    const at = `${url}/c2pa.assertions/${assertion.label}`;
    if (assertion.reference === null) {
      if (claim !== undefined && !assertion.redacted)
        say('failure', 'assertion.undeclared', 'in the store but not in the claim', at);
    } else if (assertion.hashMatches === true) say('success', 'assertion.hashedURI.match', '', at);
    else if (assertion.hashMatches === false)
      say('failure', 'assertion.hashedURI.mismatch', 'hash does not match', at);
    else say('failure', 'algorithm.unsupported', 'hash algorithm is not known', at);
    if (assertion.content === 'cbor' && assertion.value === null)
      say('failure', 'assertion.cbor.malformed', 'CBOR cannot be decoded', at);
  }
  const present = new Set(manifest.assertions.map(({ reference }) => reference));
  for (const reference of claim?.references ?? []) {
    if (!present.has(reference) && !claim?.redacted.includes(reference.address))
      say('failure', 'assertion.missing', 'named by the claim but not in the store', reference.address);
  }
}

function signatureStatuses(
  detail: ManifestDetail,
  lists: readonly Pick<TrustList, 'id' | 'uri'>[],
  at: string,
  say: Say,
): void {
  const { signature } = detail;
  if (signature === null) {
    say('failure', 'claimSignature.missing', 'no signature that can be read', at);
    return;
  }
  if (signature.verified === 'valid') say('success', 'claimSignature.validated', 'checked here', at);
  else if (signature.verified === 'unsupported') say('failure', 'algorithm.unsupported', 'signature', at);
  else say('failure', 'claimSignature.mismatch', signature.verified, at);
  const [leaf] = signature.certificates;
  if (leaf === undefined || signature.profile.some(({ level }) => level === 'must')) {
    say('failure', 'signingCredential.invalid', signature.profile.map(({ code }) => code).join(', '), at);
  }
  const { chain } = signature;
  if (leaf !== undefined && chain !== null) {
    const time = Date.parse(chain.asOf);
    const inside = time >= Date.parse(leaf.notBefore) && time <= Date.parse(leaf.notAfter);
    if (inside) say('success', 'claimSignature.insideValidity', chain.asOfSource, at);
    else if (chain.asOfSource === 'time-stamp')
      say('failure', 'claimSignature.outsideValidity', chain.asOf, at);
    else say('failure', 'signingCredential.expired', chain.asOf, at);
    const list = lists.find(({ id }) => id === chain.list);
    if (chain.denied !== null) say('failure', 'signingCredential.ocsp.revoked', chain.denied.en, at);
    if (list === undefined) say('failure', 'signingCredential.untrusted', 'on no list', at);
    else
      say('success', 'signingCredential.trusted', `checked here, found in [${list.uri}] trust anchors`, at);
  }
  for (const stamp of signature.timeStamps) {
    if (stamp.imprintMatches === false) say('failure', 'timeStamp.mismatch', stamp.time ?? '', at);
    else if (stamp.signatureValid !== true)
      say('failure', 'timeStamp.malformed', stamp.problems.join('; '), at);
    else {
      say('success', 'timeStamp.validated', stamp.time ?? '', at);
      const list = lists.find(({ id }) => id === stamp.list);
      if (list === undefined) say('informational', 'timeStamp.untrusted', stamp.authority?.text ?? '', at);
      else say('success', 'timeStamp.trusted', `trust list: ${list.uri}`, at);
    }
  }
  for (const answer of signature.ocsp) {
    if (!answer.forSigner || answer.signatureValid !== true) continue;
    if (answer.status === 'good')
      say('success', 'signingCredential.ocsp.notRevoked', answer.producedAt ?? '', at);
    if (answer.status === 'revoked')
      say('failure', 'signingCredential.ocsp.revoked', answer.revokedAt ?? '', at);
  }
}

const bindingCodes = {
  data: 'dataHash',
  bmff: 'bmffHash',
  boxes: 'boxesHash',
  collection: 'collectionHash',
  'multi-asset': 'multiAssetHash',
} as const;

function bindingStatuses(manifest: StoredManifest, detail: ManifestDetail, url: string, say: Say): void {
  if (detail.bindings.length === 0 && manifest.kind !== 'update')
    say('failure', 'claim.hardBindings.missing', 'no assertion binds the manifest to the file');
  for (const binding of detail.bindings) {
    const at = `${url}/c2pa.assertions/${binding.label}`;
    const code = `assertion.${bindingCodes[binding.kind]}`;
    if (binding.matches === true) say('success', `${code}.match`, 'computed here', at);
    else if (binding.matches === false) say('failure', `${code}.mismatch`, 'computed here', at);
  }
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
