import sharp from 'sharp';
import { decodedPlane, readJpegCoefficients } from '#core/media/jpeg-coefficients.ts';
import { patternImage } from '../fixtures/make/raster.ts';

/**
 * Milliseconds of processor time to read the quantised coefficients of a 12-megapixel JPEG, beside libjpeg-turbo's whole decoding
 * of it (through sharp, on one core), and to turn the first component into samples. Run:
 * `node test/bench/jpeg-coefficients.ts`.
 */
sharp.cache(false);
sharp.concurrency(1);
const rounds = 5;

async function best(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return Math.round(least);
}

const small = await patternImage(2000, 1500).png().toBuffer();
const large = await sharp(small).resize(4000, 3000, { kernel: 'cubic' }).removeAlpha().raw().toBuffer();
for (const options of [
  { quality: 90 },
  { quality: 90, chromaSubsampling: '4:4:4' },
  { quality: 75 },
  { quality: 90, progressive: true },
  { quality: 75, progressive: true },
] as const) {
  const jpeg = await sharp(large, { raw: { width: 4000, height: 3000, channels: 3 } })
    .jpeg(options)
    .toBuffer();
  const own = await best(() => readJpegCoefficients(jpeg, 0, { pixels: 2e7 }));
  const peer = await best(() => sharp(jpeg).raw().toBuffer());
  const outcome = readJpegCoefficients(jpeg, 0, { pixels: 2e7 });
  if (!outcome.ok) throw new Error(outcome.reason.code);
  const plane = await best(() => decodedPlane(outcome.jpeg.components[0]!, 8));
  const size = (jpeg.length / 1e6).toFixed(1);
  console.info(
    `${JSON.stringify(options)} ${size} MB: coefficients ${own} ms, libjpeg-turbo to pixels ${peer} ms, ratio ${(own / peer).toFixed(2)}; luma plane ${plane} ms`,
  );
}
