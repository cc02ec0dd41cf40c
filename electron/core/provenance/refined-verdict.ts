import type { CredentialAxes, ManifestDetail } from '#shared/domain/credential-detail.ts';
import type { CredentialVerdict } from '#shared/domain/provenance.ts';

/**
 * The verdict of the engines' codes where our own reading corrected it: both are shown on one page, and may not
 * contradict each other. The codes themselves stay as they were.
 *
 * @param detail our own reading of the active manifest
 */
export function refinedVerdict(
  verdict: CredentialVerdict,
  axes: CredentialAxes,
  detail: ManifestDetail | null,
): CredentialVerdict {
  const listed = axes.signer === 'official' || axes.signer === 'interim' || axes.signer === 'user';
  const unlisted = verdict.signer === 'no-lists' ? 'no-lists' : 'unlisted';
  return {
    ...verdict,
    content: contentOf(verdict, axes),
    signature: signatureOf(verdict, axes),
    time: timeOf(verdict, detail),
    revocation: axes.signature === 'revoked' ? 'revoked' : verdict.revocation,
    signer: listed ? 'listed' : unlisted,
    list: listed ? (verdict.list ?? detail?.signature?.chain?.reaches ?? null) : null,
    identity: axes.identity === 'failed' ? 'failed' : verdict.identity,
  };
}

function contentOf({ content, claims }: CredentialVerdict, { integrity }: CredentialAxes) {
  if (integrity === 'unchecked') return 'not-checked';
  // changed statements are told of beside the content
  if (integrity === 'changed') return claims === 'intact' ? 'changed' : content;
  return integrity;
}

function signatureOf({ signature }: CredentialVerdict, axes: CredentialAxes): CredentialVerdict['signature'] {
  switch (axes.signature) {
    case 'ok':
      return signature === 'invalid-certificate' ? signature : 'valid';
    case 'expired':
      return signature === 'outside-validity' ? signature : 'expired-without-time';
    case 'absent':
      return 'missing';
    case 'broken':
    case 'revoked':
      return axes.signature;
  }
}

/** Engines know only lists that are for time-stamps alone, and believe any authority of a version 1 claim. */
function timeOf({ time }: CredentialVerdict, detail: ManifestDetail | null): CredentialVerdict['time'] {
  const stamps = detail?.signature?.timeStamps;
  if (stamps === undefined) return time;
  const good = stamps.filter(
    ({ imprintMatches, signatureValid }) => imprintMatches === true && signatureValid === true,
  );
  if (good.some(({ list }) => list !== null)) return 'listed';
  if (good.length > 0) return 'unlisted';
  return stamps.length > 0 ? 'broken' : 'absent';
}
