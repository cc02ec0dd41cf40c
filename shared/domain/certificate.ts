import { z } from 'zod';
import { Localized } from './localized.ts';

/** A distinguished name in the certificate's own words; `text` is all of it in the form of RFC 4514. */
export const DistinguishedName = z.object({
  text: z.string(),
  country: z.string().nullable(),
  organisation: z.string().nullable(),
  unit: z.string().nullable(),
  common: z.string().nullable(),
});
export type DistinguishedName = z.infer<typeof DistinguishedName>;

/** What an X.509 certificate says (RFC 5280). Hexadecimal is lower case without separators. */
export const CertificateFacts = z.object({
  subject: DistinguishedName,
  issuer: DistinguishedName,
  serial: z.string(),
  /** Window of validity, ISO 8601 in UTC. */
  notBefore: z.string(),
  notAfter: z.string(),
  version: z.number().int(),
  /** `EC P-256`, `RSA 2048`, `Ed25519`. */
  publicKey: z.string(),
  signatureAlgorithm: z.string(),
  /** SHA-256 of the DER, and of its SubjectPublicKeyInfo. */
  sha256: z.string(),
  keySha256: z.string(),
  /** Basic constraints: may it sign other certificates? */
  authority: z.boolean(),
  /** How many authorities may follow below it (basic constraints); `null`: any number. */
  pathLength: z.number().int().nonnegative().nullable(),
  keyUsages: z.array(z.string()),
  /** Object identifiers. */
  extendedKeyUsages: z.array(z.string()),
  subjectKeyId: z.string().nullable(),
  authorityKeyId: z.string().nullable(),
  extensions: z.array(
    z.object({ oid: z.string(), critical: z.boolean(), bytes: z.number().int().nonnegative() }),
  ),
  /** Unique identifiers of X.509 v2, which C2PA forbids. */
  uniqueIdentifiers: z.array(z.enum(['issuer', 'subject'])),
  ocspServers: z.array(z.string()),
  /** C2PA assurance level (extension 1.3.6.1.4.1.62558.3) and conforming-product record (…62558.4). */
  assuranceLevel: z.number().int().nullable(),
  productRecord: z.string().nullable(),
  pem: z.string(),
});
export type CertificateFacts = z.infer<typeof CertificateFacts>;

/**
 * Where a certificate departs from the profile of C2PA 2.2 §14.5.1, and the clause's words for it.
 * `should`: a recommendation of the profile, which makes no certificate invalid.
 */
export const ProfileFault = z.object({
  code: z.string(),
  level: z.enum(['must', 'should']),
  statement: Localized,
});
export type ProfileFault = z.infer<typeof ProfileFault>;

/** An RFC 3161 token of a COSE header `sigTst` (claim v1) or `sigTst2` (claim v2), checked here. */
export const TimeStampFacts = z.object({
  header: z.enum(['sigTst', 'sigTst2']),
  /** `genTime`, ISO 8601; `null`: the token cannot be read, or the time is none. */
  time: z.string().nullable(),
  authority: DistinguishedName.nullable(),
  policy: z.string().nullable(),
  serial: z.string().nullable(),
  /** Accuracy the authority claims, in seconds; `null`: it claims none. */
  accuracy: z.number().nonnegative().nullable(),
  imprintAlgorithm: z.string().nullable(),
  /** Is the message imprint that of this signature (or claim)? `null`: could not be checked. */
  imprintMatches: z.boolean().nullable(),
  signatureValid: z.boolean().nullable(),
  /** Id of the time-stamp list that holds the authority's root; `null`: on none. */
  list: z.string().nullable(),
  certificates: z.array(CertificateFacts),
  problems: z.array(z.string()),
});
export type TimeStampFacts = z.infer<typeof TimeStampFacts>;

/** A stapled OCSP response (RFC 6960). */
export const OcspFacts = z.object({
  status: z.enum(['good', 'revoked', 'unknown', 'unreadable']),
  /** Does it speak about the signer's certificate? */
  forSigner: z.boolean(),
  producedAt: z.string().nullable(),
  thisUpdate: z.string().nullable(),
  nextUpdate: z.string().nullable(),
  revokedAt: z.string().nullable(),
  responder: z.string().nullable(),
  signatureValid: z.boolean().nullable(),
  problems: z.array(z.string()),
});
export type OcspFacts = z.infer<typeof OcspFacts>;

/** Does a chain lead to a loaded list, at a given time? */
export const ChainFacts = z.object({
  /**
   * Id of the list of signers that holds the root (or the end-entity certificate itself), when
   * everything holds at that time and nothing of the path is denied.
   */
  list: z.string().nullable(),
  /** Id of the list the signatures lead to, even when the time, a usage or a deny list speaks against it. */
  reaches: z.string().nullable(),
  /** The certificate of that list the path ends at. */
  anchor: CertificateFacts.nullable(),
  /** SHA-256 of the certificates from the end entity to the anchor, the anchor included when found. */
  path: z.array(z.string()),
  /** The time the validity windows were held against, ISO 8601, and where it is from. */
  asOf: z.string(),
  asOfSource: z.enum(['time-stamp', 'given', 'clock']),
  /** Denied by a deny list: why. */
  denied: Localized.nullable(),
  problems: z.array(z.string()),
});
export type ChainFacts = z.infer<typeof ChainFacts>;
