import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { PresentCredential } from '#shared/domain/credential.ts';
import type {
  CredentialAxes,
  CredentialObservation,
  ManifestDetail,
  WorstState,
} from '#shared/domain/credential-detail.ts';
import type { CredentialSignals, SignalId } from '#shared/domain/credential-signals.ts';
import type { ByteRange, Flag } from '#shared/domain/figure.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { CredentialManifest, TrustListFact } from '#shared/domain/provenance.ts';
import { worstWords } from '#shared/text/credential-words.ts';

/**
 * What the summary card says, drawn from the stored answer. Pure: it chooses and joins, it judges nothing.
 */

/** May the claims be quoted? `unbound`: the signature holds, but of what could not be checked. */
export type Standing = 'holds' | 'fails' | 'unbound';

export function standingOf({ integrity, signature, signer }: CredentialAxes): Standing {
  if (integrity === 'changed' || signer === 'invalid') return 'fails';
  if (signature === 'broken' || signature === 'revoked' || signature === 'absent') return 'fails';
  return integrity === 'unchecked' ? 'unbound' : 'holds';
}

/** A signer on a list that was loaded; nobody else is shown with a tick. */
export function isListed({ signer }: CredentialAxes): boolean {
  return signer === 'official' || signer === 'interim' || signer === 'user';
}

/** Shape and colour of a verdict: a good one about a signer nobody vouches for is not drawn as good. */
export function verdictFlag(worst: WorstState, axes: CredentialAxes): Flag {
  return worst === 'ok' && !isListed(axes) ? 'notice' : worstWords[worst].flag;
}

export type Validity = 'inside' | 'expired' | 'not-yet';

/** How a certificate's window of validity stands to a time. */
export function validityAt(
  { notBefore, notAfter }: Pick<CertificateFacts, 'notBefore' | 'notAfter'>,
  time: string,
): Validity {
  const at = Date.parse(time);
  if (at < Date.parse(notBefore)) return 'not-yet';
  return at > Date.parse(notAfter) ? 'expired' : 'inside';
}

export interface SignerFact {
  readonly organisation: string | null;
  readonly common: string | null;
  /** The list the certificate leads to, even when it has expired since. */
  readonly list: TrustListFact | null;
  readonly window: { readonly from: string; readonly until: string } | null;
  /** How the window stands to the time it is held against; `null`: there is none. */
  readonly validity: Validity | null;
  readonly assuranceLevel: number | null;
  readonly productRecord: string | null;
  /** The signer's certificate can be looked at. */
  readonly certificate: boolean;
}

export function signerOf(
  { lists, verdict, store }: Pick<PresentCredential, 'lists' | 'verdict' | 'store'>,
  manifest: CredentialManifest | null,
  detail: ManifestDetail | null,
): SignerFact {
  const [leaf] = detail?.signature?.certificates ?? [];
  const chain = detail?.signature?.chain ?? null;
  const told = manifest?.label === store.active ? verdict.list : null;
  const id = chain === null ? told : (chain.list ?? (chain.denied === null ? chain.reaches : null));
  return {
    organisation: leaf?.subject.organisation ?? manifest?.signature?.organisation ?? null,
    common: leaf?.subject.common ?? manifest?.signature?.commonName ?? null,
    list: lists.find((list) => list.id === id) ?? null,
    window: leaf === undefined ? null : { from: leaf.notBefore, until: leaf.notAfter },
    validity: leaf === undefined || chain === null ? null : validityAt(leaf, chain.asOf),
    assuranceLevel: leaf?.assuranceLevel ?? null,
    productRecord: leaf?.productRecord ?? null,
    certificate: leaf !== undefined,
  };
}

/** `stated`: only the signer says when. */
export interface TimeFact {
  readonly kind: 'listed' | 'unlisted' | 'broken' | 'stated' | 'none';
  readonly time: string | null;
  readonly authority: string | null;
}

export function timeOf(manifest: CredentialManifest | null, detail: ManifestDetail | null): TimeFact {
  const stamps = detail?.signature?.timeStamps ?? [];
  const sound = stamps.filter(
    ({ imprintMatches, signatureValid, time }) =>
      imprintMatches !== false && signatureValid !== false && time !== null,
  );
  const stamp = sound.find(({ list }) => list !== null) ?? sound[0] ?? stamps[0];
  if (stamp !== undefined) {
    const kind = sound.length === 0 ? 'broken' : stamp.list === null ? 'unlisted' : 'listed';
    const name = stamp.authority;
    return { kind, time: stamp.time, authority: name?.common ?? name?.organisation ?? name?.text ?? null };
  }
  const engine = detail === null ? (manifest?.signature?.time ?? null) : null;
  if (engine !== null) return { kind: 'unlisted', time: engine, authority: null };
  const stated = (manifest?.actions ?? []).map(({ when }) => when).filter((when) => when !== null);
  const latest = stated.sort().at(-1) ?? null;
  return { kind: latest === null ? 'none' : 'stated', time: latest, authority: null };
}

/** Origins first, from the most to the least telling about AI; a label may name one only. */
const inceptionOrder: readonly SignalId[] = [
  'fullyGenAIMedia',
  'partlyGenAICreation',
  'compositionMayContainGenAI',
  'screenCaptureMayContainGenAI',
  'capturedMediaStitched',
  'capturedMedia',
  'nonGenAIDigitalCreation',
  'blankCanvas',
  'mediaUnknownProvenance',
];
const changeOrder: readonly SignalId[] = [
  'perceptibleGenAI',
  'perceptiblePossiblyGenAI',
  'perceptibleNonGenAI',
  'nonEditorial',
];

export interface DeclaredFact {
  readonly origins: readonly SignalId[];
  readonly changes: readonly SignalId[];
  /** Stated where the rubric does not look: shown, and said so. */
  readonly elsewhere: readonly SignalId[];
  readonly ambiguous: CredentialSignals['ambiguous'];
}

export function declaredOf(signals: CredentialSignals | null): DeclaredFact {
  if (signals === null) return { origins: [], changes: [], elsewhere: [], ambiguous: [] };
  const inOrder = (order: readonly SignalId[], found: readonly SignalId[]) =>
    order.filter((id) => found.includes(id));
  const { inception, transformations, elsewhere } = signals;
  return {
    origins: inOrder(inceptionOrder, inception),
    changes: inOrder(changeOrder, transformations),
    elsewhere: inOrder(
      [...inceptionOrder, ...changeOrder],
      [...elsewhere.inception, ...elsewhere.transformations],
    ),
    ambiguous: transformations.includes('ambiguousActions') ? signals.ambiguous : [],
  };
}

export interface Noticed {
  readonly id: string;
  readonly severity: CredentialObservation['severity'];
  readonly statement: Localized;
  /** One for each manifest it was seen in. */
  readonly experts: readonly Localized[];
  readonly manifests: readonly string[];
  readonly bytes: readonly ByteRange[];
}

const severities = ['failed', 'warning', 'notice', 'info'] as const;

/** The observations, worst first and those about the file's own manifest before its sources'; none twice. */
export function noticedOf(
  observations: readonly CredentialObservation[],
  active: string | null,
): readonly Noticed[] {
  const groups = new Map<string, CredentialObservation[]>();
  for (const one of observations) {
    const key = `${one.severity} ${one.id} ${one.statement.en}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const far = ({ manifests }: Noticed): number =>
    manifests.length === 0 || manifests.some((label) => label === active) ? 0 : 1;
  return [...groups.values()]
    .map((group) => {
      const first = group[0] as CredentialObservation;
      const experts = new Map(group.map(({ expert }) => [expert.en, expert]));
      return {
        id: first.id,
        severity: first.severity,
        statement: first.statement,
        experts: [...experts.values()],
        manifests: [...new Set(group.flatMap(({ manifest }) => (manifest === null ? [] : [manifest])))],
        bytes: group.flatMap(({ bytes }) => bytes),
      };
    })
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || far(a) - far(b));
}

export const severityFlags = {
  info: 'notice',
  notice: 'notice',
  warning: 'warning',
  failed: 'error',
} as const satisfies Record<CredentialObservation['severity'], Flag>;
