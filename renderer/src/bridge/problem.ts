import { ORPCError } from '@orpc/client';
import type { Problem } from '#shared/contract/errors.ts';

/** An expected failure as the core worded it, or `null` for everything else (no host, a bug). */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof ORPCError && error.code === 'PROBLEM') return error.data as Problem;
  return null;
}
