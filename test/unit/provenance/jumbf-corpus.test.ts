import { createHash, verify, X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { activeManifest, storeBytes } from '#core/provenance/jumbf/addresses.ts';
import { sigStructure, timeStampedBytes } from '#core/provenance/jumbf/cose.ts';
import type { ManifestStore } from '#core/provenance/jumbf/manifest-store.ts';
import { readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import { plainPng } from '../../fixtures/make/containers.ts';
import { makeAuthority, signFile } from '../../fixtures/make/signed.ts';
import { corpus, corpusPresent } from '../../support/corpus.ts';
import { corpusFiles } from '../../support/corpus-files.ts';

/** The truth here is the C2PA engine's: its JSON, and the reports of c2patool published with the files. */

interface EngineManifest {
  readonly title?: string;
  readonly format?: string;
  readonly instance_id?: string;
  readonly claim_version?: number;
  readonly assertions?: readonly { readonly label: string }[];
  readonly ingredients?: readonly { readonly label: string }[];
}
interface EngineStore {
  readonly active_manifest: string;
  readonly manifests: Readonly<Record<string, EngineManifest>>;
}

/** Store and JSON of a file as the engine gives them; `null`: it reads none. */
async function engineReading(path: string): Promise<{ bytes: Uint8Array; json: EngineStore } | null> {
  const { Reader } = await import('@contentauth/c2pa-node');
  const reader = await Reader.fromAsset({ path }, JSON.stringify(offlineSettings([]))).catch(() => null);
  if (reader === null) return null;
  const asset = await reader.resourceToAsset(`self#jumbf=/c2pa/${reader.activeLabel()}`, { buffer: null });
  const { buffer } = asset as unknown as { readonly buffer: Uint8Array };
  return { bytes: buffer, json: reader.json() as unknown as EngineStore };
}

const readable = /\.(jpe?g|png|webp|gif|tiff?|avif|heif|jxl|svg|wav|avi|mp4|mov|pdf|c2pa)$/i;
const paths = corpusFiles('c2pa-public-testfiles', 'c2pa-rs-fixtures', 'ai-provenance')
  .filter((path) => readable.test(path))
  .map((path) => corpus(path));
const stores = new Map<string, { readonly store: ManifestStore; readonly json: EngineStore }>();
/** Engine releases write older action lists under their newer name. */
const sameLabel = (label: string): string => label.replace(/^c2pa\.actions\.v2/, 'c2pa.actions');

describe.skipIf(!corpusPresent)('stores of the corpus', () => {
  beforeAll(async () => {
    for (const path of paths) {
      const reading = await engineReading(path);
      if (reading !== null) stores.set(path, { store: readManifestStore(reading.bytes), json: reading.json });
    }
  }, 120_000);

  it('are many', () => {
    expect(stores.size).toBeGreaterThan(50);
  });

  it('have the manifests, claims and assertions the engine reports', () => {
    for (const [path, { store, json }] of stores) {
      const labels = store.manifests.map(({ label }) => label);
      expect([...labels].sort(), path).toEqual(Object.keys(json.manifests).sort());
      expect(activeManifest(store)?.label, path).toBe(json.active_manifest);
      for (const { label, claims, assertions } of store.manifests) {
        const engine = json.manifests[label];
        expect(claims, path).toMatchObject([
          {
            version: engine?.claim_version,
            title: engine?.title ?? null,
            format: engine?.format ?? null,
            instanceId: engine?.instance_id ?? null,
          },
        ]);
        const own = assertions.map((assertion) => sameLabel(assertion.label));
        const theirs = [...(engine?.assertions ?? []), ...(engine?.ingredients ?? [])];
        expect(own, path).toEqual(expect.arrayContaining(theirs.map((each) => sameLabel(each.label))));
      }
    }
  });

  it('are well-formed, and their hashes fit but in the two files made with a wrong one', () => {
    const wrong: string[] = [];
    for (const [path, { store }] of stores) {
      expect(store.problems, path).toEqual([]);
      for (const { problems, assertions, signature, dataBoxes, credentials } of store.manifests) {
        expect(problems, path).toEqual([]);
        expect(signature?.cose?.problems, path).toEqual([]);
        for (const { content, value } of [...assertions, ...dataBoxes, ...credentials]) {
          expect(content, path).not.toBe('unknown');
          if (content !== 'embedded-file') expect(value, path).not.toBeNull();
        }
        if (assertions.some(({ hashMatches }) => hashMatches !== true)) wrong.push(basename(path));
      }
    }
    expect(wrong).toEqual(['adobe-20220124-E-uri-CA.jpg', 'adobe-20220124-E-uri-CIE-sig-CA.jpg']);
  });

  it('bear signatures over what is read, but in the files made with a wrong one', () => {
    const wrong: string[] = [];
    let tokens = 0;
    for (const [path, { store }] of stores) {
      for (const { claims, signature } of store.manifests) {
        const cose = signature?.cose;
        const [claim] = claims;
        if (!cose || claim === undefined) throw new Error(`${path}: no signature`);
        const bytes = storeBytes(store, claim.data);
        const fits = verifies(
          cose.algorithm,
          cose.chain,
          sigStructure(cose.protectedBytes, bytes),
          cose.signature,
        );
        if (!fits) wrong.push(basename(path));
        for (const { header, token } of cose.timeStamps) {
          const stamped = timeStampedBytes(header, cose, bytes);
          const imprint = ['sha256', 'sha384', 'sha512'].some((name) =>
            Buffer.from(token).includes(createHash(name).update(stamped).digest()),
          );
          expect(imprint, path).toBe(fits);
          tokens += 1;
        }
      }
    }
    expect(wrong).toEqual([
      'adobe-20220124-CIE-sig-CA.jpg',
      'adobe-20220124-E-sig-CA.jpg',
      'adobe-20220124-E-uri-CIE-sig-CA.jpg',
      'E-sig-CA.jpg',
    ]);
    expect(tokens).toBeGreaterThan(50);
  });

  it('agree with the reports of c2patool published beside the files', () => {
    let compared = 0;
    const reports = corpus('c2pa-public-testfiles', 'image', 'jpeg', 'manifests');
    for (const name of readdirSync(reports)) {
      const file = [...stores.keys()].find((path) => new RegExp(`/${name}\\.jpe?g$`).test(path));
      const report = join(reports, name, 'detailed.json');
      if (file === undefined || !existsSync(report)) continue;
      const store = stores.get(file)?.store;
      const detailed = JSON.parse(readFileSync(report, 'utf8')) as DetailedReport;
      for (const [label, published] of Object.entries(detailed.manifests)) {
        const manifest = store?.manifests.find((each) => each.label === label);
        const [claim] = manifest?.claims ?? [];
        expect(claim, file).toMatchObject({ algorithm: published.claim.alg });
        expect(
          claim?.references.map(({ address, hash }) => ({
            hash: Buffer.from(hash ?? []).toString('base64'),
            url: address,
          })),
          file,
        ).toEqual(published.claim.assertions.map(({ hash, url }) => ({ hash, url })));
        const labels = manifest?.assertions.map((assertion) => assertion.label) ?? [];
        expect(labels.sort(), file).toEqual(Object.keys(published.assertion_store).sort());
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });
});

interface DetailedReport {
  readonly manifests: Readonly<
    Record<
      string,
      {
        readonly claim: {
          readonly alg: string;
          readonly assertions: readonly { readonly hash: string; readonly url: string }[];
        };
        readonly assertion_store: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

/** Signature algorithms of C2PA 2.2 §13.2.1, by Node's own cryptography. */
function verifies(
  algorithm: number | null,
  chain: readonly Uint8Array[],
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  const [leaf] = chain;
  if (leaf === undefined || algorithm === null) return false;
  const key = new X509Certificate(leaf).publicKey;
  const hash = new Map([
    [-7, 'sha256'],
    [-35, 'sha384'],
    [-36, 'sha512'],
    [-37, 'sha256'],
    [-38, 'sha384'],
    [-39, 'sha512'],
  ]).get(algorithm);
  if (algorithm === -8) return verify(null, data, key, signature);
  if (hash === undefined) return false;
  // RSASSA-PSS: padding 6, salt as long as the hash.
  return algorithm <= -37
    ? verify(hash, data, { key, padding: 6, saltLength: -1 }, signature)
    : verify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

describe('a store the engine signs here', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([false, true])('is read in full; compressed: %s', (compressed) => {
    const source = join(folder, 'in.png');
    const target = join(folder, `out-${compressed}.png`);
    writeFileSync(source, plainPng());
    const settings = offlineSettings([]);
    signFile(
      source,
      target,
      'image/png',
      makeAuthority(folder, `jumbf-${compressed}`, ['1.3.6.1.4.1.62558.2.1']),
      [
        {
          action: 'c2pa.created',
          digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture',
        },
      ],
      { ...settings, core: { ...settings.core, prefer_compress_manifests: compressed } },
    );
    const store = readManifestStore(pngStore(readFileSync(target)));
    expect(store.problems).toEqual([]);
    expect(store.manifests).toMatchObject([{ kind: 'standard', compressed, problems: [] }]);
    const [manifest] = store.manifests;
    expect(manifest?.assertions.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['c2pa.actions.v2', compressed ? 'c2pa.hash.boxes' : 'c2pa.hash.data']),
    );
    expect(manifest?.assertions.every(({ hashMatches }) => hashMatches === true)).toBe(true);
    const cose = manifest?.signature?.cose;
    const claim = manifest?.claims[0];
    expect(cose?.algorithm).toBe(-7);
    expect(cose?.pad.bytes).toBeGreaterThan(0);
    expect(cose?.pad.nonZero).toBe(0);
    const signed = sigStructure(
      cose?.protectedBytes ?? new Uint8Array(),
      storeBytes(store, claim?.data ?? [0, 0]),
    );
    expect(verifies(-7, cose?.chain ?? [], signed, cose?.signature ?? new Uint8Array())).toBe(true);
  });
});

/** Content of the `caBX` chunk (C2PA 2.2 §A.3.3). */
function pngStore(bytes: Buffer): Uint8Array {
  const at = bytes.indexOf('caBX', 0, 'latin1');
  return bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4));
}
