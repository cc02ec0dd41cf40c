import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Camera } from '#shared/domain/camera.ts';
import { photographFile, sensorCamera } from '../fixtures/make/sensor-camera.ts';
import { CommandLine } from '../support/command-line.ts';

describe('assay camera', () => {
  const assay = new CommandLine();
  const [folder, words] = [assay.path('pictures'), assay.path('pictures', 'words.txt')];
  const listed = async (): Promise<Camera[]> =>
    JSON.parse((await assay.run(['camera', 'list', '--json'])).stdout).cameras;

  beforeAll(async () => {
    mkdirSync(folder);
    const camera = sensorCamera(1, 128, 144);
    for (const seed of [1, 2, 3, 4])
      writeFileSync(assay.path('pictures', `${seed}.jpg`), await photographFile(camera, seed));
    writeFileSync(words, 'no picture');
  });
  afterAll(() => assay.remove());

  test('add makes a fingerprint of a folder, and says what it left out', async () => {
    const { status, stdout, stderr } = await assay.run(['camera', 'add', 'Body 1', folder, '--json']);
    expect([status, stderr]).toEqual([0, expect.stringContaining('words.txt: Not a still picture')]);
    const { camera, refused } = JSON.parse(stdout) as { camera: Camera; refused: unknown[] };
    expect(refused).toEqual([{ path: words, reason: 'Not a still picture' }]);
    expect(camera).toMatchObject({ name: 'Body 1', model: null, frame: { width: 128, height: 144 } });
    expect([camera.sha256, camera.references.length]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 4]);
    expect(await listed()).toEqual([camera]);
    expect(stdout).not.toContain('.camera');
  });

  test('a picture of it is found by its noise, and list prints it', async () => {
    const [camera] = await listed();
    const { stdout } = await assay.run(['camera', 'list']);
    expect(stdout).toBe(`${camera!.sha256}  Body 1  –  128 × 144  4 pictures\n`);
    const suspect = assay.path('suspect.jpg');
    writeFileSync(suspect, await photographFile(sensorCamera(1, 128, 144), 9));
    const only = ['--only', 'pixels.sensor-noise', '--json'];
    const examined = await assay.run(['examine', suspect, ...only]);
    expect(examined.stdout, examined.stderr).toContain('“Body 1”');
  });

  test('too few references make none, and remove takes the beginning of a hash', async () => {
    const few = await assay.run(['camera', 'add', 'Body 2', assay.path('pictures', '1.jpg')]);
    expect([few.status, few.stdout, few.stderr]).toEqual([2, '', expect.stringContaining('3 to 2000')]);
    const [camera] = await listed();
    const short = await assay.run(['--language', 'zh-CN', 'camera', 'remove', camera!.sha256.slice(0, 6)]);
    expect([short.status, short.stderr]).toEqual([2, expect.stringMatching(/[\u4e00-\u9fff]/)]);
    expect((await assay.run(['camera', 'remove', camera!.sha256.slice(0, 9)])).status).toBe(0);
    expect(await listed()).toEqual([]);
    const none = await assay.run(['--language', 'zh-CN', 'camera', 'list']);
    expect([none.status, none.stdout]).toEqual([0, '尚未生成任何相机指纹。\n']);
    // Neither the draft of the one that failed nor the file of the one that was removed is left.
    const kept = readdirSync(assay.folder, { recursive: true, encoding: 'utf8' });
    expect(kept.filter((name) => /\.(camera|part)$/.test(name))).toEqual([]);
    expect(assay.leftovers()).toEqual([]);
  });
});
