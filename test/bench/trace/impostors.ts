import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { randomRate } from '#core/trace/index/expected-matches.ts';
import { distanceWithin, farthest } from '#core/trace/index/hamming.ts';
import { chanceOf, pdqChance } from '#core/trace/picture/chance.ts';
import { leastQuality } from '#core/trace/picture/codes.ts';
import { pdq } from '#shared/numeric/pdq.ts';
import { luminance } from '#shared/numeric/plane.ts';
import { seeded } from '../../support/codes.ts';

/**
 * How far apart PDQ codes of unrelated pictures are, beside the models by which false matches are told. Run:
 * `node test/bench/trace/impostors.ts FOLDER… [--crops 200] [--without PART…]`. Of the pictures below the folders those
 * that are copies of one another (within 70 bits, turned and mirrored too) are left out but for one, and all whose names
 * have such a part: two photographs of one scene by different cameras are no copies and not unrelated. From each so many crops are cut, and
 * only crops of different pictures are compared: those of one may overlap. Pages of rows of words, made by a seed, stand
 * for what is all alike by its making. Pairs that share a picture are not independent, so Wilson's bounds are too good.
 */

const longest = 512;
const leastSide = 240;
const copyBits = 70;
const near = [31, 40, 50, 60, 70, 80, 90] as const;

interface Plane {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Red, green, blue. */
  readonly data: Uint8Array;
}

interface Codes {
  readonly words: Uint32Array;
  /** Picture each is of. */
  readonly of: Uint32Array;
  readonly names: readonly string[];
  readonly plain: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    crops: { type: 'string', default: '200' },
    without: { type: 'string', multiple: true, default: [] },
  },
});
const crops = Number(values.crops);
const found = await pictures(positionals, values.without);
const kept = without(found);
console.info(`${found.length} pictures, ${found.length - kept.length} of them copies of others or too plain`);
console.info(
  `| codes | n | below quality | pairs | mean | deviation | least | ${near.map((bits) => `≤ ${bits}`).join(' | ')} |`,
);
console.info(`|---|---|---|---|---|---|---|${near.map(() => '---|').join('')}`);
const next = seeded(1);
report(
  'whole pictures',
  coded(kept, (plane) => [plane]),
);
report(
  'crops',
  coded(kept, (plane) => Array.from({ length: crops }, () => crop(plane, next))),
);
report(
  'pages of words',
  coded(
    Array.from({ length: 1000 }, () => page(next)),
    (plane) => [plane],
  ),
);
model('256 coins', randomRate);
model(`${pdqChance.freedom} coins`, (bits) => chanceOf(pdqChance, bits));

async function pictures(roots: readonly string[], left: readonly string[]): Promise<Plane[]> {
  const planes: Plane[] = [];
  for (const root of roots)
    for (const entry of (await readdir(root, { recursive: true })).toSorted()) {
      if (!/\.(jpe?g|png|webp)$/i.test(entry) || left.some((part) => entry.includes(part))) continue;
      const plane = await decoded(join(root, entry));
      if (plane !== null) planes.push(plane);
    }
  return planes;
}

async function decoded(path: string): Promise<Plane | null> {
  try {
    const { data, info } = await sharp(path)
      .rotate()
      .resize(longest, longest, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    if (Math.min(width, height) < leastSide || channels !== 3) return null;
    return { name: path, width, height, data };
  } catch (error) {
    console.error(`${path}: ${String(error).split('\n')[0]}`);
    return null;
  }
}

/** The first of each group of copies. */
function without(planes: readonly Plane[]): Plane[] {
  const others: Uint32Array[] = [];
  return planes.filter((plane) => {
    const { hashes, quality } = codeOf(plane);
    if (quality < leastQuality) return false;
    const own = wordsOf(hashes.original);
    const turned = Object.values(hashes).map(wordsOf);
    const copy = others.some((other) =>
      turned.some((code) => distanceWithin(code, 0, other, farthest) <= copyBits),
    );
    if (!copy) others.push(own);
    return !copy;
  });
}

function codeOf({ width, height, data }: Plane) {
  const image = {
    width,
    height,
    channels: 3,
    data,
    bitDepth: 8,
    hasAlpha: false,
    colourSpace: 'srgb',
  } as const;
  return pdq(luminance(image));
}

function wordsOf(hash: string): Uint32Array {
  return new Uint32Array(Uint8Array.from(Buffer.from(hash, 'hex')).buffer);
}

function coded(planes: readonly Plane[], parts: (plane: Plane) => readonly Plane[]): Codes {
  const words: number[] = [];
  const of: number[] = [];
  let plain = 0;
  planes.forEach((plane, number) => {
    for (const part of parts(plane)) {
      const { hashes, quality } = codeOf(part);
      if (quality < leastQuality) plain += 1;
      else {
        words.push(...wordsOf(hashes.original));
        of.push(number);
      }
    }
  });
  return {
    words: Uint32Array.from(words),
    of: Uint32Array.from(of),
    names: planes.map(({ name }) => name),
    plain,
  };
}

/** A part of 30 to 100 % of both sides. */
function crop({ name, width, height, data }: Plane, random: () => number): Plane {
  const side = (whole: number) => Math.round(whole * (0.3 + (0.7 * (random() % 1000)) / 1000));
  const [w, h] = [side(width), side(height)];
  const [x, y] = [random() % (width - w + 1), random() % (height - h + 1)];
  const out = new Uint8Array(w * h * 3);
  for (let row = 0; row < h; row++) {
    const from = ((y + row) * width + x) * 3;
    out.set(data.subarray(from, from + w * 3), row * w * 3);
  }
  return { name, width: w, height: h, data: out };
}

/** Rows of dark words on white with a heading and a box: every page laid out by the same hand. */
function page(random: () => number): Plane {
  const [width, height, line] = [384, 512, 14];
  const data = new Uint8Array(width * height * 3).fill(255);
  const fill = (x: number, y: number, w: number, h: number, grey: number): void => {
    for (let row = y; row < Math.min(height, y + h); row++)
      data.fill(grey, (row * width + x) * 3, (row * width + Math.min(width, x + w)) * 3);
  };
  fill(40, 36, 120 + (random() % 160), 18, 30);
  const box = 80 + line * (random() % 20);
  for (let y = 80; y < height - 40; y += line) {
    if (y >= box && y < box + 120) continue;
    const end = random() % 5 === 0 ? 80 + (random() % 220) : width - 40;
    for (let x = 40; x < end - 8; ) {
      const word = 6 + (random() % 34);
      fill(x, y, Math.min(word, end - x), 8, 60);
      x += word + 5;
    }
  }
  fill(60 + (random() % 40), box, 200 + (random() % 60), 100, 100 + (random() % 120));
  return { name: 'page', width, height, data };
}

function report(name: string, { words, of, names, plain }: Codes): void {
  const histogram = new Float64Array(farthest + 1);
  let least = { bits: farthest + 1, one: 0, other: 0 };
  for (let one = 0; one < of.length; one++) {
    const query = words.subarray(one * 8, one * 8 + 8);
    for (let other = one + 1; other < of.length; other++) {
      if (of[one] === of[other]) continue;
      const bits = distanceWithin(words, other * 8, query, farthest);
      histogram[bits] = histogram[bits]! + 1;
      if (bits < least.bits) least = { bits, one: of[one]!, other: of[other]! };
    }
  }
  const pairs = histogram.reduce((sum, count) => sum + count, 0);
  const mean = histogram.reduce((sum, count, bits) => sum + count * bits, 0) / pairs;
  const spread = Math.sqrt(
    histogram.reduce((sum, count, bits) => sum + count * (bits - mean) ** 2, 0) / pairs,
  );
  const shares = near.map((bits) => {
    const count = histogram.subarray(0, bits + 1).reduce((sum, one) => sum + one, 0);
    return count === 0
      ? `0 (< ${(3.8415 / (pairs + 3.8415)).toExponential(1)})`
      : (count / pairs).toExponential(1);
  });
  console.info(
    `| ${[name, of.length, plain, pairs, mean.toFixed(1), spread.toFixed(1), least.bits, ...shares].join(' | ')} |`,
  );
  console.error(`nearest of ${name}: ${names[least.one]} and ${names[least.other]}, ${least.bits} bits`);
}

function model(name: string, rate: (bits: number) => number): void {
  const shares = near.map((bits) => rate(bits).toExponential(1));
  console.info(
    `| model: ${name} | | | | 128 | ${name === '256 coins' ? '8.0' : '10.0'} | | ${shares.join(' | ')} |`,
  );
}
