import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { TaskContext } from '#core/media/task-context.ts';
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

/**
 * Everything a worker can be asked to do, by name. The code of a task is loaded when it is first asked for: most workers
 * live for a few tasks, and reading all of the program takes longer than many of these.
 */
export const tasks: ReadonlyMap<string, TaskFunction> = new Map<string, TaskFunction>([
  [
    'analysis',
    async (input, context) => (await import('#core/analysis/perform.ts')).performAnalysis(input, context),
  ],
  [
    'identify',
    async (input) => {
      const { path, name } = IdentifyInput.parse(input);
      const { identify } = await import('#core/intake/identify.ts');
      return identify(path, name);
    },
  ],
  [
    'content-hash',
    async (input, context) => {
      const { path, media } = MediaInput.parse(input);
      const { hashContent } = await import('#core/media/content-hash.ts');
      return { content: await hashContent(path, media, context) };
    },
  ],
  [
    'preview',
    async (input, context) => {
      const { path, media, folder, name, maxSide } = PreviewInput.parse(input);
      const { makePreview } = await import('#core/media/preview.ts');
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
      const { buildPyramid } = await import('#core/media/tiles.ts');
      const built = await buildPyramid(path, media, join(folder, 'tiles'), context.limits);
      return built.ok ? { ok: true, value: built.pyramid } : { ok: false, reason: built.reason };
    },
  ],
  ['label-plan', async (...task) => (await labelPlan()).planLabels(...task)],
  ['label-write', async (...task) => (await labelWriting()).writeLabels(...task)],
  ['label-check', async (...task) => (await labelWriting()).checkLabels(...task)],
  ['mark-plan', async (input, context) => (await marking()).planMark(input, context)],
  ['mark-write', async (input, context) => (await marking()).writeMark(input, context)],
  ['mark-check', async (input, context) => (await marking()).checkMark(input, context)],
  ['mark-fingerprint', async (...task) => (await marking()).fingerprintCopy(...task)],
  ['mark-model-check', async (...task) => (await models()).checkModel(...task)],
  [
    'camera-fingerprint',
    async (...task) =>
      (await import('#core/pixels/sensor-noise/fingerprint-task.ts')).makeFingerprint(...task),
  ],
  [
    'region-means',
    async (...task) => (await import('#core/pixels/agreement/measure-task.ts')).measureMaps(...task),
  ],
  ['survival-read', async (input, context) => (await survival()).readUnattacked(input, context)],
  ['survival-attack', async (input, context) => (await survival()).attackAndRead(input, context)],
  [
    'fingerprint',
    async (...task) => (await import('#core/trace/fingerprints/print-task.ts')).printFile(...task),
  ],
  [
    'fingerprint-match',
    async (...task) => (await import('#core/trace/fingerprints/match-task.ts')).matchPrints(...task),
  ],
  ['align', async (...task) => (await import('#core/trace/align/align-task.ts')).alignFiles(...task)],
  ['lineage-pair', async (...task) => (await import('#core/trace/lineage/pair-task.ts')).linkPair(...task)],
  ['hash-list', async (...task) => (await import('#core/trace/lists/list-task.ts')).makeList(...task)],
  ['trace-origin', async (...task) => (await import('#core/trace/origin-task.ts')).readOrigin(...task)],
  ['report', async (...task) => (await import('#core/report/render.ts')).renderReport(...task)],
  ['sign-build', async (...task) => (await signBuilding()).buildForSigning(...task)],
  ['sign-seal', async (...task) => (await signSealing()).sealSigned(...task)],
  ['trust-recognise', async (input) => (await trusting()).recogniseTask(input)],
  ['trust-content', async (input) => (await trusting()).contentTask(input)],
]);

const labelPlan = () => import('#core/labels/writing/plan-task.ts');
const labelWriting = () => import('#core/labels/writing/write-task.ts');
const marking = () => import('#core/mark/mark-task.ts');
const models = () => import('#core/mark/foreign/model-task.ts');
const survival = () => import('#core/mark/survive-task.ts');
const signBuilding = () => import('#core/provenance/sign/build-task.ts');
const signSealing = () => import('#core/provenance/sign/seal-task.ts');
const trusting = () => import('#core/trust/tasks.ts');
