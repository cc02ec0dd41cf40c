/**
 * Detectors of other people's marks on media without one: are the stated probabilities what happens? Run with
 * `node test/bench/marks/foreign.ts [pictures per kind] [folder of further pictures]`. Prints tables in Markdown.
 */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { identify } from '#core/intake/identify.ts';
import { detectBlindWatermark } from '#core/mark/foreign/blind-watermark-detector.ts';
import { detectImwatermark } from '#core/mark/foreign/imwatermark-detector.ts';
import { expectedPayload } from '#core/mark/foreign/known-payloads.ts';
import { findLsbMessages } from '#core/mark/foreign/lsb-message.ts';
import { looksReplaced, lsbEstimates } from '#core/mark/foreign/lsb-statistics.ts';
import { rgbPicture } from '#core/mark/foreign/rgb-picture.ts';
import { decodeImage, decodesImage, type StillImage } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { structuredKinds, structuredPicture } from '../../fixtures/make/structured-pictures.ts';
import { corpus } from '../../support/corpus.ts';
import { corpusFiles } from '../../support/corpus-files.ts';

const perKind = Number(process.argv[2] ?? 25);

interface Tally {
  pictures: number;
  /** Attempts by −lg p: reached 1, 2, 3, 4, 5, 6. */
  readonly reached: number[];
  attempts: number;
  found: number;
  strongest: number;
}
const tallies = new Map<string, Tally>();
function tally(name: string): Tally {
  const made = tallies.get(name) ?? {
    pictures: 0,
    reached: [0, 0, 0, 0, 0, 0],
    attempts: 0,
    found: 0,
    strongest: 0,
  };
  tallies.set(name, made);
  return made;
}
function count(name: string, values: readonly number[], found: number): void {
  const one = tally(name);
  one.pictures += 1;
  one.found += found;
  for (const value of values) {
    one.attempts += 1;
    one.strongest = Math.max(one.strongest, value);
    for (let level = 1; level <= 6; level += 1) if (value >= level) one.reached[level - 1]! += 1;
  }
}

const estimates: { kind: string; smaller: number; even: number; hint: boolean }[] = [];
let texts = 0;
let spent = 0;

function look(kind: string, image: StillImage, lossless: boolean, key: string): void {
  const picture = rgbPicture(image);
  if (picture === null) return;
  const before = process.cpuUsage();
  // A payload nobody used, another one for each picture: what the derivation is about.
  const bits = createHash('sha256').update(key).digest();
  const drawn = Array.from({ length: 48 }, (_, at) => (bits[at >> 3]! >> (at & 7)) & 1).join('');
  const marks = detectImwatermark(picture, expectedPayload(drawn));
  const given = marks.tried.filter(({ target }) => target.en.startsWith('The payload'));
  count(`dwtDct/dwtDctSvd, published payloads · ${kind}`, others(marks.tried, given), marks.readings.length);
  count(
    `dwtDct/dwtDctSvd, random payload · ${kind}`,
    given.map((one) => -one.log10),
    0,
  );
  const password = bits.readUInt32BE(16);
  const blind = detectBlindWatermark(picture, { passwordImage: password, passwordMark: 1, length: null });
  // The best of all lengths, brought to one attempt.
  const values = blind.tried.map((one) => Math.max(0, -one.log10 - Math.log10(blind.trials)));
  count(`blind_watermark, random password · ${kind}`, values, blind.readings.length);
  if (lossless) {
    texts += findLsbMessages(image, -6).messages.length;
    const all = lsbEstimates(image);
    const smaller = Math.max(0, ...all.map((one) => Math.min(one.samplePairs ?? 0, one.groups ?? 0)));
    const hint = all.some(looksReplaced);
    estimates.push({ kind, smaller, hint, even: Math.max(0, ...all.map((one) => one.evenPairs)) });
  }
  const after = process.cpuUsage(before);
  spent += (after.user + after.system) / 1e6;
}

function others(
  tried: ReturnType<typeof detectImwatermark>['tried'],
  given: ReturnType<typeof detectImwatermark>['tried'],
): number[] {
  return tried.filter((one) => !given.includes(one)).map((one) => -one.log10);
}

for (const kind of structuredKinds) {
  for (let seed = 1; seed <= perKind; seed += 1) {
    const { width, height, data } = structuredPicture(kind, 256 + 64 * (seed % 9), seed);
    look(kind, stored(width, height, data), true, `${kind} ${seed}`);
  }
}
const folders = process.argv.slice(3);
for (const file of corpusFiles(...folders)) {
  const path = corpus(file);
  const media = await identify(path, null);
  if (media.kind !== 'image' || media.format === 'svg' || !decodesImage(media.format)) continue;
  const decoded = await decodeImage(path, { format: media.format, limits: defaultLimits });
  if (!decoded.ok) continue;
  look('corpus', decoded.image, media.format === 'png' || media.format === 'tiff', join('corpus', file));
}

function stored(width: number, height: number, data: Uint8Array): StillImage {
  return {
    ...{ width, height, data, channels: 3, bitDepth: 8, hasAlpha: false, colourSpace: 'srgb' },
    ...{ orientation: 1, pages: 1, decoder: 'made', warnings: [] },
  };
}

console.log(
  '| unmarked | pictures | attempts | p ≤ 10⁻¹ | 10⁻² | 10⁻³ | 10⁻⁴ | 10⁻⁵ | 10⁻⁶ | found | strongest −lg p |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|');
for (const [name, one] of [...tallies].sort(([a], [b]) => a.localeCompare(b))) {
  const shares = one.reached.map((reached) =>
    one.attempts === 0 ? '–' : (reached / one.attempts).toPrecision(2),
  );
  console.log(
    `| ${name} | ${one.pictures} | ${one.attempts} | ${shares.join(' | ')} | ${one.found} | ${one.strongest.toFixed(2)} |`,
  );
}
console.log(`\nMessages in lowest bits: ${texts} in ${estimates.length} lossless pictures`);
for (const kind of [...new Set(estimates.map((one) => one.kind))]) {
  const all = estimates.filter((one) => one.kind === kind);
  const over = [0.05, 0.1, 0.2, 0.3].map((limit) => all.filter(({ smaller }) => smaller >= limit).length);
  const even = [0.01, 0.05, 0.2].map((limit) => all.filter((one) => one.even >= limit).length);
  const hints = all.filter(({ hint }) => hint).length;
  console.log(
    `| ${kind} | ${all.length} | rate ≥ .05 .1 .2 .3: ${over.join(' ')} | even ≥ .01 .05 .2: ${even.join(' ')} | hints ${hints} |`,
  );
}
console.log(`\n${spent.toFixed(1)} s of processor time`);
