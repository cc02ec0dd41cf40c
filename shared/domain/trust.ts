import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Localized } from './localized.ts';

/**
 * What a list is for: signers or time-stamp authorities of the official programme, the frozen interim list,
 * lists of the user's own, the register of conforming products, certificates that are not to be believed.
 */
export const trustKinds = [
  'official-signer',
  'official-tsa',
  'interim',
  'user-signer',
  'user-tsa',
  'conforming-products',
  'deny',
] as const;
export const TrustKind = z.enum(trustKinds);
export type TrustKind = z.infer<typeof TrustKind>;

/** How much a listing says. `user`: the examiner's own word, also for a file that only claims to be official. */
export const trustTiers = ['official', 'interim', 'user'] as const;
export const TrustTier = z.enum(trustTiers);
export type TrustTier = z.infer<typeof TrustTier>;

/** Tier of the signers or authorities on a list of this kind; `null`: the list vouches for nobody. */
export function tierOf(kind: TrustKind): TrustTier | null {
  switch (kind) {
    case 'official-signer':
    case 'official-tsa':
      return 'official';
    case 'interim':
      return 'interim';
    case 'user-signer':
    case 'user-tsa':
      return 'user';
    case 'conforming-products':
    case 'deny':
      return null;
  }
}

/** Lower-case identifier, also a folder name. */
export const TrustListId = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/);
export type TrustListId = z.infer<typeof TrustListId>;

/** What an original file of a list holds. */
export const trustFileRoles = ['certificates', 'allowed', 'usages', 'lote', 'products', 'deny'] as const;
export const TrustFile = z.object({
  /** Base name of the file as it was imported. */
  name: z.string().min(1).max(255),
  role: z.enum(trustFileRoles),
  sha256: Sha256,
  size: z.number().int().nonnegative(),
});
export type TrustFile = z.infer<typeof TrustFile>;

const hexadecimal = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

/**
 * A certificate, key or issuer that is not to be believed. All given marks must fit; a serial number counts
 * only together with its issuer, because every issuer numbers for itself.
 */
export const DenyEntry = z
  .object({
    /** Lower-case hexadecimal without separators and leading zeros. */
    serial: z
      .string()
      .regex(/^[0-9a-f]{1,64}$/)
      .optional(),
    /** Distinguished name of the issuer, RFC 4514. Alone: every certificate that names this issuer. */
    issuer: z.string().min(1).max(1000).optional(),
    /** SHA-256 of the SubjectPublicKeyInfo. */
    keySha256: hexadecimal(64).optional(),
    /** SHA-256 of the certificate's DER. */
    certificateSha256: hexadecimal(64).optional(),
    reason: z.object({ en: z.string().min(1).max(2000), 'zh-CN': z.string().min(1).max(2000) }),
    /** Day of the revocation or of the incident, ISO 8601. For showing: an earlier signature is denied too. */
    since: z.iso.date().optional(),
  })
  .refine(
    (entry) =>
      entry.issuer !== undefined || entry.keySha256 !== undefined || entry.certificateSha256 !== undefined,
    { message: 'an issuer, keySha256 or certificateSha256 is needed' },
  );
export type DenyEntry = z.infer<typeof DenyEntry>;

/** One record of the register of conforming products, as far as a verdict needs it. */
export const ConformingProduct = z.object({
  /** The value of certificate extension 1.3.6.1.4.1.62558.4. */
  recordId: z.string(),
  applicant: z.string(),
  status: z.string(),
  name: z.string(),
  organisation: z.string(),
  productType: z.string(),
  minVersion: z.string(),
  /** Highest assurance level the product may claim; `null`: not a generator. */
  assuranceLevel: z.number().int().nullable(),
  specVersions: z.array(z.string()),
  /** Media types it may sign and may validate. */
  containers: z.object({ generate: z.array(z.string()), validate: z.array(z.string()) }),
  /** Asset-rubric signals the product may not assert. */
  disallowedSignals: z.object({ inception: z.array(z.string()), transformation: z.array(z.string()) }),
  conformance: z.string().nullable(),
  lastModification: z.string().nullable(),
});
export type ConformingProduct = z.infer<typeof ConformingProduct>;

/** A list as the folder of lists and the screen know it. */
export const TrustListView = z.object({
  id: TrustListId,
  kind: TrustKind,
  tier: TrustTier.nullable(),
  title: z.string(),
  /** Date of issue, ISO 8601, by the list's own words or by the known edition. */
  issued: z.string().nullable(),
  /** The day by which the publisher promised a new edition. */
  nextUpdate: z.string().nullable(),
  /** `nextUpdate` has passed. */
  overdue: z.boolean(),
  /** Are the bytes an edition this version knows? `null`: a list of the user's own. */
  editionKnown: z.boolean().nullable(),
  importedAt: z.string().nullable(),
  /** Base name of the file or folder it came from. */
  source: z.string(),
  files: z.array(TrustFile),
  /** Certificates; records of a register; entries of a deny list. */
  entries: z.number().int().nonnegative(),
  enabled: z.boolean(),
  /** `built-in`: part of the program, always active; `folder`: read in place, not imported. */
  held: z.enum(['imported', 'folder', 'built-in']),
  /** The edition before this one, kept for comparison and return. */
  previous: z
    .object({ issued: z.string().nullable(), importedAt: z.string().nullable(), sha256: Sha256 })
    .nullable(),
  notices: z.array(Localized),
});
export type TrustListView = z.infer<typeof TrustListView>;

/** One line of a list: a certificate, a product or a denial, with what tells two editions of it apart. */
export const TrustLine = z.object({
  /** SHA-256 of a certificate; record identifier of a product; marks of a denial. */
  id: z.string(),
  /** Subject, product name, reason. */
  title: z.string(),
  notBefore: z.string().nullable(),
  notAfter: z.string().nullable(),
  /** SHA-256 of the line's content. */
  digest: Sha256,
});
export type TrustLine = z.infer<typeof TrustLine>;

export const TrustDiff = z.object({
  added: z.array(TrustLine),
  removed: z.array(TrustLine),
  /** Same identifier, other content (products and denials); as it is in the new list. */
  changed: z.array(TrustLine),
  kept: z.array(TrustLine),
});
export type TrustDiff = z.infer<typeof TrustDiff>;

/** A list found in what is to be imported, held against the one that is there. */
export const TrustProposal = z.object({
  id: TrustListId,
  kind: TrustKind,
  title: z.string(),
  issued: z.string().nullable(),
  nextUpdate: z.string().nullable(),
  editionKnown: z.boolean().nullable(),
  files: z.array(TrustFile),
  entries: z.number().int().nonnegative(),
  notices: z.array(Localized),
  /** `undecided`: it says that it is official, and its bytes are no edition known here: the user must say. */
  state: z.enum(['new', 'replaces', 'unchanged', 'undecided']),
  /** Against the imported edition; everything is `added` when there is none. */
  diff: TrustDiff,
});
export type TrustProposal = z.infer<typeof TrustProposal>;

export const trustRefusals = [
  'private-key',
  'web-page',
  'empty',
  'no-certificate',
  'damaged-certificate',
  'not-a-list',
  'wrong-shape',
  'too-large',
  'too-many',
  'unreadable',
  'changed-meanwhile',
] as const;

/** A file that was not taken, and why. */
export const TrustRefusal = z.object({
  name: z.string(),
  code: z.enum(trustRefusals),
  message: Localized,
});
export type TrustRefusal = z.infer<typeof TrustRefusal>;

/** What an unknown edition of an official or the interim list is to be taken for. */
export const TrustChoice = z.object({
  unknownEdition: z.enum(['ask', 'official', 'own']).default('ask'),
  /** Take a list of the user's own for a list of time-stamp authorities; by default its key usages tell. */
  timeStamping: z.boolean().optional(),
});
export type TrustChoice = z.infer<typeof TrustChoice>;

/** What is in the files to be imported, list by list; after an import, what became of each. */
export const TrustExamination = z.object({
  proposals: z.array(TrustProposal),
  refused: z.array(TrustRefusal),
  /** Names of files met in a folder that are no trust lists. */
  ignored: z.array(z.string()),
});
export type TrustExamination = z.infer<typeof TrustExamination>;

/** Files of this machine by path, or the bytes of files a browser was given. */
export const TrustSource = z.object({
  paths: z.array(z.string().min(1)).max(200).default([]),
  files: z
    .array(
      z.object({
        /** Name, with its folders when a folder was dropped: `trust-list/C2PA-TRUST-LIST.pem`. */
        name: z.string().min(1).max(1000),
        base64: z.base64().max(12 * 1024 * 1024),
      }),
    )
    .max(200)
    .default([]),
});
export type TrustSource = z.infer<typeof TrustSource>;

/** The folder of lists and what is in it. */
export const TrustOverview = z.object({
  folder: z.string(),
  /** `false`: the environment names the folder, and it is only read. */
  managed: z.boolean(),
  lists: z.array(TrustListView),
  /** What of the folder cannot be read. */
  problems: z.array(z.string()),
});
export type TrustOverview = z.infer<typeof TrustOverview>;

/** A denial with the list it stands on; `id` is the text of its marks. */
export const Denial = z.object({
  list: TrustListId,
  id: z.string(),
  entry: DenyEntry,
  /** Its list is switched on. */
  active: z.boolean(),
});
export type Denial = z.infer<typeof Denial>;
