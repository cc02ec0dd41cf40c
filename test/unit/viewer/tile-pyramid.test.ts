import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TileSource } from '#shared/contract/contract.ts';
import * as pyramid from '../../../renderer/src/viewer/tile-pyramid.ts';

const size = { width: 1301, height: 777 };
const source: TileSource = {
  ...size,
  tileSize: 256,
  levels: 4,
  base: '/tiles',
  format: 'png',
  overview: '/overview',
  orientation: 1,
};

describe('tiles against a pyramid cut by libvips', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-pyramid-'));
    await sharp({ create: { ...size, channels: 3, background: '#888' } })
      .png()
      .tile({ size: 256, overlap: 0, layout: 'dz', depth: 'onetile' })
      .toFile(join(folder, 'p.dz'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has the same levels, the same tiles in each, of the same size', async () => {
    const levels = (await readdir(join(folder, 'p_files'))).filter((name) => /^\d+$/.test(name));
    expect(levels).toHaveLength(source.levels);
    for (let level = 0; level < source.levels; level++) {
      const range = pyramid.tilesIn(source, level, {
        left: 0,
        top: 0,
        right: size.width,
        bottom: size.height,
      });
      const names: string[] = [];
      for (let row = range!.top; row <= range!.bottom; row++) {
        for (let column = range!.left; column <= range!.right; column++) {
          const file = join(folder, 'p_files', `${level}`, `${column}_${row}.png`);
          const box = pyramid.tileBox(source, level, column, row);
          const scale = pyramid.levelScale(source, level);
          const { width, height } = await sharp(file).metadata();
          expect([width, height]).toEqual([
            Math.ceil((box.right - box.left) / scale),
            Math.ceil((box.bottom - box.top) / scale),
          ]);
          names.push(`${column}_${row}.png`);
        }
      }
      expect(names.sort()).toEqual((await readdir(join(folder, 'p_files', `${level}`))).sort());
    }
  });
});

describe('choice of tiles', () => {
  it('takes the coarsest level with a pixel for every device pixel', () => {
    const choose = (scale: number) => pyramid.levelFor(source, scale);
    expect([32, 1, 0.51, 0.5, 0.3, 0.25, 0.125, 0.01].map(choose)).toEqual([3, 3, 3, 2, 2, 1, 0, 0]);
  });
  it('takes only what the box touches, and nothing outside the picture', () => {
    const box = { left: 256, top: 10, right: 512, bottom: 300 };
    expect(pyramid.tilesIn(source, 3, box)).toEqual({ left: 1, top: 0, right: 1, bottom: 1 });
    expect(pyramid.tilesIn(source, 3, { left: 2000, top: 0, right: 2100, bottom: 50 })).toBeNull();
    expect(pyramid.tilesIn(source, 3, { left: 5, top: 5, right: 5, bottom: 5 })).toBeNull();
  });
  it('looks ahead by a ring that ends at the picture', () => {
    const range = { left: 0, top: 0, right: 1, bottom: 3 };
    expect(pyramid.widen(source, 3, range, 1)).toEqual({ left: 0, top: 0, right: 2, bottom: 3 });
  });
  it('names tiles as the contract says', () => {
    expect(pyramid.tileAddress(source, 3, 4, 2)).toBe('/tiles/3/4_2.png');
  });
});
