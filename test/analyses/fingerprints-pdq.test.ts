import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/fingerprints/pdq.ts';
import { type Dihedral, hammingDistance } from '#shared/numeric/pdq.ts';
import { patternImage } from '../fixtures/make/raster.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-pdq-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function hash(path: string) {
  const { answer, findings } = await runAnalysis(analysis, path);
  if (answer.result === undefined) throw new Error('no hash');
  const first = answer.result.hashes[0]!;
  return {
    ...answer.result,
    quality: first.quality,
    values: first.values,
    value: first.values.original,
    findings,
  };
}

async function written(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

/** `PdqSignal.get_examples()` of ThreatExchange's Python package: its own hashes of pdq/data/bridge-mods. */
const bridgeMods: Readonly<Record<string, string>> = {
  'aaa-orig': 'f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22',
  'blur-a-little': 'f8f8f0cee0f4a84f06370a2a038f63f0b36e26d596621e1d33e6b39c4e9c9b22',
  'blur-a-lot': 'f8f8f0cee0f4a84f0637022a038f67f0b36e26d596621e1d33e6b39c4e9c9b22',
  'high-contrast': 'f8f8f0cee0f4a84f06370a2a068f67f0b36e26d596621e1d33e6339c4e9c9b22',
  'high-saturation': 'f8f8f0cee0f4a84f06370a22038f67f0b36e2ed596221e1d33e6b39c4e9c9b22',
  'sharpen-a-little': 'f8f8f0cee0f4a84f0e370a22038f67f0b36e2ed596221e1d33e6b39c4a9c9b22',
  'sharpen-a-lot': 'd8f8f0cec0f4a84f8e370a22038f67f0b36a2ed597231e1d72e6b39c4a9c9b22',
  'shrink-a-little': 'f8f8f0cee0f4a84f06370a22038f67f0b36e2ed596621e1d33e6339c4e9c9b22',
  'shrink-a-lot': 'd0f8f1ccc0f4a84d0a370a3a228f67f0b36e2ed5b6623e1d33e6339c4e9c9b22',
  'square-128x128': 'd8f8f1eec0f4a84f0e37022a078f63f0b36e2ed596621e1d33e6239c4e9c9b22',
  'square-256x256': 'd8f8f0cec4f4a84f0637022a078f67f0b36e2ee5b6621e1d33e6239c4e9c9b22',
  'square-512x512': 'd8f8f0cec0f4a84f0637022a278f67f0b36e2ed596621e1d33e6339c4e9c9b22',
};

/** `pdq/python` test vectors. That implementation shrinks first, so its hashes differ by some bits. */
const pythonVectors: Readonly<Record<string, string>> = {
  'misc-images/small.jpg': '0007001f003f003f007f00ff00ff00ff01ff01ff01ff03ff03ff03ff03ff03ff',
  'misc-images/wee.jpg': '6227401f601ff4ccafcc9fad4b0d95d371a2eb7265a3285234d228ca94deeb2d',
  'reg-test-input/labelme-subset/q0003.jpg':
    '54a977c221d14c1c43ba5e6e21d4a13989a3553f1462611cbb85fda7be83b677',
  'reg-test-input/labelme-subset/q0004.jpg':
    '992d44af36d69e6ca6b812585928bac11def254ef5398c6d07466c9abcc65b92',
  'reg-test-input/labelme-subset/q0122.jpg':
    'cfb2009ddd21c6dab0046a7745b5984757a8a4535b3377aea2591d32b33ff940',
  'reg-test-input/labelme-subset/q0291.jpg':
    'a0fe94f1e5cc1cc8dd855948498dc9243f7ca27336f036d7f212b74bc103c9a7',
  'reg-test-input/labelme-subset/q0746.jpg':
    '1049d96239e24d4dca2c55512b8bdb77425f4dbcf575a0a95555aaab5554aaaa',
  'reg-test-input/labelme-subset/q1050.jpg':
    '489db672e9190276d452aeab41eba20f02375fe4092d88defdf491a5c55c5f70',
  'reg-test-input/labelme-subset/q2821.jpg':
    'b150231ffae4710ffcf4f18bb574b109a576f14bb8543189f8743289f174b109',
};

describe.skipIf(!corpusPresent)('published vectors', () => {
  const data = (...path: string[]) => corpus('pdq-tmk', 'pdq', 'data', ...path);

  it('are met bit for bit by all twelve bridge images', async () => {
    for (const [name, expected] of Object.entries(bridgeMods)) {
      const { value, quality } = await hash(data('bridge-mods', `${name}.jpg`));
      expect([name, value, quality]).toEqual([name, expected, 100]);
    }
  });

  it('are met exactly by the small images and within 12 bits by the shrunk ones', async () => {
    const distances: Record<string, number> = {};
    for (const [path, expected] of Object.entries(pythonVectors)) {
      distances[path] = hammingDistance((await hash(data(...path.split('/')))).value, expected);
    }
    console.info('distance to the published Python vectors', distances);
    expect(distances['misc-images/small.jpg']).toBe(0);
    expect(distances['misc-images/wee.jpg']).toBe(0);
    expect(Math.max(...Object.values(distances))).toBeLessThanOrEqual(12);
  });

  it('hold for the turned pictures: each dihedral is the hash of that picture', async () => {
    const original = await hash(data('reg-test-input', 'dih', 'bridge-1-original.jpg'));
    const files: Readonly<Record<string, Dihedral>> = {
      'bridge-2-rotate-90': 'rotate-90',
      'bridge-3-rotate-180': 'rotate-180',
      'bridge-4-rotate-270': 'rotate-270',
      'bridge-5-flipx': 'flip-x',
      'bridge-6-flipy': 'flip-y',
      'bridge-7-flip-plus-1': 'flip-plus-1',
      'bridge-8-flip-minus-1': 'flip-minus-1',
    };
    for (const [name, dihedral] of Object.entries(files)) {
      const turned = await hash(data('reg-test-input', 'dih', `${name}.jpg`));
      expect(hammingDistance(turned.value, original.values[dihedral])).toBeLessThanOrEqual(10);
    }
  });

  it('tolerates 10 bits between colour modes of one picture', async () => {
    const { value } = await hash(data('misc-images', 'modes', 'original.jpg'));
    for (const name of ['RGB.jpg', 'YCbCr.jpg', 'CMYK.jpg', 'L.png', 'P.png', 'LAB.webp']) {
      const other = await hash(data('misc-images', 'modes', name));
      expect([name, hammingDistance(other.value, value) <= 10]).toEqual([name, true]);
    }
  });
});

describe('orientation, transparency, emptiness', () => {
  it('names the dihedral that is upright by the Exif tag', async () => {
    // Coarse noise has energy in every frequency PDQ looks at.
    const coarse = await patternImage(36, 24, 3).png().toBuffer();
    const base = sharp(await sharp(coarse).resize(360, 240, { kernel: 'cubic' }).png().toBuffer());
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const tagged = await base.clone().withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer();
      const stored = await hash(await written(`t${orientation}.jpg`, tagged));
      const upright = await hash(
        await written(`u${orientation}.png`, await sharp(tagged).autoOrient().png().toBuffer()),
      );
      expect(stored.orientation).toBe(orientation);
      expect(hammingDistance(stored.values[stored.upright], upright.value)).toBeLessThanOrEqual(16);
    }
  });

  it('keeps two hashes when the ground shows through', async () => {
    const glass = sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><circle cx="70" cy="80" r="60" fill="#888"/><rect x="120" y="20" width="60" height="150" fill="#444" fill-opacity="0.6"/></svg>`,
      ),
    );
    const { hashes } = await hash(await written('g.png', await glass.png().toBuffer()));
    expect(hashes.map(({ ground }) => ground)).toEqual(['white', 'black']);
    const { hashes: opaque } = await hash(
      await written('op.png', await patternImage(64, 64).ensureAlpha().png().toBuffer()),
    );
    expect(opaque.map(({ ground }) => ground)).toEqual(['none']);
  });

  it('calls a featureless image untraceable', async () => {
    const flat = sharp({ create: { width: 300, height: 200, channels: 3, background: '#777' } });
    const { quality, findings } = await hash(await written('flat.png', await flat.png().toBuffer()));
    expect(quality).toBe(0);
    expect(findings[0]?.code).toBe('fingerprint.unusable');
  });

  it('is undetermined when the pixels cannot be read', async () => {
    const { answer } = await runAnalysis(
      analysis,
      await written('bad.jpg', Buffer.from('ffd8ffe000104a464946000101', 'hex')),
    );
    expect(answer.outcome).toBe('undetermined');
  });
});
