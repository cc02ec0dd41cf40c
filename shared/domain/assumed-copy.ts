import { z } from 'zod';
import { Sha256 } from './evidence.ts';

/** The examiner takes one exhibit for a copy of another; no file shows it. At most one origin each. */
export const AssumedCopy = z.object({ evidence: Sha256, from: Sha256 });
export type AssumedCopy = z.infer<typeof AssumedCopy>;

/** What keeps assumptions from being true together, with the first exhibit it shows on. */
export interface CopyFault {
  /** `itself`: its own copy; `twice`: more than one origin; `circle`: a copy of its own copies. */
  readonly kind: 'itself' | 'twice' | 'circle';
  readonly evidence: Sha256;
}

export function copyFault(copies: readonly AssumedCopy[]): CopyFault | null {
  const origins = new Map<Sha256, Sha256>();
  for (const { evidence, from } of copies) {
    if (evidence === from) return { kind: 'itself', evidence };
    if (origins.has(evidence)) return { kind: 'twice', evidence };
    origins.set(evidence, from);
  }
  for (const { evidence } of copies) {
    const passed = new Set<Sha256>();
    for (let at: Sha256 | undefined = evidence; at !== undefined; at = origins.get(at)) {
      if (passed.has(at)) return { kind: 'circle', evidence: at };
      passed.add(at);
    }
  }
  return null;
}

/** With the assumption that `evidence` is a copy of `from`, or with none about it. */
export function assuming(
  copies: readonly AssumedCopy[],
  evidence: Sha256,
  from: Sha256 | null,
): AssumedCopy[] {
  const others = copies.filter((copy) => copy.evidence !== evidence);
  return from === null ? others : [...others, { evidence, from }];
}
