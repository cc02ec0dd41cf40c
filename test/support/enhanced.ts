import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import type { AnalysisDefinition } from '#core/analysis/define.ts';
import { type InlineRun, runAnalysis } from './run-analysis.ts';

/** One run of an enhancer on the bytes of a picture. */
export async function enhanced<P, R>(
  analysis: AnalysisDefinition<P, R>,
  bytes: Uint8Array,
  parameters: Record<string, unknown> = {},
): Promise<InlineRun<R> & { readonly result: R }> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-enhanced-'));
  try {
    const path = join(folder, 'picture');
    await writeFile(path, bytes);
    const run = await runAnalysis(analysis, path, parameters);
    if (run.answer.result === undefined) throw new Error(JSON.stringify(run.answer));
    return { ...run, result: run.answer.result };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What every enhancer owes: its card names it so, its findings bear on nothing, its pictures exist and are small. */
export async function expectEnhancer<P, R>(
  analysis: AnalysisDefinition<P, R>,
  { findings, figures, artifacts }: InlineRun<R>,
): Promise<void> {
  expect(analysis.summary.en).toContain('An enhancer: it shows, it does not conclude.');
  expect(analysis.summary['zh-CN']).toContain('只作显示，不作结论');
  for (const { bearing, strength, proposition } of findings)
    expect([bearing, strength, proposition]).toEqual(['informational', 'none', undefined]);
  for (const figure of figures)
    if (figure.kind === 'heatmap' || figure.kind === 'image')
      expect(artifacts.has(figure.artifact), figure.id).toBe(true);
  for (const bytes of artifacts.values()) {
    const { width, height } = await sharp(bytes).metadata();
    expect(width * height).toBeLessThanOrEqual(4_000_000);
  }
}

/** Samples of an artifact as they lie in the PNG. */
export async function samplesOf(bytes: Uint8Array | undefined): Promise<Uint8Array> {
  if (bytes === undefined) throw new Error('no such artifact');
  return new Uint8Array(await sharp(bytes).raw().toBuffer());
}
