import type { ReportFormat, ReportKind } from '#shared/contract/contract.ts';
import type { Sha256 } from '#shared/domain/evidence.ts';
import type { Language } from '#shared/domain/localized.ts';
import { useDraft } from '../conclude/opinion/use-conclusion.ts';
import { noRedaction, type RedactionDraft } from './redaction-fields.tsx';

/** The report itself, or what a newsroom publishes about the conclusion. */
export const contents = ['report', 'review'] as const;

/**
 * All that is chosen for a report; it stays while something is looked up in another stage. The reason for exporting it
 * incomplete is not among it: it lifts the cover over results, and is given for one export.
 */
export interface ReportDraft {
  readonly format: ReportFormat;
  readonly contents: (typeof contents)[number];
  /** `null`: the language of the screen, whichever that is. */
  readonly language: Language | null;
  readonly scope: 'all' | 'some';
  readonly chosen: readonly Sha256[];
  readonly kind: ReportKind;
  readonly redaction: RedactionDraft;
}

const usual: ReportDraft = {
  ...{ format: 'pdf', contents: 'report', language: null, scope: 'all', chosen: [] },
  // What is made unless something else is asked for demands nothing.
  ...{ kind: 'working', redaction: noRedaction },
};

export function useReportDraft(caseId: string) {
  return useDraft<ReportDraft>(caseId, 'report', usual);
}
