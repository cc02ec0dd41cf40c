import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  activeManifest,
  addressPath,
  findByAddress,
  manifestOf,
  storeBytes,
} from '#core/provenance/jumbf/addresses.ts';
import { boxTree } from '#core/provenance/jumbf/describe.ts';
import type { ManifestStore } from '#core/provenance/jumbf/manifest-store.ts';
import { defaultStoreLimits, readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import {
  boxHash,
  cborAssertion,
  jsonAssertion,
  makeBox,
  makeManifest,
  makeStore,
  makeSuperbox,
  sampleAssertions,
  sampleManifest,
} from '../../fixtures/make/jumbf.ts';

const { actions, words } = sampleAssertions;
const whole = makeStore(
  sampleManifest('urn:c2pa:one'),
  sampleManifest('urn:c2pa:two', { contentType: 'c2um' }),
);

const allProblems = (store: ManifestStore): string[] => [
  ...store.problems,
  ...store.manifests.flatMap(({ problems }) => problems),
];
describe('a manifest store', () => {
  it('is read with all its parts', () => {
    const store = readManifestStore(whole);
    expect(allProblems(store)).toEqual([]);
    expect(store.manifests.map(({ label, kind, compressed }) => [label, kind, compressed])).toEqual([
      ['urn:c2pa:one', 'standard', false],
      ['urn:c2pa:two', 'update', false],
    ]);
    expect(activeManifest(store)?.label).toBe('urn:c2pa:two');
    const [first] = store.manifests;
    expect(first?.claims).toMatchObject([
      { version: 2, algorithm: 'sha256', instanceId: 'xmp:iid:urn:c2pa:one', generator: 'fixture 1' },
    ]);
    expect(
      first?.assertions.map(({ label, content, hashMatches, mediaType }) => [
        label,
        content,
        hashMatches,
        mediaType,
      ]),
    ).toEqual([
      ['c2pa.actions.v2', 'cbor', true, null],
      ['stds.schema-org.CreativeWork', 'json', true, null],
      ['c2pa.thumbnail.claim', 'embedded-file', true, 'image/jpeg'],
    ]);
    expect(first?.assertions[1]?.value).toEqual(
      new Map<string, unknown>([
        ['@type', 'CreativeWork'],
        ['__proto__', 1],
      ]),
    );
    expect(Buffer.from(storeBytes(store, first?.assertions[2]?.data ?? [0, 0])).toString()).toBe('JPEG');
    const reference = first?.assertions[0]?.reference;
    expect(storeBytes(store, reference?.hashRange ?? [0, 0])).toEqual(boxHash(actions));
    expect(first?.signature?.cose).toMatchObject({ algorithm: -7, payload: null });
  });

  it('gives the same when it lies inside a larger buffer', () => {
    const larger = Buffer.concat([Buffer.alloc(13, 1), whole, Buffer.alloc(5, 1)]);
    const inside = readManifestStore(larger.subarray(13, 13 + whole.length));
    const alone = readManifestStore(whole);
    expect(inside.manifests[0]?.claims[0]?.references).toEqual(alone.manifests[0]?.claims[0]?.references);
    expect(inside.manifests[0]?.assertions[0]?.box).toEqual(alone.manifests[0]?.assertions[0]?.box);
  });

  it('finds boxes by absolute and relative address', () => {
    const store = readManifestStore(whole);
    const label = (address: string, within: string | null = null) =>
      findByAddress(store, address, within)?.box.label ?? null;
    expect(label('self#jumbf=/c2pa/urn:c2pa:one/c2pa.assertions/c2pa.actions.v2')).toBe('c2pa.actions.v2');
    expect(label('self#jumbf=c2pa/urn:c2pa:one/c2pa.signature')).toBe('c2pa.signature');
    expect(label('self#jumbf=c2pa.assertions/c2pa.actions.v2', 'urn:c2pa:two')).toBe('c2pa.actions.v2');
    expect(label('self#jumbf=/c2pa/urn:c2pa:two')).toBe('urn:c2pa:two');
    expect(label('self#jumbf=/c2pa')).toBe('c2pa');
    expect(label('self#jumbf=c2pa.assertions/c2pa.actions.v2')).toBeNull();
    expect(label('self#jumbf=c2pa.assertions/none', 'urn:c2pa:two')).toBeNull();
    expect(label('https://example.com/c2pa/urn:c2pa:one', 'urn:c2pa:two')).toBeNull();
    expect(label('self#jumbf=/other/x', 'urn:c2pa:two')).toBeNull();
    expect(findByAddress(store, 'self#jumbf=c2pa.signature', 'urn:c2pa:two')).toMatchObject({
      manifest: { label: 'urn:c2pa:two' },
      ambiguous: false,
    });
    expect(manifestOf(store, 'urn:c2pa:one')?.kind).toBe('standard');
    expect(addressPath('self#jumbf=', null)).toBeNull();
  });

  it('sees a changed assertion, one without reference and one with another algorithm', () => {
    const changed = Buffer.from(actions);
    changed[changed.length - 1] ^= 1;
    const assertions = [
      ['c2pa.actions.v2', changed],
      ['unnamed', cborAssertion('unnamed', {})],
      ['wide', cborAssertion('wide', {})],
      ['odd', cborAssertion('odd', {})],
    ] as const;
    const url = (name: string) => `self#jumbf=/c2pa/m/c2pa.assertions/${name}`;
    const claim = {
      alg: 'sha512',
      created_assertions: [{ url: url('c2pa.actions.v2'), alg: 'sha256', hash: boxHash(actions) }],
      gathered_assertions: [
        { url: url('wide'), hash: boxHash(assertions[2][1], 'sha512') },
        { url: url('odd'), alg: 'md5', hash: boxHash(assertions[3][1], 'md5') },
      ],
    };
    const store = readManifestStore(makeStore(makeManifest({ label: 'm', assertions, claim })));
    expect(
      store.manifests[0]?.assertions.map(({ hashMatches, reference }) => [
        hashMatches,
        reference?.list,
        reference?.algorithm,
      ]),
    ).toEqual([
      [false, 'created', 'sha256'],
      [null, undefined, undefined],
      [true, 'gathered', 'sha512'],
      [null, 'gathered', 'md5'],
    ]);
  });

  it('says by name what could deceive another reader', () => {
    const twice = [
      ['c2pa.actions.v2', actions],
      ['c2pa.actions.v2', cborAssertion('c2pa.actions.v2', { actions: [] })],
    ] as const;
    const store = readManifestStore(
      makeStore(
        makeManifest({ label: 'm', assertions: twice }),
        makeManifest({
          label: 'm',
          assertions: [],
          claim: {
            created_assertions: [{ url: 'self#jumbf=/c2pa/other/c2pa.assertions/x' }],
            assertions: [],
          },
          more: [makeSuperbox('c2cl', 'c2pa.claim', [makeBox('cbor', Uint8Array.of(0xa0, 0))])],
        }),
      ),
    );
    expect(allProblems(store)).toEqual(
      expect.arrayContaining([
        'several boxes of the store have the label m',
        'several assertions have the label c2pa.actions.v2',
        'the claim names c2pa.actions.v2 2 times',
        '2 claims in one manifest',
        'claim of version 2 has the field assertions',
        'the claim names an assertion outside its manifest: self#jumbf=/c2pa/other/c2pa.assertions/x',
        expect.stringMatching(/^1 bytes at offset \d+ behind the CBOR item of a box$/),
      ]),
    );
    // Each of the two claims' hashes fits one of the two boxes of that name only.
    expect(store.manifests[0]?.assertions.map(({ hashMatches }) => hashMatches)).toEqual([false, false]);
    expect(findByAddress(store, 'self#jumbf=/c2pa/m', null)?.ambiguous).toBe(true);
  });

  it('marks what a later manifest redacted', () => {
    const address = 'self#jumbf=/c2pa/urn:c2pa:one/c2pa.assertions/stds.schema-org.CreativeWork';
    const later = sampleManifest('urn:c2pa:two', { claim: { redacted_assertions: [address] } });
    const store = readManifestStore(makeStore(sampleManifest('urn:c2pa:one'), later));
    expect(store.manifests.map(({ assertions }) => assertions.map(({ redacted }) => redacted))).toEqual([
      [false, true, false],
      [false, false, false],
    ]);
    expect(store.manifests[1]?.claims[0]?.redacted).toEqual([address]);
    expect(store.manifests[0]?.problems).toEqual([
      'stds.schema-org.CreativeWork is redacted, but its content is still there',
    ]);
    // Taken out by zeros, or by the C2PA redaction UUID and zeros (C2PA 2.2 §6.8): the hash cannot fit, and that
    // is no fault. A single byte behind the identifier is one.
    const label = 'stds.schema-org.CreativeWork';
    const uuid = Buffer.from('caa98eee9d4df80e86ad4dffca263973', 'hex');
    const marked = (...rest: number[]) => [makeBox('uuid', Buffer.concat([uuid, Buffer.from(rest)]))];
    const forms = [
      [makeSuperbox('json', label, [makeBox('json', new Uint8Array(9))]), null],
      [makeSuperbox('uuid', label, marked(0, 0, 0)), null],
      [makeSuperbox('uuid', label, marked()), null],
      [makeSuperbox('uuid', label, marked(0, 7, 0)), false],
    ] as const;
    for (const [box, hashMatches] of forms) {
      const url = `self#jumbf=c2pa.assertions/${label}`;
      const replaced = makeManifest({
        label: 'urn:c2pa:one',
        assertions: [[label, box]],
        claim: { created_assertions: [{ url, hash: boxHash(words) }] },
      });
      const [manifest] = readManifestStore(makeStore(replaced, later)).manifests;
      expect(manifest?.assertions).toMatchObject([{ redacted: true, hashMatches }]);
      expect(manifest?.problems.some((problem) => problem.includes('still there'))).toBe(
        hashMatches === false,
      );
    }
  });

  it('tells hashes from before version 1.0 and claims without an algorithm', () => {
    const data = new Uint8Array(Buffer.from('{"a": 1}'));
    const old = makeManifest({
      label: 'm',
      claimLabel: 'c2pa.claim',
      assertions: [['a', jsonAssertion('a', '{"a": 1}')]],
      claim: {
        created_assertions: undefined,
        alg: undefined,
        assertions: [
          {
            url: 'self#jumbf=c2pa/m/c2pa.assertions/a',
            hash: new Uint8Array(createHash('sha256').update(data).digest()),
          },
        ],
      },
    });
    const [first] = readManifestStore(makeStore(old)).manifests;
    expect(first?.claims).toMatchObject([{ version: 1, algorithm: null }]);
    expect(first?.assertions).toMatchObject([{ hashMatches: null, reference: { list: 'listed' } }]);
    expect(first?.problems).toEqual([
      expect.stringContaining('names no hash algorithm'),
      expect.stringContaining('is over its data alone'),
    ]);
  });

  it('knows data boxes and credentials of earlier versions', () => {
    const more = [
      makeSuperbox('c2db', 'c2pa.databoxes', [cborAssertion('c2pa.data', { 'dc:format': 'text/plain' })]),
      makeSuperbox('c2vc', 'c2pa.credentials', [jsonAssertion('did:example', '{"a": 1}')]),
    ];
    const store = readManifestStore(makeStore(sampleManifest('m', { more })));
    expect(allProblems(store)).toEqual([]);
    expect(store.manifests[0]).toMatchObject({
      dataBoxes: [{ label: 'c2pa.data', content: 'cbor', hashMatches: null }],
      credentials: [{ label: 'did:example', content: 'json' }],
    });
  });

  it('unpacks compressed manifests into the same address space', () => {
    const packed = makeSuperbox('c2cm', 'urn:c2pa:one', [
      makeBox('brob', brotliCompressSync(sampleManifest('urn:c2pa:one', { contentType: 'c2um' }))),
    ]);
    const stored = makeStore(packed, sampleManifest('urn:c2pa:two'));
    const store = readManifestStore(stored);
    expect(allProblems(store)).toEqual([]);
    const [first] = store.manifests;
    expect(first).toMatchObject({ kind: 'update', compressed: true, label: 'urn:c2pa:one' });
    expect(first?.assertions.map(({ hashMatches }) => hashMatches)).toEqual([true, true, true]);
    expect(first?.claims[0]?.data[0]).toBeGreaterThan(stored.length);
    expect(store.storedLength).toBe(stored.length);
    const inside = findByAddress(store, 'self#jumbf=c2pa.assertions/c2pa.actions.v2', 'urn:c2pa:one');
    expect(boxHash(storeBytes(store, inside?.box.range ?? [0, 0]))).toEqual(boxHash(actions));
    expect(first?.box.type).toBe('jumb');
    expect(first?.box.children[0]?.type).toBe('brob');
    const [root] = boxTree(store, [{ store: 0, file: 100, length: stored.length }]).boxes;
    const unpacked = root?.children.find(({ name }) => name === 'urn:c2pa:one')?.children.at(-1);
    expect(unpacked).toMatchObject({ name: 'urn:c2pa:one', bytes: [] });
  });

  it('bounds what compressed manifests unpack to', () => {
    const bomb = makeSuperbox('c2cm', 'bomb', [
      makeBox('brob', brotliCompressSync(makeSuperbox('c2ma', 'bomb', [new Uint8Array(8 << 20)]))),
    ]);
    const limits = { ...defaultStoreLimits, unpackedBytes: 1 << 20 };
    const store = readManifestStore(makeStore(...Array.from({ length: 1000 }, () => bomb)), limits);
    expect(store.problems).toContainEqual(expect.stringContaining('not unpacked after 4 that failed'));
    expect(store.problems).toEqual(
      expect.arrayContaining([expect.stringContaining('unpacks to more than 1048576 bytes')]),
    );
    expect(store.bytes).toHaveLength(store.storedLength);
    expect(store.manifests[0]?.kind).toBe('compressed');
    const broken = makeSuperbox('c2cm', 'x', [makeBox('brob', Buffer.from('no stream'))]);
    expect(readManifestStore(makeStore(broken)).problems).toEqual([
      expect.stringContaining('no Brotli stream'),
    ]);
    const other = makeSuperbox('c2cm', 'x', [makeBox('brob', brotliCompressSync(sampleManifest('y')))]);
    expect(readManifestStore(makeStore(other)).problems).toEqual([
      expect.stringContaining('holds something else than itself'),
    ]);
  });

  it('draws the tree of boxes with their places in the file', () => {
    const store = readManifestStore(whole);
    const half = whole.length >> 1;
    const { boxes, cut } = boxTree(store, [
      { store: 0, file: 20, length: half },
      { store: half, file: 40 + half, length: whole.length - half },
    ]);
    expect(cut).toBe(false);
    expect(boxes[0]).toMatchObject({
      name: 'c2pa',
      type: 'jumb',
      bytes: [
        [20, half],
        [40 + half, whole.length - half],
      ],
    });
    const one = boxes[0]?.children.find(({ name }) => name === 'urn:c2pa:one');
    const first = one?.children.find(({ name }) => name === 'c2pa.assertions')?.children[1];
    expect(first?.children.map(({ name }) => name)).toEqual(['jumd', 'cbor']);
    const [place] = first?.children[0]?.children[0]?.store ?? [0];
    expect(whole.subarray(place, place + 16)).toEqual(Buffer.alloc(16, 3));
    expect(boxTree(store, [], 5)).toMatchObject({ cut: true });
  });

  it('is empty and says why for what is no store', () => {
    for (const bytes of [new Uint8Array(), Buffer.from('no store at all'), makeBox('free')]) {
      const store = readManifestStore(bytes);
      expect(store.manifests).toEqual([]);
      expect(store.problems).toContain('the first box is no C2PA manifest store');
    }
    const more = readManifestStore(Buffer.concat([makeStore(sampleManifest('m')), Buffer.from('hidden')]));
    expect(more.problems).toEqual([expect.stringContaining('6 bytes at offset')]);
  });
});
