import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { partsOutside } from '#core/trace/align/picture/frame-parts.ts';
import { aligner } from '#core/trace/align/picture.ts';
import { applied, inverse } from '#core/trace/picture/homography.ts';
import { Alignment } from '#shared/domain/comparison.ts';
import {
  type EditPicture,
  laidBy,
  moved,
  type Planted,
  planted,
  recoloured,
  retouched,
} from '../fixtures/make/edited-pictures.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-align-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };

/** Discs, bars and grain of many colours and sizes: no two places alike. */
function scene(width: number, height: number, seed: number): EditPicture {
  const data = new Uint8Array(width * height * 3);
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const shade = 90 + (60 * (pixel % width)) / width + (40 * Math.floor(pixel / width)) / height;
    for (let c = 0; c < 3; c += 1) data[3 * pixel + c] = shade + 12 * c;
  }
  for (let shape = 0; shape < 260; shape += 1) {
    const [x, y, reach] = [next() * width, next() * height, 4 + 26 * next() ** 2];
    const colour = [next() * 255, next() * 255, next() * 255];
    const stretch = 0.4 + 1.6 * next();
    for (let v = Math.max(0, Math.floor(y - reach)); v < Math.min(height, y + reach); v += 1) {
      for (let u = Math.max(0, Math.floor(x - 2 * reach)); u < Math.min(width, x + 2 * reach); u += 1) {
        if (((u - x) / stretch) ** 2 + (v - y) ** 2 > reach ** 2) continue;
        for (let c = 0; c < 3; c += 1) data[3 * (v * width + u) + c] = colour[c]!;
      }
    }
  }
  for (let at = 0; at < data.length; at += 1)
    data[at] = Math.max(0, Math.min(255, data[at]! + 8 * next() - 4));
  return { width, height, data };
}

const original = scene(720, 480, 7);
const raster = ({ width, height, data }: EditPicture) => sharp(data, { raw: { width, height, channels: 3 } });

async function put(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

async function laid(first: string, second: string) {
  const artifacts = new Map<string, Uint8Array>();
  const files = await Promise.all(
    [first, second].map(async (path) => ({ path, media: await identify(path, path) })),
  );
  expect(aligner.appliesTo(files[0]!.media, files[1]!.media)).toBe(true);
  const answer = await aligner.align({
    ...{ first: files[0]!, second: files[1]!, context },
    artifact: async (name, _mime, bytes) => {
      artifacts.set(name, bytes);
    },
  });
  return { ...Alignment.parse({ ...answer, artifacts: [] }), kept: artifacts };
}

let knownPath = '';
beforeAll(async () => {
  knownPath = await put('original.png', await raster(original).png().toBuffer());
});

/** Share of the planted pixels the map shows, and of the shown ones that were planted, within five pixels. */
async function overlap(map: Uint8Array, suspect: Planted): Promise<readonly [number, number]> {
  const { data } = await sharp(map).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const { width, height, mask } = suspect;
  const near = (test: (at: number) => boolean, at: number): boolean => {
    const [x, y] = [at % width, Math.floor(at / width)];
    for (let v = Math.max(0, y - 5); v <= Math.min(height - 1, y + 5); v += 1)
      for (let u = Math.max(0, x - 5); u <= Math.min(width - 1, x + 5); u += 1)
        if (test(v * width + u)) return true;
    return false;
  };
  let [there, seen, shown, right] = [0, 0, 0, 0];
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] === 1) {
      there += 1;
      if (near((other) => data[other]! > 64, at)) seen += 1;
    }
    if (data[at]! > 64) {
      shown += 1;
      if (near((other) => mask[other] === 1, at)) right += 1;
    }
  }
  return [seen / there, right / shown];
}

describe('planted edits', () => {
  test.each([
    ['overlaid', planted(original, [0, 0.86, 1, 1], [10, 10, 60])],
    ['removed', retouched(original, [0.4, 0.35, 0.6, 0.6])],
    ['recoloured', recoloured(original, [0.25, 0.3, 0.6, 0.75])],
    ['moved', moved(original, [0.15, 0.5, 0.33, 0.78], [0.42, -0.25])],
  ] as const)('%s: named, in the right place, as a map', async (kind, edit) => {
    const suspect = await put(`${kind}.jpg`, await raster(edit).jpeg({ quality: 80 }).toBuffer());
    const answer = await laid(knownPath, suspect);
    expect(answer.outcome).toBe('aligned');
    expect(answer.claim).toBe('copy');
    expect(answer.matches[0]!.score).toBeGreaterThanOrEqual(15);
    expect(answer.changes[0]!.kind).toBe(kind);
    const [recall, precision] = await overlap(answer.kept.get('change-map.png')!, edit);
    expect(recall).toBeGreaterThan(0.9);
    expect(precision).toBeGreaterThan(0.9);
    expect(answer.figures.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['registered-original', 'difference', 'change-map', 'changes-second']),
    );
  });
});

test('a known homography is found to a fraction of the diagonal, and what is cut off is named', async () => {
  const corners = [
    [-60, -30],
    [640, 20],
    [590, 470],
    [-20, 430],
  ] as const;
  const size = { width: 600, height: 440 };
  const suspect = laidBy({ ...original, mask: new Uint8Array(720 * 480) }, corners, size);
  const answer = await laid(
    knownPath,
    await put('laid.jpg', await raster(suspect).jpeg({ quality: 85 }).toBuffer()),
  );
  if (answer.transform?.kind !== 'picture') throw new Error(answer.outcome);
  const truth = inverse([...suspect.back, 1])!;
  for (const [x, y] of [
    [0, 0],
    [719, 0],
    [719, 479],
    [0, 479],
  ] as const) {
    const [[u, v], [p, q]] = [applied(truth, x, y), applied(answer.transform.homography, x, y)];
    expect(Math.hypot(u - p, v - q)).toBeLessThan(0.003 * Math.hypot(600, 440));
  }
  const cropped = answer.changes.filter(({ kind }) => kind === 'cropped');
  expect(cropped.length).toBeGreaterThan(0);
  expect(cropped.every((change) => change.in === 'first')).toBe(true);
});

test('mirrored, brighter and warmer: one change of the whole, none of parts', async () => {
  const bytes = await raster(original)
    .flop()
    .gamma(1.4)
    .linear([1.05, 1, 0.85], [0, 0, 0])
    .jpeg({ quality: 85 })
    .toBuffer();
  const answer = await laid(knownPath, await put('warm.jpg', bytes));
  if (answer.transform?.kind !== 'picture') throw new Error(answer.outcome);
  expect(answer.transform.mirrored).toBe(true);
  expect(answer.changes.map(({ kind, place }) => [kind, place.kind])).toEqual([
    ['recoloured', 'whole'],
    ['resampled', 'whole'],
  ]);
});

test('an orientation tag turns words, not coordinates', async () => {
  const turned = await sharp(await raster(original).rotate(270).png().toBuffer())
    .jpeg({ quality: 90 })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const answer = await laid(knownPath, await put('tagged.jpg', turned));
  if (answer.transform?.kind !== 'picture') throw new Error(answer.outcome);
  expect(Math.abs(answer.transform.rotation)).toBeLessThan(0.2);
  expect(answer.changes).toEqual([]);
});

test('the same samples in another file are the same content', async () => {
  const again = await put(
    'again.png',
    await raster(original).png({ compressionLevel: 1, adaptiveFiltering: true }).toBuffer(),
  );
  const answer = await laid(knownPath, again);
  expect([answer.outcome, answer.claim]).toEqual(['same-content', 'same-content']);
});

test('unrelated pictures are told apart, with what was tried', async () => {
  const other = await put(
    'other.jpg',
    await raster(scene(700, 500, 99))
      .jpeg({ quality: 85 })
      .toBuffer(),
  );
  const answer = await laid(knownPath, other);
  expect([answer.outcome, answer.claim, answer.reason?.code]).toEqual(['unrelated', null, 'no-common-part']);
});

describe('hostile and odd pictures give an answer', () => {
  const flat = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#246' } });
  test.each([
    ['one pixel', () => flat(1, 1).png().toBuffer(), 'undetermined'],
    ['one line', () => flat(900, 1).png().toBuffer(), 'undetermined'],
    ['one colour', () => flat(400, 300).jpeg().toBuffer(), 'undetermined'],
    ['truncated', async () => (await raster(original).jpeg().toBuffer()).subarray(0, 400), 'undetermined'],
    ['half of it', async () => halfOf(await raster(original).jpeg({ quality: 90 }).toBuffer()), 'aligned'],
    ['sixteen bits', () => raster(original).toColourspace('rgb16').png().toBuffer(), 'aligned'],
    ['CMYK', () => raster(original).toColourspace('cmyk').jpeg({ quality: 90 }).toBuffer(), 'aligned'],
    ['grey', () => raster(original).greyscale().png().toBuffer(), 'aligned'],
    ['alpha', () => raster(original).ensureAlpha(0.7).png().toBuffer(), 'aligned'],
    ['animated', () => raster(original).gif().toBuffer(), 'aligned'],
  ] as const)('%s', async (name, make, outcome) => {
    const answer = await laid(knownPath, await put(name.replaceAll(' ', '-'), await make()));
    expect(answer.outcome).toBe(outcome);
    if (outcome === 'undetermined') expect(answer.reason).not.toBeNull();
  });
  const halfOf = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1);
});

test('what lies outside a convex part covers the rest once', () => {
  const inner = [
    [20, 10],
    [80, 20],
    [70, 60],
    [15, 50],
  ] as const;
  const parts = partsOutside(inner, 100, 80);
  const shoelace = (20 * 20 - 80 * 10 + (80 * 60 - 70 * 20) + (70 * 50 - 15 * 60) + (15 * 10 - 20 * 50)) / 2;
  expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1 - shoelace / 8000, 3);
});
