import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Alignment } from '#shared/domain/comparison.ts';
import { localized } from '#shared/domain/localized.ts';
import { Media } from '#shared/domain/media.ts';
import { Artifact } from '#shared/domain/run.ts';
import type { TaskContext } from '../../media/task-context.ts';
import { aligners } from './aligners.ts';

const AlignedFile = z.object({ path: z.string(), media: Media });

export const AlignInput = z.object({
  /** The presumed original. */
  first: AlignedFile,
  second: AlignedFile,
  /** Folder for pictures; made anew. */
  folder: z.string(),
});

/** In a worker: lay two files over each other. */
export async function alignFiles(raw: unknown, context: TaskContext): Promise<Alignment> {
  const { first, second, folder } = AlignInput.parse(raw);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const artifacts: Artifact[] = [];
  for (const load of aligners) {
    const aligner = await load();
    if (!aligner.appliesTo(first.media, second.media)) continue;
    const alignment = await aligner.align({
      ...{ first, second, context },
      async artifact(name, mime, bytes) {
        const artifact = Artifact.parse({
          ...{ name, mime, size: bytes.byteLength },
          sha256: createHash('sha256').update(bytes).digest('hex'),
        });
        await writeFile(join(folder, name), bytes, { flag: 'wx', mode: 0o444 });
        artifacts.push(artifact);
      },
    });
    return Alignment.parse({ ...alignment, artifacts });
  }
  return {
    ...{ outcome: 'undetermined', claim: null, reason: { code: 'kinds', text: noWay }, matches: [] },
    ...{ transform: null, changes: [], figures: [], artifacts: [], warnings: [] },
  };
}

const noWay = localized(
  'These two cannot be laid over each other: they are of different kinds, or of one that is not compared yet.',
  '两者无法叠加比对：类型不同，或该类型尚不支持比对。',
);
