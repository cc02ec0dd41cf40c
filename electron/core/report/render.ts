import { createHash } from 'node:crypto';
import type { TaskContext } from '../media/task-context.ts';
import { writeNew } from '../new-file.ts';
import { pictureReferences } from './picture-references.ts';
import { type PreparedPicture, preparePictures } from './pictures.ts';
import { pictureLimits, RenderJob, type RenderResult } from './render-job.ts';
import { renderDocx } from './writers/docx.ts';
import { drawingPictures } from './writers/drawing-pictures.ts';
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
  const rendered = await written(job, pictures, context.signal);
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

type Written = { readonly bytes: Uint8Array; readonly standard: string | null };

async function written(
  { format, report, recordSha256, resources }: RenderJob,
  pictures: ReadonlyMap<string, PreparedPicture>,
  signal: AbortSignal,
): Promise<Written> {
  if (format === 'pdf') return renderPdf(report, recordSha256, pictures, resources);
  if (format === 'html') return { bytes: renderHtml(report, recordSha256, pictures), standard: null };
  const drawings = await drawingPictures(report, pictures, resources, signal);
  return { bytes: await renderDocx(report, recordSha256, pictures, drawings), standard: null };
}
