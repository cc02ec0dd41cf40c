import { readFile, truncate } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { findStores } from '#core/provenance/carriers/find-stores.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import { box } from '../../fixtures/make/boxes.ts';
import {
  gifWith,
  jpegSegments,
  jpegWith,
  jxlWith,
  makeStore,
  movieWith,
  pngWith,
  svgWith,
  tiffWith,
  webpWith,
} from '../../fixtures/make/store-carriers.ts';
import { findIn, viaPieces, withFile } from '../../support/stores.ts';

const store = makeStore();
const files: readonly (readonly [MediaFormat, Buffer])[] = [
  ['jpeg', jpegWith(...jpegSegments(store))],
  ['png', pngWith(store)],
  ['gif', gifWith(store)],
  ['tiff', tiffWith(store, true, false)],
  ['webp', webpWith(store)],
  ['mp4', movieWith(store)],
  ['jxl', jxlWith(store)],
  ['svg', svgWith(store)],
];

describe('bytes appended behind the last box', () => {
  it.each([
    ['mp4', movieWith(store)],
    ['jxl', jxlWith(store)],
  ] as const)(
    '%s: the store is found where it is, and the container called damaged',
    async (format, plain) => {
      const file = Buffer.concat([plain, Buffer.from('appended bytes that are no box')]);
      const found = await findIn(file, format);
      expect(found.damage).toContain(`30 bytes at offset ${plain.length} are no box`);
      expect(found.stores).toHaveLength(1);
      expect(found.stores[0]!.carrier).not.toBe('scan');
      expect(viaPieces(file, found.stores[0]!).equals(store)).toBe(true);
    },
  );

  it('zeros are padding, not damage', async () => {
    const found = await findIn(Buffer.concat([movieWith(store), Buffer.alloc(500)]), 'mp4');
    expect(found).toMatchObject({ damage: null, searched: 0 });
  });
});

describe('bytes in front of the file', () => {
  it.each(files)('%s: the scan puts the store together', async (_format, plain) => {
    const file = Buffer.concat([Buffer.from('seventeen bytes !'), plain]);
    // with something in front the content is no longer recognised
    const found = await findIn(file, 'unknown');
    expect(found.carrierRead).toBe(false);
    expect(found.stores).toHaveLength(1);
    const [only] = found.stores;
    expect(only!.carrier).toBe('scan');
    expect(only!.incomplete).toBeUndefined();
    expect(Buffer.from(only!.bytes).equals(store)).toBe(true);
    if (only!.pieces.length > 0) expect(viaPieces(file, only!).equals(store)).toBe(true);
    expect(found.searched).toBe(file.length);
    expect(found.complete).toBe(true);
  });
});

describe('bytes put between boxes', () => {
  it('the walk stops there, the scan goes on behind', async () => {
    const plain = movieWith(store);
    const at = plain.indexOf('uuid') - 4;
    const file = Buffer.concat([plain.subarray(0, at), Buffer.from('\x01\x02\x03'), plain.subarray(at)]);
    const { damage, stores } = await findIn(file, 'mp4');
    expect(damage).toContain(`at offset ${at}`);
    expect(stores.map(({ carrier }) => carrier)).toEqual(['scan']);
    expect(Buffer.from(stores[0]!.bytes).equals(store)).toBe(true);
  });
});

describe('a file that breaks off', () => {
  it.each(files)('%s inside the store: what is there is kept and called incomplete', async (format, file) => {
    // the last bytes of the store; base64 has a third more
    const mark =
      format === 'svg'
        ? file.indexOf('</c2pa:manifest>', 200) - 700
        : file.lastIndexOf(store.subarray(-40)) - 500;
    const found = await findIn(file.subarray(0, mark), format);
    expect(found.damage).not.toBeNull();
    expect(found.stores).toHaveLength(1);
    expect(found.stores[0]!.incomplete).toBe(true);
    const { bytes } = found.stores[0]!;
    expect(bytes.length).toBeGreaterThan(4000);
    expect(Buffer.from(bytes).equals(store.subarray(0, bytes.length))).toBe(true);
  });

  it('behind the store: the store is whole, the container is not', async () => {
    const plain = movieWith(store);
    const found = await findIn(plain.subarray(0, plain.length - 1000), 'mp4');
    expect(found.damage).toContain('past the end');
    expect(found.stores[0]!.incomplete).toBeUndefined();
  });
});

describe('what the scan puts together', () => {
  it('is called incomplete when foreign bytes lie in it', async () => {
    const broken = Buffer.concat([store.subarray(0, 60), Buffer.from('foreign'), store.subarray(60)]);
    const [only] = (await findIn(broken, 'unknown')).stores;
    expect(only!.incomplete).toBe(true);
    expect(only!.problems.join()).toContain('do not fill');
  });

  it('is not a second time what a carrier has', async () => {
    const found = await findIn(movieWith(store), 'mp4', { scan: 'always' });
    expect(found.stores.map(({ carrier }) => carrier)).toEqual(['bmff-uuid']);
    expect(found.hits).toHaveLength(1);
  });

  it('is a further store that no carrier has, when asked for', async () => {
    const second = makeStore(700, 3);
    const file = movieWith(store, box('free', second));
    expect((await findIn(file, 'mp4')).stores).toHaveLength(1);
    const { stores } = await findIn(file, 'mp4', { scan: 'always' });
    expect(stores.map(({ carrier }) => carrier)).toEqual(['bmff-uuid', 'scan']);
    expect(Buffer.from(stores[1]!.bytes).equals(second)).toBe(true);
    expect(stores[0]!.problems).toEqual([]);
  });

  it('keeps to its limits and says so', async () => {
    const file = Buffer.concat([Buffer.alloc(3_000_000), store]);
    const short = await findIn(file, 'unknown', { limits: { scanBytes: 1_000_000 } });
    expect(short).toMatchObject({ stores: [], searched: 1_000_000, complete: false });
    const small = await findIn(pngWith(store), 'png', { limits: { storeBytes: 1000 } });
    expect(small.stores[0]!).toMatchObject({ incomplete: true });
    expect(small.stores[0]!.bytes.length).toBe(1000);
    expect((await findIn(pngWith(store), 'png', { limits: { parts: 1 } })).complete).toBe(false);
  });
});

it('a file of three gigabytes is walked by its headers', async () => {
  await withFile(movieWith(store, Buffer.from('000000016d64617400000000c0000000', 'hex')), async (path) => {
    // a sparse media data box of 3 GiB behind everything else
    const at = (await readFile(path)).length - 16;
    await truncate(path, at + 0xc0000000);
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const found = await findStores(path, { format: 'mp4' }, { signal: new AbortController().signal });
    expect(found.damage).toBeNull();
    expect(Buffer.from(found.stores[0]!.bytes).equals(store)).toBe(true);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
  });
});

it('a cancel is answered during a long scan', async () => {
  await withFile(Buffer.alloc(0), async (path) => {
    await truncate(path, 2 ** 33);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const started = performance.now();
    await expect(findStores(path, { format: 'unknown' }, { signal: controller.signal })).rejects.toThrow(
      /abort/i,
    );
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
