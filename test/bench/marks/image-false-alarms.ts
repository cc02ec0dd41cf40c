import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { privateMarkKey } from '#core/mark/key.ts';
import { pictureKey } from '#core/mark/picture/picture-key.ts';
import { viewOf } from '#core/mark/picture/picture-plane.ts';
import { readSpectrumOf } from '#core/mark/picture/read-plane.ts';
import { bestIdentifier } from '#core/mark/picture/registered.ts';
import { softValues } from '#core/mark/picture/soft-values.ts';
import { decodeImage } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import type { Samples } from '#shared/numeric/plane.ts';

/**
 * Unmarked pictures read with random keys: photographs of a folder (whole and in pieces) and pages, checkerboards and
 * halftones made here. Nothing may be read; beside that the highest statistic of random identifiers at the best
 * alignment, against what the bound allows.
 *
 *   node test/bench/marks/image-false-alarms.ts FOLDER [--keys 10] [--identifiers 1000]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keys: { type: 'string', default: '10' }, identifiers: { type: 'string', default: '1000' } },
});
const folder = positionals[0];
if (folder === undefined) throw new Error('a folder of pictures is needed');

interface Named {
  readonly name: string;
  readonly samples: Samples;
}

function grey(name: string, width: number, height: number, level: (x: number, y: number) => number): Named {
  const data = Uint8Array.from({ length: width * height }, (_, at) =>
    Math.max(0, Math.min(255, Math.round(level(at % width, Math.floor(at / width))))),
  );
  return {
    name,
    samples: { width, height, data, channels: 1, bitDepth: 8, hasAlpha: false, colourSpace: 'b-w' },
  };
}

async function page(size: number): Promise<Named> {
  const line = (row: number) =>
    Array.from({ length: 14 }, (_, word) => ((row * 31 + word * 17) % 997).toString(36).repeat(2)).join(' ');
  const text = Array.from({ length: 60 }, (_, row) => line(row)).join('\n');
  const { data, info } = await sharp({ text: { text, width: 700, dpi: size, rgba: false } })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return grey(
    `text at ${size} dpi`,
    info.width,
    info.height,
    (x, y) => 255 - data[(y * info.width + x) * info.channels]!,
  );
}

async function generated(): Promise<Named[]> {
  const wave = (x: number, y: number, period: number) =>
    128 +
    90 * Math.cos((2 * Math.PI * (x + 0.4 * y)) / period) * Math.cos((2 * Math.PI * (y - 0.4 * x)) / period);
  return [
    await page(72),
    await page(110),
    ...[4, 7, 16, 32].map((side) =>
      grey(
        `checkerboard ${side}`,
        640,
        512,
        (x, y) => ((Math.floor(x / side) + Math.floor(y / side)) & 1) * 255,
      ),
    ),
    ...[5, 8.5].map((period) =>
      grey(`halftone ${period}`, 640, 512, (x, y) => (wave(x, y, period) > 255 * (y / 512) ? 255 : 0)),
    ),
    grey('stripes', 640, 512, (x, y) => ((x * 3 + y) % 23 < 9 ? 230 : 25)),
    grey('gradient', 640, 512, (x, y) => (x + y) / 5),
    grey('one grey', 640, 512, () => 119),
  ];
}

async function photographs(): Promise<Named[]> {
  const out: Named[] = [];
  for (const name of (await readdir(folder!)).filter((file) => /\.(png|jpe?g)$/i.test(file))) {
    const format = /\.png$/i.test(name) ? 'png' : 'jpeg';
    const decoded = await decodeImage(join(folder!, name), { format, limits: defaultLimits });
    if (!decoded.ok) continue;
    const { width, height, channels, data } = decoded.image;
    out.push({ name, samples: decoded.image });
    const [across, down] = [Math.min(width, 480), Math.min(height, 400)];
    const piece = new Uint8Array(across * down * channels);
    for (let row = 0; row < down; row += 1) {
      const from =
        ((Math.floor((height - down) / 2) + row) * width + Math.floor((width - across) / 2)) * channels;
      piece.set(data.subarray(from, from + across * channels) as Uint8Array, row * across * channels);
    }
    out.push({
      name: `${name}, piece`,
      samples: { ...decoded.image, width: across, height: down, data: piece },
    });
  }
  return out;
}

const identifiers = new BigUint64Array(Number(values.identifiers));
let [reads, found, decoded, highest, pilots] = [0, 0, 0, 0, 0];
const maxima: number[] = [];
for (const { name, samples } of [...(await generated()), ...(await photographs())]) {
  const { spectrum } = viewOf(samples);
  let [here, near] = [0, 0];
  for (let trial = 0; trial < Number(values.keys); trial += 1) {
    const key = pictureKey(privateMarkKey(crypto.getRandomValues(new Uint8Array(32))));
    crypto.getRandomValues(new Uint8Array(identifiers.buffer));
    const answer = readSpectrumOf(spectrum, key, { effort: 'search' });
    reads += 1;
    decoded += answer.decoded;
    if (answer.reading !== null) {
      found += 1;
      console.log(`READ from ${name}: z ${answer.reading.statistic}`);
    }
    if (answer.best === null) continue;
    near = Math.max(near, answer.best.score);
    const best = bestIdentifier(softValues(spectrum, key, answer.best), key, identifiers);
    maxima.push(best?.statistic ?? 0);
    here = Math.max(here, best?.statistic ?? 0);
  }
  highest = Math.max(highest, here);
  pilots = Math.max(pilots, near);
  console.log(name.padEnd(36), `z ${here.toFixed(2)}`.padStart(8), `pilots ${near.toFixed(1)}`.padStart(12));
}
const mean = maxima.reduce((sum, one) => sum + one, 0) / maxima.length;
console.log(
  `${reads} reads, ${found} marks, ${decoded} decodings, highest pilot score ${pilots.toFixed(2)}.`,
  `Highest z of ${identifiers.length} random identifiers: mean ${mean.toFixed(2)}, largest ${highest.toFixed(2)};`,
  `normal numbers would give ${Math.sqrt(2 * Math.log(identifiers.length * reads)).toFixed(2)} at most, 11.8 is asked for.`,
);
