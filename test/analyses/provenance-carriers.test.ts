import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { engineTypes } from '#core/media/c2pa.ts';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import type { StoreCarrier } from '#core/provenance/carriers/embedded-store.ts';
import { type FoundStores, findStores } from '#core/provenance/carriers/find-stores.ts';
import { patchStore } from '#core/provenance/carriers/patch.ts';
import { entryOf, integerOf, listOf } from '#core/provenance/jumbf/cbor-values.ts';
import { readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { makeClip, testSource } from '../fixtures/make/clips.ts';
import { type Authority, makeAuthority, signFile } from '../fixtures/make/signed.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';
import { hasProgram } from '../support/report.ts';
import { smallMedia } from '../support/small-media.ts';
import { viaPieces } from '../support/stores.ts';

/**
 * Truth: the store as the C2PA engine hands it over. The engine writes a store of several manifests anew, with
 * the active one last, so then the manifests are compared one by one.
 */
const created = {
  action: 'c2pa.created',
  digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation',
};
const signal = new AbortController().signal;
const settings = offlineSettings([]);

async function engineStore(path: string, mime: string): Promise<Buffer | null> {
  const { Reader } = await import('@contentauth/c2pa-node');
  try {
    const reader = await Reader.fromAsset({ path, mimeType: mime }, JSON.stringify(settings));
    if (reader === null) return null;
    const label = reader.activeLabel();
    const asset = await reader.resourceToAsset(`self#jumbf=/c2pa/${label}`, { buffer: null });
    return (asset as { buffer: Buffer }).buffer;
  } catch (error) {
    // the engine's complaints about a file; a fault of the test would not have this shape
    if (error instanceof Error && error.name.startsWith('C2pa(')) return null;
    throw error;
  }
}

/** The boxes inside the superbox, each as hexadecimal text, sorted. */
function innerBoxes(store: Uint8Array): string[] {
  const view = Buffer.from(store);
  const boxes: string[] = [];
  for (let at = 8; at + 8 <= view.length; ) {
    const length = view.readUInt32BE(at);
    boxes.push(view.subarray(at, at + length).toString('hex'));
    if (length < 8) break;
    at += length;
  }
  return boxes.sort();
}

/** Exclusions of `c2pa.hash.data`, offset and length in the file; movies and HEIF name boxes instead. */
function exclusions(store: Uint8Array): [number, number][] {
  const assertion = readManifestStore(store)
    .manifests.at(-1)
    ?.assertions.find(({ label }) => label === 'c2pa.hash.data');
  return listOf(entryOf(assertion?.value ?? null, 'exclusions')).map((range) => [
    integerOf(entryOf(range, 'start')) ?? Number.NaN,
    integerOf(entryOf(range, 'length')) ?? Number.NaN,
  ]);
}

const find = async (path: string): Promise<FoundStores> =>
  findStores(path, await identify(path, basename(path)), { signal });

describe.skipIf(!corpusPresent)('every corpus file with a manifest', () => {
  const folders = ['c2pa-rs-fixtures', 'c2pa-public-testfiles'];
  const names = corpusFiles(...folders).filter(
    (name) => !/\.(json|md|m4s|txt|pem|pub|key|der|psd)$|LICENSE/.test(name),
  );

  it('our store is the engine’s, byte for byte, at the places we name', { timeout: 120_000 }, async () => {
    let [same, reordered, none] = [0, 0, 0];
    for (const name of names) {
      const path = corpus(name);
      const media = await identify(path, basename(path));
      const mime = engineTypes.get(media.format);
      if (mime === undefined) continue;
      const truth = await engineStore(path, mime);
      const found = await findStores(path, media, { signal });
      if (truth === null) {
        none += 1;
        continue;
      }
      const [store, ...more] = found.stores;
      expect(store, name).toBeDefined();
      expect(more, name).toEqual([]);
      expect(found.damage, name).toBeNull();
      expect(store!.problems, name).toEqual([]);
      const bytes = Buffer.from(store!.bytes);
      if (bytes.equals(truth)) same += 1;
      else {
        expect(innerBoxes(bytes), name).toEqual(innerBoxes(truth));
        reordered += 1;
      }
      if (store!.pieces.length > 0)
        expect(viaPieces(await readFile(path), store!).equals(bytes), name).toBe(true);
    }
    expect(same).toBeGreaterThan(50);
    expect(reordered).toBeLessThanOrEqual(1);
    expect(none).toBeGreaterThan(30);
  });

  it('addresses of stores elsewhere are the engine’s', async () => {
    const cloud = await find(corpus('c2pa-rs-fixtures/sdk/tests/fixtures/cloud.jpg'));
    expect(cloud.stores).toEqual([]);
    expect(cloud.remote).toBe(
      'https://cai-manifests.adobe.com/manifests/adobe-urn-uuid-5f37e182-3687-462e-a7fb-573462780391',
    );
    const png = await find(corpus('c2pa-rs-fixtures/sdk/tests/fixtures/libpng-test_with_url.png'));
    expect(png.remote).toBe('http://localhost:5000/libpng-test.c2pa');
  });

  it('a file the engine refuses still gives its store', async () => {
    for (const name of ['prerelease.jpg', 'no_alg.jpg']) {
      const found = await find(corpus('c2pa-rs-fixtures/sdk/tests/fixtures', name));
      expect(found.stores.map(({ carrier, incomplete }) => [carrier, incomplete])).toEqual([
        ['jpeg-app11', undefined],
      ]);
    }
  });
});

const programs =
  hasProgram('openssl') &&
  (process.env.PATH ?? '').split(':').some((path) => existsSync(join(path, 'ffmpeg')));

describe.skipIf(!programs || !corpusPresent)('files of seventeen formats signed here', () => {
  let folder: string;
  let authority: Authority;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-carriers-'));
    authority = makeAuthority(folder, 'carriers', ['1.3.6.1.4.1.62558.2.1']);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const sample = (name: string) => async () => corpus('c2pa-rs-fixtures/sdk/tests/fixtures', name);
  const small = (format: MediaFormat) => async () => {
    const path = join(folder, `plain.${format}`);
    await writeFile(path, await smallMedia.get(format)!());
    return path;
  };
  const clip =
    (name: string, ...args: readonly string[]) =>
    async () =>
      makeClip(folder, name, [...testSource(1, '64x48', 5), ...args]);

  const formats: readonly (readonly [string, string, StoreCarrier, () => Promise<string>])[] = [
    ['jpg', 'image/jpeg', 'jpeg-app11', small('jpeg')],
    ['png', 'image/png', 'png-caBX', small('png')],
    ['webp', 'image/webp', 'webp-riff', small('webp')],
    ['gif', 'image/gif', 'gif-application', small('gif')],
    ['tiff', 'image/tiff', 'tiff-tag-52545', small('tiff')],
    ['svg', 'image/svg+xml', 'svg-manifest', sample('sample1.svg')],
    ['jxl', 'image/jxl', 'jxl-jumb', sample('sample1.jxl')],
    ['heic', 'image/heic', 'bmff-uuid', sample('sample1.heif')],
    ['heif', 'image/heif', 'bmff-uuid', sample('sample1.heif')],
    ['avif', 'image/avif', 'bmff-uuid', small('avif')],
    ['mp4', 'video/mp4', 'bmff-uuid', clip('plain.mp4')],
    ['m4a', 'audio/mp4', 'bmff-uuid', clip('plain.m4a', '-vn')],
    ['mov', 'video/quicktime', 'bmff-uuid', clip('plain.mov')],
    ['wav', 'audio/wav', 'wav-riff', small('wav')],
    ['avi', 'video/avi', 'avi-riff', clip('plain.avi')],
    ['mp3', 'audio/mpeg', 'id3-geob', clip('plain.mp3', '-vn')],
    ['flac', 'audio/flac', 'id3-geob', clip('plain.flac', '-vn')],
  ];

  it.each(formats)('%s', async (extension, mime, carrier, source) => {
    const path = join(folder, `signed.${extension}`);
    signFile(await source(), path, mime, authority, [created], settings);
    const truth = await engineStore(path, mime);
    expect(truth).not.toBeNull();
    const found = await find(path);
    expect(found).toMatchObject({ damage: null, complete: true, searched: 0 });
    expect(found.stores).toHaveLength(1);
    const [store] = found.stores;
    if (carrier !== 'bmff-uuid') expect(exclusions(store!.bytes).length).toBeGreaterThan(0);
    expect(store!.carrier).toBe(carrier);
    expect(store!.problems).toEqual([]);
    expect(Buffer.from(store!.bytes).equals(truth!)).toBe(true);
    const file = await readFile(path);
    if (carrier !== 'svg-manifest') expect(viaPieces(file, store!).equals(truth!)).toBe(true);

    // the range the engine leaves out of the hash lies within what we say the carrier takes
    for (const [start, length] of exclusions(store!.bytes))
      expect(store!.occupied.some(([from, size]) => start >= from && start + length <= from + size)).toBe(
        true,
      );

    // bytes changed through the positions are what the engine then reads
    const copy = join(folder, `patched.${extension}`);
    await copyFile(path, copy);
    const title = truth!.lastIndexOf('fixture');
    const fresh = Buffer.from('Fixture');
    expect(await patchStore(copy, store!, [{ at: title, bytes: fresh }])).toMatchObject({ done: true });
    const after = await engineStore(copy, mime);
    const expected = Buffer.from(truth!);
    expected.set(fresh, title);
    expect(after?.equals(expected)).toBe(true);
  });
});
