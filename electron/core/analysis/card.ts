import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import { measuredErrorsOf } from '../pixels/measured-errors.ts';
import type { AnyAnalysis } from './define.ts';

/** The part of a definition that is text: what lists, reports and the method pages show. */
export function analysisCard(analysis: AnyAnalysis): AnalysisCard {
  const { id, version, title, summary, guide, reference, engines } = analysis;
  return {
    id,
    version,
    title,
    summary,
    enhancer: analysis.enhancer ?? false,
    guide,
    reference,
    errorRate: analysis.errorRate ?? null,
    errors: measuredErrorsOf(id),
    engines: [...engines],
  };
}
