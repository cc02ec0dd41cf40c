import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/jpeg-grid.ts';
import { type GreyLevels, grainyPlane, laidOver, quantised } from '../fixtures/make/gridded-planes.ts';
import { runAnalysis } from '../support/run-analysis.ts';
import { zeroPicture, zeroPicturesPresent } from '../support/zero-pictures.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-jpeg-grid-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function examine(path: string) {
  const run = await runAnalysis(analysis, path);
  if (run.answer.result === undefined) throw new Error(JSON.stringify(run.answer));
  return { ...run, result: run.answer.result };
}

async function asPng(name: string, { width, height, data }: GreyLevels): Promise<string> {
  const path = join(folder, name);
  await sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toFile(path);
  return path;
}

const [width, height] = [320, 256];
const all = [0, 0, width, height] as const;

test('a PNG copy of a JPEG picture with a part of another', async () => {
  const main = quantised(grainyPlane(width, height, 1), all, [3, 5], 60);
  const other = quantised(grainyPlane(width, height, 2), all, [6, 2], 70);
  const { result, answer, findings, artifacts } = await examine(
    await asPng('foreign.png', laidOver(main, other, [120, 80, 204, 160])),
  );
  expect(answer.outcome).toBe('found');
  // As the authors' program prints for the same picture (see the unit test).
  expect(result.main).toBe(3 + 8 * 5);
  expect(result.foreign.map(({ x0, y0, x1, y1 }) => [x0, y0, x1, y1])).toEqual([[118, 82, 197, 161]]);
  expect(result.foreign[0]!.logNfa.toPrecision(6)).toBe('-115.303');
  expect(findings.map(({ code, bearing }) => [code, bearing])).toEqual([
    ['jpeg-grid.main', 'informational'],
    ['jpeg-grid.foreign', 'contradicts'],
  ]);
  const { data, info } = await sharp(artifacts.get('jpeg-grid-foreign.png'))
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const lit = (x: number, y: number) => data[(y >> 3) * info.width + (x >> 3)]! > 0;
  expect([lit(160, 120), lit(40, 40), lit(280, 200)]).toEqual([true, false, false]);
});

test('a JPEG file has its grid at its corner; cropped and saved anew it has not', async () => {
  const { data } = grainyPlane(width, height, 4);
  const once = await sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 60 })
    .toBuffer();
  const whole = join(folder, 'whole.jpg');
  await sharp(once).jpeg({ quality: 95 }).toFile(whole);
  expect((await examine(whole)).result.main).toBe(0);
  const cropped = join(folder, 'cropped.jpg');
  await sharp(once)
    .extract({ left: 5, top: 3, width: 300, height: 240 })
    .jpeg({ quality: 100 })
    .toFile(cropped);
  const { result, findings } = await examine(cropped);
  expect(result.main).toBe(3 + 8 * 5);
  expect(findings[0]).toMatchObject({ bearing: 'contradicts', proposition: 'camera-original' });
});

test('parts without a grid that is faint everywhere are not looked for', async () => {
  const { data } = grainyPlane(width, height, 4, 1.5);
  const path = join(folder, 'faint.jpg');
  await sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 99 })
    .toFile(path);
  const { result, findings } = await examine(path);
  expect(result.main).toBe(0);
  expect(result.grids[0]!.share).toBeLessThan(0.5);
  expect(result.missing).toBeNull();
  expect(findings.map(({ code, bearing }) => [code, bearing])).toEqual([
    ['jpeg-grid.main', 'informational'],
    ['jpeg-grid.faint', 'informational'],
  ]);
});

test('a picture never compressed has none', async () => {
  const { result, answer } = await examine(await asPng('fresh.png', grainyPlane(width, height, 5)));
  expect([answer.outcome, result.main, result.foreignCount]).toEqual(['nothing-found', null, 0]);
});

describe.skipIf(!zeroPicturesPresent)('the published values of ZERO, digit for digit', () => {
  test.each([
    ['roma', null, null, []],
    ['pelican', [6, 0], '-6373.72', []],
    ['tampered1', null, null, [[[104, 94, 153, 159], [0, 0], '-25.8163']]],
    ['tampered2', [6, 0], '-6188.44', [[[330, 68, 401, 111], [2, 4], '-39.2402']]],
  ] as const)('%s', async (name, origin, nfa, regions) => {
    const { result } = await examine(zeroPicture(name));
    const { main, grids, foreign, missingCount } = result;
    expect(main === null ? null : [main % 8, main >> 3]).toEqual(origin);
    const own = grids.find(({ grid }) => grid === main)?.logNfa.toPrecision(6) ?? null;
    expect(own).toBe(nfa);
    expect(
      foreign.map(({ x0, y0, x1, y1, grid, logNfa }) => [
        [x0, y0, x1, y1],
        [grid % 8, grid >> 3],
        logNfa.toPrecision(6),
      ]),
    ).toEqual(regions);
    expect(missingCount).toBe(0);
  });
});
