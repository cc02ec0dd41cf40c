import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Picture } from '#core/mark/attacks/define.ts';
import { asPicture, within } from '#core/mark/attacks/tools/picture.ts';
import { publicMarkKey } from '#core/mark/key.ts';
import { differenceOf } from '#core/mark/picture/difference.ts';
import { addField, addStandard, fieldOf } from '#core/mark/picture/mark-samples.ts';
import { pictureKey } from '#core/mark/picture/picture-key.ts';
import { preparedPicture } from '#core/mark/picture/picture-plane.ts';
import { readSpectrumOf } from '#core/mark/picture/read-plane.ts';
import { softValues, statisticOf } from '#core/mark/picture/soft-values.ts';
import { markTile } from '#core/mark/picture/tile.ts';
import { decodeImage } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import type { Samples } from '#shared/numeric/plane.ts';
import { attacked, chainsOf } from './attack-chains.ts';

/**
 * Which share of marked pictures is read exactly after which attack, with the mean statistic and the mean
 * time of the processor that reading took.
 *
 *   node test/bench/marks/image-survival.ts FOLDER [--strength dB] [--longer pixels] [--attacks jpeg@q30,crop@area25+jpeg@q50]
 *     [--pictures 12] [--matching text]
 *
 * An attack is a name of the survival lab without `image.`, a strength after `@` (all of the ladder without it);
 * several joined by `+` follow each other.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    strength: { type: 'string' },
    longer: { type: 'string' },
    attacks: { type: 'string' },
    pictures: { type: 'string', default: '1000' },
    matching: { type: 'string', default: '' },
  },
});

const limits = defaultLimits;
const payload = 0x123456789abcdef0n;

const standardList = [
  'jpeg,webp,avif,shrink,enlarge,aspect,crop,rotate,turn,flip,screenshot,social,messenger,perspective,saved-again',
  'blur,median,noise,brighten,darken,more-contrast,less-contrast,gamma,hue,sharpen,denoise,erase,shear,bend',
  'crop-bright-jpeg,crop-rotate-jpeg,flip-crop-webp,photo-of-screen,print-and-scan,regenerate-filters',
].join(',');

function samplesOf({ width, height, data }: Picture): Samples {
  return { width, height, data, channels: 3, bitDepth: 8, hasAlpha: false, colourSpace: 'srgb' };
}

interface Cell {
  exact: number;
  tried: number;
  statistics: number;
  milliseconds: number;
}

const key = pictureKey(publicMarkKey);
const tile = markTile(key, payload);
const chains = chainsOf(values.attacks ?? standardList);
const cells = new Map<string, Cell>(
  chains.map(({ name }) => [name, { exact: 0, tried: 0, statistics: 0, milliseconds: 0 }]),
);
const qualities: { psnr: number; ssim: number }[] = [];
const folder = positionals[0];
if (folder === undefined) throw new Error('a folder of pictures is needed');
const names = (await readdir(folder))
  .filter((name) => /\.(png|jpe?g)$/i.test(name) && name.includes(values.matching))
  .slice(0, Number(values.pictures));
for (const name of names) {
  const format = /\.png$/i.test(name) ? 'png' : 'jpeg';
  const decoded = await decodeImage(join(folder, name), { format, limits });
  if (!decoded.ok) throw new Error(`${name}: ${decoded.reason.text.en}`);
  const whole = await asPicture(decoded.image);
  const picture = values.longer === undefined ? whole : await within(whole, Number(values.longer));
  const samples = samplesOf(picture);
  const marked: Picture = { ...picture, data: new Uint8Array(picture.data.length) };
  const field = fieldOf(samples, tile);
  if (values.strength === undefined) addStandard(samples, field, marked.data);
  else addField(samples, field, Number(values.strength), marked.data);
  qualities.push(differenceOf(samples, samplesOf(marked)));
  for (const chain of chains) {
    const suspect = await attacked(marked, chain);
    if (suspect === null) continue;
    const started = process.cpuUsage();
    const spectrum = preparedPicture(samplesOf(suspect));
    const answer = readSpectrumOf(spectrum, key, { effort: 'search' });
    const cell = cells.get(chain.name)!;
    const { user, system } = process.cpuUsage(started);
    cell.milliseconds += (user + system) / 1000;
    cell.tried += 1;
    if (answer.reading?.payload === payload) cell.exact += 1;
    else if (answer.reading !== null) throw new Error(`${name}, ${chain.name}: a wrong identifier`);
    if (answer.best !== null)
      cell.statistics += statisticOf(softValues(spectrum, key, answer.best), key, payload);
  }
}
const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
console.log(
  `${names.length} pictures, PSNR ${mean(qualities.map(({ psnr }) => psnr)).toFixed(2)} dB,`,
  `SSIM ${mean(qualities.map(({ ssim }) => ssim)).toFixed(4)} (lowest ${Math.min(...qualities.map(({ ssim }) => ssim)).toFixed(4)})`,
);
for (const [name, { exact, tried, statistics, milliseconds }] of cells)
  console.log(
    name.padEnd(44),
    `${exact}/${tried}`.padStart(6),
    `z ${(statistics / tried).toFixed(1)}`.padStart(8),
    `${(milliseconds / tried).toFixed(0)} ms`.padStart(8),
  );
let [exact, tried, statistics] = [0, 0, 0];
for (const cell of cells.values()) {
  exact += cell.exact;
  tried += cell.tried;
  statistics += cell.statistics;
}
console.log(`together ${exact}/${tried}, mean z ${(statistics / tried).toFixed(2)}`);
