import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxTree } from '#core/provenance/jumbf/describe.ts';
import type { JumbfBox } from '#core/provenance/jumbf/manifest-store.ts';
import { readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import {
  boxHash,
  cborAssertion,
  fileAssertion,
  jsonAssertion,
  makeBox,
  makeCose,
  makeManifest,
  makeStore,
  makeSuperbox,
  sampleManifest,
} from '../../fixtures/make/jumbf.ts';

const allBoxes = (box: JumbfBox): JumbfBox[] => [box, ...box.children.flatMap(allBoxes)];

describe('the reader of manifest stores', () => {
  it('does not throw, hang or grow for any damage', () => {
    const seed = makeStore(
      makeSuperbox('c2cm', 'packed', [makeBox('brob', brotliCompressSync(sampleManifest('packed')))]),
      sampleManifest('two', {
        cose: makeCose({ unprotected: new Map<string, unknown>([['pad', new Uint8Array(50)]]) }),
      }),
    );
    const start = performance.now();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.nat(seed.length),
        fc.boolean(),
        (changes, end, short) => {
          const bytes = Uint8Array.from(short ? seed.subarray(0, end) : seed);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const store = readManifestStore(bytes);
          const { boxes } = boxTree(store, []);
          expect(boxes.length).toBe(1);
          for (const box of store.root.children.flatMap(allBoxes)) {
            expect(box.range[0] + box.range[1]).toBeLessThanOrEqual(store.bytes.length);
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('takes bounded time for stores made to be slow', () => {
    const start = performance.now();
    const big = fileAssertion('big', 'x/y', new Uint8Array(4 << 20));
    const reference = { url: 'self#jumbf=c2pa.assertions/big', hash: boxHash(big) };
    const claim = { created_assertions: Array.from({ length: 20_000 }, () => reference) };
    const repeated = readManifestStore(
      makeStore(makeManifest({ label: 'm', assertions: [['big', big]], claim })),
    );
    expect(repeated.manifests[0]?.assertions[0]?.hashMatches).toBe(true);
    const items = cborAssertion(
      'many',
      Array.from({ length: 900_000 }, () => 0),
    );
    const many = readManifestStore(
      makeStore(
        makeManifest({
          label: 'm',
          assertions: ['a', 'b', 'c', 'd'].map((name) => [name, items] as const),
        }),
      ),
    );
    expect(many.manifests.flatMap(({ problems }) => problems).join('\n')).toContain(
      'more items than are read',
    );
    const text = jsonAssertion('deep', '['.repeat(1_000_000));
    readManifestStore(makeStore(makeManifest({ label: 'm', assertions: [['deep', text]] })));
    const wide = makeStore(
      makeManifest({
        label: 'm',
        assertions: Array.from({ length: 30_000 }, () => ['x', cborAssertion('x', 0)] as const),
        claim: { created_assertions: [] },
      }),
    );
    expect(readManifestStore(wide).manifests[0]?.assertions).toHaveLength(30_000);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
