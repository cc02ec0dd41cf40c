import type {
  CredentialIngredient,
  CredentialManifest,
  CredentialStatus,
  CredentialStore,
  CredentialVerdict,
  TrustListFact,
} from '#shared/domain/provenance.ts';

/**
 * Our own verdict from the status codes of C2PA 2.2 clause 15. The engine's one word is not used: it
 * mixes integrity, the signer's standing, identity assertions and the absence of a network.
 */

/** A list as far as the verdict needs it. */
export type KnownList = Pick<TrustListFact, 'id' | 'uri' | 'kind'>;

export function verdictOf(store: CredentialStore, lists: readonly KnownList[]): CredentialVerdict {
  const codes = store.statuses.filter((status) => !isIdentity(status));
  const signer = signerOf(codes, lists);
  return {
    content: contentOf(codes),
    claims: claimsOf(codes),
    signature: signatureOf(codes),
    time: timeOf(codes, lists),
    revocation: revocationOf(codes),
    ...signer,
    ingredients: ingredientsOf(store, lists),
    identity: identityOf(allStatuses(store)),
  };
}

/** Every status of the store, of the active manifest and of all ingredients as validated now. */
export function allStatuses(store: CredentialStore): CredentialStatus[] {
  const ingredients = store.manifests.flatMap((manifest) => manifest.ingredients.flatMap((item) => item.now));
  return [...store.statuses, ...ingredients, ...store.unplaced];
}

const bindingPattern =
  /^assertion\.(dataHash|bmffHash|boxesHash|boxHash|collectionHash|multiAssetHash|cloud-data\.hardBinding)\./;

function contentOf(codes: readonly CredentialStatus[]): CredentialVerdict['content'] {
  const binding = codes.filter((status) => bindingPattern.test(status.code));
  if (binding.some((status) => status.kind === 'failure')) return 'changed';
  if (!binding.some((status) => status.kind === 'success')) return 'not-checked';
  return binding.some((status) => status.code.endsWith('.additionalExclusionsPresent'))
    ? 'partly-covered'
    : 'intact';
}

const malformedCodes = /\.malformed$|^claim\.(multiple|missing|cbor\.invalid)$|^manifest\.|^general\.error$/;
const incompleteCodes =
  /^(assertion\.missing|assertion\.required\.missing|hashedURI\.missing|assertion\.inaccessible|claim\.hardBindings\.missing|ingredient\.manifest\.missing|ingredient\.claimSignature\.missing|assertion\.undeclared)$/;

/** Failures of the claim and its assertions, apart from content binding, signature and time. */
function claimsOf(codes: readonly CredentialStatus[]): CredentialVerdict['claims'] {
  const failures = codes.filter(
    (status) =>
      status.kind === 'failure' &&
      !bindingPattern.test(status.code) &&
      !/^(claimSignature|signingCredential|timeStamp|algorithm)\./.test(status.code),
  );
  if (failures.some((status) => malformedCodes.test(status.code))) return 'malformed';
  if (failures.some((status) => !incompleteCodes.test(status.code))) return 'changed';
  return failures.length > 0 ? 'incomplete' : 'intact';
}

function signatureOf(codes: readonly CredentialStatus[]): CredentialVerdict['signature'] {
  const failed = (code: string): boolean =>
    codes.some((status) => status.kind === 'failure' && status.code === code);
  if (failed('claimSignature.missing')) return 'missing';
  if (failed('claimSignature.mismatch') || failed('algorithm.unsupported')) return 'broken';
  if (failed('signingCredential.ocsp.revoked') || failed('signingCredential.revoked')) return 'revoked';
  if (failed('signingCredential.invalid')) return 'invalid-certificate';
  if (failed('signingCredential.expired')) return 'expired-without-time';
  if (failed('claimSignature.outsideValidity')) return 'outside-validity';
  return codes.some((status) => status.kind === 'success' && status.code === 'claimSignature.validated')
    ? 'valid'
    : 'missing';
}

/**
 * For claim v1 the engine calls every time-stamp authority trusted ("legacy timestamp cert trusted"), also
 * one made by the signer. Only an explanation that names one of our time-stamp lists counts.
 */
function timeOf(codes: readonly CredentialStatus[], lists: readonly KnownList[]): CredentialVerdict['time'] {
  const stamps = codes.filter((status) => status.code.startsWith('timeStamp.'));
  if (
    stamps.some((status) => status.code === 'timeStamp.trusted' && namedList(status, lists, 'tsa') !== null)
  ) {
    return 'listed';
  }
  if (stamps.some((status) => status.code === 'timeStamp.validated')) return 'unlisted';
  return stamps.some((status) => status.code !== 'timeStamp.untrusted') ? 'broken' : 'absent';
}

function revocationOf(codes: readonly CredentialStatus[]): CredentialVerdict['revocation'] {
  if (codes.some((status) => /\.revoked$/.test(status.code))) return 'revoked';
  return codes.some((status) => status.code === 'signingCredential.ocsp.notRevoked')
    ? 'not-revoked'
    : 'unknown';
}

/**
 * The engine accepts a signer whose root stands only on a list of time-stamp authorities; a signer counts
 * as listed only by a list that is for signers.
 */
function signerOf(
  codes: readonly CredentialStatus[],
  lists: readonly KnownList[],
): Pick<CredentialVerdict, 'signer' | 'list'> {
  for (const status of codes) {
    if (status.code !== 'signingCredential.trusted' || status.kind !== 'success') continue;
    const list = namedList(status, lists, 'manifest');
    if (list !== null) return { signer: 'listed', list };
  }
  return { signer: lists.some((list) => list.kind === 'manifest') ? 'unlisted' : 'no-lists', list: null };
}

function namedList(
  status: CredentialStatus,
  lists: readonly KnownList[],
  kind: KnownList['kind'],
): string | null {
  const list = lists.find((known) => known.kind === kind && status.explanation.includes(known.uri));
  return list !== undefined && namesExactly(status.explanation, list.uri) ? list.id : null;
}

/** `urn:…:c2pa` must not match inside `urn:…:c2pa-tsa`. */
function namesExactly(explanation: string, uri: string): boolean {
  return explanation.split(/[\s[\](),"']+/).includes(uri);
}

const severity = ['none', 'ok', 'unlisted-signer', 'no-credential', 'recorded-failure', 'failed'] as const;

function ingredientsOf(
  store: CredentialStore,
  lists: readonly KnownList[],
): CredentialVerdict['ingredients'] {
  let worst = 0;
  for (const manifest of store.manifests) {
    for (const item of manifest.ingredients) {
      worst = Math.max(worst, severity.indexOf(ingredientState(item, lists)));
    }
  }
  if (store.unplaced.some((status) => isFault(status))) worst = severity.indexOf('failed');
  return severity[worst] ?? 'none';
}

/** State of one ingredient: what fails now, what failed already when it was taken in, and who signed it. */
export function ingredientState(
  item: CredentialIngredient,
  lists: readonly KnownList[],
): Exclude<CredentialVerdict['ingredients'], 'none'> {
  if (item.now.some(isFault)) return 'failed';
  if (item.recorded.some(isFault)) return 'recorded-failure';
  if (item.manifest === null) return 'no-credential';
  const untrusted = [...item.now, ...item.recorded].some(
    (status) => status.code === 'signingCredential.untrusted',
  );
  // A success the signer recorded rests on the signer's lists; only one that names ours is taken over.
  const listed = item.now.some(
    (status) => status.code === 'signingCredential.trusted' && namedList(status, lists, 'manifest') !== null,
  );
  return untrusted && !listed ? 'unlisted-signer' : 'ok';
}

/** A failure that says something is wrong; an unlisted signer or a missing network does not. */
function isFault(status: CredentialStatus): boolean {
  return (
    status.kind === 'failure' &&
    !isIdentity(status) &&
    status.code !== 'signingCredential.untrusted' &&
    status.code !== 'timeStamp.untrusted'
  );
}

function isIdentity(status: CredentialStatus): boolean {
  return status.code.startsWith('cawg.');
}

function identityOf(statuses: readonly CredentialStatus[]): CredentialVerdict['identity'] {
  const identity = statuses.filter(isIdentity);
  if (identity.length === 0) return 'absent';
  const failures = identity.filter((status) => status.kind === 'failure').map((status) => status.code);
  const unlisted = /^cawg\..*(untrusted|untrusted_issuer)$/;
  if (failures.some((code) => !unlisted.test(code) && !code.endsWith('did_unavailable'))) return 'failed';
  if (failures.some((code) => code.endsWith('did_unavailable'))) return 'needs-network';
  return identity.some((status) => unlisted.test(status.code)) ? 'unlisted' : 'verified';
}

export function manifestsByLabel(store: CredentialStore): ReadonlyMap<string, CredentialManifest> {
  return new Map(store.manifests.map((manifest) => [manifest.label, manifest]));
}
