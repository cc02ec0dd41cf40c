import type {
  Coverage,
  CredentialObservation,
  EngineOpinion,
  ManifestDetail,
} from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import type { CredentialStore, TrustListFact } from '#shared/domain/provenance.ts';
import type { EmbeddedStore } from '../carriers/embedded-store.ts';
import type { ManifestStore } from '../jumbf/manifest-store.ts';

/** Everything a check may look at. Checks are pure: the same facts give the same observations. */
export interface CheckFacts {
  readonly size: number;
  readonly format: string;
  /** The report the verdict rests on: an engine's, or our own. */
  readonly store: CredentialStore;
  /** Our own reading of the store; `null` when it could not be taken out of its container. */
  readonly own: {
    readonly embedded: EmbeddedStore;
    readonly store: ManifestStore;
    readonly details: readonly ManifestDetail[];
    readonly coverage: Coverage | null;
  } | null;
  readonly opinions: readonly EngineOpinion[];
  readonly lists: readonly TrustListFact[];
  /** What is wrong with the container, in the reader's words; `null`: nothing that was noticed. */
  readonly damage: string | null;
  /** Why no engine would read the store, in its own words; `null`: one did, or none was asked. */
  readonly refused: string | null;
  /** The store lies where its format keeps none, in a container that is whole. */
  readonly stray: boolean;
}

/** The active manifest as our own reader sees it. */
export function activeDetail({ own, store }: Pick<CheckFacts, 'own' | 'store'>): ManifestDetail | null {
  return own?.details.find(({ label }) => label === store.active) ?? null;
}

interface ObservationOptions {
  readonly manifest?: string | null;
  readonly bytes?: readonly ByteRange[];
}

/**
 * An observation with its two sentences, each in both languages.
 *
 * @param lay what a reader without training understands, English and Chinese
 * @param expert what another expert can check, English and Chinese
 */
export function observe(
  id: string,
  severity: CredentialObservation['severity'],
  lay: readonly [en: string, chinese: string],
  expert: readonly [en: string, chinese: string],
  { manifest = null, bytes = [] }: ObservationOptions = {},
): CredentialObservation {
  const both = ([en, chinese]: readonly [string, string]): Localized => localized(en, chinese);
  return {
    id,
    severity,
    manifest,
    statement: both(lay),
    expert: both(expert),
    bytes: bytes.slice(0, 100).map(([start, length]) => [start, length]),
  };
}
