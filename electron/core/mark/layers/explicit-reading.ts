import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LabellingRequest } from '#shared/domain/labelling.ts';
import type { MarkLayer } from '#shared/domain/marking.ts';
import { Media } from '#shared/domain/media.ts';
import { PerformOutput } from '../../analysis/perform.ts';
import { analyses } from '../../analysis/registry.generated.ts';
import type { TaskOptions } from '../../ports.ts';
import { hashOf, type MarkPorts } from '../mark-file.ts';
import { explicitWritten, layer } from './words.ts';

/**
 * Does the reader of labels for people find the one that was put in? It reads by recognising letters and rhythms and
 * may miss one that is there: then the layer says so, and the copy is made all the same.
 */
export async function readExplicit(
  path: string,
  { visible, audible, written }: Pick<LabellingRequest, 'visible' | 'audible' | 'written'>,
  ports: MarkPorts,
  options: TaskOptions,
): Promise<MarkLayer> {
  const id = visible !== null ? 'labels.visible' : audible !== null ? 'labels.audible' : 'labels.written';
  const text =
    visible?.text ?? written?.text ?? (audible?.kind === 'spoken' ? basename(audible.recording) : '· – · ·');
  const analysis = analyses.find((one) => one.id === id);
  const folder = await mkdtemp(join(ports.paths.temporary, 'explicit-'));
  try {
    const [scratch, artifacts] = [join(folder, 'scratch'), join(folder, 'artifacts')];
    for (const one of [scratch, artifacts]) await mkdir(one);
    const media = await ports.workers.run('identify', { path, name: null }, Media, options);
    if (!media.ok || analysis === undefined) return layer('explicit', 'done', explicitWritten(text, false));
    const input = {
      ...{
        analysis: id,
        parameters: analysis.parameters.parse({}) as Record<string, unknown>,
        scratch,
        artifacts,
      },
      evidence: { path, media: media.value, companion: null, ...(await hashOf(path, options.signal)) },
    };
    const limits = { ...options.limits, ...analysis.limits };
    const run = await ports.workers.run('analysis', input, PerformOutput, { ...options, limits });
    const read = run.ok && run.value.outcome === 'found';
    return layer('explicit', 'done', explicitWritten(text, read), read ? [`${id} ${analysis.version}`] : []);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
