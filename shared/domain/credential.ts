import { z } from 'zod';
import { ConformanceOutcome } from './credential-conformance.ts';
import {
  Coverage,
  CredentialAxes,
  CredentialNode,
  CredentialObservation,
  EngineOpinion,
  ManifestDetail,
  StoreBox,
  WorstState,
} from './credential-detail.ts';
import { CredentialSignals } from './credential-signals.ts';
import { ByteRange } from './figure.ts';
import { CredentialStore, CredentialVerdict, TrustListFact } from './provenance.ts';

const Search = z.object({
  hits: z.array(
    z.object({ offset: z.number().int().nonnegative(), declared: z.number().int().nonnegative() }),
  ),
  searched: z.number().int().nonnegative(),
  complete: z.boolean(),
});

/** Bytes hidden in text by variation selectors that are no credential (C2PA 2.2 annex A.8 describes the coding). */
const HiddenPayload = z.object({ range: ByteRange, bytes: z.number().int(), preview: z.string() });

/** What every answer has, whether a store was found or not. */
const common = {
  axes: CredentialAxes,
  worst: WorstState,
  observations: z.array(CredentialObservation),
  opinions: z.array(EngineOpinion),
  hidden: z.array(HiddenPayload),
};

/** What `provenance.c2pa` stores: the answer about a file's Content Credentials. */
export const CredentialResult = z.discriminatedUnion('state', [
  /** The container was read; no store in it, and no bytes anywhere in the file that look like one. */
  z.object({ state: z.literal('none'), ...common, search: Search }),
  z.object({
    state: z.literal('present'),
    ...common,
    store: CredentialStore,
    verdict: CredentialVerdict,
    lists: z.array(TrustListFact),
    /** Time the certificates were held against when the examiner gave one, ISO 8601. */
    asOf: z.string().nullable(),
    nodes: z.array(CredentialNode),
    details: z.array(ManifestDetail),
    boxes: z.array(StoreBox),
    carrier: z.string().nullable(),
    occupied: z.array(ByteRange),
    coverage: Coverage.nullable(),
    signals: CredentialSignals.nullable(),
    /** Statements of the conformance rubric about the actions; empty when no engine could export the store. */
    conformance: z.array(ConformanceOutcome),
    /** Artifact with the store's crJSON export, when an engine could write it. */
    crJson: z.string().nullable(),
  }),
  z.object({ state: z.literal('remote-only'), ...common, url: z.string() }),
  z.object({
    state: z.literal('unreadable'),
    ...common,
    what: z.enum(['container', 'store', 'format', 'engine']),
    code: z.string(),
    message: z.string(),
    search: Search,
  }),
]);
export type CredentialResult = z.infer<typeof CredentialResult>;
export type PresentCredential = Extract<CredentialResult, { state: 'present' }>;
