import type { EngineOpinion, ReaderQuestion } from '#shared/domain/credential-detail.ts';
import type { Localized } from '#shared/domain/localized.ts';
import type { CredentialStatus, CredentialStore } from '#shared/domain/provenance.ts';

/** What one reader said about a file. Both engine adapters answer in this shape. */
export type ReaderAnswer =
  | { readonly state: 'present'; readonly store: CredentialStore }
  | { readonly state: 'none' }
  | { readonly state: 'remote-only'; readonly url: string }
  | { readonly state: 'unreadable'; readonly code: string; readonly message: string }
  | { readonly state: 'engine-missing'; readonly reason: { readonly text: Localized } }
  | { readonly state: 'not-asked'; readonly reason: { readonly text: Localized } };

export interface ReaderOpinion {
  /** `c2pa-node`, `c2pa-wasm`, `assay`. */
  readonly name: string;
  readonly version: string;
  readonly answer: ReaderAnswer;
  /**
   * It answers only some questions, as our own reader does: it is compared on whether the content fits its
   * hash and the claim its signature, never on what it does not look at.
   */
  readonly partial?: boolean;
}

/** Two readers that looked at the same file and do not agree. */
export interface Disagreement {
  readonly engines: readonly [string, string];
  readonly about: 'readability' | 'active manifest' | 'state' | 'codes';
  /** What each says, in its own words: `c2pa-node: Valid; c2pa-wasm: Invalid`. */
  readonly detail: string;
}

export interface ComparedOpinions {
  readonly opinions: readonly EngineOpinion[];
  readonly disagreements: readonly Disagreement[];
}

/**
 * Set readers' answers beside each other. A reader that was not asked, or is not installed, disagrees with
 * nobody. Messages are not compared: engines of two versions word the same fault differently.
 */
export function compareOpinions(...readers: readonly ReaderOpinion[]): ComparedOpinions {
  const asked = readers.filter(
    ({ answer }) => answer.state !== 'engine-missing' && answer.state !== 'not-asked',
  );
  const disagreements = asked.flatMap((first, index) =>
    asked.slice(index + 1).flatMap((second) => disagreementsOf(first, second)),
  );
  return { opinions: readers.map(toOpinion), disagreements };
}

function toOpinion({ name, version, answer, partial = false }: ReaderOpinion): EngineOpinion {
  const common = {
    ...{ name, version, answered: partial ? [] : null },
    ...{ withoutIdentity: null, codes: [], message: null },
  };
  switch (answer.state) {
    case 'present': {
      const state = answer.store.engineState ?? 'unknown';
      return {
        ...common,
        // "Valid" is the standard's word for all of its checks, and not for those of a part.
        state: partial && soundStates.has(state) ? 'no-fault' : state,
        answered: partial ? answeredQuestions(answer.store) : null,
        withoutIdentity: answer.store.engineStateWithoutIdentity,
        codes: failures(answer.store.statuses),
      };
    }
    case 'none':
      return { ...common, state: 'none' };
    case 'remote-only':
      return { ...common, state: 'remote-only', message: answer.url };
    case 'unreadable':
      return { ...common, state: 'error', message: `${answer.code}: ${answer.message}` };
    case 'engine-missing':
      return { ...common, state: 'missing', message: answer.reason.text.en };
    case 'not-asked':
      return { ...common, state: 'not-asked', message: answer.reason.text.en };
  }
}

const soundStates: ReadonlySet<string> = new Set(['Trusted', 'Valid']);

function answeredQuestions(store: CredentialStore): ReaderQuestion[] {
  return sharedQuestions
    .filter((question) => answerTo(question, store) !== null)
    .map(({ question }) => question);
}

function disagreementsOf(first: ReaderOpinion, second: ReaderOpinion): Disagreement[] {
  const differing = (about: Disagreement['about'], one: string, other: string): Disagreement[] =>
    one === other
      ? []
      : [
          {
            engines: [first.name, second.name],
            about,
            detail: `${first.name}: ${one}; ${second.name}: ${other}`,
          },
        ];
  if (first.answer.state !== 'present' || second.answer.state !== 'present')
    return differing('readability', first.answer.state, second.answer.state);
  const [one, other] = [first.answer.store, second.answer.store];
  const active = differing('active manifest', one.active ?? 'none named', other.active ?? 'none named');
  if (first.partial !== true && second.partial !== true)
    return [
      ...active,
      ...differing('state', word(one), word(other)),
      ...differing('codes', allFailures(one), allFailures(other)),
    ];
  const shared = sharedQuestions.flatMap((question) => {
    const [here, there] = [answerTo(question, one), answerTo(question, other)];
    return here === null || there === null ? [] : differing('codes', here, there);
  });
  return [...active, ...shared];
}

/** Questions every reader answers, by the codes that say yes and no (C2PA 2.2, 15.2). */
const sharedQuestions = [
  {
    question: 'content-hash',
    yes: /^assertion\.(data|bmff|boxes|collection|multiAsset)Hash\.match$/,
    no: /^assertion\.(data|bmff|boxes|collection|multiAsset)Hash\.mismatch$/,
  },
  {
    question: 'claim-signature',
    yes: /^claimSignature\.validated$/,
    no: /^claimSignature\.mismatch$/,
  },
] as const;

/** The codes of the active manifest that answer; a no stands before a yes. `null`: the reader does not say. */
function answerTo(question: (typeof sharedQuestions)[number], store: CredentialStore): string | null {
  const codes = sorted(store.statuses.map(({ code }) => code));
  const said = [question.no, question.yes]
    .map((pattern) => codes.filter((code) => pattern.test(code)))
    .find((found) => found.length > 0);
  return said?.join(', ') ?? null;
}

/** The word for the whole; when a failed identity assertion made it, also the word without that. */
function word({ engineState, engineStateWithoutIdentity }: CredentialStore): string {
  const state = engineState ?? 'unknown';
  return engineStateWithoutIdentity === null
    ? state
    : `${state} (${engineStateWithoutIdentity} without identity)`;
}

/** Failures of the active manifest, and those of ingredients marked as such. */
function allFailures({ statuses, unplaced, manifests }: CredentialStore): string {
  const below = manifests.flatMap(({ ingredients }) => ingredients.flatMap(({ now }) => now));
  const found = [
    ...failures(statuses),
    ...failures([...unplaced, ...below]).map((code) => `ingredient ${code}`),
  ];
  return found.join(', ') || 'no failure';
}

function failures(statuses: readonly CredentialStatus[]): string[] {
  return sorted(statuses.filter(({ kind }) => kind === 'failure').map(({ code }) => code));
}

function sorted(codes: readonly string[]): string[] {
  return [...new Set(codes)].sort();
}
