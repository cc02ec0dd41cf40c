import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { concerns } from '#shared/domain/assignment.ts';
import { localized } from '#shared/domain/localized.ts';
import type { MediaKind } from '#shared/domain/media.ts';
import type { Publishing, ReviewedClaim, ReviewedMedia } from '#shared/domain/newsroom.ts';
import type { Conclusion } from '#shared/domain/opinion.ts';
import type { RedactionOrder } from '#shared/domain/redaction.ts';
import type { ReportInput, ReportItem } from '../input.ts';
import { secretsOf } from '../redaction/secrets.ts';
import { scriptSafe } from './script-safe.ts';

/**
 * Reviews for publishing, as JSON-LD in terms of schema.org 30.0 (ClaimReview, MediaReview). Only what the examiner
 * concluded and what was filled in for publishing is in it: no result of a method, no name of an examiner.
 */

const texts = {
  noConclusion: localized(
    'There is no conclusion of an examiner to publish. The software never concludes: record a conclusion on the propositions first. Nothing was written.',
    '尚无可发布的检验人结论。软件从不作出结论：请先就命题记录结论。未写入任何文件。',
  ),
  redacted: localized(
    'What is filled in for publishing holds words of the list of words to be taken out. Take them out there. Nothing was written.',
    '填写的发布内容含有要求隐去的词语，请先在其中删去。未写入任何文件。',
  ),
  noSuchExhibit: localized(
    'A review names an exhibit that is not in this report. Nothing was written.',
    '所核查的检材不在本报告之内。未写入任何文件。',
  ),
} as const;

/** JSON-LD with two spaces a level: it is read and pasted by people. */
export function newsroomReviews(
  input: ReportInput,
  publishing: Publishing,
  redaction?: RedactionOrder,
): Result<Uint8Array> {
  // What a person fills in is published as it is or not at all: a review with holes would say something else.
  const words = secretsOf(redaction?.words ?? [], [], '');
  if (words.within(JSON.stringify(publishing))) return fail('bad-request', texts.redacted);
  const conclusions = input.conclusion?.opinion?.note.conclusions ?? [];
  const graph: object[] = [];
  for (const claim of publishing.claims) {
    const conclusion = conclusions.find(({ pair }) => pair === claim.pair);
    if (conclusion === undefined) return fail('report-incomplete', texts.noConclusion, claim.pair);
    graph.push(claimReview(claim, conclusion, publishing, input));
  }
  for (const media of publishing.media) {
    const item = input.items.find(({ evidence }) => evidence.number === media.exhibit);
    if (item === undefined) return fail('not-found', texts.noSuchExhibit, String(media.exhibit));
    const own = conclusionsOn(item, conclusions, input);
    if (own.length === 0) return fail('report-incomplete', texts.noConclusion, String(media.exhibit));
    graph.push(mediaReview(media, item, own, publishing, input));
  }
  const document = { '@context': 'https://schema.org', '@graph': graph };
  return succeed(Buffer.from(`${scriptSafe(JSON.stringify(document, null, 2))}\n`, 'utf8'));
}

/** Conclusions on pairs that speak of this exhibit. */
function conclusionsOn(
  { evidence }: ReportItem,
  conclusions: readonly Conclusion[],
  { conclusion }: ReportInput,
): Conclusion[] {
  const pairs = conclusion?.assignment?.note.pairs ?? [];
  return conclusions.filter(({ pair }) =>
    pairs.some((one) => one.id === pair && concerns(one, evidence.sha256)),
  );
}

function claimReview(
  { claim, claimant, claimedOn, appearances, rating }: ReviewedClaim,
  conclusion: Conclusion,
  publishing: Publishing,
  input: ReportInput,
): object {
  return {
    '@type': 'ClaimReview',
    ...published(publishing, input),
    claimReviewed: claim,
    reviewBody: conclusion.reasons,
    itemReviewed: {
      '@type': 'Claim',
      text: claim,
      ...(claimant === undefined ? {} : { author: { '@type': claimant.kind, name: claimant.name } }),
      ...(claimedOn === undefined ? {} : { datePublished: claimedOn }),
      ...(appearances.length === 0
        ? {}
        : { appearance: appearances.map((url) => ({ '@type': 'CreativeWork', url })) }),
    },
    reviewRating: {
      '@type': 'Rating',
      alternateName: rating.words,
      ...(rating.explanation === undefined ? {} : { ratingExplanation: rating.explanation }),
      ...(rating.value === undefined
        ? {}
        : { ratingValue: rating.value, worstRating: rating.worst, bestRating: rating.best }),
    },
  };
}

const mediaTypes: Readonly<Partial<Record<MediaKind, string>>> = {
  ...{
    image: 'ImageObject',
    video: 'VideoObject',
    audio: 'AudioObject',
    text: 'TextObject',
    scene: '3DModel',
  },
};

function mediaReview(
  { categories, page, file, originalLink, originalContext }: ReviewedMedia,
  { evidence }: ReportItem,
  conclusions: readonly Conclusion[],
  publishing: Publishing,
  input: ReportInput,
): object {
  const terms = categories.map((category) => `https://schema.org/${category}`);
  return {
    '@type': 'MediaReview',
    ...published(publishing, input),
    mediaAuthenticityCategory: terms.length === 1 ? terms[0] : terms,
    reviewBody: conclusions.map(({ reasons }) => reasons).join('\n\n'),
    ...(originalContext === undefined ? {} : { originalMediaContextDescription: originalContext }),
    ...(originalLink === undefined ? {} : { originalMediaLink: originalLink }),
    itemReviewed: {
      '@type': 'MediaReviewItem',
      ...(page === undefined ? {} : { url: page }),
      mediaItemAppearance: [
        {
          '@type': mediaTypes[evidence.media.kind] ?? 'MediaObject',
          sha256: evidence.sha256,
          encodingFormat: evidence.media.mime,
          ...(file === undefined ? {} : { contentUrl: file }),
        },
      ],
    },
  };
}

function published({ page, publisher, publishedOn }: Publishing, { language }: ReportInput): object {
  return {
    url: page,
    inLanguage: language,
    ...(publishedOn === undefined ? {} : { datePublished: publishedOn }),
    author: {
      '@type': 'Organization',
      name: publisher.name,
      ...(publisher.page === undefined ? {} : { url: publisher.page }),
    },
  };
}
