import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultLimits } from '#core/media/limits.ts';
import { composeReport } from '#core/report/compose.ts';
import type { ReportInput } from '#core/report/input.ts';
import { pictureReferences } from '#core/report/picture-references.ts';
import { renderReport } from '#core/report/render.ts';
import type { RenderResult } from '#core/report/render-job.ts';
import { reportResources } from '#core/report/resources.ts';
import { reportRecord, writeJson } from '#core/report/writers/json.ts';
import { heatmapPng, picturePng } from '../fixtures/make/report-input.ts';

export interface Rendered {
  readonly result: RenderResult;
  readonly bytes: Buffer;
  readonly recordSha256: string;
}

/** Compose and render a report as the worker does, in a folder of its own that is removed afterwards. */
export async function renderFixture(
  input: ReportInput,
  format: 'html' | 'pdf' | 'docx',
  changed = false,
): Promise<Rendered> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-report-'));
  try {
    const report = composeReport(input);
    const recordSha256 = writeJson(reportRecord(input, report)).sha256;
    const files = { heatmap: join(folder, 'levels.png'), picture: join(folder, 'preview.png') };
    await writeFile(files.heatmap, changed ? picturePng : heatmapPng);
    await writeFile(files.picture, picturePng);
    const pictures = pictureReferences(report).map(({ key }) => ({
      key,
      path: key.endsWith('levels.png') ? files.heatmap : files.picture,
    }));
    const output = join(folder, `report.${format}`);
    const job = { report, recordSha256, format, pictures, resources: reportResources(), output };
    const context = {
      limits: defaultLimits,
      signal: new AbortController().signal,
      progress: () => undefined,
    };
    const result = await renderReport(job, context);
    return { result, bytes: await readFile(output), recordSha256 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Is a program of poppler-utils or coreutils here? Tests that need it are skipped, and reported so, if not. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ['-v'], { stdio: 'ignore' }).error === undefined;
}

/** Standard output of a program; throws when it fails. */
export function outputOf(program: string, ...options: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, options, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}
