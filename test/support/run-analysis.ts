import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { AnalysisDefinition, Answer } from '#core/analysis/define.ts';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { Figure } from '#shared/domain/figure.ts';
import { Finding } from '#shared/domain/finding.ts';
import type { Media } from '#shared/domain/media.ts';

export interface InlineRun<R> {
  readonly media: Media;
  readonly answer: Answer<R>;
  readonly figures: Figure[];
  readonly findings: Finding[];
  readonly artifacts: ReadonlyMap<string, Uint8Array>;
}

/**
 * Run one analysis in this process on one file, as a worker would: private folder, neutral name,
 * results checked against the schemas. For tests of a method itself; the pool has its own tests.
 */
export async function runAnalysis<P, R>(
  analysis: AnalysisDefinition<P, R>,
  file: string,
  parameters: Record<string, unknown> = {},
  companion: string | null = null,
): Promise<InlineRun<R>> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-test-'));
  try {
    const path = join(folder, 'in', 'evidence');
    const scratch = join(folder, 'scratch');
    await mkdir(join(folder, 'in'));
    await mkdir(scratch);
    await copyFile(file, path);
    const bytes = await readFile(path);
    const media = await identify(path, basename(file));
    const artifacts = new Map<string, Uint8Array>();
    const answer = await analysis.run({
      evidence: {
        path,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.length,
        media,
        companion,
      },
      parameters: analysis.parameters.parse(parameters),
      scratch,
      limits: { ...defaultLimits, ...analysis.limits },
      async artifact(name, _mime, bytes) {
        artifacts.set(name, bytes);
      },
      progress() {
        // a test looks at results only
      },
      signal: new AbortController().signal,
    });
    if (answer.result === undefined) return { media, answer, figures: [], findings: [], artifacts };
    const result = analysis.result.parse(answer.result);
    return {
      media,
      answer,
      figures: analysis.figures(result, media).map((figure) => Figure.parse(figure)),
      findings: analysis.interpret(result, media).map((finding) => Finding.parse(finding)),
      artifacts,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
