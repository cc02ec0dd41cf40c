import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { performAnalysis } from '#core/analysis/perform.ts';
import { identify } from '#core/intake/identify.ts';
import { planLabels } from '#core/labels/writing/plan-task.ts';
import { checkLabels, writeLabels } from '#core/labels/writing/write-task.ts';
import { checkModel } from '#core/mark/foreign/model-task.ts';
import { checkMark, fingerprintCopy, planMark, writeMark } from '#core/mark/mark-task.ts';
import { attackAndRead, readUnattacked } from '#core/mark/survive-task.ts';
import { hashContent } from '#core/media/content-hash.ts';
import { makePreview } from '#core/media/preview.ts';
import type { TaskContext } from '#core/media/task-context.ts';
import { buildPyramid } from '#core/media/tiles.ts';
import { buildForSigning } from '#core/provenance/sign/build-task.ts';
import { sealSigned } from '#core/provenance/sign/seal-task.ts';
import { renderReport } from '#core/report/render.ts';
import { contentTask, recogniseTask } from '#core/trust/tasks.ts';
import { Media } from '#shared/domain/media.ts';

export type TaskFunction = (input: unknown, context: TaskContext) => Promise<unknown>;

const IdentifyInput = z.object({ path: z.string(), name: z.string().nullable() });
const MediaInput = z.object({ path: z.string(), media: Media });
const PreviewInput = MediaInput.extend({
  folder: z.string(),
  name: z.string(),
  maxSide: z.number().int().positive(),
});
const PyramidInput = MediaInput.extend({ folder: z.string() });

/** Everything a worker can be asked to do, by name. */
export const tasks: ReadonlyMap<string, TaskFunction> = new Map<string, TaskFunction>([
  ['analysis', performAnalysis],
  [
    'identify',
    async (input) => {
      const { path, name } = IdentifyInput.parse(input);
      return identify(path, name);
    },
  ],
  [
    'content-hash',
    async (input, context) => {
      const { path, media } = MediaInput.parse(input);
      return { content: await hashContent(path, media, context) };
    },
  ],
  [
    'preview',
    async (input, context) => {
      const { path, media, folder, name, maxSide } = PreviewInput.parse(input);
      const made = await makePreview(path, media, maxSide, context);
      if (!made.ok) return { ok: false, reason: made.reason };
      const { bytes, mime, width, height } = made.preview;
      await writeFile(join(folder, name), bytes, { flag: 'wx' });
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { ok: true, value: { mime, width, height, sha256 } };
    },
  ],
  [
    'pyramid',
    async (input, context) => {
      const { path, media, folder } = PyramidInput.parse(input);
      const built = await buildPyramid(path, media, join(folder, 'tiles'), context.limits);
      return built.ok ? { ok: true, value: built.pyramid } : { ok: false, reason: built.reason };
    },
  ],
  ['label-plan', planLabels],
  ['label-write', writeLabels],
  ['label-check', checkLabels],
  ['mark-plan', (input, context) => planMark(input, context)],
  ['mark-write', (input, context) => writeMark(input, context)],
  ['mark-check', (input, context) => checkMark(input, context)],
  ['mark-fingerprint', fingerprintCopy],
  ['mark-model-check', checkModel],
  ['survival-read', (input, context) => readUnattacked(input, context)],
  ['survival-attack', (input, context) => attackAndRead(input, context)],
  ['report', renderReport],
  ['sign-build', buildForSigning],
  ['sign-seal', sealSigned],
  ['trust-recognise', recogniseTask],
  ['trust-content', contentTask],
]);
