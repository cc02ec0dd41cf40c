import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { Camera, type MadeCamera } from '#shared/domain/camera.ts';
import { localized } from '#shared/domain/localized.ts';
import { errorCode } from '../case/problem.ts';
import type { CaseStore } from '../case/store.ts';
import { installationFolder } from '../intake/reasons.ts';
import { planIntake } from '../intake/walk.ts';
import { cameraFolder, MOST_REFERENCES, readCameras } from '../media/camera-fingerprints.ts';
import { defaultLimits } from '../media/limits.ts';
import { CameraMaking } from '../pixels/sensor-noise/fingerprint-task.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';
import type { Jobs } from './jobs.ts';

export interface CameraOrder {
  readonly name: string;
  /** References: files, and folders with all that is in them. */
  readonly paths: readonly string[];
  /** More references, of a case. */
  readonly exhibits?: {
    readonly store: CaseStore;
    readonly caseId: string;
    readonly chosen: readonly string[];
  };
}

export interface CameraOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Fingerprints of cameras in this installation, the host's side. */
export interface CameraStore {
  list(): Promise<{ readonly cameras: readonly Camera[]; readonly problems: readonly string[] }>;
  /** Makes a fingerprint in a worker, as a job. From then on it is known by its hash. */
  add(order: CameraOrder, options?: CameraOptions): Promise<Result<MadeCamera>>;
  remove(sha256: string): Promise<Result<Record<string, never>>>;
}

/** A picture to take the noise from, and what it is called when it is left out. */
interface Reference {
  readonly path: string;
  readonly label: string;
}

/** Fewer pictures hold too much of their scenes. */
const LEAST_REFERENCES = 3;
/** The case a job belongs to that works on files of no case. */
const noCase = '';

/** @param folder of the installation's ring, which the workers read as well */
export function createCameraStore(
  folder: string,
  ports: Pick<Ports, 'workers' | 'id'>,
  jobs: Pick<Jobs, 'start' | 'settled'>,
): CameraStore {
  const place = join(folder, cameraFolder);
  const list = async () => {
    const { cameras, problems } = await readCameras([folder]);
    return { cameras: cameras.map((camera): Camera => Camera.parse(camera)), problems };
  };

  async function make(
    name: string,
    references: readonly Reference[],
    left: MadeCamera['refused'],
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<Result<MadeCamera>> {
    const draft = join(place, `${ports.id()}.part`);
    try {
      const made = await ports.workers.run(
        'camera-fingerprint',
        { name, paths: references.map(({ path }) => path), out: draft },
        CameraMaking,
        {
          priority: 'interactive',
          limits: { ...defaultLimits, timeMs: 60_000 + 30_000 * references.length },
          signal,
          onProgress,
        },
      );
      if (!made.ok)
        return signal.aborted ? problem('cancelled') : problem('marking-failed', made.failure.message);
      const { sha256, used, refused } = made.value;
      const told = [
        ...left,
        ...refused.map(({ index, reason }) => ({ path: references[index]!.label, reason: reason.text })),
      ];
      if (sha256 === null || used < LEAST_REFERENCES)
        return fail(
          'bad-request',
          tooFew,
          told.map(({ path, reason }) => `${path}: ${reason.en}`).join('; '),
        );
      await rename(draft, join(place, `${sha256}.camera`));
      const camera = (await list()).cameras.find((one) => one.sha256 === sha256);
      if (camera === undefined) return problem('input-output', sha256);
      return succeed({ camera, refused: told });
    } catch (error) {
      const code = errorCode(error);
      if (code === '') throw error;
      return problem(code === 'ENOSPC' ? 'disk-full' : 'input-output', code);
    } finally {
      await rm(draft, { force: true });
    }
  }

  return {
    list,
    async add({ name, paths, exhibits }, { signal, onProgress } = {}) {
      const plain = name.trim();
      if (plain === '' || plain.length > 200) return fail('bad-request', badName);
      const results: Result<MadeCamera>[] = [];
      const job = jobs.start('camera', exhibits?.caseId ?? noCase, 'files', async (handle) => {
        const stop = AbortSignal.any([handle.signal, ...(signal === undefined ? [] : [signal])]);
        await mkdir(place, { recursive: true, mode: 0o700 });
        const found = await referencesIn(place, paths, stop);
        const references = [...found.references];
        for (const sha256 of exhibits?.chosen ?? []) {
          const evidence = exhibits!.store.evidence(sha256);
          if (evidence === null) results.push(problem('not-found', sha256));
          else references.push({ path: exhibits!.store.evidencePath(sha256), label: evidence.name });
        }
        if (results.length > 0) return;
        const total = references.length;
        if (total < LEAST_REFERENCES || total > MOST_REFERENCES) {
          results.push(fail('bad-request', badCount, String(total)));
          return;
        }
        const progress = (fraction: number) => {
          const done = Math.round(fraction * total);
          handle.progress(done, total, plain);
          onProgress?.(done, total);
        };
        progress(0);
        results.push(await make(plain, references, found.left, stop, progress));
      });
      const { state } = await jobs.settled(job.id);
      if (state === 'failed') throw new Error('making the fingerprint failed; the log says why');
      return results[0] ?? problem('cancelled');
    },
    async remove(sha256) {
      const wanted = sha256.toLowerCase();
      const known = (await list()).cameras.filter((camera) => camera.sha256.startsWith(wanted));
      const [camera] = known;
      if (camera === undefined || known.length > 1 || wanted.length < 8)
        return fail('bad-request', noSuchCamera, sha256);
      await rm(join(place, `${camera.sha256}.camera`), { force: true });
      return succeed({});
    },
  };
}

/** Files as they were named, and those in folders in depth; links in folders are not followed. */
async function referencesIn(
  own: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly references: readonly Reference[]; readonly left: MadeCamera['refused'] }> {
  const references: Reference[] = [];
  const left: MadeCamera['refused'] = [];
  const sources = paths.map((path) => ({ path, how: 'file' as const }));
  const closed = [{ stats: await stat(own, { bigint: true }), why: installationFolder }];
  for (const { path, problem: why } of await planIntake(sources, closed, signal)) {
    const text = path.toString('utf8');
    if (why !== null) left.push({ path: text, reason: why.reason.text });
    else if (!Buffer.from(text, 'utf8').equals(path)) left.push({ path: text, reason: badPath });
    else references.push({ path: text, label: text });
  }
  return { references, left };
}

const badPath = localized(
  'The name of the file is no valid text (UTF-8); rename it first.',
  '文件名不是有效的 UTF-8 文本，请先重命名。',
);
const badName = localized(
  'A camera needs a name of at most 200 characters.',
  '相机名称不能为空，且不得超过 200 个字符。',
);
const badCount = localized(
  'A fingerprint is made from 3 to 2000 pictures of one camera; 20 to 50 flat, bright ones are best.',
  '相机指纹需由同一相机的 3 至 2000 张图像生成；以 20 至 50 张平坦明亮的图像为佳。',
);
const tooFew = localized(
  'Fewer than 3 of the pictures could be used, so no fingerprint was made.',
  '可用图像少于 3 张，未生成相机指纹。',
);
const noSuchCamera = localized(
  'No camera fingerprint, or more than one, has a hash that begins so.',
  '没有以此开头的哈希对应的相机指纹，或不止一个。',
);
