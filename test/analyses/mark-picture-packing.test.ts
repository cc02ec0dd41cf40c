import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { assayImage1 } from '#core/mark/codecs/assay-image-1.ts';
import { publicMarkKey } from '#core/mark/key.ts';
import { defaultLimits } from '#core/media/limits.ts';
import * as packing from '#core/media/picture-encode.ts';
import { cloudPicture } from '../fixtures/make/cloud-picture.ts';

/** The last thing before a marked picture is written: what was packed is read again, whatever was meant to be packed. */
vi.mock('#core/media/picture-encode.ts', { spy: true });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mark-packing-'));
  await sharp(cloudPicture(512, 384, 3), { raw: { width: 512, height: 384, channels: 3 } })
    .png()
    .toFile(join(folder, 'source.png'));
  return () => rm(folder, { recursive: true, force: true });
});
afterEach(() => vi.restoreAllMocks());

it('is not offered when the packer lost the mark', async () => {
  const path = join(folder, 'source.png');
  const media = await identify(path, null);
  const mark = (target: string) =>
    assayImage1.embed({
      ...{ path, media, target, payload: 77n, key: publicMarkKey, strength: null },
      context: { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined },
    });
  const whole = join(folder, 'whole.png');
  expect(await mark(whole)).toMatchObject({ ok: true });
  // A packer that packs, without a word, the source instead of what it was given.
  const before = await sharp(path).png().toBuffer();
  vi.mocked(packing.packPicture).mockResolvedValueOnce(before);
  const lost = join(folder, 'lost.png');
  expect(await mark(lost)).toMatchObject({ ok: false, reason: { code: 'picture-too-flat' } });
  expect(vi.mocked(packing.packPicture)).toHaveBeenCalledTimes(2);
  expect([existsSync(whole), existsSync(lost)]).toEqual([true, false]);
});
