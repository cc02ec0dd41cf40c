import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { identify } from '#core/intake/identify.ts';
import { engineTypes, readCredential } from '#core/media/c2pa.ts';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { readCrJson } from '#core/media/c2pa-wasm.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import { rubricStore, rubricStoreOfCrJson } from '#core/provenance/rubrics/rubric-input.ts';
import { rubricStoreOfJumbf } from '#core/provenance/rubrics/rubric-jumbf.ts';
import { credentialSignals } from '#core/provenance/rubrics/signals.ts';
import {
  CredentialSignals,
  inceptionSignals,
  transformationSignals,
} from '#shared/domain/credential-signals.ts';
import { plainJpeg, plainPng } from '../fixtures/make/containers.ts';
import { type Authority, makeAuthority, type SignedContent, signFile } from '../fixtures/make/signed.ts';
import { corpus, corpusPresent } from '../support/corpus.ts';
import { corpusFiles } from '../support/corpus-files.ts';
import { officialRubric, rubricFolder } from '../support/official-rubric.ts';

const options = { lists: [], limits: defaultLimits, signal: new AbortController().signal };
const opensslPresent = (process.env.PATH ?? '').split(':').some((path) => existsSync(join(path, 'openssl')));
const rubricPresent = existsSync(join(rubricFolder, 'asset-rubric-signals-local.yml'));

interface CrManifest {
  readonly label: string;
}

/**
 * The parts of a crJSON document that the rubrics read, in the form of the published schema
 * (contentcredentials.org/crjson/crJSON-schema.json): what is exported must have them.
 */
const Codes = z.array(z.object({ code: z.string() }));
const Reference = z.object({ url: z.string(), hash: z.string() });
const Info = z.object({ name: z.string() });
const CrJson = z.object({
  '@context': z.union([z.record(z.string(), z.string()), z.array(z.string())]),
  jsonGenerator: z.object({ name: z.string(), version: z.string() }),
  manifests: z
    .array(
      z
        .object({
          label: z.string().min(1),
          assertions: z.record(z.string(), z.unknown()),
          signature: z.object({ algorithm: z.string().optional() }),
          validationResults: z.object({ success: Codes, informational: Codes, failure: Codes }),
          claim: z.object({ instanceID: z.string(), assertions: z.array(Reference) }).optional(),
          'claim.v2': z
            .object({
              instanceID: z.string(),
              claim_generator_info: Info,
              created_assertions: z.array(Reference).min(1),
              gathered_assertions: z.array(Reference).optional(),
            })
            .optional(),
        })
        .refine((one) => (one.claim === undefined) !== (one['claim.v2'] === undefined)),
    )
    .min(1),
});

/** The rubric's own answer for each manifest: `inception:signal_x` → x, in our order. */
function officialSignals(document: unknown): Map<string, string[]> {
  const rubric = officialRubric('asset-rubric-signals-local.yml');
  const { manifests } = document as { manifests: CrManifest[] };
  return new Map(
    manifests.map((manifest) => [
      manifest.label,
      [...rubric.evaluate(manifest)].flatMap(([id, value]) =>
        value === true ? [id.replace(/^.*signal_/, '')] : [],
      ),
    ]),
  );
}

function ours(signals: CredentialSignals): Map<string, string[]> {
  const nodes = [...signals.perNode, ...signals.unreached].filter(({ ingredient }) => ingredient === null);
  return new Map(nodes.map((node) => [node.manifest, [...node.inception, ...node.transformations]]));
}

const sorted = (map: ReadonlyMap<string, readonly string[]>) =>
  Object.fromEntries([...map].map(([label, signals]) => [label, [...signals].sort()]).sort());

async function readings(path: string, mime: string) {
  const reading = await readCredential(path, mime, options);
  const document = await readCrJson(path, mime, options);
  if (reading.state !== 'present' || document === null) return null;
  const { Reader } = await import('@contentauth/c2pa-node');
  const reader = await Reader.fromAsset(
    { path, mimeType: mime },
    JSON.stringify(offlineSettings([])) as never,
  );
  const address = `self#jumbf=/c2pa/${reader?.activeLabel()}`;
  const { buffer } = (await reader?.resourceToAsset(address, { buffer: null })) ?? {};
  const own = buffer === undefined || buffer === null ? null : readManifestStore(buffer);
  return { store: reading.store, document, own };
}

describe('names', () => {
  it.skipIf(!rubricPresent)('are those of the published rubric, and all of them', () => {
    const names = officialRubric('asset-rubric-signals-local.yml').ids.map((id) =>
      id.replace(/^.*signal_/, ''),
    );
    expect([...inceptionSignals, ...transformationSignals].sort()).toEqual([...names].sort());
  });
});

const iptc = (code: string): string => `http://cv.iptc.org/newscodes/digitalsourcetype/${code}`;
const created = (source: string) => ({ action: 'c2pa.created', digitalSourceType: source });
const list = (
  actions: unknown[],
  rest: Record<string, unknown> = { allActionsIncluded: true },
  more = {},
) => ({
  label: 'c2pa.actions.v2',
  data: { actions, ...rest },
  created: true,
  ...more,
});

/** Each says what it is about, and what a reader of the rubric expects of it. */
const handMade: Readonly<Record<string, { content: SignedContent; expected: readonly string[] }>> = {
  'a capture with a complete list': {
    content: { assertions: [list([created(iptc('digitalCapture'))])] },
    expected: ['capturedMedia'],
  },
  'a computational capture': {
    content: { assertions: [list([created(iptc('computationalCapture'))])] },
    expected: ['capturedMedia'],
  },
  'a panorama': {
    content: { assertions: [list([created(iptc('compositeCapture'))])] },
    expected: ['capturedMediaStitched'],
  },
  'a blank canvas drawn on': {
    content: {
      assertions: [
        list([
          created('http://c2pa.org/digitalsourcetype/empty'),
          { action: 'c2pa.drawing', digitalSourceType: iptc('humanEdits') },
        ]),
      ],
    },
    expected: ['blankCanvas', 'perceptibleNonGenAI'],
  },
  'a generated picture, converted': {
    content: {
      assertions: [list([created(iptc('trainedAlgorithmicMedia')), { action: 'c2pa.converted' }])],
    },
    expected: ['fullyGenAIMedia', 'nonEditorial'],
  },
  'a composite with a generative edit': {
    content: {
      assertions: [
        list([
          created(iptc('composite')),
          { action: 'c2pa.edited', digitalSourceType: iptc('compositeWithTrainedAlgorithmicMedia') },
        ]),
      ],
    },
    expected: ['compositionMayContainGenAI', 'perceptibleGenAI'],
  },
  'a partly generated creation with an edit that may be': {
    content: {
      assertions: [
        list([
          created(iptc('compositeWithTrainedAlgorithmicMedia')),
          { action: 'c2pa.edited', digitalSourceType: iptc('digitalArt') },
        ]),
      ],
    },
    expected: ['partlyGenAICreation', 'perceptibleNonGenAI', 'perceptiblePossiblyGenAI'],
  },
  'a screen capture without a word on completeness': {
    content: { assertions: [list([created(iptc('screenCapture'))], {})] },
    expected: ['screenCaptureMayContainGenAI', 'ambiguousActions'],
  },
  'a list said to be incomplete': {
    content: { assertions: [list([created(iptc('digitalCreation'))], { allActionsIncluded: false })] },
    expected: ['nonGenAIDigitalCreation', 'ambiguousActions'],
  },
  'a custom action': {
    content: { assertions: [list([created(iptc('digitalCapture')), { action: 'com.example.magic' }])] },
    expected: ['capturedMedia', 'ambiguousActions'],
  },
  'an unknown action': {
    content: { assertions: [list([created(iptc('digitalCapture')), { action: 'c2pa.unknown' }])] },
    expected: ['capturedMedia', 'ambiguousActions'],
  },
  'an edit whose source type is not said': {
    content: { assertions: [list([created(iptc('digitalCapture')), { action: 'c2pa.cropped' }])] },
    expected: ['capturedMedia'],
  },
  'a source type nobody knows': {
    content: { assertions: [list([created('http://example.org/none')])] },
    expected: [],
  },
};

describe.skipIf(!opensslPresent)('manifests made by hand', () => {
  let folder: string;
  let authority: Authority;
  const settings = { ...offlineSettings([]), builder: { thumbnail: { enabled: false } } };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-signals-'));
    authority = makeAuthority(folder, 'signals', ['1.3.6.1.4.1.62558.2.1']);
    await writeFile(join(folder, 'plain.jpg'), plainJpeg());
    await writeFile(join(folder, 'plain.png'), plainPng());
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function sign(name: string, content: SignedContent) {
    const target = join(folder, `${name.replaceAll(/\W+/g, '-')}.jpg`);
    signFile(join(folder, 'plain.jpg'), target, 'image/jpeg', authority, content, settings);
    const read = await readings(target, 'image/jpeg');
    if (read?.own == null) throw new Error('no store');
    return { target, ...read, own: read.own };
  }

  it.each(Object.entries(handMade))('%s', async (name, { content, expected }) => {
    const { store, document, own } = await sign(name, content);
    const fromStore = credentialSignals(rubricStore(store));
    expect(CredentialSignals.parse(fromStore)).toEqual(credentialSignals(rubricStoreOfCrJson(document)));
    expect(fromStore).toEqual(credentialSignals(rubricStoreOfJumbf(own)));
    expect([...fromStore.inception, ...fromStore.transformations].sort()).toEqual([...expected].sort());
    if (rubricPresent) expect(sorted(ours(fromStore))).toEqual(sorted(officialSignals(document)));
  });

  it('reads actions that are only gathered as ambiguous', async () => {
    const { store, document } = await sign('gathered', {
      assertions: [
        list([created(iptc('digitalCapture'))]),
        {
          label: 'c2pa.actions.v2',
          data: { actions: [{ action: 'c2pa.edited' }], allActionsIncluded: true },
        },
      ],
    });
    const signals = credentialSignals(rubricStore(store));
    expect(signals.ambiguous).toEqual(['gathered-actions']);
    if (rubricPresent) expect(sorted(ours(signals))).toEqual(sorted(officialSignals(document)));
  });

  it('walks ingredients: with a manifest, without one, and without one but with a source type', async () => {
    const { target } = await sign('parent', { assertions: [list([created(iptc('digitalCapture'))])] });
    const { store, document, own } = await sign('child', {
      assertions: [list([{ action: 'c2pa.opened', parameters: { ingredientIds: ['p'] } }])],
      ingredients: [
        {
          definition: { title: 'parent', relationship: 'parentOf', label: 'p', instance_id: 'p' },
          path: target,
          mimeType: 'image/jpeg',
        },
        {
          definition: { title: 'plain', relationship: 'componentOf', instance_id: 'c' },
          path: join(folder, 'plain.png'),
          mimeType: 'image/png',
        },
      ],
    });
    const signals = credentialSignals(rubricStore(store));
    expect(signals).toEqual(credentialSignals(rubricStoreOfCrJson(document)));
    expect(signals).toEqual(credentialSignals(rubricStoreOfJumbf(own)));
    expect(signals.perNode).toHaveLength(2);
    expect(signals.inception).toEqual(['capturedMedia']);
    // The rubric looks at the first ingredient only; the second has no credential.
    expect(signals.elsewhere.inception).toEqual(['mediaUnknownProvenance']);
    expect(store.manifests[0]?.actions[0]?.ingredients?.[0]).toContain('c2pa.ingredient.v3');
    if (rubricPresent) expect(sorted(ours(signals))).toEqual(sorted(officialSignals(document)));
  });
});

describe.skipIf(!corpusPresent || !rubricPresent)('the corpus', () => {
  it('gives the published rubric’s signals in the manifests of every other file, from three sources', async () => {
    const differing: { name: string; source: string; mine: unknown; official: unknown }[] = [];
    let manifests = 0;
    const files = corpusFiles('c2pa-public-testfiles', 'c2pa-rs-fixtures', 'ai-provenance');
    const chosen = files.filter(
      (name, index) => index % 2 === 0 || relabelled.some((one) => name.endsWith(`/${one}`)),
    );
    for (const name of chosen) {
      const path = corpus(name);
      const media = await identify(path, basename(name));
      const mime = engineTypes.get(media.format);
      const read = mime === undefined ? null : await readings(path, mime);
      if (read === null) continue;
      CrJson.parse(read.document);
      const official = sorted(officialSignals(read.document));
      manifests += Object.keys(official).length;
      const sources = {
        crJson: rubricStoreOfCrJson(read.document),
        store: rubricStore(read.store),
        ...(read.own === null ? {} : { own: rubricStoreOfJumbf(read.own) }),
      };
      for (const [source, input] of Object.entries(sources)) {
        const mine = sorted(ours(credentialSignals(input)));
        if (JSON.stringify(mine) !== JSON.stringify(official))
          differing.push({ name: basename(name), source, mine, official });
      }
    }
    console.info(`${manifests} manifests compared`);
    expect(differing.filter(({ source }) => source !== 'store')).toEqual([]);
    expect(differing.map(({ name }) => name).sort()).toEqual(relabelled);
    expect(manifests).toBeGreaterThan(60);
  }, 300_000);
});

/**
 * Where the engine's list of assertions says `c2pa.actions.v2` and the bytes say `c2pa.actions`: read from that
 * list, the rubric finds signals it does not find in crJSON and in the bytes.
 */
const relabelled = [
  'adobe_connected_identities.jpg',
  'ims_multiple_manifests.jpg',
  'ocsp.jpg',
  'update_manifest.jpg',
];
