import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/provenance/c2pa.ts';
import { readCredential } from '#core/media/c2pa.ts';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import {
  c2paWasmState,
  largestAsset,
  readCrJson,
  readFragmented,
  readSecondOpinion,
} from '#core/media/c2pa-wasm.ts';
import { engineVersions } from '#core/media/engines.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { type FragmentRanges, fragmentRanges } from '#core/provenance/binding/fragment-ranges.ts';
import { compareOpinions } from '#core/provenance/opinions.ts';
import { ascii, box, u32 } from '../fixtures/make/boxes.ts';
import { plainJpeg, plainPng } from '../fixtures/make/containers.ts';
import { type FragmentedMovie, makeFragmented } from '../fixtures/make/fragmented.ts';
import { makeWave } from '../fixtures/make/riff.ts';
import { type Authority, makeAuthority, signFile } from '../fixtures/make/signed.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { runAnalysis } from '../support/run-analysis.ts';

const signal = new AbortController().signal;
const options = { lists: [], limits: defaultLimits, signal };
const captured = 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture';
const opensslPresent = (process.env.PATH ?? '').split(':').some((path) => existsSync(join(path, 'openssl')));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-second-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function both(path: string, mime: string) {
  const node = await readCredential(path, mime, options);
  const wasm = await readSecondOpinion(path, mime, options);
  const { disagreements } = compareOpinions(
    { name: 'c2pa-node', version: '', answer: node },
    { name: 'c2pa-wasm', version: '', answer: wasm },
  );
  return { node, wasm, disagreements };
}

describe.skipIf(!opensslPresent)('the second engine on files signed here', () => {
  let authority: Authority;
  const files = [
    { name: 'a.jpg', mime: 'image/jpeg', make: () => plainJpeg() },
    { name: 'a.png', mime: 'image/png', make: () => plainPng() },
    {
      name: 'a.wav',
      mime: 'audio/wav',
      make: () => makeWave(Uint8Array.from({ length: 4000 }, (_, at) => at & 255)),
    },
  ];

  beforeAll(async () => {
    authority = makeAuthority(folder, 'second', ['1.3.6.1.4.1.62558.2.1']);
    for (const { name, mime, make } of files) {
      const plain = join(folder, `plain-${name}`);
      await writeFile(plain, make());
      signFile(
        plain,
        join(folder, name),
        mime,
        authority,
        [{ action: 'c2pa.created', digitalSourceType: captured }],
        offlineSettings([]),
      );
    }
  });

  it.each(files)('agrees with the first on $name, sound, unsigned, and changed', async ({ name, mime }) => {
    const sound = await both(join(folder, name), mime);
    expect(sound.disagreements).toEqual([]);
    expect(sound.wasm).toMatchObject({ state: 'present', store: { engineState: 'Valid', embedded: true } });
    const plain = await both(join(folder, `plain-${name}`), mime);
    expect(plain.wasm.state).toBe('none');
    expect(plain.disagreements).toEqual([]);
    // The last byte but three is content in all three formats, or the structure that ends it.
    const bytes = await readFile(join(folder, name));
    const at = name.endsWith('.png') ? bytes.lastIndexOf('IDAT') + 8 : bytes.length - 4;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at);
    const changed = join(folder, `changed-${name}`);
    await writeFile(changed, bytes);
    const flipped = await both(changed, mime);
    expect(flipped.disagreements).toEqual([]);
    expect(flipped.wasm).not.toMatchObject({ store: { engineState: 'Valid' } });
  });

  it('leaves nothing of its browser behind in this thread', async () => {
    const { fetch } = globalThis;
    await readSecondOpinion(join(folder, 'a.jpg'), 'image/jpeg', options);
    expect('FileReaderSync' in globalThis).toBe(false);
    expect(globalThis.fetch).toBe(fetch);
  });

  it('gives crJSON as plain data that no key can turn against us', async () => {
    const json = (await readCrJson(join(folder, 'a.jpg'), 'image/jpeg', options)) as {
      manifests: { label: string; assertions: Record<string, unknown> }[];
    };
    const reading = await readSecondOpinion(join(folder, 'a.jpg'), 'image/jpeg', options);
    if (reading.state !== 'present') throw new Error(reading.state);
    expect(json.manifests.map(({ label }) => label)).toEqual([reading.store.active]);
    expect(Object.getPrototypeOf(json)).toBeNull();
    expect(Object.keys(json.manifests[0]?.assertions ?? {})).toContain('c2pa.actions.v2');
    expect(await readCrJson(join(folder, 'plain-a.jpg'), 'image/jpeg', options)).toBeNull();
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    const reading = readSecondOpinion(join(folder, 'a.jpg'), 'image/jpeg', {
      ...options,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(new Error('enough')), 20);
    const started = performance.now();
    await expect(reading).rejects.toThrow('enough');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  describe('a fragmented movie', () => {
    let movie: FragmentedMovie;
    const write = async (bytes: Uint8Array): Promise<{ path: string; ranges: FragmentRanges }> => {
      const path = join(folder, 'fragmented.mp4');
      await writeFile(path, bytes);
      const ranges = fragmentRanges(path, 100);
      if (ranges === null) throw new Error('no fragments');
      return { path, ranges };
    };
    beforeAll(() => {
      movie = makeFragmented(
        [1, 2, 3, 4].map((value) => Buffer.alloc(value * 700, value)),
        authority,
      );
    });

    it('is cut where its fragments begin', async () => {
      const { ranges } = await write(movie.bytes);
      expect(ranges).toEqual({
        init: [0, movie.init],
        fragments: movie.fragments,
        hashed: 4,
        consecutive: true,
        cut: false,
      });
    });

    it('is sound fragment by fragment, where both engines call the whole file changed', async () => {
      const { path, ranges } = await write(movie.bytes);
      const whole = await both(path, 'video/mp4');
      expect(whole.node).toMatchObject({ store: { engineState: 'Invalid' } });
      expect(await readFragmented(path, ranges, options)).toMatchObject({
        state: 'present',
        store: { engineState: 'Valid' },
        fragments: { checked: 4, faults: [] },
      });
    });

    it.each([0, 2, 3])('with one byte changed in fragment %i is not', async (index) => {
      const bytes = Buffer.from(movie.bytes);
      const [offset, length] = movie.fragments[index] ?? [0, 0];
      bytes.writeUInt8(bytes.readUInt8(offset + length - 9) ^ 1, offset + length - 9);
      const { path, ranges } = await write(bytes);
      const opinion = await readFragmented(path, ranges, options);
      expect(opinion).toMatchObject({ state: 'present', store: { engineState: 'Invalid' } });
      expect(opinion.fragments.faults.map((fault) => fault.index)).toEqual([index]);
      expect(opinion.fragments.faults[0]?.codes).toContain('assertion.bmffHash.mismatch');
    });

    it('with its initialisation changed fails in every fragment', async () => {
      const bytes = Buffer.from(movie.bytes);
      bytes.writeUInt8(bytes.readUInt8(movie.init - 6) ^ 1, movie.init - 6);
      const { path, ranges } = await write(bytes);
      const opinion = await readFragmented(path, ranges, options);
      expect(opinion.fragments.faults.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    });

    it('with a fragment taken out, repeated or exchanged is told by the places in the tree', async () => {
      const [first, second, third, fourth] = movie.fragments.map(([offset, length]) =>
        movie.bytes.subarray(offset, offset + length),
      ) as [Buffer, Buffer, Buffer, Buffer];
      const init = movie.bytes.subarray(0, movie.init);
      const consecutive = async (...parts: Buffer[]) =>
        (await write(Buffer.concat([init, ...parts]))).ranges.consecutive;
      expect(await consecutive(first, third, fourth)).toBe(false);
      expect(await consecutive(first, second, second)).toBe(false);
      expect(await consecutive(second, first)).toBe(false);
      expect(await consecutive(second, third)).toBe(true);
      // Each of them alone is sound, so the engine has nothing to say against it.
      const { path, ranges } = await write(Buffer.concat([init, first, third]));
      expect(await readFragmented(path, ranges, options)).toMatchObject({ fragments: { faults: [] } });
      const run = await runAnalysis(analysis, path);
      expect(run.answer.result).toMatchObject({ axes: { integrity: 'changed' } });
      const whole = await runAnalysis(analysis, (await write(movie.bytes)).path);
      expect(whole.answer.result).toMatchObject({ axes: { integrity: 'intact' } });
    });

    it('is not taken for one when it is none, or only a segment of one', async () => {
      const path = join(folder, 'other.mp4');
      await writeFile(path, movie.bytes.subarray(movie.init));
      expect(fragmentRanges(path, 100)).toBeNull();
      await writeFile(path, Buffer.concat([box('ftyp', ascii('isom'), u32(0)), box('moov'), box('mdat')]));
      expect(fragmentRanges(path, 100)).toBeNull();
      await writeFile(path, movie.bytes.subarray(0, movie.bytes.length - 5));
      expect(fragmentRanges(path, 100)).toBeNull();
      // Bound as a whole: the engines read it as any other movie.
      const whole = movie.fragments.map(([offset, length]) => {
        const fragment = movie.bytes.subarray(offset, offset + length);
        return fragment.subarray(fragment.indexOf('moof') - 4);
      });
      await writeFile(path, Buffer.concat([movie.bytes.subarray(0, movie.init), ...whole]));
      expect(fragmentRanges(path, 100)).toBeNull();
      await writeFile(path, movie.bytes);
      expect(fragmentRanges(path, 2)).toMatchObject({ fragments: movie.fragments.slice(0, 2), cut: true });
    });
  });
});

describe('the second engine', () => {
  it('says what it was not asked', async () => {
    const path = join(folder, 'large');
    await writeFile(path, '');
    expect(await readSecondOpinion(path, null, options)).toMatchObject({
      state: 'not-asked',
      reason: { code: 'format-unknown' },
    });
    // Sparse: no disk is used.
    await truncate(path, largestAsset + 1);
    expect(await readSecondOpinion(path, 'video/mp4', options)).toMatchObject({
      state: 'not-asked',
      reason: { code: 'too-large' },
    });
    await rm(path);
  });

  it('names a damaged file and a format it does not know', async () => {
    const path = join(folder, 'damaged.jpg');
    await writeFile(path, plainJpeg().subarray(0, 40));
    const damaged = await readSecondOpinion(path, 'image/jpeg', options);
    expect(['unreadable', 'none']).toContain(damaged.state);
    // The engine believes the first bytes more than the type it is told.
    await writeFile(path, '8BPS and nothing more');
    expect(await readSecondOpinion(path, 'image/vnd.adobe.photoshop', options)).toMatchObject({
      state: 'unreadable',
      what: 'format',
    });
  });

  it('has a version with the trust lists for the key of runs', async () => {
    expect(await c2paWasmState(null)).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+ \(no trust list\)$/),
    });
    expect((await engineVersions(['c2pa-wasm']))['c2pa-wasm']).toHaveProperty('version');
  });
});

describe.skipIf(!corpusPresent)('published files', () => {
  it('of every kind are read alike by both engines', async () => {
    const fixtures = 'c2pa-rs-fixtures/sdk/tests/fixtures';
    const chosen: readonly [name: string, mime: string, state: string][] = [
      ['C.jpg', 'image/jpeg', 'present'],
      ['E-sig-CA.jpg', 'image/jpeg', 'present'],
      ['C_with_CAWG_data.jpg', 'image/jpeg', 'present'],
      ['update_manifest.jpg', 'image/jpeg', 'present'],
      ['legacy.mp4', 'video/mp4', 'present'],
      ['cloud.jpg', 'image/jpeg', 'remote-only'],
      ['earth_apollo17.jpg', 'image/jpeg', 'none'],
      ['prerelease.jpg', 'image/jpeg', 'unreadable'],
      ['tiff_poc.tiff', 'image/tiff', 'unreadable'],
      ['nested_moov_1000.mp4', 'video/mp4', 'unreadable'],
    ];
    for (const [name, mime, state] of chosen) {
      const { node, wasm, disagreements } = await both(corpus(fixtures, name), mime);
      expect([name, wasm.state, disagreements]).toEqual([name, state, []]);
      if (node.state === 'remote-only') expect(wasm).toMatchObject({ url: node.url });
    }
  });
});
