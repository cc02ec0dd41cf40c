import { z } from 'zod';
import { CredentialStore, CredentialVerdict, TrustListFact } from '#shared/domain/provenance.ts';

const Search = z.object({
  hits: z.array(
    z.object({ offset: z.number().int().nonnegative(), declared: z.number().int().nonnegative() }),
  ),
  searched: z.number().int().nonnegative(),
  complete: z.boolean(),
});

/** What `provenance.c2pa` stores. */
export const CredentialResult = z.discriminatedUnion('state', [
  /** The container was read; no store in it, and no bytes anywhere in the file that look like one. */
  z.object({ state: z.literal('none'), search: Search }),
  /** The container was read and holds no store where its format keeps one, but something like it lies elsewhere. */
  z.object({ state: z.literal('stray'), search: Search }),
  z.object({
    state: z.literal('present'),
    store: CredentialStore,
    verdict: CredentialVerdict,
    lists: z.array(TrustListFact),
  }),
  z.object({ state: z.literal('remote-only'), url: z.string() }),
  z.object({
    state: z.literal('unreadable'),
    what: z.enum(['container', 'store', 'format', 'engine']),
    code: z.string(),
    message: z.string(),
    search: Search,
  }),
]);
export type CredentialResult = z.infer<typeof CredentialResult>;
export type PresentCredential = Extract<CredentialResult, { state: 'present' }>;
