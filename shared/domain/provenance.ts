import { z } from 'zod';

/**
 * What a C2PA reader said about a file, in our own words: neutral of the engine that read it.
 * Clause numbers are of the C2PA specification 2.2 unless a later one is named.
 */

/** One validation status of clause 15: the code is the engine's, `url` the JUMBF address it speaks about. */
export const CredentialStatus = z.object({
  kind: z.enum(['success', 'informational', 'failure']),
  code: z.string(),
  url: z.string(),
  explanation: z.string(),
});
export type CredentialStatus = z.infer<typeof CredentialStatus>;

/** One entry of a `c2pa.actions` assertion: what the signer says was done. */
export const CredentialAction = z.object({
  action: z.string(),
  when: z.string().nullable(),
  softwareAgent: z.string().nullable(),
  digitalSourceType: z.string().nullable(),
  description: z.string().nullable(),
  /** Label of the assertion it stands in. */
  assertion: z.string(),
  /** `true`: vouched for by the signer (created assertions, claim v2); `null`: the claim does not tell them apart. */
  created: z.boolean().nullable(),
  /** Addresses of the ingredient assertions it was applied to (`parameters.ingredients`, v1 `ingredient`). */
  ingredients: z.array(z.string()).optional(),
  /** Regions it changed (`changes`), each as JSON text cut to a readable length. */
  changes: z.array(z.string()).optional(),
  /** Of `c2pa.redacted`: the address of what was taken out, and the reason's code. */
  redacted: z.string().nullable().optional(),
  reason: z.string().nullable().optional(),
});
export type CredentialAction = z.infer<typeof CredentialAction>;

/** One `c2pa.actions` assertion as a whole. */
export const CredentialActionList = z.object({
  assertion: z.string(),
  created: z.boolean().nullable(),
  /** Does the signer say that these are all actions? `null`: nothing is said. */
  allActionsIncluded: z.boolean().nullable(),
});
export type CredentialActionList = z.infer<typeof CredentialActionList>;

export const CredentialAssertion = z.object({
  label: z.string(),
  created: z.boolean().nullable(),
  /** The assertion's data as JSON text, cut to a readable length. */
  preview: z.string(),
});
export type CredentialAssertion = z.infer<typeof CredentialAssertion>;

/** A source the content was made from, with what was known about its own credential then and now. */
export const CredentialIngredient = z.object({
  label: z.string(),
  title: z.string().nullable(),
  format: z.string().nullable(),
  relationship: z.string(),
  /** Label of its manifest inside the same store; `null`: it came without a credential. */
  manifest: z.string().nullable(),
  digitalSourceType: z.string().nullable(),
  instanceId: z.string().nullable().optional(),
  /** Status the signer recorded when the ingredient was taken in. The signer's word, under the signer's lists. */
  recorded: z.array(CredentialStatus),
  /** What validation here adds to or changes of the recorded status. */
  now: z.array(CredentialStatus),
});
export type CredentialIngredient = z.infer<typeof CredentialIngredient>;

/** What the certificate and the signature say. Organisation and name are the certificate's own words. */
export const CredentialSignature = z.object({
  algorithm: z.string().nullable(),
  organisation: z.string().nullable(),
  commonName: z.string().nullable(),
  serial: z.string().nullable(),
  /** Time of the time-stamp token, ISO 8601, when there is one. */
  time: z.string().nullable(),
});
export type CredentialSignature = z.infer<typeof CredentialSignature>;

export const CredentialManifest = z.object({
  label: z.string(),
  claimVersion: z.number().int().nullable(),
  claimGenerator: z.string(),
  title: z.string().nullable(),
  format: z.string().nullable(),
  instanceId: z.string().nullable(),
  signature: CredentialSignature.nullable(),
  assertions: z.array(CredentialAssertion),
  actions: z.array(CredentialAction),
  /** Absent in results of earlier versions. */
  actionLists: z.array(CredentialActionList).optional(),
  /** Version of the specification the claim generator says it follows (`specVersion`, 2.4). */
  specVersion: z.string().nullable().optional(),
  ingredients: z.array(CredentialIngredient),
  redactions: z.array(z.string()),
});
export type CredentialManifest = z.infer<typeof CredentialManifest>;

export const CredentialStore = z.object({
  /** Label of the active manifest: the newest, the one bound to the file. */
  active: z.string().nullable(),
  /** The active manifest first, then the others in order of their labels. */
  manifests: z.array(CredentialManifest),
  /** All status of the active manifest. Ingredient status stands with each ingredient. */
  statuses: z.array(CredentialStatus),
  /** Status of ingredients whose assertion could not be matched to a manifest of the store. */
  unplaced: z.array(CredentialStatus),
  /** The engine's own one-word state. Shown, never used as the verdict: it mixes unlike things. */
  engineState: z.string().nullable(),
  /** The same without identity assertions (CAWG), when those failed and the store was read twice. */
  engineStateWithoutIdentity: z.string().nullable(),
  embedded: z.boolean(),
  /** Parts of the store were left out because a limit of size, depth or count was reached. */
  cut: z.boolean(),
});
export type CredentialStore = z.infer<typeof CredentialStore>;

/** A trust list that was loaded for the reading: the verdict about a signer rests on it. */
export const TrustListFact = z.object({
  id: z.string(),
  /** How the engine names the list in its explanations. */
  uri: z.string(),
  title: z.string(),
  kind: z.enum(['manifest', 'tsa']),
  /** Issue date of the official edition when the SHA-256 is one we know, else `null`. */
  edition: z.string().nullable(),
  sha256: z.string(),
  certificates: z.number().int().nonnegative(),
});
export type TrustListFact = z.infer<typeof TrustListFact>;

/** Our verdict: independent axes, never one word. */
export const CredentialVerdict = z.object({
  /** Do the signed hashes fit the bytes of this file? */
  content: z.enum(['intact', 'partly-covered', 'changed', 'not-checked']),
  /** Do the manifest's own parts (claim, assertions, references) fit together? */
  claims: z.enum(['intact', 'changed', 'incomplete', 'malformed']),
  signature: z.enum([
    'valid',
    'expired-without-time',
    'outside-validity',
    'revoked',
    'invalid-certificate',
    'broken',
    'missing',
  ]),
  time: z.enum(['listed', 'unlisted', 'broken', 'absent']),
  revocation: z.enum(['not-revoked', 'revoked', 'unknown']),
  signer: z.enum(['listed', 'unlisted', 'no-lists']),
  /** Id of the list that holds the signer's root. */
  list: z.string().nullable(),
  /** The worst of all ingredients at any depth. */
  ingredients: z.enum(['none', 'ok', 'unlisted-signer', 'no-credential', 'recorded-failure', 'failed']),
  /** Identity assertions of the Creator Assertions Working Group: never merged into the other axes. */
  identity: z.enum(['absent', 'verified', 'unlisted', 'needs-network', 'failed']),
});
export type CredentialVerdict = z.infer<typeof CredentialVerdict>;
