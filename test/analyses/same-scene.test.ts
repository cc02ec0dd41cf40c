import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultLimits } from '#core/media/limits.ts';
import { aligner } from '#core/trace/align/picture.ts';
import { type Patchwork, patchwork } from '../fixtures/make/patchwork.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-same-scene-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

/** Two pixels to the right in every second stripe: near things that stand elsewhere before far ones. */
function fromBeside({ width, height, data }: Patchwork): Patchwork {
  const out = Buffer.from(data);
  for (let y = 0; y < height; y += 1)
    for (let x = 2; x < width; x += 1) {
      if (Math.floor(x / 120) % 2 === 0) continue;
      const [to, from] = [3 * (y * width + x), 3 * (y * width + x - 2)];
      out.set(data.subarray(from, from + 3), to);
    }
  return { width, height, data: out };
}

async function written(name: string, { width, height, data }: Patchwork, quality: number): Promise<string> {
  const path = join(folder, name);
  await writeFile(
    path,
    await sharp(data, { raw: { width, height, channels: 3 } })
      .jpeg({ quality })
      .toBuffer(),
  );
  return path;
}

async function laid(first: string, second: string) {
  const media = { kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: null } as const;
  const artifact = () => Promise.resolve();
  return await aligner.align({
    first: { path: first, media },
    second: { path: second, media },
    context,
    artifact,
  });
}

test('another photograph of the same scene is laid over the first and not called a copy of it', async () => {
  const scene = patchwork(1200, 800, 3);
  const first = await written('first.jpg', scene, 90);
  const answer = await laid(first, await written('second.jpg', fromBeside(scene), 90));
  expect([answer.outcome, answer.claim, answer.reason?.code]).toEqual(['aligned', 'candidate', 'same-scene']);
  expect(answer.matches.map(({ claim }) => claim)).toEqual(['likely']);
  const copy = await laid(first, await written('copy.jpg', scene, 60));
  expect([copy.outcome, copy.claim, copy.reason]).toEqual(['aligned', 'copy', null]);
}, 60_000);
