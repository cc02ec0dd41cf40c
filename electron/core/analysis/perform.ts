import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Sha256 } from '#shared/domain/evidence.ts';
import { Figure } from '#shared/domain/figure.ts';
import { Finding } from '#shared/domain/finding.ts';
import { Media } from '#shared/domain/media.ts';
import { Artifact, Reason } from '#shared/domain/run.ts';
import type { TaskContext } from '../media/task-context.ts';
import { analysisLoaders } from './loaders.generated.ts';

/** What the host asks a worker to do. */
export const PerformInput = z.object({
  analysis: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  evidence: z.object({
    path: z.string(),
    sha256: Sha256,
    size: z.number(),
    media: Media,
    companion: z.string().nullable(),
  }),
  scratch: z.string(),
  /** Folder for artifacts; the host moves it into the case when it accepts the run. */
  artifacts: z.string(),
});
export type PerformInput = z.infer<typeof PerformInput>;

/** What comes back, checked by the host against this very schema. */
export const PerformOutput = z.object({
  outcome: z.enum(['found', 'nothing-found', 'undetermined']),
  reason: Reason.optional(),
  result: z.unknown(),
  warnings: z.array(z.string()),
  findings: z.array(Finding),
  figures: z.array(Figure),
  artifacts: z.array(Artifact),
});
export type PerformOutput = z.infer<typeof PerformOutput>;

/** Run one analysis inside a worker: parse, run, check the result, make figures and findings. */
export async function performAnalysis(raw: unknown, context: TaskContext): Promise<PerformOutput> {
  const input = PerformInput.parse(raw);
  // Only this one: a worker that was started for one method shall not read the code of all of them first.
  const analysis = await analysisLoaders.get(input.analysis)?.();
  if (analysis === undefined) throw new Error(`No analysis is called ${input.analysis}`);
  const artifacts: Artifact[] = [];
  const answer = await analysis.run({
    evidence: input.evidence,
    parameters: analysis.parameters.parse(input.parameters),
    scratch: input.scratch,
    limits: context.limits,
    signal: context.signal,
    progress: context.progress,
    async artifact(name, mime, bytes) {
      const artifact = Artifact.parse({
        name,
        mime,
        size: bytes.byteLength,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
      if (artifacts.some((other) => other.name === name)) throw new Error(`Two artifacts are called ${name}`);
      await writeFile(join(input.artifacts, name), bytes, { flag: 'wx', mode: 0o444 });
      artifacts.push(artifact);
    },
  });
  const known = answer.result !== undefined;
  const result = known ? analysis.result.parse(answer.result) : null;
  return {
    outcome: answer.outcome,
    ...(answer.outcome === 'undetermined' ? { reason: answer.reason } : {}),
    result,
    warnings: [...(answer.warnings ?? [])],
    findings: known ? analysis.interpret(result, input.evidence.media) : [],
    figures: known ? analysis.figures(result, input.evidence.media) : [],
    artifacts,
  };
}
