import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodeInput } from '#core/media/image.ts';
import { buildPyramid, thumbnail } from '#core/media/tiles.ts';
import { pdq } from '#shared/numeric/pdq.ts';
import { luminance } from '#shared/numeric/plane.ts';
import { patternImage } from '../fixtures/make/raster.ts';

/** Milliseconds per image for decoding, PDQ, overview and tiles, by size. Run: `node test/bench/pdq.ts`. */
const limits = { pixels: 200_000_000 };
const media = { kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: null } as const;
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));

async function timed<T>(work: () => Promise<T> | T): Promise<readonly [T, number]> {
  const start = performance.now();
  const value = await work();
  return [value, Math.round(performance.now() - start)];
}

try {
  const small = await patternImage(1500, 1000).png().toBuffer();
  for (const [width, height] of [
    [1600, 1000],
    [4000, 3000],
    [12_000, 8400],
  ] as const) {
    const jpeg = await sharp(small).resize(width, height, { fit: 'fill' }).jpeg({ quality: 92 }).toBuffer();
    const path = join(folder, 'image.jpg');
    await writeFile(path, jpeg);
    const [decoded, decoding] = await timed(() => decodeInput(jpeg, { format: 'jpeg', limits }));
    if (!decoded.ok) throw new Error(decoded.reason.code);
    const [, hashing] = await timed(() => pdq(luminance(decoded.image)));
    const [, overview] = await timed(() => thumbnail(path, media, 1024, limits));
    const [, tiles] = await timed(() => buildPyramid(path, media, join(folder, 'tiles'), limits));
    const megapixels = ((width * height) / 1e6).toFixed(1);
    console.info(
      `${megapixels} MP, ${(jpeg.length / 1e6).toFixed(1)} MB: decode ${decoding} ms, PDQ ${hashing} ms, overview ${overview} ms, tiles ${tiles} ms`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
