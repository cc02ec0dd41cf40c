import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/marks/blind-watermark.ts';
import { embedBlindWatermark } from '../fixtures/make/blind-watermark.ts';
import { plainPicture, type Rgb } from '../fixtures/make/foreign-marks.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-blind-watermark-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const image = ({ width, height, data }: Rgb) => sharp(data, { raw: { width, height, channels: 3 } });

test('standard passwords are tried by themselves; others must be given', async () => {
  const plain = plainPicture(320, 256, 11);
  const [standard, own] = [1, 77].map((password) => embedBlindWatermark(plain, 'Assay 第五号', password, 1));
  const [first, second] = [join(folder, 'standard.png'), join(folder, 'own.png')];
  await writeFile(first, await image(standard!.picture).png().toBuffer());
  await writeFile(second, await image(own!.picture).png().toBuffer());
  const known = await runAnalysis(analysis, first);
  expect(known.answer.outcome).toBe('found');
  expect(known.answer.result?.readings[0]).toMatchObject({ payload: 'Assay 第五号', key: { kind: 'none' } });
  expect(known.findings[0]!.bearing).toBe('informational');
  expect((await runAnalysis(analysis, second)).answer.outcome).toBe('nothing-found');
  const given = await runAnalysis(analysis, second, { passwordImage: 77, length: own!.length });
  expect(given.answer.result?.readings[0]).toMatchObject({
    payload: 'Assay 第五号',
    key: { kind: 'private' },
  });
  expect(given.answer.result?.trials).toBe(1);
});

test('survives JPEG 90 as upstream does', async () => {
  const { picture } = embedBlindWatermark(plainPicture(384, 320, 4), 'Assay 5', 1, 1);
  const path = join(folder, 'saved.jpg');
  await writeFile(path, await image(picture).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer());
  const { answer } = await runAnalysis(analysis, path);
  expect(answer.result?.readings.map(({ payload }) => payload)).toEqual(['Assay 5']);
});

describe.skipIf(!corpusPresent)('photographs', () => {
  test.each(['kodak-05.png', 'kodak-13.png'])('%s carries none', async (name) => {
    const { answer } = await runAnalysis(analysis, corpus('photos', name));
    expect(answer.outcome).toBe('nothing-found');
  });
});
