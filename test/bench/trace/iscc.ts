import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { openVision } from '#core/media/vision.ts';
import { leastQuality } from '#core/trace/iscc/content-unit.ts';
import { dataHasher } from '#core/trace/iscc/data-unit.ts';
import { imagePixels } from '#core/trace/iscc/image-pixels.ts';
import { imageUnit } from '#core/trace/iscc/image-unit.ts';
import { instanceHasher } from '#core/trace/iscc/instance-unit.ts';
import { likenesses } from '#core/trace/iscc/likeness.ts';
import { textUnit } from '#core/trace/iscc/text-unit.ts';
import { chanceOf } from '#core/trace/picture/chance.ts';
import { edits, type Raster } from './images/edits.ts';
import { references } from './images/references.ts';
import { wilson } from './images/wilson.ts';

/**
 * How far Image-Codes of unrelated pictures lie apart beside the chance that is stated for it, which copies they find,
 * and how long codes take (processor time).
 *
 *   node test/bench/trace/iscc.ts FOLDER… [--references 40] [--crops 120] [--edits re-encodes]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    references: { type: 'string', default: '40' },
    crops: { type: 'string', default: '120' },
    /** Only edits whose name or group holds this; `none` for none. */
    edits: { type: 'string', default: '' },
  },
});

const { likely, candidate, chance } = likenesses['content-image'];
const opened = await openVision();
if ('missing' in opened) throw new Error(opened.missing.text.en);
const { kept } = await references(positionals, Number(values.references), opened.vision);
console.info(`${kept.length} pictures that are no copies of one another`);

function codeOf({ width, height, data }: Raster) {
  const form = { channels: 3, bitDepth: 8, hasAlpha: false, colourSpace: 'srgb', orientation: 1 } as const;
  const { unit, quality } = imageUnit(imagePixels({ width, height, data, ...form }));
  return { words: new Uint32Array(Uint8Array.from(unit.digest).buffer), quality };
}

function distance(first: Uint32Array, second: Uint32Array): number {
  let bits = 0;
  for (let at = 0; at < 8; at += 1)
    for (let rest = first[at]! ^ second[at]!; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}

let state = 7;
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) | 0;
  return (state >>> 0) / 2 ** 32;
}

/** A part of 0.3 to 1 of each side, anywhere. */
function crop({ width, height, data }: Raster): Raster {
  const [across, down] = [0.3 + 0.7 * random(), 0.3 + 0.7 * random()];
  const [columns, rows] = [Math.ceil(width * across), Math.ceil(height * down)];
  const left = Math.floor(random() * (width - columns + 1));
  const top = Math.floor(random() * (height - rows + 1));
  const out = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < rows; row += 1) {
    const start = ((top + row) * width + left) * 3;
    out.set(data.subarray(start, start + columns * 3), row * columns * 3);
  }
  return { width: columns, height: rows, data: out };
}

const codes: { readonly source: number; readonly words: Uint32Array }[] = [];
for (const [source, { raster }] of kept.entries()) {
  for (let count = 0; count < Number(values.crops); count += 1) {
    const { words, quality } = codeOf(crop(raster));
    if (quality >= leastQuality) codes.push({ source, words });
  }
}
const counts = new Float64Array(257);
let pairs = 0;
for (const [index, first] of codes.entries()) {
  for (let other = index + 1; other < codes.length; other += 1) {
    const second = codes[other]!;
    if (second.source === first.source) continue;
    counts[distance(first.words, second.words)]! += 1;
    pairs += 1;
  }
}
const mean = counts.reduce((sum, count, bits) => sum + count * bits, 0) / pairs;
const variance = counts.reduce((sum, count, bits) => sum + count * (bits - mean) ** 2, 0) / pairs;
console.info(
  `unrelated: ${codes.length} crops, ${pairs} pairs, mean ${mean.toFixed(1)}, deviation ${Math.sqrt(variance).toFixed(1)}, as ${(16384 / variance).toFixed(0)} coins`,
);
console.info('| bits | pairs at most | share | chance stated |\n|---|---|---|---|');
let sum = 0;
for (const [bits, count] of counts.entries()) {
  sum += count;
  if (bits % 8 !== 0 || bits < 32 || bits > 80) continue;
  console.info(
    `| ${bits} | ${sum} | ${(sum / pairs).toExponential(2)} | ${chance === null ? '–' : chanceOf(chance, bits).toExponential(2)} |`,
  );
}
const upTo = (most: number): number => counts.subarray(0, most + 1).reduce((all, count) => all + count, 0);
console.info(`"likely" (${likely} bits): ${wilson(upTo(likely), pairs)}`);
console.info(`"candidate" (${candidate} bits): ${wilson(upTo(candidate), pairs)}`);

const chosen = edits.filter(({ name, group }) => `${name} ${group}`.includes(values.edits));
if (chosen.length > 0) console.info('| edit | likely | candidate | median bits |\n|---|---|---|---|');
for (const edit of chosen) {
  const found: number[] = [];
  for (const [index, { raster }] of kept.entries()) {
    const { words, quality } = codeOf(raster);
    if (quality < leastQuality) continue;
    const copy = await edit.apply(raster, kept[(index + 7) % kept.length]!.raster, index);
    const { data, info } = await sharp(copy).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    found.push(distance(words, codeOf({ width: info.width, height: info.height, data }).words));
  }
  const share = (most: number): string =>
    `${Math.round((100 * found.filter((bits) => bits <= most).length) / found.length)} %`;
  const median = found.toSorted((first, second) => first - second)[found.length >> 1];
  console.info(`| ${edit.name} | ${share(likely)} | ${share(candidate)} | ${median} |`);
}

/** Milliseconds of processor time. */
async function taken(work: () => unknown): Promise<number> {
  await work();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const bytes = Uint8Array.from({ length: 32 * 1024 * 1024 }, () => random() * 256);

const padded = new Uint8Array(36_000_000);
padded.set(bytes);
const text = Array.from({ length: 1_000_000 }, () => String.fromCharCode(97 + random() * 26)).join('');
console.info(
  `picture of 12 MP, decoded: ${(await taken(() => codeOf({ width: 4000, height: 3000, data: padded }))).toFixed(0)} ms`,
);
const data = await taken(async () => {
  const hasher = await dataHasher();
  hasher.push(bytes);
  hasher.finish();
});
const instance = await taken(async () => {
  const hasher = await instanceHasher();
  hasher.push(bytes);
  hasher.finish();
});
console.info(
  `data unit: ${(32_000 / data).toFixed(0)} MiB/s; instance unit: ${(32_000 / instance).toFixed(0)} MiB/s`,
);
console.info(`text of a million characters: ${(await taken(() => textUnit(text))).toFixed(0)} ms`);
