import type { CredentialResult } from '#shared/domain/credential.ts';
import { noCredentialAxes } from '#shared/domain/credential-detail.ts';
import type { AnalysisEvidence, Answer } from '../analysis/define.ts';
import type { FoundStores } from './carriers/find-stores.ts';
import { hiddenChecks } from './checks/reading.ts';
import { complaintOf, reasonFor } from './complaint.ts';
import type { EngineAnswers } from './engine-answers.ts';
import { compareOpinions } from './opinions.ts';

/** Hidden payloads as they are recorded. */
export function hiddenOf({ hidden }: FoundStores): CredentialResult['hidden'] {
  return hidden.map(({ range: [start, length], length: bytes, preview, text }) => ({
    range: [start, length],
    bytes,
    preview: text ?? Buffer.from(preview).toString('hex'),
  }));
}

/** No engine and no reading of ours could make anything of a store. */
export function withoutStore(
  evidence: AnalysisEvidence,
  found: FoundStores,
  engines: EngineAnswers,
  warnings: readonly string[],
): Answer<CredentialResult> {
  const { opinions } = compareOpinions(...engines.opinions);
  const search = {
    hits: found.hits.map(({ offset, declared }) => ({ offset, declared })),
    searched: found.searched,
    complete: found.complete,
  };
  const hidden = hiddenOf(found);
  const common = { observations: hiddenChecks(hidden), opinions: [...opinions], hidden };
  const url = engines.remote ?? found.remote;
  if (url !== null) {
    const axes = noCredentialAxes('remote-only');
    return {
      outcome: 'found',
      result: { state: 'remote-only', axes, worst: 'undetermined', ...common, url },
      warnings,
    };
  }
  const complaint = complaintOf(evidence, engines, found);
  if (complaint !== null) {
    const { what, code, message } = complaint;
    const result: CredentialResult = {
      state: 'unreadable',
      axes: noCredentialAxes('unreadable'),
      worst: 'undetermined',
      ...common,
      what,
      code,
      message,
      search,
    };
    return {
      outcome: 'undetermined',
      reason: reasonFor(complaint, search.hits[0]?.offset),
      result,
      warnings,
    };
  }
  if (engines.missing !== null) return { outcome: 'undetermined', reason: engines.missing, warnings };
  const result: CredentialResult = {
    state: 'none',
    axes: noCredentialAxes('none'),
    worst: 'none',
    ...common,
    search,
  };
  return { outcome: hidden.length > 0 ? 'found' : 'nothing-found', result, warnings };
}
