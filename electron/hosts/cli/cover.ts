import { fillPlaceholders } from '#shared/text/format.ts';
import { complain } from './output.ts';
import { type Session, valueOrUsage } from './session.ts';
import { text } from './text.ts';

/**
 * Of these exhibits, those whose results are covered: no command prints what came of them. They are named on standard
 * error with the two ways on; who calls prints the others and ends with status 1. Files outside a case are never
 * covered.
 */
export function coveredOf(
  { app, language }: Session,
  caseId: string,
  exhibits: readonly string[],
): ReadonlySet<string> {
  const covered = valueOrUsage(app.conclusion.covered(caseId, [...new Set(exhibits)]), language);
  if (covered.length === 0) return new Set();
  const names = covered.slice(0, 20).map((evidence) => {
    const known = app.evidence.get(caseId, evidence);
    return known.ok ? known.value.name : evidence.slice(0, 8);
  });
  complain(fillPlaceholders(text.covered[language], { names: names.join(', ') }));
  return new Set(covered);
}
