import { z } from 'zod';
import { Sha256 } from './evidence.ts';
import { Localized } from './localized.ts';

/** What is wrong with a package; stable for scripts. */
export const packageProblemCodes = [
  'bag-declaration',
  'manifest-missing',
  'manifest-unreadable',
  'path-refused',
  'listed-twice',
  'file-missing',
  'file-unknown',
  'file-changed',
  'link-refused',
  'name-refused',
  'fetch-refused',
  'signature-missing',
  'signature-wrong',
  'timestamp-wrong',
  'custody-wrong',
  'evidence-address',
] as const;

export const PackageProblem = z.object({
  code: z.enum(packageProblemCodes),
  /** Path inside the package, escaped where it has to be. */
  object: z.string(),
  message: Localized,
});
export type PackageProblem = z.infer<typeof PackageProblem>;

/** A timestamp (RFC 3161) in a package, as far as it can be judged without a network. */
export const PackageTimestamp = z.object({
  /** Path inside the package. */
  file: z.string(),
  /** Time the authority states. */
  time: z.string(),
  /** Name the authority's certificate carries; whether to believe it is the reader's choice. */
  authority: z.string(),
  /** SHA-256 of that certificate. */
  certificate: Sha256,
  /** When that certificate ends; it was valid at `time`. */
  validUntil: z.string(),
  /** Certificates above it that the answer carries, each checked to have signed the one before. */
  chain: z.array(z.string()),
  /** Who issued the last of these: the root a reader has to have and to trust. */
  issuer: z.string(),
  serial: z.string(),
});
export type PackageTimestamp = z.infer<typeof PackageTimestamp>;

/**
 * What was found in a package. `intact`: nothing is missing, changed or added, and the signature fits.
 * `incomplete`: parts are missing, nothing that is there was changed. `damaged`: everything else.
 */
export const PackageVerification = z.object({
  state: z.enum(['intact', 'damaged', 'incomplete']),
  at: z.string(),
  files: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER) in the package, to be compared with one known from elsewhere. */
  signer: Sha256.nullable(),
  timestamps: z.array(PackageTimestamp),
  problems: z.array(PackageProblem),
});
export type PackageVerification = z.infer<typeof PackageVerification>;

export const MadePackage = z.object({
  path: z.string(),
  files: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** SHA-256 of `tagmanifest-sha256.txt`: names the package as a whole. */
  sha256: Sha256,
  signer: Sha256,
  /** The last event of the custody chain inside. */
  custody: z.object({ sequence: z.number().int().positive(), hash: Sha256 }),
});
export type MadePackage = z.infer<typeof MadePackage>;
