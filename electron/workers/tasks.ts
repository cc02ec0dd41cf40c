import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { analysisLoaders } from '#core/analysis/loaders.generated.ts';
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

/** The code of the tasks, by what it is for. */
const code = {
  analysis: () => import('#core/analysis/perform.ts'),
  identification: () => import('#core/intake/identify.ts'),
  contentHash: () => import('#core/media/content-hash.ts'),
  preview: () => import('#core/media/preview.ts'),
  tiles: () => import('#core/media/tiles.ts'),
  cameras: () => import('#core/pixels/sensor-noise/fingerprint-task.ts'),
  regions: () => import('#core/pixels/agreement/measure-task.ts'),
  prints: () => import('#core/trace/fingerprints/print-task.ts'),
  matches: () => import('#core/trace/fingerprints/match-task.ts'),
  alignment: () => import('#core/trace/align/align-task.ts'),
  pairs: () => import('#core/trace/lineage/pair-task.ts'),
  lists: () => import('#core/trace/lists/list-task.ts'),
  origins: () => import('#core/trace/origin-task.ts'),
  timestamps: () => import('#core/package/timestamp-task.ts'),
  reports: () => import('#core/report/render.ts'),
  labelPlan: () => import('#core/labels/writing/plan-task.ts'),
  labelWriting: () => import('#core/labels/writing/write-task.ts'),
  marking: () => import('#core/mark/mark-task.ts'),
  models: () => import('#core/mark/foreign/model-task.ts'),
  survival: () => import('#core/mark/survive-task.ts'),
  signBuilding: () => import('#core/provenance/sign/build-task.ts'),
  signSealing: () => import('#core/provenance/sign/seal-task.ts'),
  trusting: () => import('#core/trust/tasks.ts'),
};

/** Load all of it, and every method, as a worker would in time: to fill the compile cache. */
export async function loadEverything(): Promise<void> {
  for (const load of [...Object.values(code), ...analysisLoaders.values()]) await load();
}

/**
 * Everything a worker can be asked to do, by name. The code of a task is loaded when it is first asked for: most workers
 * live for a few tasks, and reading all of the program takes longer than many of these.
 */
export const tasks: ReadonlyMap<string, TaskFunction> = new Map<string, TaskFunction>([
  ['analysis', async (input, context) => (await code.analysis()).performAnalysis(input, context)],
  [
    'identify',
    async (input) => {
      const { path, name } = IdentifyInput.parse(input);
      const { identify } = await code.identification();
      return identify(path, name);
    },
  ],
  [
    'content-hash',
    async (input, context) => {
      const { path, media } = MediaInput.parse(input);
      const { hashContent } = await code.contentHash();
      return { content: await hashContent(path, media, context) };
    },
  ],
  [
    'preview',
    async (input, context) => {
      const { path, media, folder, name, maxSide } = PreviewInput.parse(input);
      const { makePreview } = await code.preview();
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
      const { buildPyramid } = await code.tiles();
      const built = await buildPyramid(path, media, join(folder, 'tiles'), context.limits);
      return built.ok ? { ok: true, value: built.pyramid } : { ok: false, reason: built.reason };
    },
  ],
  ['label-plan', async (...task) => (await code.labelPlan()).planLabels(...task)],
  ['label-write', async (...task) => (await code.labelWriting()).writeLabels(...task)],
  ['label-check', async (...task) => (await code.labelWriting()).checkLabels(...task)],
  ['mark-plan', async (input, context) => (await code.marking()).planMark(input, context)],
  ['mark-write', async (input, context) => (await code.marking()).writeMark(input, context)],
  ['mark-check', async (input, context) => (await code.marking()).checkMark(input, context)],
  ['mark-fingerprint', async (...task) => (await code.marking()).fingerprintCopy(...task)],
  ['mark-model-check', async (...task) => (await code.models()).checkModel(...task)],
  ['camera-fingerprint', async (...task) => (await code.cameras()).makeFingerprint(...task)],
  ['region-means', async (...task) => (await code.regions()).measureMaps(...task)],
  ['survival-read', async (input, context) => (await code.survival()).readUnattacked(input, context)],
  ['survival-attack', async (input, context) => (await code.survival()).attackAndRead(input, context)],
  ['fingerprint', async (...task) => (await code.prints()).printFile(...task)],
  ['fingerprint-match', async (...task) => (await code.matches()).matchPrints(...task)],
  ['align', async (...task) => (await code.alignment()).alignFiles(...task)],
  ['lineage-pair', async (...task) => (await code.pairs()).linkPair(...task)],
  ['hash-list', async (...task) => (await code.lists()).makeList(...task)],
  ['trace-origin', async (...task) => (await code.origins()).readOrigin(...task)],
  ['package-timestamps', async (input) => (await code.timestamps()).timestampTask(input)],
  ['report', async (...task) => (await code.reports()).renderReport(...task)],
  ['sign-build', async (...task) => (await code.signBuilding()).buildForSigning(...task)],
  ['sign-seal', async (...task) => (await code.signSealing()).sealSigned(...task)],
  ['trust-recognise', async (input) => (await code.trusting()).recogniseTask(input)],
  ['trust-content', async (input) => (await code.trusting()).contentTask(input)],
]);
