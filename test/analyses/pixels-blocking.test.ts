import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/blocking.ts';
import { grainyPlane } from '../fixtures/make/gridded-planes.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-blocking-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('steps of a JPEG lie where its blocks begin, also after a crop', async () => {
  const [width, height] = [320, 256];
  const { data } = grainyPlane(width, height, 1);
  const jpeg = await sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 30 })
    .toBuffer();
  const path = join(folder, 'cropped.png');
  await sharp(jpeg).extract({ left: 5, top: 2, width: 300, height: 240 }).png().toFile(path);
  const { answer, findings } = await runAnalysis(analysis, path);
  expect(answer.result?.origin).toEqual([3, 6]);
  expect(Math.min(...answer.result!.contrast)).toBeGreaterThan(1.05);
  expect(findings.map(({ bearing }) => bearing)).toEqual(['informational']);
});
