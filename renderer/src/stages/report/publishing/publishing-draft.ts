import { concerns, type PropositionPair } from '#shared/domain/assignment.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { Localized } from '#shared/domain/localized.ts';
import { type MediaCategory, newsroomFaults, Publishing } from '#shared/domain/newsroom.ts';
import type { Conclusion } from '#shared/domain/opinion.ts';
import { fieldFaults, publishingFault } from '#shared/text/newsroom-words.ts';

/** What the form of a review holds: texts as typed, nothing chosen until somebody chooses. */

export interface ClaimDraft {
  readonly id: string;
  readonly pair: string;
  readonly claim: string;
  readonly claimantKind: '' | 'Person' | 'Organization';
  readonly claimantName: string;
  readonly claimedOn: string;
  /** One address a line. */
  readonly appearances: string;
  readonly rating: string;
  readonly explanation: string;
  readonly value: string;
  readonly worst: string;
  readonly best: string;
}

export interface MediumDraft {
  readonly id: string;
  readonly exhibit: Sha256 | null;
  readonly categories: readonly MediaCategory[];
  readonly page: string;
  readonly file: string;
  readonly originalLink: string;
  readonly originalContext: string;
}

export interface PublishingDraft {
  readonly page: string;
  readonly publisher: string;
  readonly publisherPage: string;
  readonly publishedOn: string;
  readonly claims: readonly ClaimDraft[];
  readonly media: readonly MediumDraft[];
}

export const emptyPublishing: PublishingDraft = {
  page: '',
  publisher: '',
  publisherPage: '',
  publishedOn: '',
  claims: [],
  media: [],
};

export function emptyClaim(): ClaimDraft {
  return {
    ...{ id: crypto.randomUUID(), pair: '', claim: '', claimantKind: '', claimantName: '', claimedOn: '' },
    ...{ appearances: '', rating: '', explanation: '', value: '', worst: '', best: '' },
  };
}

export function emptyMedium(): MediumDraft {
  return {
    ...{ id: crypto.randomUUID(), exhibit: null, categories: [] },
    ...{ page: '', file: '', originalLink: '', originalContext: '' },
  };
}

/** Groups of propositions with a number each, and what was concluded on some of them. */
export interface Concluded {
  readonly pairs: readonly PropositionPair[];
  readonly conclusions: readonly Conclusion[];
}

/** Conclusions on groups that speak of an exhibit. */
export function conclusionsOn({ pairs, conclusions }: Concluded, exhibit: Sha256): readonly Conclusion[] {
  return conclusions.filter(({ pair }) => pairs.some((one) => one.id === pair && concerns(one, exhibit)));
}

/** By place in what is published: `claims.0.rating.words`. */
export type Faults = ReadonlyMap<string, Localized>;

export interface ReadDraft {
  /** `null`: something is missing or wrong. */
  readonly publishing: Publishing | null;
  readonly faults: Faults;
  /** Exhibits it speaks of; empty: the case as a whole. */
  readonly evidence: readonly Sha256[];
}

/** Read as the core reads it, which is told the number of an exhibit and not its hash. */
export function readDraft(
  draft: PublishingDraft,
  concluded: Concluded,
  numbers: ReadonlyMap<Sha256, number>,
): ReadDraft {
  const parsed = Publishing.safeParse(publishedFrom(draft, numbers));
  const faults = new Map<string, Localized>();
  // The schema would say it only once nothing else is wrong.
  if (draft.claims.length + draft.media.length === 0) faults.set('', newsroomFaults.nothing);
  for (const [index, { pair }] of draft.claims.entries())
    if (pair !== '' && !concluded.conclusions.some((one) => one.pair === pair))
      faults.set(`claims.${index}.pair`, fieldFaults.pairConclusion);
  for (const [index, { exhibit }] of draft.media.entries())
    if (exhibit !== null && conclusionsOn(concluded, exhibit).length === 0)
      faults.set(`media.${index}.exhibit`, fieldFaults.exhibitConclusion);
  for (const issue of parsed.error?.issues ?? []) {
    // Of a list typed in one field, the field is what is wrong.
    const place = issue.path.join('.').replace(/^(claims\.\d+\.appearances)\..*/, '$1');
    if (!faults.has(place)) faults.set(place, publishingFault(issue));
  }
  return {
    publishing: parsed.success && faults.size === 0 ? parsed.data : null,
    faults,
    evidence: evidenceOf(draft, concluded),
  };
}

function evidenceOf({ claims, media }: PublishingDraft, { pairs }: Concluded): readonly Sha256[] {
  const spoken = claims.flatMap(({ pair }) => pairs.filter(({ id }) => id === pair));
  if (spoken.some(({ exhibit }) => exhibit === null)) return [];
  return [...new Set([...spoken, ...media].flatMap(({ exhibit }) => exhibit ?? []))];
}

function publishedFrom(draft: PublishingDraft, numbers: ReadonlyMap<Sha256, number>): unknown {
  const { page, publisher, publisherPage, publishedOn, claims, media } = draft;
  return {
    page: page.trim(),
    publisher: { name: publisher, page: typed(publisherPage) },
    publishedOn: typed(publishedOn),
    claims: claims.map((claim) => ({
      pair: claim.pair,
      claim: claim.claim,
      claimant: claimantOf(claim),
      claimedOn: typed(claim.claimedOn),
      appearances: claim.appearances.split('\n').flatMap((line) => typed(line) ?? []),
      rating: {
        words: claim.rating,
        explanation: typed(claim.explanation),
        value: numberOf(claim.value),
        worst: numberOf(claim.worst),
        best: numberOf(claim.best),
      },
    })),
    media: media.map(({ exhibit, categories, page, file, originalLink, originalContext }) => ({
      exhibit: exhibit === null ? undefined : numbers.get(exhibit),
      categories,
      page: typed(page),
      file: typed(file),
      originalLink: typed(originalLink),
      originalContext: typed(originalContext),
    })),
  };
}

function claimantOf({ claimantKind: kind, claimantName: name }: ClaimDraft): unknown {
  return kind === '' && name.trim() === '' ? undefined : { kind, name };
}

function typed(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

/** A number as JSON writes it, without an exponent; anything else is none. */
function numberOf(text: string): number | undefined {
  const said = typed(text);
  if (said === undefined) return undefined;
  return /^-?\d+(\.\d+)?$/.test(said) ? Number(said) : Number.NaN;
}
