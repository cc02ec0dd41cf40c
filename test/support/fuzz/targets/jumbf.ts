import { boxTree } from '#core/provenance/jumbf/describe.ts';
import type { JumbfBox } from '#core/provenance/jumbf/manifest-store.ts';
import { readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import {
  cborAssertion,
  fileAssertion,
  jsonAssertion,
  makeCose,
  makeManifest,
  makeStore,
  sampleManifest,
} from '../../../fixtures/make/jumbf.ts';
import { type FuzzInput, type FuzzTarget, must } from '../target.ts';

const bytesOf = (hint: string, ...files: readonly Uint8Array[]): FuzzInput[] =>
  files.map((bytes) => ({ hint, bytes }));

const inTree = (box: JumbfBox): JumbfBox[] => [box, ...box.children.flatMap(inTree)];

/** Manifest stores: boxes, claims, assertions, signatures (ISO 19566-5, C2PA). */
export const target: FuzzTarget = {
  name: 'jumbf',
  tokens: [
    'jumb',
    'jumd',
    'cbor',
    'json',
    'bfdb',
    'bidb',
    'brob',
    'c2sh',
    'uuid',
    'free',
    'c2pa.assertions\0',
    'c2pa.claim.v2\0',
    'c2pa.signature\0',
  ],
  async seeds() {
    const rich = makeManifest({
      label: 'rich',
      assertions: [
        [
          'c2pa.actions.v2',
          cborAssertion('c2pa.actions.v2', { actions: [{ action: 'c2pa.created', when: 0 }] }),
        ],
        ['note', jsonAssertion('note', '{"a":[1,2,{"b":null}]}')],
        ['thumb', fileAssertion('thumb', 'image/png', new Uint8Array(20))],
      ],
    });
    const padded = sampleManifest('two', {
      cose: makeCose({ unprotected: new Map<string, unknown>([['pad', new Uint8Array(20)]]) }),
    });
    return bytesOf('', makeStore(sampleManifest('one')), makeStore(rich, padded));
  },
  read({ bytes }) {
    const store = readManifestStore(bytes);
    boxTree(store, []);
    for (const { range } of store.root.children.flatMap(inTree))
      must(range[0] >= 0 && range[0] + range[1] <= store.bytes.length, 'a box lies in the store');
  },
};
