import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { analysis as errorLevel } from '#core/analyses/pixels/error-level.ts';
import { decodeInput } from '#core/media/image.ts';
import { encodeJpeg, encodePng } from '#core/media/image-encode.ts';
import { ErrorTally } from '#shared/numeric/error-level.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { runAnalysis } from '../support/run-analysis.ts';

/**
 * Milliseconds per megapixel for each step of the error level, by size, and the process's largest memory
 * so far after a whole run. Run: `node test/bench/error-level.ts`.
 */
const limits = { pixels: 200_000_000 };
const folder = await mkdtemp(join(tmpdir(), 'assay-bench-'));

async function timed<T>(work: () => Promise<T> | T): Promise<readonly [T, number]> {
  const start = performance.now();
  const value = await work();
  return [value, performance.now() - start];
}

try {
  const small = await patternImage(1500, 1000).png().toBuffer();
  for (const [width, height] of [
    [1600, 1000],
    [4000, 3000],
    [12_640, 9480],
  ] as const) {
    const megapixels = (width * height) / 1e6;
    const each = (milliseconds: number) => (milliseconds / megapixels).toFixed(1);
    const source = await sharp(small).resize(width, height, { fit: 'fill' }).jpeg({ quality: 92 }).toBuffer();
    const path = join(folder, 'image.jpg');
    await writeFile(path, source);
    const [{ answer }, whole] = await timed(() => runAnalysis(errorLevel, path));
    if (answer.result === undefined) throw new Error(answer.outcome);
    const memory = Math.round(process.resourceUsage().maxRSS / 1024);
    console.info(
      `${megapixels.toFixed(1)} MP: run ${Math.round(whole)} ms, ${each(whole)} ms/MP, ${memory} MiB at most`,
    );
    if (megapixels > 24) continue;
    const [decoded, decoding] = await timed(() => decodeInput(source, { format: 'jpeg', limits }));
    if (!decoded.ok) throw new Error(decoded.reason.code);
    const data = decoded.image.data as Uint8Array;
    const pixels = { width, height, channels: 3, data } as const;
    const [jpeg, encoding] = await timed(() => encodeJpeg(pixels, 90, { chromaSubsampling: '4:2:0' }));
    const [saved, reading] = await timed(() => decodeInput(jpeg, { format: 'jpeg', limits }));
    if (!saved.ok) throw new Error(saved.reason.code);
    const magnitude = new Uint8Array(width * height);
    const signed = new Uint8Array(width * height);
    const resaved = saved.image.data as Uint8Array;
    const tally = new ErrorTally(32);
    const [, tallying] = await timed(() => tally.add(data, resaved, { magnitude, signed }, 0));
    const [, packing] = await timed(() => encodePng({ width, height, channels: 1, data: magnitude }));
    console.info(
      `  ms/MP: decode ${each(decoding)}, save ${each(encoding)}, read back ${each(reading)}, tally ${each(tallying)}, full-size PNG ${each(packing)}`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
