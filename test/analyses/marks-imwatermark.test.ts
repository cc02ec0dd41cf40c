import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/marks/imwatermark.ts';
import { embedDwtDct, plainPicture, type Rgb, textBits } from '../fixtures/make/foreign-marks.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

const SDXL = '101100111110110010010000011110111011000110011110';
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-imwatermark-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const image = ({ width, height, data }: Rgb) => sharp(data, { raw: { width, height, channels: 3 } });

async function look(name: string, bytes: Uint8Array, parameters: Record<string, unknown> = {}) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return runAnalysis(analysis, path, parameters);
}

test('a picture marked as Stable Diffusion XL does supports generation, with its chance and its forgeability', async () => {
  const marked = embedDwtDct(plainPicture(320, 256, 11), Array.from(SDXL, Number));
  const { answer, findings, figures } = await look('sdxl.png', await image(marked).png().toBuffer());
  expect(answer.outcome).toBe('found');
  expect(answer.result?.readings.map(({ payload, route }) => [payload, route])).toEqual([[SDXL, 'blind']]);
  expect(findings.map(({ bearing, proposition, strength }) => [bearing, proposition, strength])).toEqual([
    ['supports', 'ai-generated', 'moderate'],
  ]);
  expect(findings[0]!.limits.some(({ en }) => /no secret key/.test(en))).toBe(true);
  const tried = figures.find(({ id }) => id === 'tried');
  expect(tried?.kind === 'table' && tried.rows.length).toBe(40);
});

test('the mark is read through an alpha channel and 16 bits, and an expected text in WebP without loss', async () => {
  const marked = embedDwtDct(plainPicture(320, 256, 11), Array.from(SDXL, Number));
  const alpha = await image(marked).ensureAlpha(0.5).png().toBuffer();
  expect((await look('alpha.png', alpha)).answer.outcome).toBe('found');
  const wide = await image(marked).toColourspace('rgb16').png().toBuffer();
  expect((await look('wide.png', wide)).answer.outcome).toBe('found');
  const text = embedDwtDct(plainPicture(512, 384, 3), textBits('Assay number 5'));
  const webp = await image(text).webp({ lossless: true }).toBuffer();
  const { answer, findings } = await look('text.webp', webp, { payload: 'Assay number 5' });
  expect(answer.result?.readings.map(({ payload }) => payload)).toEqual(['Assay number 5']);
  expect(findings[0]!.bearing).toBe('informational');
});

test('without a mark nothing is found, of a cut file nothing is claimed', async () => {
  const png = await image(plainPicture(300, 280, 2))
    .png()
    .toBuffer();
  const { answer, findings } = await look('plain.png', png);
  expect([answer.outcome, findings]).toEqual(['nothing-found', []]);
  const half = await look('half.png', png.subarray(0, png.length >> 1));
  expect(half.answer.outcome).toBe('undetermined');
  const ink = await image(plainPicture(300, 280, 2))
    .toColourspace('cmyk')
    .jpeg()
    .toBuffer();
  expect((await look('ink.jpg', ink)).answer).toMatchObject({
    outcome: 'undetermined',
    reason: { code: 'colour-family' },
  });
});

describe.skipIf(!corpusPresent)('photographs', () => {
  test.each(['kodak-05.png', 'kodak-13.png', 'Nikon_D70_0_19445.JPG'])('%s carries none', async (name) => {
    const { answer } = await runAnalysis(analysis, corpus('photos', name));
    expect(answer.outcome).toBe('nothing-found');
  });
});
