import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  excludedBeyondStore,
  exclusionsWithoutStore,
  storeOutsideExclusions,
  unprotectedContent,
  wideExclusions,
} from '#core/provenance/binding/exclusion-checks.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { engineBinding, ownBinding } from '../support/binding.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';

const formats: Readonly<Record<string, readonly [format: MediaFormat, mime: string]>> = {
  '.jpg': ['jpeg', 'image/jpeg'],
  '.jpeg': ['jpeg', 'image/jpeg'],
  '.png': ['png', 'image/png'],
  '.mp4': ['mp4', 'video/mp4'],
};
const files = corpusFiles('c2pa-public-testfiles', 'c2pa-rs-fixtures').filter(
  (name) => extname(name) in formats,
);
const publicImage = (name: string) => corpus('c2pa-public-testfiles', 'image', 'jpeg', name);
const fixture = (name: string) => corpus('c2pa-rs-fixtures', 'sdk', 'tests', 'fixtures', name);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-binding-corpus-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!corpusPresent)('hard bindings of published files', () => {
  it('agrees with the engine about every file, but for bindings that are too wide', {
    timeout: 240_000,
  }, async () => {
    let compared = 0;
    for (const name of files) {
      const [format, mime] = formats[extname(name)]!;
      const own = await ownBinding(corpus(name), format);
      if (own === null) continue;
      const matches = own.bindings.map((binding) => binding.matches);
      const engine = await engineBinding(corpus(name), mime);
      if (basename(name).startsWith('truepic-')) {
        expect({ name, engine, matches }).toEqual({ name, engine: 'mismatch', matches: [true] });
      } else if (basename(name) === 'dashinit.mp4') {
        // the engine calls segments that are elsewhere a mismatch
        expect({ name, engine, matches }).toEqual({ name, engine: 'mismatch', matches: [null] });
      } else if (engine !== 'gone') {
        expect({ name, matches }).toEqual({ name, matches: [engine === 'match'] });
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });

  it('finds the changed pixels of the files published as changed', async () => {
    for (const name of ['XCA', 'XCI', 'E-dat-CA']) {
      const own = await ownBinding(publicImage(`adobe-20220124-${name}.jpg`), 'jpeg');
      expect(own?.bindings.map(({ matches, problem }) => [matches, problem])).toEqual([[false, null]]);
    }
  });

  it('shows what a binding that is too wide leaves open', async () => {
    for (const name of ['truepic-20230212-camera.jpg', 'truepic-20230212-landscape.jpg']) {
      const own = await ownBinding(publicImage(name), 'jpeg');
      if (!own?.coverage) throw new Error('no coverage');
      const [binding] = own.bindings;
      const { occupied } = own.embedded;
      const [exclusion] = binding!.exclusions;
      expect(exclusion?.[0]).toBe(0);
      expect(wideExclusions(binding!.exclusions, occupied)).toHaveLength(1);
      expect(exclusionsWithoutStore(binding!.exclusions, occupied)).toEqual([]);
      expect(storeOutsideExclusions(binding!.exclusions, occupied)).toEqual([]);
      const beyond = excludedBeyondStore(binding!.exclusions, occupied);
      expect(beyond.reduce((sum, [, length]) => sum + length, 0)).toBe(own.coverage.unprotected);
      const open = unprotectedContent(own.coverage);
      expect(open.content).toBe(0);
      expect(open.owners.map(({ owner, kind }) => [owner, kind])).toEqual([
        ['APP1 Exif', 'thumbnail'],
        ['APP1 Exif', 'exif'],
        ['SOI', 'other'],
      ]);
      expect(open.owners[1]?.parts).toEqual(expect.arrayContaining(['DateTimeOriginal', 'Make', 'GPSInfo']));

      // a date in Exif can be changed without breaking the hash, a pixel cannot
      const bytes = await readFile(publicImage(name));
      const date = bytes.indexOf('2023:');
      expect(date).toBeGreaterThan(0);
      bytes.write('1999:', date, 'latin1');
      const path = join(folder, name);
      await writeFile(path, bytes);
      expect((await ownBinding(path, 'jpeg'))?.bindings[0]?.matches).toBe(true);
      bytes[bytes.length - 100]! ^= 1;
      await writeFile(path, bytes);
      expect((await ownBinding(path, 'jpeg'))?.bindings[0]?.matches).toBe(false);
    }
  });

  it('tells an initialisation segment from a changed one', async () => {
    const whole = await ownBinding(fixture('dashinit.mp4'), 'mp4');
    expect(whole).toMatchObject({
      bindings: [{ matches: null, problem: 'segments-missing' }],
      coverage: null,
    });
    const bytes = await readFile(fixture('dashinit.mp4'));
    bytes[bytes.length - 3]! ^= 1;
    const path = join(folder, 'dashinit.mp4');
    await writeFile(path, bytes);
    const changed = await ownBinding(path, 'mp4');
    expect(changed?.bindings).toMatchObject([{ matches: false, problem: 'initialization-changed' }]);
  });

  it('says that the first version of the BMFF hash is one no validator follows any more', async () => {
    const own = await ownBinding(fixture('legacy.mp4'), 'mp4');
    expect(own?.bindings).toMatchObject([
      { label: 'c2pa.hash.bmff', matches: true, problem: 'deprecated-version' },
    ]);
    // its exclusions reach into the sample tables
    const open = unprotectedContent(own!.coverage!);
    expect(open.owners.flatMap(({ parts }) => parts)).toContain('stco');
  });

  it('finds foreign segments between those of a store', async () => {
    // a large store takes several APP11 segments; a stranger's comes between them
    const source = await readFile(publicImage('adobe-20220124-CACAICAICICA.jpg'));
    const first = source.indexOf(Buffer.from([0xff, 0xeb]));
    const second = first + 2 + source.readUInt16BE(first + 2);
    expect(source.readUInt16BE(second)).toBe(0xffeb);
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 34]), Buffer.alloc(32, 'x')]);
    const path = join(folder, 'between.jpg');
    await writeFile(path, Buffer.concat([source.subarray(0, second), comment, source.subarray(second)]));
    const own = await ownBinding(path, 'jpeg');
    const open = own?.coverage?.spans.filter(({ state }) => state === 'unprotected') ?? [];
    expect(open.some(({ start, owner }) => start === second && owner === 'COM')).toBe(true);
  });
});
