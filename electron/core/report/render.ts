import { createHash } from 'node:crypto';
import type { TaskContext } from '../media/task-context.ts';
import { writeNew } from '../new-file.ts';
import { pictureReferences } from './picture-references.ts';
import { preparePictures } from './pictures.ts';
import { pictureLimits, RenderJob, type RenderResult } from './render-job.ts';
import { renderHtml } from './writers/html.ts';
import { renderPdf } from './writers/pdf.ts';

/** Render a report inside a worker and write it to a new file. */
export async function renderReport(raw: unknown, context: TaskContext): Promise<RenderResult> {
  const job = RenderJob.parse(raw);
  const pictures = await preparePictures({
    references: pictureReferences(job.report),
    paths: new Map(job.pictures.map(({ key, path }) => [key, path])),
    limits: pictureLimits,
    signal: context.signal,
    progress: (fraction) => context.progress(fraction * 0.7),
  });
  context.signal.throwIfAborted();
  const rendered =
    job.format === 'html'
      ? { bytes: renderHtml(job.report, job.recordSha256, pictures), standard: null }
      : await renderPdf(job.report, job.recordSha256, pictures, job.resources);
  context.progress(0.95);
  await writeNew(job.output, rendered.bytes);
  const shown = [...pictures.values()].filter((picture) => picture.ok).length;
  return {
    sha256: createHash('sha256').update(rendered.bytes).digest('hex'),
    size: rendered.bytes.byteLength,
    standard: rendered.standard,
    pictures: { shown, notShown: pictures.size - shown },
  };
}
