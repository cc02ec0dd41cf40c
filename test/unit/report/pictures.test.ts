import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preparePictures } from '#core/report/pictures.ts';
import { pictureLimits } from '#core/report/render-job.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-pictures-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plan = { limits: pictureLimits, signal: new AbortController().signal, progress: () => undefined };
const scale = { min: 0, max: 1, unit: '', diverging: false };

async function keep(name: string, bytes: Uint8Array) {
  await writeFile(join(folder, name), bytes);
  const reference = {
    key: name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    width: 1,
    height: 1,
  };
  return { reference, paths: new Map([[name, join(folder, name)]]) };
}

const grey = (values: number[]) =>
  sharp(Buffer.from(values), { raw: { width: values.length, height: 1, channels: 1 } })
    .png()
    .toBuffer();

describe('preparePictures', () => {
  it('colours a heat map with viridis, ends and middle as published', async () => {
    const { reference, paths } = await keep('heat.png', await grey([0, 128, 255]));
    const picture = (await preparePictures({ ...plan, references: [{ ...reference, scale }], paths })).get(
      'heat.png',
    );
    if (picture?.ok !== true) throw new Error('not shown');
    // Three values, each a square of 66 pixels.
    expect(picture).toMatchObject({ width: 198, height: 66 });
    const { data } = await sharp(picture.bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (value: number) => (40 * 198 + value * 66 + 33) * 3;
    for (let x = 0; x < 198; x += 1)
      expect([...data.subarray(x * 3, x * 3 + 3)]).toEqual([
        ...data.subarray(at(Math.floor(x / 66)), at(Math.floor(x / 66)) + 3),
      ]);
    // matplotlib's viridis: #440154, #21918c, #fde725.
    expect([...data.subarray(at(0), at(0) + 3)]).toEqual([0x44, 0x01, 0x54]);
    expect([...data.subarray(at(2), at(2) + 3)]).toEqual([0xfd, 0xe7, 0x25]);
    for (const [index, value] of [0x21, 0x91, 0x8c].entries())
      expect(Math.abs(data[at(1) + index]! - value)).toBeLessThan(3);
  });

  it('reduces large pictures and keeps their proportions', async () => {
    const large = await sharp({ create: { width: 4000, height: 1000, channels: 3, background: '#123456' } })
      .png()
      .toBuffer();
    const { reference, paths } = await keep('large.png', large);
    const picture = (await preparePictures({ ...plan, references: [reference], paths })).get('large.png');
    expect(picture).toMatchObject({ ok: true, width: 1400, height: 350 });
  });

  it('says why a picture is not shown: missing, changed, unreadable, too many', async () => {
    const good = await keep('good.png', await grey([1, 2, 3]));
    const bad = await keep('bad.png', Buffer.from('no picture at all'));
    const references = [
      { ...good.reference, key: 'missing.png' },
      { ...good.reference, sha256: '0'.repeat(64) },
      bad.reference,
      { ...good.reference, key: 'over.png' },
    ];
    const paths = new Map([...good.paths, ...bad.paths, ['missing.png', join(folder, 'missing.png')]]);
    const limits = { ...pictureLimits, count: 3 };
    const prepared = await preparePictures({ ...plan, limits, references, paths });
    expect([...prepared].map(([key, picture]) => [key, picture.ok ? 'shown' : picture.why])).toEqual([
      ['missing.png', 'pictureMissing'],
      ['good.png', 'pictureChanged'],
      ['bad.png', 'pictureUnreadable'],
      ['over.png', 'pictureLimit'],
    ]);
  });

  it('refuses an SVG that came under a picture name to read other files', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="good.png" width="9" height="9"/></svg>';
    const { reference, paths } = await keep('drawing.png', Buffer.from(svg));
    const picture = (await preparePictures({ ...plan, references: [reference], paths })).get('drawing.png');
    if (picture?.ok === true) {
      // Rendered from memory, it has no folder to read a sibling from: the picture stays empty.
      expect(new Set(await sharp(picture.bytes).raw().toBuffer())).toEqual(new Set([255]));
    }
  });
});
