import type { ManifestDetail } from '#shared/domain/credential-detail.ts';
import type { CredentialStatus } from '#shared/domain/provenance.ts';
import type { TrustList } from '../media/trust-lists.ts';
import type { ManifestStore, StoredClaim, StoredManifest } from './jumbf/manifest-store.ts';

/**
 * Status codes of C2PA 2.2 clause 15 for one manifest, from our own reading.
 *
 * @param bound the manifest whose content is the file's: its hard bindings were computed
 */
export function manifestStatuses(
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
