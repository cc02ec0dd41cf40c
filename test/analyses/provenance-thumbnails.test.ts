import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { engineTypes, readCredential } from '#core/media/c2pa.ts';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { decodeImage } from '#core/media/image.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { contentManifest, storedThumbnails } from '#core/provenance/checks/stored-thumbnails.ts';
import { examineThumbnails, nodeThumbnail } from '#core/provenance/checks/thumbnails.ts';
import type { ManifestStore } from '#core/provenance/jumbf/manifest-store.ts';
import { readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import { CredentialObservation } from '#shared/domain/credential-detail.ts';
import { type Authority, makeAuthority, type SignedContent, signFile } from '../fixtures/make/signed.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

const options = { limits: defaultLimits, signal: new AbortController().signal };
/** The store of a file as the engine hands it out. */
async function storeOf(path: string, mimeType: string): Promise<ManifestStore | null> {
  const { Reader } = await import('@contentauth/c2pa-node');
  const settings = JSON.stringify(offlineSettings([])) as never;
  const reader = await Reader.fromAsset({ path, mimeType }, settings).catch(() => null);
  if (reader === null) return null;
  const address = `self#jumbf=/c2pa/${reader.activeLabel()}`;
  const { buffer } = await reader.resourceToAsset(address, { buffer: null });
  return buffer === null ? null : readManifestStore(buffer);
}

const opensslPresent = (process.env.PATH ?? '').split(':').some((path) => existsSync(join(path, 'openssl')));

/** Pictures that nobody takes for one another: soft shapes drawn from an SVG, different for each seed. */
async function scene(path: string, seed: number, width = 900, height = 600): Promise<void> {
  let state = seed;
  const next = (most: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * most);
  };
  const shapes = Array.from(
    { length: 24 },
    () =>
      `<ellipse cx="${next(width)}" cy="${next(height)}" rx="${20 + next(160)}" ry="${20 + next(120)}" fill="rgb(${next(256)},${next(256)},${next(256)})"/>`,
  ).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#9aa"/>${shapes}</svg>`;
  await sharp(Buffer.from(svg)).blur(3).jpeg({ quality: 92 }).toFile(path);
}

describe.skipIf(!opensslPresent)('thumbnails of signed files', () => {
  let folder: string;
  let authority: Authority;
  const at = (name: string): string => join(folder, name);
  const created = {
    label: 'c2pa.actions.v2',
    data: {
      actions: [
        {
          action: 'c2pa.created',
          digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture',
        },
      ],
    },
  };
  const opened = {
    label: 'c2pa.actions.v2',
    data: { actions: [{ action: 'c2pa.opened', parameters: { ingredientIds: ['p'] } }] },
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-thumbnails-'));
    authority = makeAuthority(folder, 'thumbnails', ['1.3.6.1.4.1.62558.2.1']);
    await scene(at('one.jpg'), 1);
    await scene(at('two.jpg'), 2);
    await sharp(at('two.jpg')).resize(320).jpeg().toFile(at('two-small.jpg'));
    await sharp(at('one.jpg')).resize(200, 200, { fit: 'cover' }).webp().toFile(at('one-square.webp'));
    await sharp(at('one.jpg')).rotate(90).resize(200).avif().toFile(at('one-turned.avif'));
    await writeFile(
      at('evil.svg'),
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function examine(content: SignedContent, source = 'one.jpg', thumbnails = true) {
    const target = at('signed.jpg');
    const settings = { ...offlineSettings([]), builder: { thumbnail: { enabled: thumbnails } } };
    signFile(at(source), target, 'image/jpeg', authority, content, settings);
    const store = await storeOf(target, 'image/jpeg');
    if (store === null) throw new Error('no store');
    const asset = () => decodeImage(target, { format: 'jpeg' as const, limits: defaultLimits });
    const examination = await examineThumbnails(store, asset, options);
    for (const one of examination.observations) CredentialObservation.parse(one);
    return { ...examination, store };
  }
  const picture = (name: string, mimeType: string) => ({ path: at(name), mimeType });

  it('finds nothing wrong with those the engine makes', async () => {
    const { comparisons, observations } = await examine({ assertions: [created] });
    expect(comparisons.map(({ against, judgement }) => [against, judgement])).toEqual([['file', 'same']]);
    expect(observations).toEqual([]);
  });

  it('finds a swapped one, in a file that is valid for the engine', async () => {
    const swapped = { assertions: [created], thumbnail: picture('two-small.jpg', 'image/jpeg') };
    const { comparisons, observations } = await examine(swapped);
    const reading = await readCredential(at('signed.jpg'), 'image/jpeg', { ...options, lists: [] });
    expect(reading.state === 'present' ? reading.store.engineState : reading.state).toBe('Valid');
    expect(comparisons[0]?.judgement).toBe('differs');
    expect(observations.map(({ id, severity }) => [id, severity])).toEqual([
      ['thumbnail-differs', 'warning'],
    ]);
  });

  it.each([
    ['a crop to a square', 'one-square.webp', 'image/webp'],
    ['a turned one', 'one-turned.avif', 'image/avif'],
    ['a wrong media type', 'one-square.webp', 'image/jpeg'],
  ])('takes %s for what it is', async (_what, name, mimeType) => {
    const { comparisons, observations } = await examine({
      assertions: [created],
      thumbnail: picture(name, mimeType),
    });
    expect(comparisons[0]?.judgement).toBe('same');
    expect(observations).toEqual([]);
  });

  it('does not open documents that call themselves thumbnails', async () => {
    for (const mimeType of ['image/svg+xml', 'image/png']) {
      const { observations } = await examine({
        assertions: [created],
        thumbnail: picture('evil.svg', mimeType),
      });
      expect(observations.map(({ id, severity }) => [id, severity])).toEqual([
        ['thumbnail-unsafe', 'warning'],
      ]);
    }
  });

  it('holds an ingredient’s picture against its own signer’s', async () => {
    await examine({ assertions: [created] });
    await writeFile(at('parent.jpg'), await readFile(at('signed.jpg')));
    const ingredient = (thumbnail?: object) => ({
      definition: { title: 'parent', relationship: 'parentOf', label: 'p', instance_id: 'p', ...thumbnail },
      ...picture('parent.jpg', 'image/jpeg'),
    });
    const honest = await examine({ assertions: [opened], ingredients: [ingredient()] });
    expect(honest.observations).toEqual([]);
    const thumbnails = storedThumbnails(honest.store);
    const active = contentManifest(honest.store)?.label ?? '';
    const parent = honest.store.manifests.find(({ label }) => label !== active)?.label ?? '';
    expect(nodeThumbnail(thumbnails, active, null)?.manifest).toBe(active);
    expect(
      nodeThumbnail(thumbnails, parent, { manifest: active, ingredient: 'c2pa.ingredient.v3' })?.manifest,
    ).toBe(parent);
    expect(nodeThumbnail(thumbnails, null, null)).toBeNull();

    const other = { thumbnail: { format: 'image/jpeg', identifier: 'other' } };
    const swapped = await examine({
      assertions: [opened],
      ingredients: [ingredient(other)],
      resources: [{ identifier: 'other', ...picture('two-small.jpg', 'image/jpeg') }],
    });
    const found = swapped.comparisons.filter(({ judgement }) => judgement === 'differs');
    expect(found.map(({ against, thumbnail }) => [against, thumbnail.role])).toEqual([
      ['ingredient', 'ingredient'],
    ]);
  });

  it('says what it cannot tell: no still image, even pictures, damage', async () => {
    const { store } = await examine({ assertions: [created] });
    const film = await examineThumbnails(store, null, options);
    expect(film.observations.map(({ id, severity }) => [id, severity])).toEqual([
      ['thumbnail-undetermined', 'info'],
    ]);

    await sharp({ create: { width: 300, height: 200, channels: 3, background: '#777' } })
      .jpeg()
      .toFile(at('even.jpg'));
    const even = await examine({ assertions: [created] }, 'even.jpg');
    expect(even.comparisons[0]?.judgement).toBe('undetermined');
    const red = sharp({ create: { width: 60, height: 40, channels: 3, background: '#f00' } });
    await red.jpeg().toFile(at('red.jpg'));
    const other = await examine(
      { assertions: [created], thumbnail: picture('red.jpg', 'image/jpeg') },
      'even.jpg',
    );
    expect(other.comparisons[0]?.judgement).toBe('differs');

    const bytes = await readFile(at('two-small.jpg'));
    await writeFile(at('broken.jpg'), bytes.subarray(0, 300));
    const broken = await examine({ assertions: [created], thumbnail: picture('broken.jpg', 'image/jpeg') });
    expect(broken.observations.map(({ id }) => id)).toEqual(['thumbnail-undetermined']);
  });

  it('looks below update manifests for the thumbnail of the content', async () => {
    await examine({ assertions: [created] });
    await writeFile(at('updated-from.jpg'), await readFile(at('signed.jpg')));
    const { store, comparisons } = await examine({ assertions: [], intent: 'update' }, 'updated-from.jpg');
    expect(store.manifests.at(-1)?.kind).toBe('update');
    expect(contentManifest(store)?.kind).toBe('standard');
    expect(comparisons.filter(({ against }) => against === 'file').map(({ judgement }) => judgement)).toEqual(
      ['same'],
    );
  });
});

describe.skipIf(!corpusPresent)('thumbnails of the corpus', () => {
  it('accuses none of its signers', async () => {
    const compared = { file: 0, ingredient: 0, nothing: 0 };
    const accused: unknown[] = [];
    for (const name of corpusFiles('c2pa-public-testfiles', 'c2pa-rs-fixtures', 'ai-provenance')) {
      const media = await identify(corpus(name), basename(name));
      const mime = engineTypes.get(media.format);
      const store = mime === undefined ? null : await storeOf(corpus(name), mime);
      if (store === null) continue;
      const still = media.kind === 'image';
      const asset = () => decodeImage(corpus(name), { format: media.format, limits: defaultLimits });
      const { comparisons } = await examineThumbnails(store, still ? asset : null, options);
      for (const { against, judgement, likeness, thumbnail } of comparisons) {
        if (judgement === 'same') compared[against] += 1;
        const { role, manifest } = thumbnail;
        if (judgement === 'differs') accused.push({ name, against, role, manifest, likeness });
      }
    }
    console.info(JSON.stringify(compared));
    expect(accused).toEqual([]);
    expect(compared.file).toBeGreaterThan(50);
    expect(compared.ingredient).toBeGreaterThan(10);
  }, 300_000);
});
