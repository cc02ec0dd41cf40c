import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fail, type Result, succeed } from '#shared/contract/errors.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { errorCode } from '../case/problem.ts';
import { cameraFolder, type KeptCamera, MOST_REFERENCES, readCameras } from '../media/camera-fingerprints.ts';
import { defaultLimits } from '../media/limits.ts';
import { CameraMaking } from '../pixels/sensor-noise/fingerprint-task.ts';
import type { Ports } from '../ports.ts';
import { problem } from '../problems.ts';

/** What is told of a fingerprint; where its file lies is nobody's business. */
export type Camera = Omit<KeptCamera, 'path'>;

export interface MadeCamera {
  readonly camera: Camera;
  readonly refused: readonly { readonly path: string; readonly reason: Localized }[];
}

/** Fingerprints of cameras in this installation, the host's side. */
export interface CameraStore {
  list(): Promise<{ readonly cameras: readonly Camera[]; readonly problems: readonly string[] }>;
  /** Makes a fingerprint in a worker. From then on it is known by its hash. */
  add(
    name: string,
    paths: readonly string[],
    onProgress?: (fraction: number) => void,
  ): Promise<Result<MadeCamera>>;
  remove(sha256: string): Promise<Result<Record<string, never>>>;
}

/** Fewer pictures hold too much of their scenes. */
const LEAST_REFERENCES = 3;

/** @param folder of the installation's ring, which the workers read as well */
export function createCameraStore(folder: string, ports: Pick<Ports, 'workers' | 'id'>): CameraStore {
  const place = join(folder, cameraFolder);
  const list = async () => {
    const { cameras, problems } = await readCameras([folder]);
    return { cameras: cameras.map(({ path: _, ...camera }): Camera => camera), problems };
  };
  return {
    list,
    async add(name, paths, onProgress) {
      const plain = name.trim();
      if (plain === '' || plain.length > 200) return fail('bad-request', badName);
      if (paths.length < LEAST_REFERENCES || paths.length > MOST_REFERENCES)
        return fail('bad-request', badCount, String(paths.length));
      const draft = join(place, `${ports.id()}.part`);
      try {
        await mkdir(place, { recursive: true, mode: 0o700 });
        const made = await ports.workers.run(
          'camera-fingerprint',
          { name: plain, paths: paths.map((path) => resolve(path)), out: draft },
          CameraMaking,
          {
            priority: 'interactive',
            limits: { ...defaultLimits, timeMs: 60_000 + 30_000 * paths.length },
            ...(onProgress === undefined ? {} : { onProgress }),
          },
        );
        if (!made.ok) return problem('marking-failed', made.failure.message);
        const { sha256, used, refused } = made.value;
        const told = refused.map(({ index, reason }) => ({ path: paths[index]!, reason: reason.text }));
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
