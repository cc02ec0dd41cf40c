import type { Evidence } from '#shared/domain/evidence.ts';

type KnownContent = Extract<Evidence['content'], { state: 'known' }>;

/** What the content hashes of several exhibits say together. */
export type ContentVerdict =
  | { readonly verdict: 'same'; readonly of: KnownContent['of']; readonly warnings: boolean }
  | { readonly verdict: 'different'; readonly warnings: boolean }
  | { readonly verdict: 'undetermined' };

/** Equal hashes mean something only when all were made of the same thing by the same method. */
export function contentVerdict(exhibits: readonly Pick<Evidence, 'content'>[]): ContentVerdict {
  const known = exhibits.flatMap(({ content }) => (content.state === 'known' ? [content] : []));
  const [first] = known;
  if (first === undefined || known.length < exhibits.length || exhibits.length < 2) {
    return { verdict: 'undetermined' };
  }
  if (known.some((one) => one.of !== first.of || one.method !== first.method))
    return { verdict: 'undetermined' };
  const warnings = known.some((one) => one.warnings.length > 0);
  return known.every((one) => one.sha256 === first.sha256)
    ? { verdict: 'same', of: first.of, warnings }
    : { verdict: 'different', warnings };
}
