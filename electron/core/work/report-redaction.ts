import type { RedactionOrder } from '#shared/domain/redaction.ts';
import type { CaseStore } from '../case/store.ts';
import type { ReportInput } from '../report/input.ts';
import { type RedactedInput, redactInput } from '../report/redaction/redact.ts';
import { blackedRings, type Ring } from '../report/redaction/regions.ts';

const hashes = /\b[0-9a-f]{64}\b/g;

/** The input without what the order names. Regions of other exhibits count too: comparisons and families show them. */
export function redactedInput(store: CaseStore, input: ReportInput, order: RedactionOrder): RedactedInput {
  const shown = new Set([
    ...input.items.map(({ evidence }) => evidence.sha256),
    ...(JSON.stringify([input.comparisons ?? [], (input.lineages ?? []).map(({ lineage }) => lineage)]).match(
      hashes,
    ) ?? []),
  ]);
  const blacked = new Map<string, readonly Ring[]>();
  for (const sha256 of order.regions ? shown : []) {
    const evidence = store.evidence(sha256);
    if (evidence === null) continue;
    const rings = blackedRings(store.regions(sha256), evidence.media);
    if (rings.length > 0) blacked.set(sha256, rings);
  }
  return redactInput(input, order, blacked);
}
