import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/fingerprints/features.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { openVision, type Vision } from '#core/media/vision.ts';
import { fingerprinter as corners } from '#core/trace/fingerprints/features.ts';
import { fingerprinter as pdq } from '#core/trace/fingerprints/pdq.ts';
import { applied } from '#core/trace/picture/homography.ts';
import { localFeatures } from '#core/trace/picture/local-features.ts';
import { readPlanes } from '#core/trace/picture/planes.ts';
import { registerPictures } from '#core/trace/picture/registration.ts';
import { type Patchwork, patchwork } from '../fixtures/make/patchwork.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
let vision: Vision;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-features-'));
  const listeners = process.listenerCount('uncaughtException');
  const opened = await openVision();
  if ('missing' in opened) throw new Error(opened.missing.text.en);
  vision = opened.vision;
  // The engine must not take over how this process fails.
  expect(process.listenerCount('uncaughtException')).toBe(listeners);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const context = { limits: defaultLimits, signal: new AbortController().signal, progress: () => undefined };
const media = { kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: null } as const;

const open = ({ width, height, data }: Patchwork) => sharp(data, { raw: { width, height, channels: 3 } });

async function written(name: string, image: Sharp): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, await image.jpeg({ quality: 85 }).toBuffer());
  return path;
}

async function features(path: string) {
  const read = await readPlanes(path, 'jpeg', defaultLimits);
  if (!read.ok) throw new Error(read.reason.text.en);
  return localFeatures(read.planes.frame, read.planes.grey, vision);
}

const original = patchwork(900, 600, 1);

/** Greatest miss of the corners of a box of the original, as a share of the copy's diagonal. */
function cornerError(
  matrix: readonly number[],
  copy: { readonly width: number; readonly height: number },
  expected: (x: number, y: number) => readonly [number, number],
): number {
  const misses = [
    [200, 150],
    [700, 150],
    [700, 450],
    [200, 450],
  ].map(([x, y]) => {
    const [u, v] = applied(matrix, x!, y!);
    const [p, q] = expected(x!, y!);
    return Math.hypot(u - p, v - q);
  });
  return Math.max(...misses) / Math.hypot(copy.width, copy.height);
}

describe('laying one picture over another', () => {
  it('finds a planted crop and reduction, corner for corner', async () => {
    const first = await features(await written('original.jpg', open(original)));
    const box = { left: 120, top: 90, width: 600, height: 400 };
    const second = await features(await written('crop.jpg', open(original).extract(box).resize(450, 300)));
    const laid = registerPictures(first, second, vision)!;
    expect(laid.sure).toBe(true);
    const place = (x: number, y: number) =>
      [(x + 0.5 - 120) * 0.75 - 0.5, (y + 0.5 - 90) * 0.75 - 0.5] as const;
    expect(cornerError(laid.transform.homography, second, place)).toBeLessThan(0.005);
    expect(laid.transform.scale).toBeCloseTo(0.75, 2);
    expect(laid.transform.cover[0]).toBeCloseTo((600 * 400) / (900 * 600), 1);
    expect(laid.transform.cover[1]).toBeCloseTo(1, 1);
    expect(laid.support).toBeGreaterThan(0.5);
  });

  it('finds mirrored and turned copies and names them so', async () => {
    const first = await features(await written('original.jpg', open(original)));
    const mirrored = await features(await written('mirrored.jpg', open(original).flop().resize(600)));
    const one = registerPictures(first, mirrored, vision)!;
    expect(one.transform.mirrored).toBe(true);
    expect(Math.abs(one.transform.rotation)).toBeLessThan(0.5);
    expect(
      cornerError(one.transform.homography, mirrored, (x, y) => [
        600 - (x + 0.5) / 1.5 - 0.5,
        (y + 0.5) / 1.5 - 0.5,
      ]),
    ).toBeLessThan(0.005);
    const turned = await features(await written('turned.jpg', open(original).rotate(90)));
    expect(registerPictures(first, turned, vision)?.transform.rotation).toBeCloseTo(90, 0);
  });

  it('finds a mirrored copy also of what is half its own mirror image', async () => {
    // The left half stands mirrored on the right as well: one band of it agrees with the picture the wrong way round.
    const { width } = original;
    const half = await open(original)
      .extract({ left: 0, top: 0, width: width / 2, height: 150 })
      .toBuffer();
    const raw = { width: width / 2, height: 150, channels: 3 } as const;
    const twin = await sharp(half, { raw }).flop().png().toBuffer();
    const picture = await open(original)
      .composite([{ input: twin, left: width / 2, top: 0 }])
      .png()
      .toBuffer();
    const first = await features(await written('band.jpg', sharp(picture)));
    const second = await features(await written('band-mirrored.jpg', sharp(picture).flop()));
    const laid = registerPictures(first, second, vision)!;
    expect(laid.transform.mirrored).toBe(true);
    expect(laid.support).toBeGreaterThan(0.5);
  });

  it('has no corners where there is no room for them', () => {
    const thin = { width: 900, height: 1, data: new Uint8Array(900).map((_, at) => (at * 37) & 255) };
    for (const plane of [thin, { ...thin, width: 1, height: 900 }, { ...thin, width: 30, height: 30 }])
      expect(vision.corners(plane, 100, 10).count).toBe(0);
  });

  it('gives the same numbers twice, and nothing for unrelated pictures', async () => {
    const first = await features(await written('original.jpg', open(original)));
    const second = await features(await written('half.jpg', open(original).resize(450)));
    expect(registerPictures(first, second, vision)).toEqual(registerPictures(first, second, vision));
    const other = await features(await written('other.jpg', open(patchwork(900, 600, 2))));
    expect(registerPictures(first, other, vision)?.sure ?? false).toBe(false);
  });
});

describe('prints of pictures', () => {
  it('find a crop by kept features where the code cannot, and a mirrored copy by both', async () => {
    const known = await written('original.jpg', open(original));
    const crop = await written(
      'crop.jpg',
      open(original).extract({ left: 120, top: 90, width: 600, height: 400 }),
    );
    const mirrored = await written('mirrored.jpg', open(original).flop());
    const printed = async (path: string, method: typeof pdq) => {
      const answer = await method.print({ path, media, context });
      if (!answer.ok) throw new Error(answer.reason.text.en);
      return answer.prints;
    };
    const [codes, kept] = [await printed(known, pdq), await printed(known, corners)];
    expect(pdq.compare(await printed(crop, pdq), codes, 1000)).toBeNull();
    const found = corners.compare(await printed(crop, corners), kept, 1000);
    expect(found).toMatchObject({ method: 'features', variant: 'all', claim: 'likely', unit: 'inliers' });
    expect(corners.compare(await printed(mirrored, corners), kept, 1000)?.variant).toBe('mirrored');
    const turned = pdq.compare(await printed(mirrored, pdq), codes, 1000);
    expect(turned).toMatchObject({ variant: 'whole flip-y', claim: 'likely', threshold: 31 });
    expect(turned!.expectedFalse).toBeLessThan(1e-9);
    // 8 forms and their negatives are asked for; one code is stored.
    expect(pdq.queried(codes[0]!)?.codes).toHaveLength(16 * 32);
    expect(pdq.indexed(codes[0]!)?.codes).toHaveLength(32);
  });

  it('finds a negative by the complement of its code', async () => {
    const known = await pdq.print({ path: await written('original.jpg', open(original)), media, context });
    const negative = await pdq.print({
      path: await written('negative.jpg', open(original).negate()),
      media,
      context,
    });
    if (!known.ok || !negative.ok) throw new Error('no prints');
    expect(pdq.compare(negative.prints, known.prints, 1)?.variant).toBe('whole inverted');
  });

  it('says that a flat picture is not traceable instead of giving features', async () => {
    const flat = sharp({ create: { width: 500, height: 400, channels: 3, background: '#557' } });
    const answer = await corners.print({ path: await written('flat.jpg', flat), media, context });
    expect(answer).toMatchObject({ ok: false, reason: { code: 'not-traceable' } });
    const damaged = join(folder, 'damaged.jpg');
    await writeFile(damaged, Buffer.from('ffd8ffe000104a46494600', 'hex'));
    for (const method of [pdq, corners]) {
      expect(await method.print({ path: damaged, media, context })).toMatchObject({ ok: false });
    }
  });
});

describe('the analysis of traceability', () => {
  it('tells pictures with corners from flat ones, and borders where there are some', async () => {
    const path = await written(
      'bordered.jpg',
      open(original).extend({ top: 120, bottom: 120, background: '#000' }),
    );
    const { answer, findings } = await runAnalysis(analysis, path);
    expect(answer.result?.features).toBeGreaterThan(500);
    expect(Math.abs((answer.result?.inner?.top ?? 0) - 120)).toBeLessThanOrEqual(3);
    expect(Math.abs((answer.result?.inner?.bottom ?? 0) - 720)).toBeLessThanOrEqual(3);
    expect(findings.map(({ code }) => code)).toEqual(['features.traceable', 'features.borders']);
    const flat = sharp({ create: { width: 500, height: 400, channels: 3, background: '#557' } });
    const plain = await runAnalysis(analysis, await written('flat.jpg', flat));
    expect(plain.findings.map(({ code }) => code)).toEqual(['features.not-traceable']);
  });
});

describe.skipIf(!corpusPresent)('published codes', () => {
  it('the code of a file is the one of ThreatExchange, with the whole picture looked at', async () => {
    const path = corpus('pdq-tmk', 'pdq', 'data', 'bridge-mods', 'aaa-orig.jpg');
    const answer = await pdq.print({ path, media, context });
    if (!answer.ok) throw new Error(answer.reason.text.en);
    // `PdqSignal.get_examples()` of its Python package.
    expect(pdq.text(answer.prints[0]!)).toBe(
      'f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22',
    );
  });
});
