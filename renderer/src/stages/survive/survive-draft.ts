import type { Sha256 } from '#shared/domain/evidence.ts';
import {
  type AttackFamily,
  type AttackMedia,
  attackFamilies,
  attackMedia,
  type SurvivalCatalogue,
  type SurvivalRequest,
} from '#shared/domain/mark-survival.ts';
import type { MediaKind } from '#shared/domain/media.ts';
import { createStore } from '../../state/store.ts';

/** Instead of a suite: the attacks that are ticked. */
export const chosenSuite = 'chosen';

export interface SurviveDraft {
  /** A suite of the catalogue, or `chosen`. */
  readonly suite: string;
  /** Ticked attacks, of any kind of media. */
  readonly attacks: ReadonlySet<string>;
  /** Fingerprint of a key of the ring; empty: the public key and all of them. */
  readonly key: string;
  readonly identifiers: boolean;
}

/** What is filled in stays while other stages are looked at. */
export const surviveDraft = createStore<SurviveDraft>({
  suite: 'quick',
  attacks: new Set(),
  key: '',
  identifiers: false,
});

type CatalogueAttack = SurvivalCatalogue['attacks'][number];

/** What the lab calls a kind of media; `null`: nothing attacks it. */
export function attackMediaOf(kind: MediaKind): AttackMedia | null {
  return attackMedia.find((one) => one === kind) ?? null;
}

/** Suites that hold something for a kind of media. */
export function suitesFor(catalogue: SurvivalCatalogue, media: AttackMedia): SurvivalCatalogue['suites'] {
  return catalogue.suites.filter(({ extent }) => extent[media] !== undefined);
}

export interface FamilyOfAttacks {
  readonly family: AttackFamily;
  readonly attacks: readonly CatalogueAttack[];
}

export function attacksByFamily({ attacks }: SurvivalCatalogue, media: AttackMedia): FamilyOfAttacks[] {
  return attackFamilies.flatMap((family) => {
    const own = attacks.filter((attack) => attack.media === media && attack.family === family);
    return own.length === 0 ? [] : [{ family, attacks: own }];
  });
}

/** The ticked attacks that fit a kind of media, in the order of the catalogue. */
export function chosenAttacks(
  { attacks: chosen }: SurviveDraft,
  { attacks }: SurvivalCatalogue,
  media: AttackMedia,
): CatalogueAttack[] {
  return attacks.filter((attack) => attack.media === media && chosen.has(attack.id));
}

/** The request a draft stands for; `null`: no attack is named. */
export function survivalRequestOf(
  draft: SurviveDraft,
  evidence: Sha256,
  catalogue: SurvivalCatalogue,
  media: AttackMedia,
): SurvivalRequest | null {
  const { suite, key, identifiers } = draft;
  const known = suitesFor(catalogue, media).some(({ id }) => id === suite);
  const named = known
    ? suite
    : chosenAttacks(draft, catalogue, media)
        .map(({ id }) => id)
        .join(',');
  return named === '' ? null : { evidence, attacks: named, key: key === '' ? null : key, identifiers };
}

/** A set with these in it, or without them. */
export function ticked(
  present: ReadonlySet<string>,
  ids: readonly string[],
  on: boolean,
): ReadonlySet<string> {
  const next = new Set(present);
  for (const id of ids) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next;
}
