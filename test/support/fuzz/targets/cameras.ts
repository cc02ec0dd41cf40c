import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cameraFile, cameraFolder, cameraValues, readCameras } from '#core/media/camera-fingerprints.ts';
import { type FuzzInput, type FuzzTarget, must } from '../target.ts';

const bytesOf = (hint: string, ...files: readonly Uint8Array[]): FuzzInput[] =>
  files.map((bytes) => ({ hint, bytes }));

/** Files of camera fingerprints, under the hash of their bytes as the installation keeps them. */
export const target: FuzzTarget = {
  name: 'cameras',
  tokens: [
    '"width":',
    '"height":',
    '"step":',
    '4096',
    '0',
    '-1',
    '1e308',
    '1e-320',
    'null',
    '[]',
    '"references":',
  ],
  async seeds() {
    const size = { width: 8, height: 8 };
    const about = {
      version: 1,
      name: 'camera',
      make: null,
      model: null,
      frame: size,
      left: 0,
      top: 0,
    } as const;
    const values = Float32Array.from({ length: 64 }, (_, at) => Math.sin(at));
    return bytesOf('', cameraFile({ ...about, ...size, sigma: 3, references: ['0'.repeat(64)] }, values));
  },
  async read({ bytes }, path) {
    const folder = join(`${path}.ring`, cameraFolder);
    const name = `${createHash('sha256').update(bytes).digest('hex')}.camera`;
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), bytes);
    try {
      const { cameras: found, problems } = await readCameras([`${path}.ring`]);
      must(found.length + problems.length === 1, 'a file is a camera, or told to be none');
      for (const camera of found) {
        const values = await cameraValues(camera);
        must(values?.length === camera.width * camera.height, 'a value for each pixel');
      }
    } finally {
      await rm(`${path}.ring`, { recursive: true });
    }
  },
};
