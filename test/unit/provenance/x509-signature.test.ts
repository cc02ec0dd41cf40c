import { createPrivateKey, sign } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { identify } from '#core/intake/identify.ts';
import { readTrustFolder, type TrustList } from '#core/media/trust-lists.ts';
import { findStores } from '#core/provenance/carriers/find-stores.ts';
import { storeBytes } from '#core/provenance/jumbf/addresses.ts';
import { type CoseSign1, sigStructure, timeStampedBytes } from '#core/provenance/jumbf/cose.ts';
import type { JumbfBox, ManifestStore, StoredManifest } from '#core/provenance/jumbf/manifest-store.ts';
import { readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import { examineSignature } from '#core/provenance/x509/signature-detail.ts';
import { SignatureDetail } from '#shared/domain/credential-detail.ts';
import { trustListOf } from '../../fixtures/make/trust-list.ts';
import {
  type MadeCertificate,
  type MadeChain,
  makeCertificate,
  makeChain,
  makeOcsp,
  makeTimeStamp,
  rootExtensions,
} from '../../fixtures/make/x509.ts';
import { corpus, corpusPresent, corpusRoot } from '../../support/corpus.ts';
import { opensslPresent } from '../../support/openssl.ts';

const clock = new Date('2026-11-22T00:00:00Z');
const signal = new AbortController().signal;
const claimBytes = Buffer.from('a1616101', 'hex');
const box: JumbfBox = {
  type: 'jumb',
  range: [0, 0],
  content: [0, 0],
  label: null,
  contentType: null,
  salt: null,
  description: null,
  children: [],
};

function manifestOf(cose: CoseSign1 | null, problem: string | null = null): StoredManifest {
  return {
    label: 'urn:c2pa:test',
    kind: 'standard',
    compressed: false,
    box,
    opened: box,
    claims: [],
    assertions: [],
    dataBoxes: [],
    credentials: [],
    signature: { box, data: [0, 0], cose, problem },
    problems: [],
  };
}

describe.skipIf(!opensslPresent)('a signature made here', () => {
  let folder: string;
  let chain: MadeChain;
  let stampRoot: MadeCertificate;
  let tsa: MadeCertificate;
  let lists: TrustList[];
  let cose: CoseSign1;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-signature-'));
    chain = makeChain(folder, 'signed');
    stampRoot = makeCertificate(folder, 'stamp-root', {
      issuer: null,
      subject: '/O=Stamps/CN=Root',
      extensions: rootExtensions,
    });
    tsa = makeCertificate(folder, 'stamp-tsa', {
      issuer: stampRoot,
      subject: '/O=Stamps/CN=Authority',
      extensions: ['keyUsage = critical,digitalSignature', 'extendedKeyUsage = critical,timeStamping'],
    });
    lists = [
      trustListOf(await readFile(chain.root.pem, 'latin1'), { id: 'signers' }),
      trustListOf(await readFile(stampRoot.pem, 'latin1'), { id: 'stamps', kind: 'tsa' }),
    ];
    const protectedBytes = Buffer.from('a10126', 'hex');
    const key = createPrivateKey(await readFile(chain.leaf.key));
    const data = sigStructure(protectedBytes, claimBytes);
    cose = {
      protectedBytes,
      algorithm: -7,
      protectedHeaders: ['alg', 'x5chain'],
      unprotectedHeaders: ['pad'],
      chain: [chain.leaf.der, chain.authority.der],
      chainPlace: 'protected',
      payload: null,
      signature: sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
      signatureRange: null,
      pad: { bytes: 9, nonZero: 2, ranges: [] },
      timeStamps: [],
      ocsp: [],
      problems: ['a problem of the structure'],
    };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const examine = async (
    part: Partial<CoseSign1>,
    asOf: Date | null = null,
    now = new Date(),
  ): Promise<SignatureDetail> => {
    const manifest = manifestOf({ ...cose, ...part });
    const detail = await examineSignature({ manifest, claimBytes, lists, asOf, clock: now });
    expect(SignatureDetail.parse(detail)).toEqual(detail);
    return detail!;
  };

  it('puts signature, certificates, profile and chain together', async () => {
    const detail = await examine({});
    expect(detail).toMatchObject({
      algorithm: 'ES256',
      pad: { bytes: 9, nonZero: 2 },
      verified: 'valid',
      profile: [],
      chain: { list: 'signers', asOfSource: 'clock' },
      timeStamps: [],
      ocsp: [],
      problems: ['a problem of the structure'],
    });
    expect(detail.certificates).toHaveLength(2);
  });

  it('evaluates as of the date asked for, when no stamp says when', async () => {
    const later = new Date(Date.now() + 4000 * 86_400_000);
    expect((await examine({}, null, later)).chain).toMatchObject({ list: null, reaches: 'signers' });
    const asked = await examine({}, new Date(Date.now() + 86_400_000), later);
    expect(asked.chain).toMatchObject({ list: 'signers', asOfSource: 'given' });
  });

  it.each(['sigTst', 'sigTst2'] as const)(
    'believes a listed stamp of the right bytes (%s), and no other',
    async (header) => {
      const stamp = (
        data: Uint8Array,
        signer: MadeCertificate,
        root: MadeCertificate,
      ): CoseSign1['timeStamps'] => [
        { header, token: makeTimeStamp(folder, `stamp-${header}`, { signer, chain: [root], data }) },
      ];
      const right = timeStampedBytes(header, cose, claimBytes);
      const later = new Date(Date.now() + 4000 * 86_400_000);
      const good = await examine({ timeStamps: stamp(right, tsa, stampRoot) }, null, later);
      expect(good.chain).toMatchObject({ list: 'signers', asOfSource: 'time-stamp' });
      expect(good.chain?.asOf.slice(0, 16)).toBe(
        new Date(good.timeStamps[0]!.time!).toISOString().slice(0, 16),
      );

      const wrong = await examine({ timeStamps: stamp(Buffer.from('else'), tsa, stampRoot) }, null, later);
      expect(wrong.chain).toMatchObject({ list: null, asOfSource: 'clock' });
      const rogueRoot = makeCertificate(folder, 'rogue-root', {
        issuer: null,
        subject: '/O=Stamps/CN=Root',
        extensions: rootExtensions,
      });
      const rogue = makeCertificate(folder, 'rogue-tsa', {
        issuer: rogueRoot,
        subject: '/O=Stamps/CN=Authority',
        extensions: ['extendedKeyUsage = critical,timeStamping'],
      });
      const unlisted = await examine({ timeStamps: stamp(right, rogue, rogueRoot) }, null, later);
      expect(unlisted.timeStamps[0]).toMatchObject({
        imprintMatches: true,
        signatureValid: true,
        list: null,
      });
      expect(unlisted.chain).toMatchObject({ list: null, asOfSource: 'clock' });
    },
  );

  it('accepts the imprint of RFC 9921, over the byte string of the signature', async () => {
    const data = Buffer.concat([Buffer.from([0x58, cose.signature.length]), cose.signature]);
    const token = makeTimeStamp(folder, 'stamp-9921', { signer: tsa, chain: [stampRoot], data });
    expect(
      (await examine({ timeStamps: [{ header: 'sigTst2', token }] })).timeStamps[0]?.imprintMatches,
    ).toBe(true);
    expect((await examine({ timeStamps: [{ header: 'sigTst', token }] })).timeStamps[0]?.imprintMatches).toBe(
      false,
    );
  });

  it('reads a staple, and says when it does not speak of the time in question', async () => {
    const { authority, leaf } = chain;
    const order = { authority, responder: authority, signer: leaf, entry: 'good' as const };
    const ocsp = [makeOcsp(folder, 'staple', order)];
    const now = await examine({ ocsp });
    expect(now.ocsp[0]).toMatchObject({
      status: 'good',
      forSigner: true,
      signatureValid: true,
      problems: [],
    });
    const day = 86_400_000;
    const late = await examine({ ocsp }, new Date(Date.now() + 30 * day));
    expect(late.ocsp[0]?.problems[0]).toContain('held until');
    const early = await examine({ ocsp }, new Date(Date.now() - day));
    expect(early.ocsp[0]?.problems[0]).toContain('after the time');
    // Without the authority in the file its certificate can still come from a list.
    lists.push(trustListOf(await readFile(authority.pem, 'latin1'), { id: 'authorities' }));
    expect((await examine({ ocsp, chain: [leaf.der] })).ocsp[0]?.signatureValid).toBe(true);
    lists.pop();
    expect((await examine({ ocsp, chain: [leaf.der] })).ocsp[0]?.signatureValid).toBeNull();
  });

  it('says what cannot be read', async () => {
    const request = { claimBytes, lists, asOf: null, clock };
    expect(
      await examineSignature({ ...request, manifest: { ...manifestOf(null), signature: null } }),
    ).toBeNull();
    expect(await examineSignature({ ...request, manifest: manifestOf(null, 'no CBOR') })).toMatchObject({
      verified: 'unsupported',
      chain: null,
      problems: ['no CBOR'],
    });
    expect(await examine({ chain: [] })).toMatchObject({ verified: 'no-certificate', chain: null });
    expect(await examine({ chain: [Buffer.from('x'), chain.authority.der] })).toMatchObject({
      verified: 'unsupported',
      chain: { list: null },
      profile: [],
    });
  });
});

/** Stores of a corpus file as the carriers find them. */
async function storesOf(path: string): Promise<ManifestStore[]> {
  const media = await identify(path, basename(path));
  const { stores } = await findStores(path, media, { signal });
  return stores.map(({ bytes }) => readManifestStore(bytes));
}

async function details(path: string, lists: readonly TrustList[] = []): Promise<SignatureDetail[]> {
  const found: SignatureDetail[] = [];
  for (const store of await storesOf(path))
    for (const manifest of store.manifests) {
      const [claim] = manifest.claims;
      if (claim === undefined) continue;
      const request = { manifest, claimBytes: storeBytes(store, claim.data), lists, asOf: null, clock };
      const detail = await examineSignature(request);
      if (detail !== null) found.push(SignatureDetail.parse(detail));
    }
  return found;
}

const fixture = (name: string): string => corpus('c2pa-rs-fixtures', 'sdk', 'tests', 'fixtures', name);

// The outcome of each file is that of the C2PA engine (claimSignature.mismatch or not).
describe.skipIf(!corpusPresent)('signatures of the corpus', () => {
  it.each([
    ['C.jpg', ['valid']],
    ['CA.jpg', ['valid']],
    ['CACA.jpg', ['valid', 'valid']],
    ['E-sig-CA.jpg', ['invalid']],
    ['C_with_CAWG_data.jpg', ['valid']],
    ['ocsp.jpg', ['valid', 'valid']],
    ['ocsp_with_assertion.jpg', ['valid', 'valid', 'valid']],
    ['legacy_ingredient_hash.jpg', ['valid', 'valid']],
    ['update_manifest.jpg', ['valid', 'valid']],
  ])('%s', async (name, expected) => {
    expect((await details(fixture(name))).map(({ verified }) => verified)).toEqual(expected);
  });

  it('reads the stamps: right imprint, right signature, and none of them listed without lists', async () => {
    for (const name of ['C.jpg', 'CACA.jpg', 'C_with_CAWG_data.jpg']) {
      const stamps = (await details(fixture(name))).flatMap(({ timeStamps }) => timeStamps);
      expect(stamps.length).toBeGreaterThan(0);
      for (const stamp of stamps)
        expect(stamp).toMatchObject({ imprintMatches: true, signatureValid: true, list: null });
    }
    // In this file a byte of the claim was changed, and the stamp was over the claim.
    const [broken] = await details(fixture('E-sig-CA.jpg'));
    expect(broken?.timeStamps[0]).toMatchObject({ imprintMatches: false, signatureValid: true });
    // In this one the minutes of the stamp were made 63.
    const [moved] = await details(fixture('CA_ct.jpg'));
    expect(moved?.timeStamps[0]).toMatchObject({ time: null, signatureValid: false, list: null });
  });

  it('reads the staples of the files that have them', async () => {
    const staples = (await details(fixture('ocsp.jpg'))).flatMap(({ ocsp }) => ocsp);
    expect(staples).toHaveLength(2);
    for (const staple of staples)
      expect(staple).toMatchObject({ status: 'good', forSigner: true, signatureValid: true });
  });
});

const trust = join(corpusRoot, '..', 'trust');
describe.skipIf(!corpusPresent || !existsSync(trust))('with the published lists', () => {
  it('leads genuine files to the interim list, at the time of their stamp', async () => {
    const { lists } = await readTrustFolder(trust);
    for (const detail of await details(fixture('ocsp.jpg'), lists)) {
      expect(detail.chain).toMatchObject({ list: 'interim', asOfSource: 'time-stamp', denied: null });
      expect(detail.chain?.anchor?.subject.text).toContain('Adobe Root CA G2');
    }
    const [own] = await details(fixture('C.jpg'), lists);
    expect(own?.chain).toMatchObject({ list: null, reaches: null });
  });

  it('does not know an expired signer without a stamp, but knows where the chain would lead', async () => {
    const { lists } = await readTrustFolder(trust);
    const found = await details(
      corpus('ai-provenance', 'data', 'fixtures', 'provenance', 'chatgpt-1.png'),
      lists,
    );
    for (const { chain } of found)
      expect(chain).toMatchObject({ list: null, reaches: 'interim', asOfSource: 'clock' });
    expect(found.length).toBeGreaterThan(0);
  });
});
