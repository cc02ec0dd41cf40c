import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Agreement } from '#shared/domain/region.ts';
import { type DoctoredPicture, doctoredPicture, type Place } from '../fixtures/make/doctored-picture.ts';
import { CommandLine } from '../support/command-line.ts';

const assay = new CommandLine();
afterAll(() => assay.remove());

describe('assay regions', () => {
  const folder = assay.path('doctored.case');
  let picture: DoctoredPicture;

  beforeAll(async () => {
    picture = await doctoredPicture();
    const file = assay.path('doctored.jpg');
    writeFileSync(file, picture.file);
    const only = 'pixels.double-quantization,pixels.noise-level,pixels.principal-components';
    expect((await assay.run(['examine', file, '--case', folder, '--only', only])).status).toBe(0);
  });

  test('prints the place two kinds of trace point at: where a part was pasted in', async () => {
    const { status, stdout, stderr } = await assay.run(['regions', folder, '--json']);
    expect([status, stderr]).toEqual([0, '']);
    const { files, limits } = JSON.parse(stdout) as { files: [Record<string, unknown>]; limits: unknown[] };
    const { groups, methods } = Agreement.parse(files[0]);
    expect(files[0]).toMatchObject({ name: 'doctored.jpg', marked: null, measurements: [] });
    expect(limits.length).toBeGreaterThan(3);
    expect(methods.map(({ analysis }) => analysis).sort()).toEqual([
      'pixels.double-quantization',
      'pixels.noise-level',
    ]);
    expect(groups[0]).toMatchObject({ kinds: ['compression', 'noise'] });
    const { width, height } = picture.pasted;
    const points = groups[0]!.rings.flat();
    // Windows of the methods are up to 64 pixels wide.
    const within = ({ x, y }: { x: number; y: number }, { left, top, width, height }: Place) =>
      x > left - 64 && x < left + width + 64 && y > top - 64 && y < top + height + 64;
    expect(points.every((point) => within(point, picture.pasted))).toBe(true);
    expect(groups[0]!.area / (width * height)).toBeGreaterThan(0.6);
    const plain = await assay.run(['regions', folder, '--language', 'zh-CN']);
    expect(plain.stdout).toContain('2 类痕迹、2 种方法指出：JPEG 压缩、噪声');
    expect(plain.stdout).not.toMatch(/伪造|概率为|%/);
  });
});
