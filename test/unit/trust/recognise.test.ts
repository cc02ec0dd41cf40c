import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readTrustFolder, trustState } from '#core/media/trust-lists.ts';
import { diffLists } from '#core/trust/difference.ts';
import { gatherFiles } from '#core/trust/gather.ts';
import { productOf } from '#core/trust/products.ts';
import { recogniseLists } from '#core/trust/recognise.ts';
import { TrustChoice } from '#shared/domain/trust.ts';
import { type Authority, makeAuthority } from '../../fixtures/make/signed.ts';
import { derOf, makeLote, makeProduct, opensslMarks } from '../../fixtures/make/trust-files.ts';
import { opensslPresent, trustPresent, trustRoot } from '../../support/trust.ts';

/** Three days from now: a certificate of one day has expired, the others have not. */
const now = new Date(Date.now() + 3 * 86_400_000);
let folder: string;
let one: Authority;
let two: Authority;
let stamping: Authority;
let expired: string;

async function recognised(paths: readonly string[], choice: Partial<TrustChoice> = {}) {
  return recogniseLists(await gatherFiles(paths), TrustChoice.parse(choice), now);
}
const put = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  if (!opensslPresent) return;
  const keys = mkdtempSync(join(tmpdir(), 'assay-authorities-'));
  one = makeAuthority(keys, 'one', ['emailProtection']);
  two = makeAuthority(keys, 'two', ['emailProtection']);
  stamping = makeAuthority(keys, 'stamping', ['timeStamping']);
  const key = join(keys, 'one.root.key');
  expired = execFileSync(
    'openssl',
    ['req', '-x509', '-new', '-key', key, '-subj', '/CN=Old Root', '-days', '1'],
    { stdio: 'pipe' },
  ).toString();
  rmSync(keys, { recursive: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-lists-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!opensslPresent)('lists of the user’s own', () => {
  test('are told by their content, with every certificate as OpenSSL reads it', async () => {
    const path = put('Newsroom roots.pem', `some words\n${one.root}\nmore\n${two.root}`);
    const { lists, refused } = await recognised([path]);
    expect(refused).toEqual([]);
    expect(lists.map(({ candidate }) => [candidate.id, candidate.kind, candidate.editionKnown])).toEqual([
      ['user-newsroom-roots', 'user-signer', null],
    ]);
    expect(lists[0]?.candidate.lines.map((line) => line.id)).toEqual([
      opensslMarks(one.root).sha256,
      opensslMarks(two.root).sha256,
    ]);
    expect(lists[0]?.content.anchors.length).toBe(2);
  });

  test('a signer’s own certificate is accepted by itself, and vouches for nobody', async () => {
    const { lists } = await recognised([put('mixed.pem', one.root + one.chain)]);
    expect(lists[0]?.content.anchors.map(({ facts }) => facts.sha256)).toEqual([
      opensslMarks(one.root).sha256,
    ]);
    expect(lists[0]?.content.allowed.map(({ facts }) => facts.sha256)).toEqual([
      opensslMarks(one.chain).sha256,
    ]);
  });

  test('time-stamp authorities are told by their usages, or named by the user', async () => {
    const path = put('stamps.pem', stamping.root + stamping.chain);
    expect((await recognised([path])).lists[0]?.candidate.kind).toBe('user-tsa');
    expect((await recognised([path], { timeStamping: false })).lists[0]?.candidate.kind).toBe('user-signer');
    const roots = put('roots.pem', one.root);
    expect((await recognised([roots], { timeStamping: true })).lists[0]?.candidate.kind).toBe('user-tsa');
  });

  test('DER is read too', async () => {
    const { lists } = await recognised([put('root.cer', derOf(one.root))]);
    expect(lists[0]?.candidate.lines[0]?.id).toBe(opensslMarks(one.root).sha256);
  });

  test('expired and repeated certificates are named', async () => {
    const { lists } = await recognised([put('old.pem', expired + one.root + one.root)]);
    const notices = lists[0]?.candidate.notices.map(({ en }) => en) ?? [];
    expect(lists[0]?.candidate.entries).toBe(2);
    expect(notices.join()).toMatch(/1 of 2 certificates had expired, the first of them CN=Old Root/);
    expect(notices.join()).toMatch(/more than once, the first of them .*Assay Test one/);
  });
});

describe.skipIf(!opensslPresent)('what is no list is refused by name', () => {
  const cases: readonly (readonly [string, string, () => string | Uint8Array])[] = [
    ['a private key', 'private-key', () => one.root + one.key],
    [
      'an old-style private key',
      'private-key',
      () => execFileSync('openssl', ['ec'], { input: one.key, stdio: 'pipe' }),
    ],
    [
      'a private key in DER',
      'private-key',
      () => execFileSync('openssl', ['pkcs8', '-topk8', '-nocrypt', '-outform', 'DER'], { input: one.key }),
    ],
    [
      'an encrypted private key',
      'private-key',
      () => execFileSync('openssl', ['pkcs8', '-topk8', '-passout', 'pass:x'], { input: one.key }),
    ],
    ['a web page', 'web-page', () => `\n<!DOCTYPE html>\n<html><body>${one.root}</body></html>`],
    ['nothing', 'empty', () => ''],
    ['blanks', 'empty', () => ' \n\n'],
    ['another text', 'no-certificate', () => 'hello'],
    ['a block cut off', 'damaged-certificate', () => one.root + two.root.slice(0, 300)],
    ['a block with a wrong byte', 'damaged-certificate', () => one.root + two.root.replace(/MII/, 'AAA')],
    ['a file too large', 'too-large', () => Buffer.alloc(8 * 1024 * 1024 + 1, 0x41)],
  ];
  test.each(cases)('%s', async (_name, code, make) => {
    const { lists, refused } = await recognised([put('roots.pem', make())]);
    expect(lists).toEqual([]);
    expect(refused.map((one) => one.code)).toEqual([code]);
    for (const words of Object.values(refused[0]!.message)) expect(words).toContain('roots.pem');
  });

  test('JSON that is none of the known lists: refused when named, passed over in a folder', async () => {
    const path = put('other.json', '{"a":1}');
    expect((await recognised([path])).refused.map(({ code }) => code)).toEqual(['not-a-list']);
    const { refused, ignored } = await recognised([folder]);
    expect([refused, ignored]).toEqual([[], ['other.json']]);
    expect((await recognised([put('bad.json', '{"LoTE":{}}')])).refused[0]?.code).toBe('wrong-shape');
    expect((await recognised([join(folder, 'absent.pem')])).refused[0]).toMatchObject({ code: 'unreadable' });
  });
});

describe.skipIf(!opensslPresent)('a list that says it is official', () => {
  const lote = () =>
    makeLote({
      scheme: 'C2PA Trust List',
      issued: '2027-01-02T03:04:05Z',
      nextUpdate: '2027-06-01T00:00:00Z',
      certificates: [{ pem: one.root }, { pem: two.root, status: 'withdrawn' }],
    });

  test('is not taken without the user’s word when its bytes are unknown', async () => {
    const paths = [put('C2PA-TRUST-LIST.pem', one.root)];
    const { candidate } = (await recognised(paths)).lists[0]!;
    expect(candidate).toMatchObject({
      id: 'c2pa',
      kind: 'official-signer',
      editionKnown: false,
      undecided: true,
    });
    expect(candidate.notices[0]?.en).toContain('no edition known');
    const own = (await recognised(paths, { unknownEdition: 'own' })).lists[0]!.candidate;
    expect(own).toMatchObject({
      id: 'user-c2pa-trust-list',
      kind: 'user-signer',
      editionKnown: null,
      undecided: false,
    });
    const official = (await recognised(paths, { unknownEdition: 'official' })).lists[0]!.candidate;
    expect(official).toMatchObject({
      id: 'c2pa',
      kind: 'official-signer',
      editionKnown: false,
      undecided: false,
    });
  });

  test('by its JSON alone: dates and certificates that the list itself calls trusted', async () => {
    const path = put('download.json', lote());
    const { candidate, content } = (await recognised([path], { unknownEdition: 'official' })).lists[0]!;
    expect(candidate).toMatchObject({ id: 'c2pa', issued: '2027-01-02', nextUpdate: '2027-06-01' });
    expect(content.anchors.map(({ facts }) => facts.sha256)).toEqual([opensslMarks(one.root).sha256]);
    expect(candidate.notices.map(({ en }) => en).join()).toContain(
      '1 certificates are marked as no longer trusted',
    );
  });

  test('PEM and JSON beside it are one list; a difference between them is told', async () => {
    put('C2PA-TRUST-LIST.json', lote());
    const pem = put('C2PA-TRUST-LIST.pem', one.root + two.root);
    for (const paths of [[folder], [pem]]) {
      const { lists } = await recognised(paths, { unknownEdition: 'official' });
      expect(lists.length).toBe(1);
      expect(lists[0]?.candidate).toMatchObject({ issued: '2027-01-02', entries: 2 });
      expect(lists[0]?.candidate.notices.map(({ en }) => en).join()).toContain('1 differ');
    }
  });

  test('lying in a plain folder it counts as the user’s own', async () => {
    put('C2PA-TRUST-LIST.pem', one.root);
    const { lists, problems } = await readTrustFolder(folder);
    expect(lists.map(({ id, tier, edition }) => [id, tier, edition])).toEqual([['c2pa', 'user', null]]);
    expect(problems.join()).toContain('no edition known');
  });
});

describe('the register of conforming products', () => {
  test('is read in spite of new keys, and found by record', async () => {
    const records = [
      makeProduct('0197AA34-665B-7811-9BBC-317CFD988D0A', 'Camera'),
      makeProduct('b', 'Editor'),
    ];
    const { lists, refused } = await recognised([put('products.json', JSON.stringify(records))]);
    expect(refused).toEqual([]);
    const { candidate, content } = lists[0]!;
    expect(candidate).toMatchObject({
      id: 'conforming-products',
      entries: 2,
      issued: '2026-03-04',
      editionKnown: false,
    });
    expect(productOf(content.products, '0197aa34-665b-7811-9bbc-317cfd988d0a')).toMatchObject({
      name: 'Camera',
      assuranceLevel: 2,
      specVersions: ['2.2'],
      containers: { generate: ['image/jpeg', 'video/mp4'], validate: [] },
      disallowedSignals: { inception: ['capturedMedia'], transformation: [] },
    });
    expect(productOf(content.products, 'absent')).toBeNull();
  });

  test('a record of the wrong shape spoils it', async () => {
    const bad = [makeProduct('a', 'Camera'), { recordId: 'b' }];
    expect((await recognised([put('products.json', JSON.stringify(bad))])).refused[0]).toMatchObject({
      code: 'wrong-shape',
      message: { en: expect.stringContaining('1.product') },
    });
  });
});

test('two editions are held against each other line by line', () => {
  const line = (id: string, digest = id) => ({ id, title: id, notBefore: null, notAfter: null, digest });
  const diff = diffLists([line('a'), line('b'), line('c')], [line('d'), line('b'), line('c', 'other')]);
  const ids = Object.fromEntries(
    Object.entries(diff).map(([name, lines]) => [name, lines.map(({ id }: { id: string }) => id)]),
  );
  expect(ids).toEqual({ added: ['d'], removed: ['a'], changed: ['c'], kept: ['b'] });
});

describe.skipIf(!trustPresent)('the published lists', () => {
  const count = (path: string) =>
    readFileSync(join(trustRoot, path), 'latin1').split('-----BEGIN CERTIFICATE-----').length - 1;

  test('are the editions known here, whole', async () => {
    const { lists, refused, ignored } = await recognised([trustRoot]);
    expect(refused).toEqual([]);
    expect(ignored).toContain('softbinding-algorithm-list.json');
    const told = lists.map(({ candidate: { id, kind, editionKnown, issued, nextUpdate, entries } }) => [
      id,
      kind,
      editionKnown,
      issued,
      nextUpdate,
      entries,
    ]);
    const signers = count('trust-list/C2PA-TRUST-LIST.pem');
    const stamps = count('trust-list/C2PA-TSA-TRUST-LIST.pem');
    const interim = count('interim-list/anchors.pem') + count('interim-list/allowed.pem');
    const register: unknown[] = JSON.parse(
      readFileSync(join(trustRoot, 'conforming-products/conforming-products-list.json'), 'utf8'),
    );
    expect(told).toEqual([
      ['conforming-products', 'conforming-products', true, '2026-08-20', null, register.length],
      ['interim', 'interim', true, '2026-01-01', null, interim],
      ['c2pa', 'official-signer', true, '2026-08-05', '2027-08-05', signers],
      ['c2pa-tsa', 'official-tsa', true, '2026-08-05', '2027-08-05', stamps],
    ]);
    for (const { candidate } of lists)
      expect(candidate.notices.map(({ en }) => en).filter((words) => !/expired/.test(words))).toEqual([]);
  });

  test('genuine anchors beside somebody else’s allowed certificates are no known edition', async () => {
    cpSync(join(trustRoot, 'interim-list'), join(folder, 'interim'), { recursive: true });
    const allowed = join(folder, 'interim', 'allowed.pem');
    rmSync(allowed, { force: true });
    writeFileSync(allowed, readFileSync(join(trustRoot, 'interim-list', 'anchors.pem')));
    const { candidate } = (await recognised([folder])).lists[0]!;
    expect(candidate).toMatchObject({ kind: 'interim', editionKnown: false, undecided: true });
  });

  test('take part in the key of a run, each with its hash', async () => {
    const state = await trustState(trustRoot);
    for (const part of ['c2pa=75cacc98b79e', 'c2pa-tsa=c688d3555f4a', 'interim=e0ab688a23a0'])
      expect(state).toContain(part);
    expect(await trustState(folder)).toBe('no trust list');
  });

  test('carry tier, denials and products to the analyses', async () => {
    const { lists, deny, denied, products, problems } = await readTrustFolder(trustRoot);
    expect(problems).toEqual([]);
    expect(lists.map(({ id, kind, tier, nextUpdate }) => [id, kind, tier, nextUpdate])).toEqual([
      ['interim', 'manifest', 'interim', null],
      ['c2pa', 'manifest', 'official', '2027-08-05'],
      ['c2pa-tsa', 'tsa', 'official', '2027-08-05'],
    ]);
    expect(deny.length).toBeGreaterThanOrEqual(6);
    expect(productOf(products, '0197aa34-665b-7811-9bbc-317cfd988d0a')).toMatchObject({
      name: 'Pixel Camera',
      assuranceLevel: 2,
    });
    const facts = {
      serial: '45e247d1e24cf9aab86ca861',
      sha256: 'a3ab9735fd532af4a23542f5e424efac6a5f2848c2c6962b6b036962b7e99317',
      keySha256: '',
      issuer: { text: 'CN=X', country: null, organisation: null, unit: null, common: 'X' },
    };
    expect(denied(facts)).toContain('Nikon');
  });
});
