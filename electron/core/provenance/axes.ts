import type {
  CredentialAxes,
  CredentialObservation,
  ManifestDetail,
  WorstState,
} from '#shared/domain/credential-detail.ts';
import { worstStates } from '#shared/domain/credential-detail.ts';
import type { CredentialVerdict } from '#shared/domain/provenance.ts';

export type SignerTier = 'official' | 'interim' | 'user';

export interface AxesInput {
  readonly presence: CredentialAxes['presence'];
  /** From the codes of the first engine that could read the store. */
  readonly verdict: CredentialVerdict;
  /** Our own reading of the active manifest; `null`: the store could not be taken out of its container. */
  readonly detail: ManifestDetail | null;
  readonly observations: readonly CredentialObservation[];
  /** Our own map of the covered bytes was made; engines call also what a format always leaves out an exclusion. */
  readonly mapped: boolean;
  /** Tier of each list of signers by its id. */
  readonly tiers: ReadonlyMap<string, SignerTier>;
}

/** The six axes of the file as a whole, from the engines' codes, corrected by what our own reading shows. */
export function axesOf(input: AxesInput): CredentialAxes {
  const { presence, verdict, detail, observations } = input;
  return {
    presence,
    integrity: integrityOf(input),
    signature: signatureOf(verdict, detail, observations),
    signer: signerOf(input),
    ingredients: ingredientsOf(verdict),
    identity: identityOf(verdict, observations),
  };
}

const has = (observations: readonly CredentialObservation[], id: string): boolean =>
  observations.some((observation) => observation.id === id);

/**
 * An engine calls a binding broken for three unlike reasons: the bytes changed, the binding leaves out more
 * than it may although its hash fits, or the bytes it speaks about are not in this file.
 */
function integrityOf({ verdict, observations, mapped }: AxesInput): CredentialAxes['integrity'] {
  if (has(observations, 'sidecar-alone') || has(observations, 'segments-missing')) {
    return verdict.claims === 'intact' ? 'unchecked' : 'changed';
  }
  if (verdict.claims !== 'intact') return 'changed';
  if (['detached-store', 'picture-unprotected', 'pad-filled'].some((id) => has(observations, id)))
    return 'changed';
  if (has(observations, 'wide-exclusion')) return 'partly-covered';
  if (verdict.content === 'changed') return has(observations, 'store-elsewhere') ? 'unchecked' : 'changed';
  if (verdict.content === 'not-checked') return 'unchecked';
  const open = has(observations, 'extra-exclusions') || (!mapped && verdict.content === 'partly-covered');
  return open ? 'partly-covered' : 'intact';
}

function signatureOf(
  { signature }: CredentialVerdict,
  detail: ManifestDetail | null,
  observations: readonly CredentialObservation[],
): CredentialAxes['signature'] {
  if (has(observations, 'signer-denied')) return 'revoked';
  switch (signature) {
    case 'valid':
      return outsideWindow(detail, observations) === true ? 'expired' : 'ok';
    case 'expired-without-time':
    case 'outside-validity':
      return outsideWindow(detail, observations) === false ? 'ok' : 'expired';
    case 'revoked':
      return 'revoked';
    case 'missing':
      return 'absent';
    case 'broken':
      // What is cut off or in an unknown algorithm was not found to be forged.
      return detail?.signature?.verified === 'unsupported' ? 'absent' : 'broken';
    case 'invalid-certificate':
      // The engine stops at the certificate; whether the signature fits the claim only our own check tells.
      return detail?.signature?.verified === 'invalid' ? 'broken' : 'ok';
  }
}

/**
 * Engines hold certificates against their own clock, and believe any time-stamp of a version 1 claim. Ours
 * counts where the examiner gave a date, and where lists of time-stamp authorities are loaded that do not
 * hold this one. `null`: nothing to add to what the engine says.
 */
function outsideWindow(
  detail: ManifestDetail | null,
  observations: readonly CredentialObservation[],
): boolean | null {
  const signature = detail?.signature;
  const leaf = signature?.certificates[0];
  if (detail == null || signature?.chain == null || leaf === undefined) return null;
  const { asOf, asOfSource } = signature.chain;
  const unproven = observations.some(
    ({ id, severity, manifest }) =>
      id === 'time-stamp-unlisted' && severity === 'warning' && manifest === detail.label,
  );
  if (asOfSource !== 'given' && !unproven) return null;
  const time = Date.parse(asOf);
  return time < Date.parse(leaf.notBefore) || time > Date.parse(leaf.notAfter);
}

function signerOf({ verdict, detail, tiers }: AxesInput): CredentialAxes['signer'] {
  if (verdict.signature === 'missing') return 'none';
  if (verdict.signature === 'invalid-certificate') return 'invalid';
  // Engines drop the list of a certificate that has expired; which list its issuer stands on is still so.
  const reached = detail?.signature?.chain?.denied == null ? detail?.signature?.chain?.reaches : null;
  const list = verdict.signer === 'listed' ? verdict.list : (reached ?? null);
  return list === null ? 'unlisted' : (tiers.get(list) ?? 'user');
}

function ingredientsOf({ ingredients }: CredentialVerdict): CredentialAxes['ingredients'] {
  switch (ingredients) {
    case 'none':
      return 'none';
    case 'no-credential':
      return 'unknown';
    case 'recorded-failure':
    case 'failed':
      return 'flawed';
    case 'ok':
    case 'unlisted-signer':
      return 'ok';
  }
}

function identityOf(
  { identity }: CredentialVerdict,
  observations: readonly CredentialObservation[],
): CredentialAxes['identity'] {
  if (observations.some(({ id }) => id.startsWith('identity-') && id !== 'identity-not-checked'))
    return 'failed';
  switch (identity) {
    case 'needs-network':
      return 'unverifiable';
    case 'unlisted':
      return 'untrusted';
    default:
      return identity;
  }
}

/** Is the signature whole and the signed content unchanged? Only then may the claims be quoted. */
export function isSound({ integrity, signature }: CredentialAxes): boolean {
  return (
    (integrity === 'intact' || integrity === 'partly-covered') &&
    (signature === 'ok' || signature === 'expired')
  );
}

/**
 * Weight the signer lends to a sound credential. The interim list is frozen and still holds certificates
 * revoked since, so it lends less than a list that is kept.
 */
export function signerWeight({ signer }: CredentialAxes): 'strong' | 'moderate' | 'weak' {
  if (signer === 'official' || signer === 'user') return 'strong';
  return signer === 'interim' ? 'moderate' : 'weak';
}

/**
 * One word for lists and scripts: the worst of the axes and observations. A signer on no list, an identity
 * that needs a network and a source without a credential are not faults.
 */
export function worstOf(axes: CredentialAxes, observations: readonly CredentialObservation[]): WorstState {
  if (axes.presence === 'none') return 'none';
  let worst: WorstState = 'ok';
  const raise = (state: WorstState): void => {
    if (worstStates.indexOf(state) > worstStates.indexOf(worst)) worst = state;
  };
  if (axes.presence === 'remote-only' || axes.presence === 'unreadable') return 'undetermined';
  if (axes.presence === 'recovered') raise(has(observations, 'store-elsewhere') ? 'undetermined' : 'warning');
  if (axes.integrity === 'changed' || axes.signature === 'broken' || axes.signature === 'revoked')
    raise('failed');
  if (axes.signature === 'absent' || axes.signer === 'invalid') raise('failed');
  if (axes.integrity === 'partly-covered' && has(observations, 'wide-exclusion')) raise('warning');
  if (axes.integrity === 'unchecked') raise('undetermined');
  if (axes.signature === 'expired' || axes.ingredients === 'flawed' || axes.identity === 'failed')
    raise('warning');
  for (const { severity } of observations) {
    if (severity === 'failed') raise('failed');
    if (severity === 'warning') raise('warning');
  }
  return worst;
}
