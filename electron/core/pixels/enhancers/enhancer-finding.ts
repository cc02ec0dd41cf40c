import type { Finding } from '#shared/domain/finding.ts';
import type { Localized } from '#shared/domain/localized.ts';

/** What an enhancer may say: what is shown and in which numbers, for no proposition and against none. */
export function enhancerFinding(
  code: string,
  statement: Localized,
  limits: readonly Localized[],
  figures: readonly string[],
): Finding {
  return {
    code,
    statement,
    bearing: 'informational',
    strength: 'none',
    limits: [...limits],
    innocent: [],
    figures: [...figures],
  };
}
