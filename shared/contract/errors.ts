import { z } from 'zod';
import { Localized } from '../domain/localized.ts';

/**
 * An expected failure. `code` is stable for scripts; the text says what is wrong and what to do;
 * `retry` tells whether the same call may succeed later without a change by the user.
 */
export const Problem = z.object({
  code: z.enum([
    'case-not-open',
    'case-locked',
    'case-read-only',
    'case-newer',
    'case-damaged',
    'case-exists',
    'not-a-case',
    'not-found',
    'not-allowed',
    'bad-request',
    'no-such-analysis',
    'not-available-here',
    'not-viewable',
    'disk-full',
    'input-output',
    'cancelled',
    'engine-missing',
    'report-failed',
    'report-incomplete',
    'no-authority',
    'authority-exists',
    'authority-damaged',
    'authority-expired',
    'passphrase-needed',
    'passphrase-wrong',
    'file-exists',
    'signing-refused',
    'signing-failed',
    'labelling-refused',
    'labelling-failed',
    'marking-refused',
    'marking-failed',
    'identifier-taken',
    'register-unusable',
    'tracing-failed',
    'package-damaged',
  ]),
  message: Localized,
  detail: z.string().optional(),
  retry: z.boolean().optional(),
});
export type Problem = z.infer<typeof Problem>;
export type ProblemCode = Problem['code'];

/** How handlers answer inside the core: a value or a problem, never an exception for what is expected. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export function succeed<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** What follows from a value, or the problem that stands in its place. */
export function andThen<T, U>(
  result: Result<T>,
  use: (value: T) => U,
): U | { readonly ok: false; readonly problem: Problem } {
  return result.ok ? use(result.value) : result;
}

export function fail(
  code: ProblemCode,
  message: Localized,
  detail?: string,
  retry?: boolean,
): { readonly ok: false; readonly problem: Problem } {
  return {
    ok: false,
    problem: {
      code,
      message,
      ...(detail === undefined ? {} : { detail }),
      ...(retry === undefined ? {} : { retry }),
    },
  };
}
