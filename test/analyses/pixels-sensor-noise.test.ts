import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/sensor-noise.ts';
import { cameraFolder, camerasState, readCameras } from '#core/media/camera-fingerprints.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { hostMarkFolders } from '#core/media/mark-ring.ts';
import { makeFingerprint } from '#core/pixels/sensor-noise/fingerprint-task.ts';
import type { Workers } from '#core/ports.ts';
import { createCameraStore } from '#core/work/cameras.ts';
import { createJobs } from '#core/work/jobs.ts';
import {
  photograph,
  photographFile,
  type SensorCamera,
  sensorCamera,
} from '../fixtures/make/sensor-camera.ts';
import { runAnalysis } from '../support/run-analysis.ts';

/** Two cameras of which everything is known; their pictures are JPEGs of quality 90. */
const [width, height] = [320, 256];
const [mine, other] = [sensorCamera(1, width, height), sensorCamera(2, width, height)];
let folder = '';
let mineHash = '';

const workers: Workers = {
  protections: [],
  close: () => Promise.resolve(),
  async run(task, input, schema) {
    expect(task).toBe('camera-fingerprint');
    const context = {
      limits: defaultLimits,
      signal: new AbortController().signal,
      progress: () => undefined,
    };
    const value = schema.parse(await makeFingerprint(input, context));
    return { ok: true, value, stderr: '', durationMs: 0 };
  },
};
const ports = { workers, id: () => 'draft' };
const jobs = createJobs(ports.id, (error) => {
  throw error;
});
const store = () => createCameraStore(folder, ports, jobs);
const add = (name: string, paths: readonly string[]) => store().add({ name, paths });

async function pictures(camera: SensorCamera, name: string, count: number): Promise<string[]> {
  const paths: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const path = join(folder, `${name}-${index}.jpg`);
    await writeFile(path, await photographFile(camera, index));
    paths.push(path);
  }
  return paths;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-cameras-'));
});
afterAll(async () => {
  hostMarkFolders([]);
  await rm(folder, { recursive: true, force: true });
});

async function look(bytes: Buffer, parameters: Record<string, unknown> = {}) {
  const path = join(folder, 'suspect');
  await writeFile(path, bytes);
  return runAnalysis(analysis, path, parameters);
}

test('without a fingerprint nothing can be said', async () => {
  hostMarkFolders([folder]);
  const { answer } = await look(await photographFile(mine, 100));
  expect(answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'no-fingerprint' } });
  expect(await camerasState()).toEqual({ version: 'none' });
});

test('a fingerprint is made from references, and what does not belong is left out', async () => {
  const paths = await pictures(mine, 'mine', 10);
  const turned = join(folder, 'turned.jpg');
  await sharp(paths[0]).rotate(90).jpeg().toFile(turned);
  const text = join(folder, 'text.txt');
  await writeFile(text, 'no picture');
  const made = await add(' First ', [...paths, paths[3]!, turned, text]);
  if (!made.ok) throw new Error(made.problem.detail);
  const { camera, refused } = made.value;
  expect(camera).toMatchObject({ name: 'First', width, height, frame: { width, height } });
  expect(camera.references).toHaveLength(10);
  expect(refused.map(({ path }) => path)).toEqual([paths[3], turned, text]);
  mineHash = camera.sha256;
  const second = await add('Second', await pictures(other, 'other', 6));
  expect(second.ok).toBe(true);
  expect((await store().list()).cameras).toHaveLength(2);
  expect((await readdir(join(folder, cameraFolder))).every((name) => name.endsWith('.camera'))).toBe(true);
  expect(await camerasState()).toEqual({ version: expect.stringMatching(/^2: [0-9a-f]{16}$/) });
  // Too few, or nothing at all.
  expect((await add('Third', paths.slice(0, 2))).ok).toBe(false);
  expect((await add('', paths)).ok).toBe(false);
  expect((await add('Third', [text, text, turned])).ok).toBe(false);
});

test('a picture matches its own camera and no other', async () => {
  const { answer, findings, figures } = await look(await photographFile(mine, 200));
  expect(answer.outcome).toBe('found');
  const [first, second] = answer.result!.comparisons;
  expect(first).toMatchObject({ sha256: mineHash, name: 'First', turns: 0, x: 0, y: 0 });
  expect(first!.pce).toBeGreaterThan(60);
  expect(first!.log10).toBeLessThan(-12);
  expect(second!.pce).toBeLessThan(30);
  expect(findings.map(({ code }) => code)).toEqual([
    ...['sensor-noise.match', 'sensor-noise.likelihood', 'sensor-noise.nothing-missing'],
  ]);
  expect(figures.map(({ id }) => id)).toEqual([
    ...['comparisons', 'floor', 'missing-noise', 'missing-windows', 'missing-judged'],
  ]);
  // Far above what the material carries: no number is made up.
  expect(answer.result!.likelihood).toBe(80);
  const stranger = await look(await photographFile(sensorCamera(9, width, height), 200));
  expect(stranger.answer.outcome).toBe('nothing-found');
  // Scenes that recur in the references leave something of themselves: not the 1 of a stranger, but no match.
  expect(stranger.answer.result!.likelihood).toBeLessThan(40);
  expect(stranger.answer.result!.missing).toBeNull();
  expect(stranger.findings.map(({ code }) => code)).toEqual([
    ...['sensor-noise.no-match', 'sensor-noise.likelihood'],
  ]);
});

/** A patch of the same place in another camera's picture of the same scene: nothing else gives it away. */
async function patched(seed: number, left: number, top: number, side: number): Promise<Buffer> {
  const levels = photograph(mine, seed);
  const strange = photograph(sensorCamera(9, width, height), seed);
  for (let y = top; y < top + side; y += 1)
    levels.set(strange.subarray(y * width + left, y * width + left + side), y * width + left);
  return sharp(levels, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 95 })
    .toBuffer();
}

test('a patch without the noise of the camera is found where it was pasted', async () => {
  const [left, top, side] = [150, 80, 144];
  const bytes = await patched(201, left, top, side);
  const { answer, findings, figures } = await look(bytes, { fingerprint: mineHash });
  expect(answer.outcome).toBe('found');
  const { regions, judged } = answer.result!.missing!;
  expect(judged).toBe(1);
  expect(regions).toHaveLength(1);
  const [region] = regions;
  expect(Math.abs(region!.left - left)).toBeLessThanOrEqual(32);
  expect(Math.abs(region!.top - top)).toBeLessThanOrEqual(32);
  expect(Math.abs(region!.width - side)).toBeLessThanOrEqual(48);
  expect(Math.abs(region!.height - side)).toBeLessThanOrEqual(48);
  expect(region!.found).toBeLessThan(2.4);
  expect(region!.log10).toBeLessThan(-20);
  expect(findings.map(({ code }) => code)).toEqual([
    ...['sensor-noise.match', 'sensor-noise.likelihood', 'sensor-noise.missing'],
  ]);
  expect(figures.map(({ id }) => id)).toContain('missing-regions');
  // On its side the map is that of the picture as it is stored.
  const side90 = await sharp(bytes).rotate(90).png().toBuffer();
  const turned = await look(side90, { fingerprint: mineHash });
  const [there] = turned.answer.result!.missing!.regions;
  expect(Math.abs(there!.left - (height - top - side))).toBeLessThanOrEqual(32);
  expect(Math.abs(there!.top - left)).toBeLessThanOrEqual(32);
});

test('black and saturated parts are left blank, not called', async () => {
  const levels = photograph(mine, 202);
  for (let y = 0; y < 140; y += 1) levels.fill(y < 70 ? 3 : 255, y * width, y * width + 200);
  const bytes = await sharp(levels, { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer();
  const { answer } = await look(bytes, { fingerprint: mineHash });
  expect(answer.result!.missing!.regions).toEqual([]);
});

test('a crop is found at its place, on its side too', async () => {
  const whole = sharp(await photographFile(mine, 300));
  const crop = await whole.extract({ left: 57, top: 33, width: 224, height: 192 }).png().toBuffer();
  const { answer } = await look(crop, { fingerprint: mineHash.slice(0, 12) });
  expect(answer.outcome).toBe('found');
  expect(answer.result!.comparisons).toHaveLength(1);
  const shifts = (width - 224 + 1) * (height - 192 + 1);
  expect(answer.result!.comparisons[0]).toMatchObject({ x: 57, y: 33, turns: 0, trials: shifts });
  const side = await look(await sharp(crop).rotate(90).png().toBuffer(), { turns: 'all' });
  expect(side.answer.outcome).toBe('found');
  expect(side.answer.result!.comparisons[0]).toMatchObject({ x: 57, y: 33, turns: 3, name: 'First' });
});

test('a reduced picture is found at its scale', async () => {
  const whole = sharp(await photographFile(mine, 500));
  const { answer } = await look(await whole.resize(240, 192).png().toBuffer(), { scales: [1, 0.75] });
  expect(answer.outcome).toBe('found');
  expect(answer.result!.comparisons[0]).toMatchObject({ name: 'First', scale: 0.75, x: 0, y: 0 });
  // Resampled noise has neither a map nor a ratio.
  expect(answer.result).toMatchObject({ missing: null, likelihood: null });
});

test('what cannot be compared is said', async () => {
  const large = await look(await photographFile(sensorCamera(3, 340, 270), 1));
  expect(large.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'does-not-fit' } });
  const small = await look(await photographFile(sensorCamera(3, 120, 120), 1));
  expect(small.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'too-small' } });
  const unknown = await look(await photographFile(mine, 1), { fingerprint: '00000000' });
  expect(unknown.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'fingerprint-unknown' } });
  const white = sharp({ create: { width, height, channels: 3, background: '#fff' } });
  expect((await look(await white.png().toBuffer())).answer).toMatchObject({ reason: { code: 'saturated' } });
});

test('a fingerprint that was changed is not used, and one can be removed', async () => {
  const place = join(folder, cameraFolder, `${mineHash}.camera`);
  const bytes = await readFile(place);
  bytes[bytes.length - 1] = bytes[bytes.length - 1]! ^ 1;
  await writeFile(place, bytes);
  const { answer } = await look(await photographFile(mine, 400));
  expect(answer.warnings).toEqual([expect.stringContaining('not the one that was made')]);
  await mkdir(join(folder, 'broken', cameraFolder), { recursive: true });
  await writeFile(join(folder, 'broken', cameraFolder, `${'0'.repeat(64)}.camera`), 'none');
  expect((await readCameras([join(folder, 'broken')])).problems).toHaveLength(1);
  expect((await store().remove(mineHash.slice(0, 4))).ok).toBe(false);
  expect((await store().remove(mineHash.slice(0, 10))).ok).toBe(true);
  expect((await store().list()).cameras.map(({ name }) => name)).toEqual(['Second']);
});
