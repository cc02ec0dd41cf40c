import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { toCredentialStore } from '#core/media/c2pa-store.ts';
import { list, preview, record, text, toHostileValue } from '#core/media/hostile-json.ts';
import { readTrustFolder, trustFolder } from '#core/media/trust-lists.ts';
import { searchStores } from '#core/provenance/carriers/store-search.ts';

describe('settings of the C2PA engine', () => {
  it('are exactly these: the engine ignores a mistyped key in silence', () => {
    const settings = offlineSettings([]);
    expect(settings.version).toBe(1);
    expect(settings.verify).toEqual({
      verify_trust: true,
      verify_timestamp_trust: true,
      remote_manifest_fetch: false,
      ocsp_fetch: false,
    });
    expect(settings.core).toEqual({
      allowed_network_hosts: [],
      allow_redirects: false,
      decode_identity_assertions: true,
      max_decompressed_manifest_size_in_mb: 32,
    });
    expect(settings.trust.anchors).toEqual([]);
    expect(settings.trust.trust_config.split('\n')).toEqual(
      expect.arrayContaining([
        '1.3.6.1.4.1.62558.2.1',
        '1.3.6.1.5.5.7.3.4',
        '1.3.6.1.5.5.7.3.36',
        '1.3.6.1.4.1.311.76.59.1.9',
      ]),
    );
    expect(offlineSettings([], false).core.decode_identity_assertions).toBe(false);
  });
});

describe('JSON of strangers', () => {
  it('keeps hostile keys away from prototypes', () => {
    const json: unknown = JSON.parse(
      '{"active_manifest":"__proto__","manifests":{"__proto__":{"title":"polluted","claim_generator":"x","assertions":[{"label":"__proto__","data":{"constructor":{"prototype":{"polluted":true}}}}]},"constructor":{"title":"c"}}}',
    );
    const store = toCredentialStore(json, true, 64);
    expect(store.active).toBe('__proto__');
    expect(store.manifests.map(({ label, title }) => [label, title])).toEqual([
      ['__proto__', 'polluted'],
      ['constructor', 'c'],
    ]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(({} as { title?: unknown }).title).toBeUndefined();
    expect(Object.getPrototypeOf(store.manifests[0])).toBe(Object.prototype);
  });

  it('reads absent and wrongly typed parts as nothing', () => {
    for (const json of [
      null,
      1,
      'x',
      [],
      {},
      { manifests: [] },
      { manifests: { a: 7 } },
      { manifests: { a: { assertions: { length: 9 } } } },
    ]) {
      expect(() => toCredentialStore(json, false, 64)).not.toThrow();
    }
    const store = toCredentialStore(
      { manifests: { a: { signature_info: 'no', ingredients: [null, 3], assertions: [[]] } } },
      false,
      64,
    );
    expect(store.manifests[0]).toMatchObject({
      signature: null,
      ingredients: [{ label: '', manifest: null }, { label: '' }],
    });
  });

  it('is cut at its bounds and says so', () => {
    let deep: unknown = 'bottom';
    for (let level = 0; level < 5000; level += 1) deep = { deeper: deep };
    expect(toHostileValue(deep, { depth: 32, values: 1000, textLength: 10 }).cut).toBe(true);
    const wide = toHostileValue(new Array(5000).fill(0), { depth: 4, values: 100, textLength: 10 });
    expect(wide.cut).toBe(true);
    expect(list(wide.value).length).toBeLessThanOrEqual(100);
    const long = toHostileValue({ a: 'x'.repeat(50) }, { depth: 4, values: 100, textLength: 10 });
    expect(text(record(long.value).get('a'))).toBe('xxxxxxxxxx');
    expect(long.cut).toBe(true);
    expect(toHostileValue({ a: [1, 'b', null] }).cut).toBe(false);
  });

  it('is shown as JSON text of bounded length', () => {
    const { value } = toHostileValue({ a: [1, { b: 'c' }], d: null });
    expect(JSON.parse(preview(value, 1000))).toEqual({ a: [1, { b: 'c' }], d: null });
    expect(preview(toHostileValue(new Array(10_000).fill('text')).value, 100).length).toBeLessThanOrEqual(
      101,
    );
  });
});

describe('trust lists', () => {
  it('are none when the host names no folder', async () => {
    expect(trustFolder({})).toBeNull();
    expect(await readTrustFolder(null)).toMatchObject({ lists: [], products: [], problems: [] });
  });

  it('are reported, not trusted, when they are damaged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-trust-'));
    try {
      await writeFile(
        join(folder, 'mine.pem'),
        '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      );
      const { lists, problems } = await readTrustFolder(folder);
      expect(lists).toEqual([]);
      expect(problems.join()).toContain('mine.pem');
      expect((await readTrustFolder(join(folder, 'absent'))).problems).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('search for manifest stores by their bytes', () => {
  const header = Buffer.concat([
    Buffer.from('000003e8', 'hex'),
    Buffer.from('jumb'),
    Buffer.from('0000001e', 'hex'),
    Buffer.from('jumd'),
    Buffer.from('6332706100110010800000aa00389b71', 'hex'),
  ]);

  it('finds a header at any offset, also across the border of two pieces', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-search-'));
    try {
      const path = join(folder, 'file');
      for (const offset of [0, 5, 1024 * 1024 - 17, 1024 * 1024 - 33, 1024 * 1024, 2 * 1024 * 1024 - 1]) {
        await writeFile(path, Buffer.concat([Buffer.alloc(offset), header, Buffer.alloc(100)]));
        const { hits, complete } = await searchStores(path, new AbortController().signal);
        expect(hits).toEqual([{ offset, declared: 1000, encoding: 'none' }]);
        expect(complete).toBe(true);
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('is not misled by the words alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-search-'));
    try {
      const path = join(folder, 'file');
      await writeFile(path, Buffer.from('c2pa jumb jumd c2pa.assertions urn:c2pa:1234'));
      expect((await searchStores(path, new AbortController().signal)).hits).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
