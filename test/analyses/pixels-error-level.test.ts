import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/pixels/error-level.ts';
import { patternImage, patternRgb } from '../fixtures/make/raster.ts';
import { ffmpegRgb } from '../support/ffmpeg-pixels.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-error-level-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function level(name: string, bytes: Uint8Array, parameters: Record<string, unknown> = {}) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  const { answer, artifacts, figures, findings } = await runAnalysis(analysis, path, parameters);
  if (answer.result === undefined) throw new Error(answer.outcome);
  const map = async (artifact: string) => {
    const png = join(folder, `${name}.${artifact}`);
    await writeFile(png, artifacts.get(artifact)!);
    const rgb = ffmpegRgb(png);
    return Uint8Array.from({ length: rgb.length / 3 }, (_, at) => rgb[at * 3]!);
  };
  return { ...answer.result, warnings: answer.warnings ?? [], artifacts, figures, findings, map };
}

// Table K.1 at quality 90: factor 20 %, (step·20+50)/100 cut down. Written out here, not taken from the product.
const quality90 = [
  [3, 2, 2, 3, 5, 8, 10, 12],
  [2, 2, 3, 4, 5, 12, 12, 11],
  [3, 3, 3, 5, 8, 11, 14, 11],
  [3, 3, 4, 6, 10, 17, 16, 12],
  [4, 4, 7, 11, 14, 22, 21, 15],
  [5, 7, 11, 13, 16, 21, 23, 18],
  [10, 13, 16, 17, 21, 24, 24, 20],
  [14, 18, 19, 20, 22, 20, 21, 20],
];

/**
 * JPEG's effect on a grey plane by the definition in T.81 A.3: an O(n⁴) transform, rounding, and back.
 * `doubtful` marks the pixels of blocks with a coefficient so near to half a step that libjpeg's
 * whole-number transform may round it the other way.
 */
function naiveResave(plane: Uint8Array, width: number, height: number) {
  const out = new Uint8Array(plane.length);
  const doubtful = new Uint8Array(plane.length);
  const scale = (k: number) => (k === 0 ? Math.SQRT1_2 : 1) / 2;
  const cosine = (n: number, k: number) => Math.cos(((2 * n + 1) * k * Math.PI) / 16);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      const rounded: number[][] = [];
      let tie = false;
      for (let v = 0; v < 8; v += 1) {
        rounded.push([]);
        for (let u = 0; u < 8; u += 1) {
          let sum = 0;
          for (let y = 0; y < 8; y += 1) {
            for (let x = 0; x < 8; x += 1)
              sum += (plane[(top + y) * width + left + x]! - 128) * cosine(x, u) * cosine(y, v);
          }
          const step = quality90[v]![u]!;
          const value = (sum * scale(u) * scale(v)) / step;
          if (Math.abs((Math.abs(value) % 1) - 0.5) * step < 0.1) tie = true;
          rounded[v]!.push(Math.sign(value) * Math.floor(Math.abs(value) + 0.5) * step);
        }
      }
      for (let y = 0; y < 8; y += 1) {
        for (let x = 0; x < 8; x += 1) {
          let sum = 0;
          for (let v = 0; v < 8; v += 1) {
            for (let u = 0; u < 8; u += 1)
              sum += scale(u) * scale(v) * rounded[v]![u]! * cosine(x, u) * cosine(y, v);
          }
          out[(top + y) * width + left + x] = Math.max(0, Math.min(255, Math.round(sum + 128)));
          if (tie) doubtful[(top + y) * width + left + x] = 1;
        }
      }
    }
  }
  return { out, doubtful };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('error level', () => {
  it('equals a recomputation by the definition of JPEG', async () => {
    const [width, height] = [160, 96];
    const rgb = patternRgb(width, height, 7);
    const plane = Uint8Array.from({ length: width * height }, (_, at) => rgb[at * 3]!);
    const png = await sharp(plane, { raw: { width, height, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    const run = await level('grey.png', png);
    const { out: resaved, doubtful } = naiveResave(plane, width, height);
    const expected = Array.from(plane, (value, at) => value - resaved[at]!);
    const magnitude = await run.map('error-level.png');
    const signed = await run.map('error-level-signed.png');
    let compared = 0;
    let apart = 0;
    for (const [at, difference] of expected.entries()) {
      if (doubtful[at] === 1) continue;
      compared += 1;
      const shown = Math.round((Math.min(Math.abs(difference), 32) / 32) * 255);
      if (magnitude[at] !== shown) apart += 1;
      // One grey level is 8 values of the one-sided and 4 of the two-sided picture.
      expect(Math.abs(magnitude[at]! - shown)).toBeLessThanOrEqual(8);
      const twoSided = ((Math.max(-32, Math.min(32, difference)) + 32) / 64) * 255;
      expect(Math.abs(signed[at]! - twoSided)).toBeLessThanOrEqual(5);
    }
    console.info(
      `recomputed: ${compared} of ${expected.length} pixels in blocks free of ties, ${apart} differ by one grey level`,
    );
    expect(compared).toBeGreaterThan(1000);
    expect(apart / compared).toBeLessThan(0.04);
    expect(run.evidence.mean).toBeCloseTo(mean(expected.map(Math.abs)), 1);
  });

  it('gives in strips what the whole image gives', async () => {
    const [width, height] = [101, 600];
    const rgb = patternRgb(width, height, 3);
    const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
      .png()
      .toBuffer();
    const run = await level('tall.png', png);
    const save = async (from: Uint8Array) => {
      const jpeg = await sharp(from, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 90 })
        .toBuffer();
      return await sharp(jpeg).raw().toBuffer();
    };
    const once = await save(rgb);
    const twice = await save(once);
    const picture = (first: Uint8Array, second: Uint8Array) =>
      Uint8Array.from({ length: width * height }, (_, pixel) => {
        const sizes = [0, 1, 2].map((channel) =>
          Math.abs(first[pixel * 3 + channel]! - second[pixel * 3 + channel]!),
        );
        return Math.round((Math.min(32, Math.max(...sizes)) / 32) * 255);
      });
    expect(Buffer.compare(await run.map('error-level.png'), picture(rgb, once))).toBe(0);
    expect(Buffer.compare(await run.map('error-level-expected.png'), picture(once, twice))).toBe(0);
  });

  it('draws large images smaller and counts all their pixels', async () => {
    const [width, height] = [2600, 1700];
    const { data } = await sharp(patternRgb(650, 425, 5), { raw: { width: 650, height: 425, channels: 3 } })
      .resize(width, height)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const raw = { width, height, channels: 3 } as const;
    const run = await level('large.png', await sharp(data, { raw }).png({ compressionLevel: 1 }).toBuffer());
    const once = await sharp(await sharp(data, { raw }).jpeg({ quality: 90 }).toBuffer())
      .raw()
      .toBuffer();
    const blocks = new Uint8Array(1300 * 850);
    let sum = 0;
    for (let at = 0; at < data.length; at += 1) {
      const size = Math.abs(data[at]! - once[at]!);
      const pixel = Math.floor(at / 3);
      const block = (Math.floor(pixel / width) >> 1) * 1300 + ((pixel % width) >> 1);
      blocks[block] = Math.max(blocks[block]!, Math.round((Math.min(32, size) / 32) * 255));
      sum += size;
    }
    expect(Buffer.compare(await run.map('error-level.png'), blocks)).toBe(0);
    expect(run.evidence.mean).toBeCloseTo(sum / data.length, 9);
    const heatmaps = run.figures.filter((figure) => figure.kind === 'heatmap');
    expect(heatmaps.map((figure) => [figure.width, figure.height])).toEqual(Array(3).fill([1300, 850]));
    expect([run.width, run.height]).toEqual([width, height]);
  });

  it('keeps both signs: half of the error is negative', async () => {
    const run = await level('signs.png', await patternImage(200, 120).png().toBuffer());
    const signed = await run.map('error-level-signed.png');
    const below = signed.filter((value) => value < 127).length;
    const above = signed.filter((value) => value > 128).length;
    expect(below / (below + above)).toBeGreaterThan(0.4);
    expect(below / (below + above)).toBeLessThan(0.6);
  });

  it('falls towards nothing on an image saved the same way again and again', async () => {
    let bytes = await patternImage(240, 160).jpeg({ quality: 90 }).toBuffer();
    const fresh = await level('fresh.png', await patternImage(240, 160).png().toBuffer());
    for (let round = 0; round < 6; round += 1) bytes = await sharp(bytes).jpeg({ quality: 90 }).toBuffer();
    const settled = await level('settled.jpg', bytes);
    expect(settled.evidence.mean).toBeLessThan(0.15 * fresh.evidence.mean);
    expect(fresh.expected.mean).toBeLessThan(fresh.evidence.mean);
  });

  it('shows a region of another history that was put in on purpose', async () => {
    let ground = await patternImage(320, 240).jpeg({ quality: 85 }).toBuffer();
    for (let round = 0; round < 4; round += 1) ground = await sharp(ground).jpeg({ quality: 90 }).toBuffer();
    const patch = await patternImage(96, 64, 9).png().toBuffer();
    const pasted = await sharp(ground)
      .composite([{ input: patch, left: 112, top: 80 }])
      .png()
      .toBuffer();
    const run = await level('pasted.png', pasted);
    const map = await run.map('error-level.png');
    const inside: number[] = [];
    const outside: number[] = [];
    for (const [at, value] of map.entries()) {
      const [x, y] = [at % 320, Math.floor(at / 320)];
      if (x >= 112 && x < 208 && y >= 80 && y < 144) inside.push(value);
      else if (x < 96 || x >= 224 || y < 64 || y >= 160) outside.push(value);
    }
    expect(mean(inside)).toBeGreaterThan(2 * mean(outside));
  });

  it('says what it did and claims nothing', async () => {
    const run = await level('claim.webp', await patternImage(51, 37).ensureAlpha(0.5).webp().toBuffer(), {
      quality: 75,
      range: 64,
    });
    expect(run).toMatchObject({
      width: 51,
      height: 37,
      quality: 75,
      range: 64,
      flattened: true,
      reduced: false,
    });
    expect(
      run.findings.map(({ bearing, strength, proposition }) => [bearing, strength, proposition]),
    ).toEqual([['informational', 'none', undefined]]);
    expect(run.findings[0]?.statement.en).toContain('not as evidence of editing');
    const heatmaps = run.figures.filter((figure) => figure.kind === 'heatmap');
    expect(heatmaps.map(({ scale }) => [scale.min, scale.max, scale.diverging])).toEqual([
      [0, 64, false],
      [0, 64, false],
      [-64, 64, true],
    ]);
    expect(heatmaps.every(({ artifact }) => run.artifacts.has(artifact))).toBe(true);
  });

  it('carries the decoder’s complaint, and is undetermined without pixels', async () => {
    const whole = await patternImage(200, 200).jpeg().toBuffer();
    const cut = await level('cut.jpg', whole.subarray(0, Math.floor(whole.length * 0.6)));
    expect(cut.warnings.join()).toMatch(/premature end/i);
    const path = join(folder, 'nothing.jpg');
    await writeFile(path, Buffer.from('ffd8ffe000104a464946000101', 'hex'));
    const { answer } = await runAnalysis(analysis, path);
    expect(answer.outcome).toBe('undetermined');
    expect((await readFile(path)).length).toBe(13);
  });
});
