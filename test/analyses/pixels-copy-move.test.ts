import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/copy-move.ts';
import {
  type Planted,
  type Planting,
  plant,
  type RgbPicture,
  repeatingPicture,
  texturedPicture,
} from '../fixtures/make/clones.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-copy-move-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function image({ width, height, data }: RgbPicture): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

async function examined(name: string, bytes: Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return await runAnalysis(analysis, path);
}

async function stored(picture: RgbPicture, quality: number | null) {
  return quality === null
    ? await examined('picture.png', await image(picture).png().toBuffer())
    : await examined('picture.jpg', await image(picture).jpeg({ quality }).toBuffer());
}

/** F1 of the outlines of one pair against both planted regions, over every second pixel. */
function agreement(
  { width, height, sourceMask, targetMask }: Planted,
  lines: readonly [number, number][][],
): number {
  let [hit, more, less] = [0, 0, 0];
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const truth = sourceMask[y * width + x] === 1 || targetMask[y * width + x] === 1;
      const found = lines.some((line) => inside(line, x + 0.5, y + 0.5));
      if (truth && found) hit += 1;
      else if (found) more += 1;
      else if (truth) less += 1;
    }
  }
  return (2 * hit) / (2 * hit + more + less);
}

function inside(line: readonly [number, number][], x: number, y: number): boolean {
  let odd = false;
  for (const [index, [u, v]] of line.entries()) {
    const [p, q] = line[(index + 1) % line.length]!;
    if (v > y !== q > y && x < u + ((p - u) * (y - v)) / (q - v)) odd = !odd;
  }
  return odd;
}

const ground = texturedPicture(280, 200, 5);
const planting: Planting = { source: [70, 85], half: [36, 40], target: [205, 115] };

async function planted(change: Partial<Planting>, quality: number | null) {
  const picture = plant(ground, { ...planting, ...change });
  const run = await stored(picture, quality);
  const pairs = run.answer.result?.pairs ?? [];
  return { run, pairs, f1: agreement(picture, [pairs[0]?.first ?? [], pairs[0]?.second ?? []]) };
}

describe('copy-move', () => {
  it.each([
    ['moved, lossless', {}, null],
    ['moved, JPEG 92', {}, 92],
    ['turned by 30°, mirrored, JPEG 95', { angle: 30, mirrored: true }, 95],
    ['enlarged 1.4 times, JPEG 95', { scale: 1.4 }, 95],
  ] as const)('finds and measures a planted copy: %s', async (_, change, quality) => {
    const { run, pairs, f1 } = await planted(change, quality);
    const wanted = { angle: 0, mirrored: false, scale: 1, ...change };
    expect(run.answer.outcome).toBe('found');
    expect(pairs.filter(({ verdict }) => verdict === 'clone')).toHaveLength(1);
    const [pair] = pairs as [(typeof pairs)[number]];
    expect(f1).toBeGreaterThan(0.8);
    expect(pair.mirrored).toBe(wanted.mirrored);
    expect(Math.abs(pair.angle)).toBeCloseTo(wanted.angle, 0);
    expect(Math.abs(Math.log(pair.scale / wanted.scale))).toBeLessThan(0.03);
    expect(pair.falseAlarms).toBeLessThan(-3);
    expect(run.findings[0]).toMatchObject({
      code: 'clone.1',
      bearing: 'contradicts',
      proposition: 'unaltered',
    });
    expect(run.findings[0]!.innocent.length).toBeGreaterThan(2);
    const regions = run.figures.find((figure) => figure.kind === 'regions');
    expect(regions?.regions.slice(0, 2).map(({ label }) => label)).toEqual(['1a', '1b']);
  });

  it('does not call a strongly compressed copy a copy', async () => {
    const { run, pairs } = await planted({}, 40);
    expect(run.answer.outcome).toBe('nothing-found');
    expect(pairs.every(({ verdict }) => verdict !== 'clone')).toBe(true);
  });

  it.each(['tiles', 'facade', 'text'] as const)('says of %s at most that they repeat', async (kind) => {
    const run = await stored(repeatingPicture(kind, 200, 190, 3), 90);
    expect(run.answer.outcome).toBe('nothing-found');
    expect(run.findings.every(({ bearing }) => bearing === 'informational')).toBe(true);
  });

  it('finds nothing in a picture without a copy', async () => {
    const run = await stored(ground, 90);
    expect(run.answer.outcome).toBe('nothing-found');
    expect(run.answer.result?.pairs).toEqual([]);
  });

  it('refuses a plain sky and a picture that is too small', async () => {
    const sky = await stored(repeatingPicture('sky', 160, 160, 3), 80);
    expect(sky.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'too-flat' } });
    const small = await stored(texturedPicture(60, 40, 2), null);
    expect(small.answer).toMatchObject({ outcome: 'undetermined', reason: { code: 'too-small' } });
  });
});

describe.skipIf(!corpusPresent)('copy-move in photographs', () => {
  it('finds an 80 × 100 copy in a photograph, and none in the photograph itself', async () => {
    const bytes = await sharp(corpus('photos', 'kodak-23.png')).extract({
      left: 40,
      top: 60,
      width: 420,
      height: 290,
    });
    const { data, info } = await bytes.removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const photo = { width: info.width, height: info.height, data: new Uint8Array(data) };
    const clean = await stored(photo, 92);
    expect(clean.answer.outcome).toBe('nothing-found');
    const picture = plant(photo, { source: [130, 130], half: [40, 50], target: [340, 200], angle: 15 });
    const run = await stored(picture, 92);
    expect(run.answer.outcome).toBe('found');
    const pair = run.answer.result?.pairs[0];
    expect(agreement(picture, [pair?.first ?? [], pair?.second ?? []])).toBeGreaterThan(0.7);
  });
});
