import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysis } from '#core/analyses/pixels/thumbnail-residual.ts';
import { exifSegment } from '../fixtures/make/exif-block.ts';
import { gainMapOf, scenePixels, withGainMap } from '../fixtures/make/hdr-jpeg.ts';
import { runAnalysis } from '../support/run-analysis.ts';

/** Planted truth: pictures edited after their preview or gain map was made, and the same unedited. */
const [width, height] = [480, 320];
const box = { left: 240, top: 96, width: 80, height: 64 };
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-thumbnail-residual-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const asJpeg = (data: Uint8Array, quality: number) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();

/** The box of one scene put into another. */
function edited(data: Uint8Array): Uint8Array {
  const other = scenePixels(width, height, 9);
  const out = Uint8Array.from(data);
  for (let y = box.top; y < box.top + box.height; y += 1) {
    const from = (y * width + box.left) * 3;
    out.set(other.subarray(from, from + box.width * 3), from);
  }
  return out;
}

async function examine(name: string, bytes: Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const run = await runAnalysis(analysis, path);
  if (run.answer.result === undefined) throw new Error(JSON.stringify(run.answer));
  return { ...run, outcome: run.answer.outcome, result: run.answer.result };
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Shared area over the area of both. */
function overlap(one: Box): number {
  const across = Math.min(one.x + one.width, box.left + box.width) - Math.max(one.x, box.left);
  const down = Math.min(one.y + one.height, box.top + box.height) - Math.max(one.y, box.top);
  const shared = Math.max(0, across) * Math.max(0, down);
  return shared / (one.width * one.height + box.width * box.height - shared);
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((one) => one.x));
  const y = Math.min(...boxes.map((one) => one.y));
  const right = Math.max(...boxes.map((one) => one.x + one.width));
  const bottom = Math.max(...boxes.map((one) => one.y + one.height));
  return { x, y, width: right - x, height: bottom - y };
}

describe('an Exif thumbnail older than the picture', () => {
  const withThumbnail = async (main: Uint8Array, of: Uint8Array): Promise<Uint8Array> => {
    const thumbnail = await sharp(of, { raw: { width, height, channels: 3 } })
      .resize(160, 107, { kernel: 'lanczos3', fit: 'fill' })
      .linear(1.1, -8)
      .jpeg({ quality: 70 })
      .toBuffer();
    const jpeg = await asJpeg(main, 90);
    return Buffer.concat([jpeg.subarray(0, 2), exifSegment({ thumbnail }), jpeg.subarray(2)]);
  };

  test('the edited box is found, of the unedited picture nothing', async () => {
    const data = scenePixels(width, height, 1);
    const clean = await examine('clean.jpg', await withThumbnail(data, data));
    expect(clean.outcome).toBe('nothing-found');
    expect(clean.result.previews.map(({ residual }) => residual?.regions)).toEqual([[]]);
    expect(clean.findings.map(({ code }) => code)).toEqual(['thumbnail-residual.agrees']);

    const changed = await examine('edited.jpg', await withThumbnail(edited(data), data));
    expect(changed.outcome).toBe('found');
    const regions = changed.result.previews[0]!.residual!.regions;
    // What was put in has the old colour by chance in places: the regions together are asked for.
    expect(overlap(around(regions))).toBeGreaterThan(0.6);
    expect(changed.findings.map(({ code }) => code)).toEqual(['thumbnail-residual.differs']);
  });
});

describe('a gain map older than the picture', () => {
  test('the edited box is found, of the unedited picture nothing', async () => {
    const data = scenePixels(width, height, 1);
    const gain = await gainMapOf(data, width, height);
    const clean = await examine('hdr.jpg', withGainMap(await asJpeg(data, 92), gain));
    expect(clean.result.gain?.name).toBe('ultra-hdr');
    expect(clean.result.gain?.residual?.regions).toEqual([]);
    expect(clean.findings.map(({ code }) => code)).toEqual(['gain-map.agrees']);

    const changed = await examine('hdr-edited.jpg', withGainMap(await asJpeg(edited(data), 92), gain));
    expect(changed.outcome).toBe('found');
    expect(overlap(changed.result.gain!.residual!.regions[0]!)).toBeGreaterThan(0.5);
    expect(changed.findings.map(({ code }) => code)).toEqual(['gain-map.differs']);
  });
});

test('a file that carries neither says so', async () => {
  const plain = await examine('plain.jpg', await asJpeg(scenePixels(width, height, 2), 90));
  expect(plain.outcome).toBe('nothing-found');
  expect(plain.findings.map(({ code }) => code)).toEqual(['thumbnail-residual.none']);
});
