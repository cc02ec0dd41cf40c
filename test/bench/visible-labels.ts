/**
 * Recall of visible labels by size and ground, error of the measured height, labels invented on real photographs,
 * and time per picture.
 *
 *   node test/bench/visible-labels.ts [--pictures 240] [--json]
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { identify } from '#core/intake/identify.ts';
import { stillLabels } from '#core/labels/explicit/still-labels.ts';
import { decodeImage } from '#core/media/image.ts';
import { rgbPlane } from '#core/media/text-lines/rgb-plane.ts';
import { openTextRecognition } from '#core/media/text-recognition.ts';
import { type LetterWeight, letters, plainGround, withLetters } from '../fixtures/make/label-pictures.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

const { values } = parseArgs({
  options: { pictures: { type: 'string', default: '240' }, json: { type: 'boolean', default: false } },
});
const opened = await openTextRecognition();
if ('missing' in opened) throw new Error(opened.missing.text.en);
const { recogniser } = opened;
const options = { side: 1088, lines: 80, signal: new AbortController().signal };

let seed = 20261122;
const random = (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

const texts = [
  'AI生成',
  '豆包AI生成',
  '内容由AI生成',
  '人工智能合成',
  'AI generated',
  'AI-generated content',
];
const percents = [1.5, 2, 3, 4, 5, 7];
const sizes = [
  [640, 480],
  [1024, 1024],
  [1920, 1080],
  [1080, 1920],
  [4000, 3000],
] as const;
const photographs = corpusPresent ? corpusFiles('photos').filter((name) => name.endsWith('.png')) : [];

type Ground = 'plain' | 'gradient' | 'noise' | 'photograph';
const grounds: readonly Ground[] = corpusPresent
  ? ['plain', 'gradient', 'noise', 'photograph']
  : ['plain', 'gradient', 'noise'];

async function groundOf(kind: Ground, width: number, height: number): Promise<Sharp> {
  if (kind === 'plain') return plainGround(width, height, pick(['#20242a', '#345a78', '#7a3b30', '#d8d2c4']));
  if (kind === 'gradient') {
    const data = Buffer.alloc(width * height * 3);
    for (let at = 0; at < width * height; at += 1) {
      const [x, y] = [(at % width) / width, Math.floor(at / width) / height];
      data.set([40 + 120 * x, 60 + 90 * y, 160 - 100 * x * y], at * 3);
    }
    return sharp(data, { raw: { width, height, channels: 3 } });
  }
  if (kind === 'noise') {
    const [across, down] = [Math.ceil(width / 3), Math.ceil(height / 3)];
    // Twelve even numbers make a normal one.
    const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
    const data = Buffer.from(
      Uint8ClampedArray.from({ length: across * down * 3 }, () => 110 + 30 * normal()),
    );
    const small = await sharp(data, { raw: { width: across, height: down, channels: 3 } })
      .png()
      .toBuffer();
    return sharp(small).resize(width, height);
  }
  return sharp(corpus(pick(photographs))).resize(width, height, { fit: 'cover' });
}

interface Trial {
  readonly percent: number;
  readonly ground: Ground;
  readonly found: boolean;
  readonly text: boolean;
  readonly truth: number;
  readonly measured: number;
  readonly box: number;
  readonly told: boolean;
  readonly corner: boolean;
  readonly milliseconds: number;
  readonly pixels: number;
}

async function trial(): Promise<Trial> {
  const [width, height] = pick(sizes);
  const ground = pick(grounds);
  const percent = pick(percents);
  const text = pick(texts);
  const shortest = Math.min(width, height);
  const mask = await letters(
    text,
    Math.max(8, Math.round((shortest * percent) / 100)),
    pick<LetterWeight>([300, 400, 700]),
  );
  const gap = Math.round(shortest * 0.03);
  const left = random() < 0.5 ? gap : width - mask.width - gap;
  const top = random() < 0.5 ? gap : height - mask.height - gap;
  const light = random() < 0.7;
  const picture = await withLetters(await groundOf(ground, width, height), mask, {
    left: Math.max(0, left),
    top,
    colour: light ? [255, 255, 255] : [0, 0, 0],
    opacity: pick([1, 1, 0.7]),
  });
  const bytes = await (random() < 0.6
    ? picture.jpeg({ quality: pick([70, 85, 95]) })
    : picture.png()
  ).toBuffer();
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const start = performance.now();
  const plane = { width: info.width, height: info.height, data: new Uint8Array(data) };
  const { result } = await stillLabels(plane, recogniser, options);
  const label = result.labels.find(({ box }) => box.y < top + mask.height && box.y + box.height > top);
  const letterOf = (value: string): string => value.replace(/[\s-]/g, '').replace(/l/g, 'I').toLowerCase();
  return {
    percent,
    ground,
    found: label?.elements.ai === true && label.elements.generation,
    text: label !== undefined && letterOf(label.text) === letterOf(text),
    truth: mask.height,
    measured: label?.inkHeight ?? Number.NaN,
    box: label === undefined ? Number.NaN : label.boxRatio * shortest,
    told: label?.contrast != null,
    corner: label !== undefined && /-/.test(label.position),
    milliseconds: performance.now() - start,
    pixels: width * height,
  };
}

const trials: Trial[] = [];
for (let index = 0; index < Number(values.pictures); index += 1) trials.push(await trial());

const share = (list: readonly Trial[], test: (one: Trial) => boolean): string =>
  list.length === 0 ? '–' : `${list.filter(test).length}/${list.length}`;
const quantile = (list: readonly number[], part: number): number => {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
};
const quantiles = (list: readonly number[]) => ({
  p5: quantile(list, 0.05),
  p50: quantile(list, 0.5),
  p95: quantile(list, 0.95),
  worst: list.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0),
});
const found = trials.filter((one) => one.found);
const told = found.filter((one) => one.told);

const falseLabels: { readonly name: string; readonly texts: readonly string[] }[] = [];
let photographsRead = 0;
const times: number[] = [];
if (corpusPresent) {
  for (const name of corpusFiles('photos', 'metadata-goldens', 'pdq-tmk', 'exiftool-t-images')) {
    const media = await identify(corpus(name), basename(name));
    if (media.kind !== 'image' || media.format === 'svg') continue;
    const decoded = await decodeImage(corpus(name), {
      format: media.format,
      limits: { pixels: 120_000_000 },
    });
    if (!decoded.ok) continue;
    photographsRead += 1;
    const start = performance.now();
    const { result } = await stillLabels(rgbPlane(decoded.image), recogniser, options);
    times.push(performance.now() - start);
    if (result.labels.length > 0) falseLabels.push({ name, texts: result.labels.map(({ text }) => text) });
  }
}

const report = {
  pictures: trials.length,
  recall: Object.fromEntries(
    percents.map((percent) => [
      `${percent} %`,
      Object.fromEntries(
        ['all' as const, ...grounds].map((ground) => [
          ground,
          share(
            trials.filter((one) => one.percent === percent && (ground === 'all' || one.ground === ground)),
            (one) => one.found,
          ),
        ]),
      ),
    ]),
  ),
  wordsRight: share(found, (one) => one.text),
  cornerRight: share(found, (one) => one.corner),
  inkToldApart: share(found, (one) => one.told),
  heightErrorPixels: quantiles(told.map((one) => one.measured - one.truth)),
  heightErrorPercent: quantiles(told.map((one) => (100 * (one.measured - one.truth)) / one.truth)),
  heightErrorPercentByGround: Object.fromEntries(
    grounds.map((ground) => [
      ground,
      quantiles(
        told
          .filter((one) => one.ground === ground)
          .map((one) => (100 * (one.measured - one.truth)) / one.truth),
      ),
    ]),
  ),
  estimatedErrorPercent: quantiles(
    found.filter((one) => !one.told).map((one) => (100 * (one.measured - one.truth)) / one.truth),
  ),
  boxAgainstInk: quantiles(found.map((one) => one.box / one.truth)),
  milliseconds: {
    twelveMegapixels: quantiles(trials.filter(({ pixels }) => pixels > 1e7).map((one) => one.milliseconds)),
    others: quantiles(trials.filter(({ pixels }) => pixels < 1e7).map((one) => one.milliseconds)),
    corpus: quantiles(times),
  },
  realPictures: photographsRead,
  falseLabels,
};
console.info(JSON.stringify(report, null, values.json ? 0 : 2));
