import { z } from 'zod';
import { Sha256 } from './evidence.ts';

/**
 * Where evidence was seen: what the labelling rules ask about a post, which no file can tell. Everything is
 * what the examiner recorded; an empty field is "not recorded", and never a "no".
 */

const Text = z.string().max(2000).default('');
const Answer = z.enum(['yes', 'no', 'not-recorded']).default('not-recorded');

/** Measures for Labeling, Art. 6 (1)–(3): `is` 属于, `may-be` 可能, `suspected` 疑似; `none`: nothing was shown. */
export const noticeClasses = ['is', 'may-be', 'suspected', 'none'] as const;
export const NoticeClass = z.enum(noticeClasses);
export type NoticeClass = z.infer<typeof NoticeClass>;

/** ISO 8601 date or time, or empty. */
const Moment = z.union([z.literal(''), z.iso.date(), z.iso.datetime({ offset: true })]).default('');

export const PublicationAccount = z.object({
  id: Text,
  name: Text,
  kind: z
    .enum(['person', 'self-media', 'organisation', 'news-media', 'government', 'not-recorded'])
    .default('not-recorded'),
  followers: z.number().int().nonnegative().nullable().default(null),
  /** Does the examiner count it among accounts of significant influence, and why? */
  influential: Answer,
  influenceBasis: Text,
  verified: Answer,
  verifiedAs: Text,
  /** Topic the rules ask credentials for: finance, education, healthcare, justice. */
  topic: z
    .enum(['finance', 'education', 'healthcare', 'justice', 'other', 'not-recorded'])
    .default('not-recorded'),
  credentialShown: Answer,
  credentialText: Text,
  credentialCheckedBy: Text,
  owner: Text,
});

export const Publication = z.object({
  platform: Text,
  /** Address or number of the post. */
  post: Text,
  account: PublicationAccount.prefault({}),
  publishedAt: Moment,
  capturedAt: Moment,
  capturedWith: Text,
  region: Text,
  postText: z.string().max(20_000).default(''),
  /** The label the platform showed, and where. */
  displayed: z
    .object({
      text: Text,
      notice: NoticeClass.nullable().default(null),
      position: Text,
      /** Second of the video at which it was first seen. */
      firstSeen: z.number().nonnegative().nullable().default(null),
      /** SHA-256 of the evidence of this case that is the screenshot. */
      screenshot: Sha256.nullable().default(null),
    })
    .prefault({}),
  /** The uploader's own declaration as shown. */
  declared: z.object({ shown: Answer, text: Text }).prefault({}),
  sourceLabel: z.object({ shown: Answer, text: Text }).prefault({}),
  fictionTag: Answer,
  /** How the file came from the platform. */
  obtainedBy: z
    .enum([
      'download',
      'screen-recording',
      'screenshot',
      'programming-interface',
      'stream-copy',
      'sent-by-source',
      'not-recorded',
    ])
    .default('not-recorded'),
  rendition: z.enum(['original', 'platform', 'not-recorded']).default('not-recorded'),
  transcodes: Text,
  /** EU AI Act Art. 50(4): human review and editorial responsibility. */
  editorialReview: z.object({ done: Answer, by: Text, note: Text }).prefault({}),
  /** Measures Art. 9: handed out without a visible label after an agreement, with a log. */
  unlabelledDelivery: z.object({ agreed: Answer, logged: Answer, on: Moment }).prefault({}),
  service: z.object({ name: Text, model: Text, filing: Text }).prefault({}),
  /** What the platform did: removed, limited, labelled; when; wording. */
  actions: z
    .array(z.object({ at: Moment, what: z.enum(['removed', 'limited', 'labelled', 'other']), text: Text }))
    .max(200)
    .default([]),
  /** Does the content show a real person or event, as the examiner sees it? */
  depictsReal: Answer,
  /** Is it text that informs the public on a matter of public interest? */
  publicInterest: Answer,
  note: z.string().max(20_000).default(''),
});
export type Publication = z.infer<typeof Publication>;

/** One version of the record. Earlier ones are kept: the record of a case is only ever added to. */
export const PublicationRecord = z.object({
  evidence: Sha256,
  version: z.number().int().positive(),
  at: z.string(),
  actor: z.string(),
  publication: Publication,
  /** Until when the log of an unlabelled delivery has to be kept (Measures Art. 9: at least six months), ISO date. */
  keepLogUntil: z.string().nullable(),
});
export type PublicationRecord = z.infer<typeof PublicationRecord>;
