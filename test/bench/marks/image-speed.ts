import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { assayImage1 } from '#core/mark/codecs/assay-image-1.ts';
import { privateMarkKey, publicMarkKey } from '#core/mark/key.ts';
import { addField, fieldOf } from '#core/mark/picture/mark-samples.ts';
import { pictureKey } from '#core/mark/picture/picture-key.ts';
import { viewOf } from '#core/mark/picture/picture-plane.ts';
import { readSpectrumOf } from '#core/mark/picture/read-plane.ts';
import { markTile } from '#core/mark/picture/tile.ts';
import { decodeImage } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import type { Samples } from '#shared/numeric/plane.ts';
import { cloudPicture } from '../../fixtures/make/cloud-picture.ts';

/**
 * Seconds to mark and to read pictures of several sizes: on samples in memory, and on JPEG files with everything
 * around it (decoding, self-test, packing, reading back, measuring). The first of three rounds warms up; the best of
 * the others counts. Elapsed time, and in brackets time of the processor.
 *
 *   node test/bench/marks/image-speed.ts
 */
const context = {
  limits: defaultLimits,
  signal: new AbortController().signal,
  progress: () => undefined,
};
const key = pictureKey(publicMarkKey);
const stranger = pictureKey(privateMarkKey(new Uint8Array(32).fill(5)));
const tile = markTile(key, 77n);
const media = {
  kind: 'image',
  format: 'jpeg',
  mime: 'image/jpeg',
  extension: 'jpg',
  extensionFits: true,
} as unknown as Parameters<typeof assayImage1.reads>[0];

async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly text: string; readonly made: T }> {
  let [elapsed, processor] = [Infinity, Infinity];
  let made!: T;
  for (let round = 0; round < 3; round += 1) {
    const [started, used] = [performance.now(), process.cpuUsage()];
    made = await work();
    const { user, system } = process.cpuUsage(used);
    if (round === 0) continue;
    elapsed = Math.min(elapsed, performance.now() - started);
    processor = Math.min(processor, (user + system) / 1000);
  }
  return { text: `${(elapsed / 1000).toFixed(2)} s (${(processor / 1000).toFixed(2)})`, made };
}

function quarter(samples: Samples): Samples {
  const { channels, data } = samples;
  const [width, height] = [samples.width >> 1, samples.height >> 1];
  const part = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row += 1) {
    const from = ((row + (height >> 1)) * samples.width + (width >> 2)) * channels;
    part.set(data.subarray(from, from + width * channels), row * width * channels);
  }
  return { ...samples, width, height, data: part };
}

const folder = await mkdtemp(join(tmpdir(), 'assay-image-speed-'));
try {
  for (const [width, height] of [
    [512, 512],
    [1920, 1080],
    [4000, 3000],
  ] as const) {
    const data = cloudPicture(width, height, 3);
    const samples: Samples = {
      width,
      height,
      data,
      channels: 3,
      bitDepth: 8,
      hasAlpha: false,
      colourSpace: 'srgb',
    };
    const marked: Samples = { ...samples, data: new Uint8Array(data.length) };
    const embed = await timed(() => addField(samples, fieldOf(samples, tile), 44.5, marked.data));
    const whole = await timed(() => readSpectrumOf(viewOf(marked).spectrum, key, { effort: 'search' }));
    const part = quarter(marked);
    const cropped = await timed(() => readSpectrumOf(viewOf(part).spectrum, key, { effort: 'search' }));
    const none = await timed(() => readSpectrumOf(viewOf(samples).spectrum, stranger, { effort: 'search' }));
    if (whole.made.reading === null || cropped.made.reading === null || none.made.reading !== null)
      throw new Error(`${width} × ${height}: not read as expected`);
    const path = join(folder, `${width}.jpg`);
    await writeFile(
      path,
      await sharp(data, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 92 })
        .toBuffer(),
    );
    const target = join(folder, `${width}-marked.jpg`);
    const file = await timed(async () => {
      await rm(target, { force: true });
      return assayImage1.embed({
        path,
        media,
        target,
        payload: 77n,
        key: publicMarkKey,
        strength: null,
        context,
      });
    });
    if (!file.made.ok) throw new Error(file.made.reason.text.en);
    const decode = await timed(() => decodeImage(target, { format: 'jpeg', limits: defaultLimits }));
    const identifiers = new BigUint64Array(0);
    const detect = await timed(() =>
      assayImage1.detect({ path: target, media, keys: [publicMarkKey], identifiers, context }),
    );
    console.log(`${width} × ${height}`);
    console.log(
      `  samples: mark ${embed.text}, read ${whole.text}, a quarter ${cropped.text}, none ${none.text}`,
    );
    console.log(`  files: mark ${file.text}, detect ${detect.text}, of which decoding ${decode.text}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
