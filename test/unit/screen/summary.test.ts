import { describe, expect, test } from 'vitest';
import type { RunSummary } from '#shared/contract/contract.ts';
import type { AnalysisCard } from '#shared/domain/analysis-card.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import { summarise } from '../../../renderer/src/stages/examine/summary.ts';

const said = (code: string, more: Partial<Finding> = {}): Finding => ({
  code,
  statement: localized(code, code),
  bearing: 'informational',
  strength: 'none',
  limits: [],
  innocent: [],
  figures: [],
  ...more,
});

const run = (analysis: string, more: Partial<RunSummary> = {}): RunSummary => ({
  id: `${analysis} ${more.startedAt ?? ''}`,
  evidence: 'a'.repeat(64),
  analysis,
  version: 1,
  parameters: {},
  engines: {},
  key: 'b'.repeat(64),
  outcome: 'found',
  warnings: [],
  startedAt: '2026-01-01T00:00:00Z',
  durationMs: 1,
  findings: [],
  figures: [],
  ...more,
});

const card = (id: string): AnalysisCard => ({
  id,
  version: 1,
  title: localized(id, id),
  summary: localized(id, id),
  guide: { sees: [], lookFor: [], ignore: [], lies: [] },
  reference: { cite: 'x', limits: [localized('x', 'x')] },
  errorRate: null,
  enhancer: false,
  errors: null,
  engines: [],
});

describe('the overview of an exhibit', () => {
  test('a proposition decides the question, otherwise the family does', () => {
    const { statements } = summarise(
      [
        run('container.structure', {
          findings: [said('trailing'), said('recut', { proposition: 'unaltered' })],
        }),
        run('provenance.c2pa', { findings: [said('signer')] }),
        run('pixels.error-level', {
          findings: [said('level'), said('label', { proposition: 'ai-generated' })],
        }),
        run('unheard-of.method', { findings: [said('other')] }),
      ],
      [],
    );
    const codes = (list: readonly { finding: Finding }[]) => list.map(({ finding }) => finding.code).sort();
    expect(codes(statements.what)).toEqual(['other', 'trailing']);
    expect(codes(statements.whence)).toEqual(['label', 'signer']);
    expect(codes(statements.done)).toEqual(['level', 'recut']);
  });

  test('what contradicts comes first, the stronger before the weaker', () => {
    const { statements } = summarise(
      [
        run('provenance.c2pa', {
          findings: [
            said('note'),
            said('supports', { bearing: 'supports', strength: 'strong' }),
            said('weak', { bearing: 'contradicts', strength: 'weak' }),
            said('strong', { bearing: 'contradicts', strength: 'strong' }),
            said('open', { bearing: 'inconclusive', strength: 'weak' }),
          ],
        }),
      ],
      [],
    );
    expect(statements.whence.map(({ finding }) => finding.code)).toEqual([
      'strong',
      'weak',
      'supports',
      'open',
      'note',
    ]);
  });

  test('only the newest run of an analysis speaks', () => {
    const { latest, counts } = summarise(
      [
        run('metadata.fields', { outcome: 'found', startedAt: '2026-01-02T00:00:00Z' }),
        run('metadata.fields', { outcome: 'failed', startedAt: '2026-01-01T00:00:00Z' }),
      ],
      [],
    );
    expect(latest.map((one) => one.outcome)).toEqual(['found']);
    expect(counts).toEqual({ found: 1, 'nothing-found': 0, 'not-applicable': 0, undetermined: 0, failed: 0 });
  });

  test('what gave no answer and what never ran is named, each once', () => {
    const summary = summarise(
      [
        run('pixels.error-level', { outcome: 'undetermined' }),
        run('fingerprints.pdq', { outcome: 'failed' }),
        run('media.streams', { outcome: 'not-applicable' }),
      ],
      ['pixels.error-level', 'labels.declared', 'media.streams'].map(card),
    );
    expect(summary.unanswered.map((one) => one.analysis)).toEqual(['fingerprints.pdq', 'pixels.error-level']);
    expect(summary.notApplicable.map((one) => one.analysis)).toEqual(['media.streams']);
    expect(summary.notRun.map((one) => one.id)).toEqual(['labels.declared']);
  });
});
