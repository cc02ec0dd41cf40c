import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Picture } from '#core/mark/attacks/define.ts';
import { asPicture, within } from '#core/mark/attacks/tools/picture.ts';
import { falseAlarmLog10 } from '#core/mark/code/false-alarm.ts';
import { privateMarkKey } from '#core/mark/key.ts';
import { pictureKey } from '#core/mark/picture/picture-key.ts';
import { preparedPicture } from '#core/mark/picture/picture-plane.ts';
import { readSpectrumOf } from '#core/mark/picture/read-plane.ts';
import { decodeValues, softValues, statisticOf } from '#core/mark/picture/soft-values.ts';
import { decodeImage } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { structuredKinds, structuredPicture } from '../../fixtures/make/structured-pictures.ts';

/**
 * Reads unmarked pictures with random keys and tells how often a mark is found (never, if the bound holds), how high the
 * statistic of the best proposal came, and how the statistic of identifiers drawn at random is spread against the bound
 * that everything rests on, P(z ≥ t) ≤ exp(−t²/2).
 *
 *   node test/bench/marks/image-false-alarms.ts FOLDER… [--keys 20] [--longer 768] [--minutes 10] [--drawn 200]
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keys: { type: 'string', default: '20' },
    longer: { type: 'string', default: '768' },
    minutes: { type: 'string', default: '10' },
    drawn: { type: 'string', default: '200' },
  },
});

interface Source {
  readonly name: string;
  open(): Promise<Picture | null>;
}

async function sources(): Promise<Source[]> {
  const files = (
    await Promise.all(
      positionals.map(async (folder) =>
        (await readdir(folder, { recursive: true })).map((name) => join(folder, name)),
      ),
    )
  ).flat();
  const photographs = files
    .filter((path) => /\.(png|jpe?g)$/i.test(path))
    .map((path): Source => {
      const open = async () => {
        const format = /\.png$/i.test(path) ? 'png' : 'jpeg';
        const decoded = await decodeImage(path, { format, limits: defaultLimits });
        return decoded.ok ? await within(await asPicture(decoded.image), Number(values.longer)) : null;
      };
      return { name: path, open };
    });
  const made = structuredKinds.flatMap((kind) =>
    [256, 512, 768].map((size, seed): Source => {
      const { width, height, data } = structuredPicture(kind, size, seed + 1);
      return { name: `${kind} ${size}`, open: async () => ({ width, height, data: Uint8Array.from(data) }) };
    }),
  );
  // Turn about, so that a run cut short has seen both.
  return Array.from({ length: Math.max(photographs.length, made.length) }, (_, index) =>
    [photographs[index], made[index]].filter((one) => one !== undefined),
  ).flat();
}

const thresholds = [1, 2, 3, 3.5, 4, 4.5, 5] as const;
const beyond = new Array<number>(thresholds.length).fill(0);
const highest: { statistic: number; name: string }[] = [];
let [reads, found, drawn, decoded, pictures] = [0, 0, 0, 0, 0];
const until = Date.now() + Number(values.minutes) * 60_000;
for (const source of await sources()) {
  if (Date.now() > until) break;
  const picture = await source.open();
  if (picture === null || Math.min(picture.width, picture.height) < 64) continue;
  pictures += 1;
  const { width, height, data } = picture;
  const spectrum = preparedPicture({
    ...{ width, height, data, channels: 3, bitDepth: 8, hasAlpha: false, colourSpace: 'srgb' },
  });
  for (let number = 0; number < Number(values.keys); number += 1) {
    const digest = createHash('sha256').update(`${source.name} ${number}`).digest();
    const key = pictureKey(privateMarkKey(Uint8Array.from(digest)));
    const answer = readSpectrumOf(spectrum, key, { effort: 'search' });
    reads += 1;
    decoded += answer.decoded;
    if (answer.reading !== null) {
      found += 1;
      console.log(`found in ${source.name}: z ${answer.reading.statistic}`);
    }
    if (answer.best === null) continue;
    const soft = softValues(spectrum, key, answer.best);
    const proposal = decodeValues(soft, key);
    if (proposal !== null) highest.push({ statistic: proposal.statistic, name: source.name });
    for (let draw = 0; draw < Number(values.drawn); draw += 1) {
      const payload = createHash('sha256')
        .update(`${source.name} ${number} ${draw}`)
        .digest()
        .readBigUInt64BE();
      const statistic = statisticOf(soft, key, payload);
      drawn += 1;
      for (const [at, threshold] of thresholds.entries()) if (statistic >= threshold) beyond[at]! += 1;
    }
  }
}

console.log(`${reads} reads of ${pictures} unmarked pictures, ${decoded} decodings, ${found} marks found`);
highest.sort((one, other) => other.statistic - one.statistic);
console.log(
  `${highest.length} proposals with a right check sum, z at most ${highest[0]?.statistic.toFixed(2) ?? '–'}`,
);
for (const { statistic, name } of highest.slice(0, 5)) console.log(`  z ${statistic.toFixed(2)} ${name}`);
console.log(`| z ≥ | share of ${drawn} identifiers drawn | bound | normal |`);
console.log('|---|---|---|---|');
for (const [at, threshold] of thresholds.entries()) {
  const share = beyond[at]! / drawn;
  const bound = 10 ** falseAlarmLog10(threshold, 1);
  console.log(
    `| ${threshold} | ${share.toExponential(2)} | ${bound.toExponential(2)} | ${normalTail(threshold).toExponential(2)} |`,
  );
}

/** P(Z ≥ t) of a standard normal variable by its continued fraction (Abramowitz and Stegun, 26.2.14). */
function normalTail(threshold: number): number {
  let fraction = threshold;
  for (let term = 60; term >= 1; term -= 1) fraction = threshold + term / fraction;
  return Math.exp((-threshold * threshold) / 2) / Math.sqrt(2 * Math.PI) / fraction;
}
