import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysis } from '#core/analyses/provenance/c2pa.ts';
import { c2paState, readCredential } from '#core/media/c2pa.ts';
import { offlineSettings } from '#core/media/c2pa-settings.ts';
import { defaultLimits } from '#core/media/limits.ts';
import { readTrustFolder, signingUsages, type TrustList } from '#core/media/trust-lists.ts';
import { verdictOf } from '#core/provenance/verdict.ts';
import type { CredentialStatus, CredentialStore } from '#shared/domain/provenance.ts';
import { plainJpeg, plainPng } from '../fixtures/make/containers.ts';
import { type Authority, makeAuthority, signFile } from '../fixtures/make/signed.ts';
import { corpus, corpusPresent, corpusRoot } from '../support/corpus.ts';
import { opensslPresent } from '../support/openssl.ts';
import { runAnalysis } from '../support/run-analysis.ts';

const signal = new AbortController().signal;
const options = (lists: readonly TrustList[] = []) => ({ lists, limits: defaultLimits, signal });
const generative = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
const captured = 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture';

function userList(root: string, kind: 'manifest' | 'tsa' = 'manifest'): TrustList {
  const id = `user-${kind}`;
  return {
    id,
    uri: `urn:assay:trust:${id}`,
    title: id,
    kind,
    edition: null,
    tier: 'user',
    nextUpdate: null,
    sha256: '0'.repeat(64),
    certificates: 1,
    anchors: root,
    allowed: '',
    usages: signingUsages,
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-c2pa-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function storeOf(reading: Awaited<ReturnType<typeof readCredential>>): CredentialStore {
  if (reading.state !== 'present') throw new Error(`no store: ${JSON.stringify(reading)}`);
  return reading.store;
}

describe.skipIf(!opensslPresent)('files signed here', () => {
  let authority: Authority;
  let jpeg: string;
  let png: string;

  beforeAll(async () => {
    // The only usage of the official programme: without `trust_config` the engine rejects such a certificate.
    authority = makeAuthority(folder, 'programme', ['1.3.6.1.4.1.62558.2.1']);
    await writeFile(join(folder, 'plain.jpg'), plainJpeg());
    await writeFile(join(folder, 'plain.png'), plainPng());
    jpeg = join(folder, 'signed.jpg');
    png = join(folder, 'signed.png');
    const settings = offlineSettings([userList(authority.root)]);
    signFile(
      join(folder, 'plain.jpg'),
      jpeg,
      'image/jpeg',
      authority,
      [{ action: 'c2pa.created', digitalSourceType: generative, softwareAgent: 'Test model' }],
      settings,
    );
    signFile(
      join(folder, 'plain.png'),
      png,
      'image/png',
      authority,
      [{ action: 'c2pa.created', digitalSourceType: captured }],
      settings,
    );
  });

  it('reads its own list as the signer’s, and only when it is a list of signers', async () => {
    const listed = storeOf(await readCredential(jpeg, 'image/jpeg', options([userList(authority.root)])));
    expect(listed.engineState).toBe('Trusted');
    expect(verdictOf(listed, [userList(authority.root)])).toMatchObject({
      content: 'intact',
      claims: 'intact',
      signature: 'valid',
      time: 'absent',
      revocation: 'unknown',
      signer: 'listed',
      list: 'user-manifest',
      ingredients: 'none',
      identity: 'absent',
    });
    expect(listed.manifests[0]?.signature).toMatchObject({
      organisation: 'Assay Test programme',
      commonName: 'Signer',
      serial: '77',
    });

    const none = storeOf(await readCredential(jpeg, 'image/jpeg', options()));
    expect(none.engineState).toBe('Valid');
    expect(verdictOf(none, []).signer).toBe('no-lists');

    // The engine itself takes a time-stamp root for a signer's (kind is not enforced in c2pa-rs 0.91).
    const tsa = [userList(authority.root, 'tsa')];
    const misled = storeOf(await readCredential(jpeg, 'image/jpeg', options(tsa)));
    expect(verdictOf(misled, tsa)).toMatchObject({ signer: 'no-lists', list: null, signature: 'valid' });
  });

  it('needs the list of key usages: the trap it guards against is real', async () => {
    const { Reader } = await import('@contentauth/c2pa-node');
    const good = offlineSettings([userList(authority.root)]);
    const { trust_config: _dropped, ...rest } = good.trust;
    const anchors = good.trust.anchors.map(({ trust_config: _usages, ...anchor }) => anchor);
    const without = { ...good, trust: { ...rest, anchors } };
    const state = async (settings: unknown): Promise<unknown> =>
      (
        await Reader.fromAsset({ path: jpeg, mimeType: 'image/jpeg' }, JSON.stringify(settings) as never)
      )?.json().validation_state;
    expect(await state(without)).toBe('Invalid');
    expect(await state(good)).toBe('Trusted');
    // Ours is there also when no list is loaded.
    expect(await state(offlineSettings([]))).toBe('Valid');
  });

  it('gets settings through the stand-in of the package’s helper unchanged', async () => {
    const { Context, Reader } = await import('@contentauth/c2pa-node');
    const asset = { path: jpeg, mimeType: 'image/jpeg' };
    const settings = offlineSettings([userList(authority.root)]);
    const store = await Reader.fromAsset(asset, new Context(settings));
    expect(store?.json().validation_state).toBe('Trusted');
    const none = await Reader.fromAsset(asset, new Context(offlineSettings([])));
    expect(none?.json().validation_state).toBe('Valid');
  });

  it('says what an intact credential declares, and keeps to what it proves', async () => {
    const run = await runAnalysis(analysis, jpeg);
    expect(run.answer.outcome).toBe('found');
    const codes = new Map(run.findings.map((finding) => [finding.code, finding]));
    expect(codes.get('generative-declared')).toMatchObject({
      bearing: 'supports',
      proposition: 'ai-generated',
      strength: 'moderate',
    });
    expect(codes.get('credential-intact')).toMatchObject({
      bearing: 'supports',
      proposition: 'as-declared',
      strength: 'weak',
    });
    expect(codes.get('signer-no-lists')).toMatchObject({ bearing: 'informational' });
    expect(run.figures.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['verdict', 'signers', 'ingredients', 'actions', 'status-codes']),
    );
    const again = await runAnalysis(analysis, jpeg);
    expect(again.answer).toEqual(run.answer);
    // The export too: the engine’s own carries the moment of the reading.
    expect([...run.artifacts.keys()]).toContain('credential.crjson');
    expect(again.artifacts).toEqual(run.artifacts);
    const camera = await runAnalysis(analysis, png);
    expect(camera.findings.map(({ code }) => code)).toContain('capture-declared');
    expect(camera.findings.map(({ code }) => code)).not.toContain('generative-declared');
  });

  it('finds every changed byte outside the store, and does not call the claims true any more', async () => {
    const bytes = await readFile(jpeg);
    const table = bytes.lastIndexOf(Buffer.from([0xff, 0xdb, 0x00, 0x43]));
    bytes[table + 30] = 2;
    const changed = join(folder, 'changed.jpg');
    await writeFile(changed, bytes);
    const run = await runAnalysis(analysis, changed);
    expect(run.answer.result).toMatchObject({
      state: 'present',
      verdict: { content: 'changed', signature: 'valid' },
    });
    const codes = run.findings.map(({ code }) => code);
    expect(codes).toContain('content-changed');
    expect(codes).toContain('generative-claimed');
    expect(codes).not.toContain('credential-intact');
  });

  it('recovers the place of a store from a damaged container, and never calls it absent', async () => {
    const whole = await readFile(png);
    const store = whole.indexOf('jumb') - 4;
    const cut = join(folder, 'cut.png');
    await writeFile(cut, whole.subarray(0, store + 2000));
    const run = await runAnalysis(analysis, cut);
    expect(run.answer.outcome).toBe('undetermined');
    if (run.answer.outcome !== 'undetermined') return;
    expect(run.answer.reason.code).toMatch(/^c2pa-/);
    expect(run.answer.result).toMatchObject({ state: 'unreadable', search: { hits: [{ offset: store }] } });
    expect(run.answer.reason.text.en).toContain(`offset ${store}`);
    expect(run.findings.map(({ code }) => code)).toEqual(['store-in-damaged-file']);
  });

  it('reports a store that lies where its format keeps none', async () => {
    const stray = join(folder, 'stray.png');
    const plain = plainPng();
    await writeFile(stray, Buffer.concat([plain, await readFile(jpeg)]));
    const run = await runAnalysis(analysis, stray);
    expect(run.answer.outcome).toBe('found');
    // It is read, and nothing it says is taken to be about this file.
    expect(run.answer.result).toMatchObject({
      state: 'present',
      axes: { presence: 'recovered', integrity: 'unchecked' },
      worst: 'undetermined',
    });
    const codes = run.findings.map(({ code }) => code);
    expect(codes).toContain('store-elsewhere');
    expect(codes).not.toContain('credential-intact');
    expect(codes).not.toContain('generative-declared');
  });

  it('tells bytes put behind a signed file from a change of what was signed', async () => {
    const signed = await readFile(jpeg);
    const appended = join(folder, 'appended.jpg');
    await writeFile(appended, Buffer.concat([signed, Buffer.alloc(3000, 0x55)]));
    const ids = async (file: string): Promise<string[]> => {
      const { answer } = await runAnalysis(analysis, file);
      return answer.result?.observations.map(({ id }) => id) ?? [];
    };
    expect(await ids(appended)).toContain('appended-after-signing');
    // A change inside and a tail behind it: then what was signed is not as it was.
    const table = signed.lastIndexOf(Buffer.from([0xff, 0xdb, 0x00, 0x43]));
    const both = Buffer.concat([signed, Buffer.alloc(3000, 0x55)]);
    both[table + 30] = 2;
    await writeFile(appended, both);
    expect(await ids(appended)).not.toContain('appended-after-signing');
    expect(await ids(jpeg)).not.toContain('appended-after-signing');
    expect(await ids(jpeg)).toContain('actions-not-complete');
  });

  it('finds nothing in the same pictures before signing', async () => {
    for (const name of ['plain.jpg', 'plain.png']) {
      const run = await runAnalysis(analysis, join(folder, name));
      expect(run.answer).toMatchObject({ outcome: 'nothing-found', result: { state: 'none' } });
      expect(run.findings[0]?.limits[0]?.en).toMatch(/says nothing about origin/);
    }
  });
});

describe.skipIf(!corpusPresent)('published files', () => {
  it('sorts the published cases as their names say', async () => {
    const verdict = async (name: string) =>
      verdictOf(
        storeOf(
          await readCredential(corpus('c2pa-public-testfiles/image/jpeg', name), 'image/jpeg', options()),
        ),
        [],
      );
    expect(await verdict('adobe-20220124-C.jpg')).toMatchObject({
      content: 'intact',
      claims: 'intact',
      signature: 'valid',
      ingredients: 'none',
    });
    expect(await verdict('adobe-20220124-XCA.jpg')).toMatchObject({ content: 'changed', signature: 'valid' });
    expect(await verdict('adobe-20220124-E-dat-CA.jpg')).toMatchObject({
      content: 'changed',
      signature: 'valid',
    });
    expect(await verdict('adobe-20220124-E-sig-CA.jpg')).toMatchObject({ signature: 'broken' });
    expect(await verdict('adobe-20220124-E-uri-CA.jpg')).toMatchObject({
      claims: 'changed',
      content: 'intact',
      signature: 'valid',
    });
    // Broken when taken in, and recorded so by the signer: the file's own credential is whole.
    expect(await verdict('adobe-20220124-CIE-sig-CA.jpg')).toMatchObject({
      content: 'intact',
      claims: 'intact',
      signature: 'valid',
      ingredients: 'recorded-failure',
    });
    expect(await verdict('adobe-20220124-E-uri-CIE-sig-CA.jpg')).toMatchObject({ ingredients: 'failed' });
    // Certificate expired, no time-stamp: not tampering.
    expect(await verdict('nikon-20221019-building.jpeg')).toMatchObject({
      content: 'intact',
      claims: 'intact',
      signature: 'expired-without-time',
      time: 'absent',
    });
  });

  it('holds every failure the published manifest reports list', async () => {
    const image = corpus('c2pa-public-testfiles/image/jpeg');
    let compared = 0;
    for (const name of readdirSync(image).filter((one) => /\.jpe?g$/.test(one))) {
      // Published with an older reader, which took the expired certificate for a broken signature.
      if (name.startsWith('nikon')) continue;
      const path = join(image, name);
      const report = join(image, 'manifests', name.replace(/\.jpe?g$/, ''), 'manifest_store.json');
      if (!existsSync(report)) continue;
      const expected = JSON.parse(readFileSync(report, 'utf8')) as {
        active_manifest: string;
        manifests: Record<
          string,
          { claim_generator: string; ingredients?: unknown[]; assertions: { label: string }[] }
        >;
        validation_status?: { code: string }[];
      };
      const store = storeOf(await readCredential(path, 'image/jpeg', options()));
      expect(store.active).toBe(expected.active_manifest);
      expect(store.manifests.map(({ label }) => label).sort()).toEqual(
        Object.keys(expected.manifests).sort(),
      );
      const active = expected.manifests[expected.active_manifest]!;
      expect(store.manifests[0]!.label).toBe(expected.active_manifest);
      expect(store.manifests[0]!.ingredients.length).toBe(active.ingredients?.length ?? 0);
      const codes = new Set(
        [
          ...store.statuses,
          ...store.manifests.flatMap(({ ingredients }) =>
            ingredients.flatMap(({ now, recorded }) => [...now, ...recorded]),
          ),
        ].map(({ code }) => code),
      );
      for (const { code } of expected.validation_status ?? []) expect([...codes]).toContain(code);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(15);
  });

  it('reads the generator and its declaration from real files of a generator', async () => {
    const run = await runAnalysis(analysis, corpus('ai-provenance/data/fixtures/provenance/chatgpt-1.png'));
    const declared = run.findings.find(({ code }) => code === 'generative-declared');
    expect(declared).toMatchObject({ bearing: 'supports', proposition: 'ai-generated' });
    expect(declared?.statement.en).toContain('GPT-4o');
    expect(declared?.statement.en).toContain('parentOf');
  });

  it('says of each reader what its word leaves out', async () => {
    const fixtures = 'c2pa-rs-fixtures/sdk';
    const readersOf = async (...path: string[]) =>
      (await runAnalysis(analysis, corpus(fixtures, ...path))).answer.result?.opinions;
    // The identity document is on a server: both engines call the whole invalid for that alone.
    const identity = 'src/identity/tests/fixtures/claim_aggregation/ica_validation';
    const ours = { name: 'assay', state: 'no-fault', withoutIdentity: null };
    expect(await readersOf(identity, 'did_doc_without_assertion_method.jpg')).toMatchObject([
      { name: 'c2pa-node', state: 'Invalid', withoutIdentity: 'Valid', answered: null },
      { name: 'c2pa-wasm', state: 'Invalid', withoutIdentity: 'Valid', answered: null },
      { ...ours, answered: ['content-hash', 'claim-signature'] },
    ]);
    // Its segments are elsewhere: nobody here can compute the hash, and we do not say that we did.
    expect(await readersOf('tests/fixtures/dashinit.mp4')).toMatchObject([
      { name: 'c2pa-node', state: 'Invalid' },
      { name: 'c2pa-wasm', state: 'Invalid' },
      { ...ours, answered: ['claim-signature'] },
    ]);
  });

  it('finds nothing in photographs without a credential', async () => {
    const run = await runAnalysis(analysis, corpus('metadata-goldens/Canon IXUS.jpg'));
    expect(run.answer.outcome).toBe('nothing-found');
  });

  it('leaves damaged and unsupported containers undetermined', async () => {
    for (const name of ['nested_moov_1000.mp4', 'sample3.invalid.wav', 'tiff_poc.tiff', 'prerelease.jpg']) {
      const run = await runAnalysis(analysis, corpus('c2pa-rs-fixtures/sdk/tests/fixtures', name));
      expect(`${name} ${run.answer.outcome}`).toBe(`${name} undetermined`);
    }
    // No engine reads it, but we can: its claim names no algorithm.
    const run = await runAnalysis(analysis, corpus('c2pa-rs-fixtures/sdk/tests/fixtures/no_alg.jpg'));
    expect(run.answer.result).toMatchObject({
      state: 'present',
      axes: { presence: 'embedded' },
      worst: 'failed',
    });
    const words = run.answer.result?.opinions.map(({ name, state }) => `${name} ${state}`);
    expect(words?.slice(0, 2)).toEqual(['c2pa-node error', 'c2pa-wasm error']);
  });

  describe('a file that points to a server on this machine', () => {
    const file = corpus('c2pa-rs-fixtures/sdk/tests/fixtures/libpng-test_with_url.png');
    let connections = 0;
    let server: Server;
    let listening = false;
    beforeAll(async () => {
      server = createServer((_request, response) => response.writeHead(404).end());
      server.on('connection', () => {
        connections += 1;
      });
      listening = await new Promise<boolean>((resolve) => {
        server.on('error', () => resolve(false));
        server.listen(5000, 'localhost', () => resolve(true));
      });
    });
    afterAll(() => new Promise((resolve) => (listening ? server.close(resolve) : resolve(undefined))));

    it('is not fetched', async ({ skip }) => {
      if (!listening) skip('port 5000 is taken');
      const run = await runAnalysis(analysis, file);
      expect(run.answer).toMatchObject({
        outcome: 'found',
        result: { state: 'remote-only', url: 'http://localhost:5000/libpng-test.c2pa' },
      });
      expect(connections).toBe(0);
      // Control: the engine's own defaults do connect, so the silence above is ours.
      const { Reader } = await import('@contentauth/c2pa-node');
      await Reader.fromAsset({ path: file, mimeType: 'image/png' }).catch((error: unknown) => error);
      expect(connections).toBeGreaterThan(0);
    });
  });
});

const officialLists = join(corpusRoot, '..', 'trust');

describe.skipIf(!corpusPresent || !existsSync(officialLists))('the published trust lists', () => {
  it('are recognised as the editions they are', async () => {
    const { lists, problems } = await readTrustFolder(officialLists);
    expect(problems).toEqual([]);
    expect(lists.map(({ id, kind, edition, certificates }) => [id, kind, edition, certificates])).toEqual([
      ['interim', 'manifest', '2026-01-01', 18 + 86],
      ['c2pa', 'manifest', '2026-08-05', 30],
      ['c2pa-tsa', 'tsa', '2026-08-05', 22],
    ]);
    expect((await c2paState(officialLists)) as { version: string }).toMatchObject({
      version: expect.stringContaining('c2pa=75cacc98b79e'),
    });
  });
});

describe('the verdict', () => {
  const status = (kind: CredentialStatus['kind'], code: string, explanation = ''): CredentialStatus => ({
    kind,
    code,
    url: '',
    explanation,
  });
  const store = (...statuses: CredentialStatus[]): CredentialStore => ({
    active: 'a',
    manifests: [],
    statuses,
    unplaced: [],
    engineState: null,
    engineStateWithoutIdentity: null,
    embedded: true,
    cut: false,
  });
  const lists = [
    { id: 'c2pa', uri: 'urn:assay:trust:c2pa', kind: 'manifest' as const },
    { id: 'c2pa-tsa', uri: 'urn:assay:trust:c2pa-tsa', kind: 'tsa' as const },
  ];

  it('takes a signer for listed only by a list of signers', () => {
    const found = (uri: string) =>
      verdictOf(
        store(
          status(
            'success',
            'signingCredential.trusted',
            `signing certificate trusted, found in [${uri}] trust anchors`,
          ),
        ),
        lists,
      );
    expect(found('urn:assay:trust:c2pa')).toMatchObject({ signer: 'listed', list: 'c2pa' });
    expect(found('urn:assay:trust:c2pa-tsa')).toMatchObject({ signer: 'unlisted', list: null });
    expect(found('urn:other')).toMatchObject({ signer: 'unlisted' });
  });

  it('does not believe the engine’s word on time-stamps of version 1', () => {
    const legacy = status('success', 'timeStamp.trusted', 'legacy timestamp cert trusted: Anybody');
    const validated = status('success', 'timeStamp.validated');
    expect(verdictOf(store(validated, legacy), lists).time).toBe('unlisted');
    const named = status('success', 'timeStamp.trusted', 'trust list: urn:assay:trust:c2pa-tsa');
    expect(verdictOf(store(validated, named), lists).time).toBe('listed');
  });

  it('keeps identity assertions and revocation apart', () => {
    const good = [
      status('success', 'claimSignature.validated'),
      status('success', 'assertion.dataHash.match'),
    ];
    expect(verdictOf(store(...good, status('failure', 'cawg.ica.did_unavailable')), lists)).toMatchObject({
      content: 'intact',
      claims: 'intact',
      signature: 'valid',
      identity: 'needs-network',
    });
    expect(
      verdictOf(store(...good, status('failure', 'signingCredential.ocsp.revoked')), lists),
    ).toMatchObject({ signature: 'revoked', revocation: 'revoked' });
    expect(
      verdictOf(
        store(...good, status('informational', 'assertion.dataHash.additionalExclusionsPresent')),
        lists,
      ).content,
    ).toBe('partly-covered');
    expect(verdictOf(store(...good, status('failure', 'assertion.cbor.malformed')), lists).claims).toBe(
      'malformed',
    );
  });
});
