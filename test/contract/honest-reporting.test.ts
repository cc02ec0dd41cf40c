import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { smallMedia } from '../support/small-media.ts';
import { determinism } from '../torture/determinism.ts';
import { honestReporting } from '../torture/honest-reporting.ts';

/** The quick forms of R14, R18, R19 and R20; `npm run torture` has the long ones. */
let folder = '';
const files: string[] = [];
const only = ['container.structure', 'fingerprints.pdq', 'pixels.ghosts'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-honest-'));
  for (const format of ['jpeg', 'png', 'gif', 'wav', 'mp4', 'pdf'] as const) {
    const bytes = await smallMedia.get(format)!();
    files.push(join(folder, `plain.${format}`));
    await writeFile(files.at(-1)!, bytes);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the same files give the same answers, byte for byte, twice and with one and two workers', async () => {
  const row = await determinism({ files, only });
  expect(row).toMatchObject({ goal: 'R14', passed: true });
  expect(row.reached).toMatch(/^18 of 18 answers on 6 files identical in 4 runs$/);
});

test('complaints with exit status 0 are kept, and absence is not worded as authenticity', async () => {
  // The index stands before the pictures, of which half are cut off: ffprobe says so and ends with 0.
  const film = [...testSource(0.5, '64x48', 10), '-c:v', 'mjpeg', '-an', '-movflags', '+faststart'];
  const whole = await readFile(makeClip(folder, 'film.mp4', film));
  const damaged = join(folder, 'damaged.mp4');
  await writeFile(damaged, whole.subarray(0, Math.floor(whole.length * 0.6)));
  const rows = await honestReporting({ files: [...files.slice(0, 3), damaged], workers: 1 });
  expect(rows.filter(({ passed }) => !passed)).toEqual([]);
  expect(rows.map(({ goal }) => goal)).toEqual(['R18', 'R19', 'R20']);
  expect(rows[1]!.reached).toBe('1 complained, 0 without their text');
});
