import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnalysisDefinition } from '#core/analysis/define.ts';
import { type InlineRun, runAnalysis } from './run-analysis.ts';

/** `runAnalysis` on bytes that are nobody's file. */
export async function analysedBytes<P, R>(
  analysis: AnalysisDefinition<P, R>,
  bytes: Uint8Array,
  name = 'picture.jpg',
): Promise<InlineRun<R>> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-bytes-'));
  try {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return await runAnalysis(analysis, path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
