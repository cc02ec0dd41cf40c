import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrustList } from '#core/media/trust-lists.ts';
import type { Denial } from '#core/provenance/x509/chain.ts';
import { readTimeStamp } from '#core/provenance/x509/time-stamp.ts';
import { TimeStampFacts } from '#shared/domain/certificate.ts';
import { verbatim } from '#shared/domain/localized.ts';
import { trustListOf } from '../../fixtures/make/trust-list.ts';
import {
  authorityExtensions,
  type MadeCertificate,
  makeCertificate,
  makeTimeStamp,
  openssl,
  opensslAgrees,
  rootExtensions,
} from '../../fixtures/make/x509.ts';
import { opensslPresent } from '../../support/openssl.ts';

const data = Buffer.from('what was stamped');
const stampingExtensions = [
  'basicConstraints = critical,CA:FALSE',
  'keyUsage = critical,digitalSignature',
  'extendedKeyUsage = critical,timeStamping',
  'subjectKeyIdentifier = hash',
  'authorityKeyIdentifier = keyid',
];

describe.skipIf(!opensslPresent)('time-stamps', () => {
  let folder: string;
  let root: MadeCertificate;
  let middle: MadeCertificate;
  let tsa: MadeCertificate;
  let list: TrustList;

  const subject = (common: string): string => `/C=XX/O=Assay Stamps/CN=${common}`;
  const below = (name: string, issuer: MadeCertificate, extensions: readonly string[]): MadeCertificate =>
    makeCertificate(folder, name, { issuer, subject: subject(name), extensions });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-stamp-'));
    root = makeCertificate(folder, 'root', {
      issuer: null,
      subject: subject('Root'),
      extensions: rootExtensions,
    });
    middle = below('middle', root, authorityExtensions);
    tsa = below('tsa', middle, stampingExtensions);
    list = trustListOf(await readFile(root.pem, 'latin1'), { id: 'stamps', kind: 'tsa' });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const readAll = async (
    token: Uint8Array,
    lists: readonly TrustList[] = [list],
    stamped: Uint8Array = data,
  ) => {
    const facts = await readTimeStamp('sigTst2', token, stamped, lists);
    expect(TimeStampFacts.parse(facts)).toEqual(facts);
    return facts;
  };

  /** What `openssl ts -verify` says of the same token. */
  async function opensslVerifies(
    token: Uint8Array,
    anchor: MadeCertificate,
    tokenOnly: boolean,
  ): Promise<boolean> {
    await writeFile(join(folder, 'token'), token);
    await writeFile(join(folder, 'stamped'), data);
    const kind = tokenOnly ? ['-token_in'] : [];
    return opensslAgrees(
      folder,
      ...['ts', '-verify', '-in', 'token', ...kind, '-data', 'stamped', '-CAfile', anchor.pem],
    );
  }

  it.each([
    [false, 'sha256', 0],
    [true, 'sha256', 3],
    [false, 'sha512', 6],
  ] as const)('reads what OpenSSL stamped (token only: %s, %s)', async (tokenOnly, digest, precision) => {
    const order = { signer: tsa, chain: [middle], data, tokenOnly, digest, precision };
    const token = makeTimeStamp(folder, `good-${digest}-${precision}`, order);
    expect(await opensslVerifies(token, root, tokenOnly)).toBe(true);
    const facts = await readAll(token);
    expect(facts).toMatchObject({
      header: 'sigTst2',
      policy: '1.2.3.4.1',
      serial: '2a18',
      accuracy: 1.5001,
      imprintAlgorithm: digest === 'sha256' ? 'SHA-256' : 'SHA-512',
      imprintMatches: true,
      signatureValid: true,
      list: 'stamps',
      problems: [],
    });
    expect(facts.authority?.common).toBe('tsa');
    expect(facts.certificates.map(({ subject: { common } }) => common).sort()).toEqual(['middle', 'tsa']);
    const kind = tokenOnly ? ['-token_in'] : [];
    const text = openssl(folder, 'ts', '-reply', '-in', 'token', ...kind, '-text').toString('latin1');
    const printed = /Time stamp: (.+)/.exec(text)![1]!;
    expect(facts.time!.slice(0, 19)).toBe(new Date(printed.replace(/\.\d+/, '')).toISOString().slice(0, 19));
    const fraction = /\.(\d+?)0* /.exec(printed)?.[1];
    expect(/\.(\d+)Z$/.exec(facts.time!)?.[1]).toBe(fraction);
  });

  it('gives no list to an authority that is on none, whatever it stamps (A7)', async () => {
    const rogueRoot = makeCertificate(folder, 'rogue-root', {
      issuer: null,
      subject: subject('Root'),
      extensions: rootExtensions,
    });
    const rogue = below('tsa-rogue', rogueRoot, stampingExtensions);
    const token = makeTimeStamp(folder, 'rogue', { signer: rogue, chain: [rogueRoot], data });
    for (const header of ['sigTst', 'sigTst2'] as const)
      expect(await readTimeStamp(header, token, data, [list])).toMatchObject({
        imprintMatches: true,
        signatureValid: true,
        list: null,
        problems: ['the authority is on no loaded list of time-stamp authorities'],
      });
    expect(await readAll(token, [])).toMatchObject({ signatureValid: true, list: null });
  });

  it('counts lists of time-stamp authorities, and the interim list, but no list of signers', async () => {
    const token = makeTimeStamp(folder, 'lists', { signer: tsa, chain: [middle], data });
    const anchors = list.anchors;
    const of = async (part: Partial<TrustList>): Promise<string | null> =>
      (await readAll(token, [trustListOf(anchors, part)])).list;
    expect(await of({ id: 'c2pa', tier: 'official' })).toBeNull();
    expect(await of({ id: 'mine' })).toBeNull();
    expect(await of({ id: 'mine', kind: 'tsa' })).toBe('mine');
    expect(await of({ id: 'interim', tier: 'interim' })).toBe('interim');
    expect(await of({ id: 'interim', tier: 'interim', usages: ['1.3.6.1.5.5.7.3.4'] })).toBeNull();
  });

  it('gives no list to a denied authority', async () => {
    const token = makeTimeStamp(folder, 'denied', { signer: tsa, chain: [middle], data });
    for (const common of ['tsa', 'middle', 'Root']) {
      const denied: Denial = ({ subject: name }) => (name.common === common ? verbatim('revoked') : null);
      const facts = await readTimeStamp('sigTst2', token, data, [list], { denied });
      expect(facts).toMatchObject({ signatureValid: true, list: null });
      expect(facts.problems.join()).toContain('deny list');
    }
    const aborted = readTimeStamp('sigTst2', token, data, [list], { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toThrow();
  });

  it('tells a stamp of something else, and damage to any part', async () => {
    const token = makeTimeStamp(folder, 'damage', { signer: tsa, chain: [middle], data, tokenOnly: true });
    expect(await readAll(token, [list], Buffer.from('another'))).toMatchObject({
      imprintMatches: false,
      signatureValid: true,
    });
    const twice = await readTimeStamp('sigTst2', token, [Buffer.from('another'), data], [list]);
    expect(twice.imprintMatches).toBe(true);
    // The time is signed: move the stamp by one year.
    const year = Buffer.from(token).indexOf(`${new Date().getUTCFullYear()}`);
    const moved = Uint8Array.from(token);
    moved[year + 3]! = 0x30 + ((moved[year + 3]! - 0x30 + 1) % 10);
    expect(await opensslVerifies(moved, root, true)).toBe(false);
    const facts = await readAll(moved);
    expect(facts).toMatchObject({ signatureValid: false, imprintMatches: true });
    expect(facts.problems[0]).toContain('digest does not fit');
    const broken = Uint8Array.from(token);
    broken[broken.length - 4]! ^= 1;
    expect(await readAll(broken)).toMatchObject({
      signatureValid: false,
      problems: ['the signature of the token does not hold'],
    });
    expect(await readAll(token.subarray(0, token.length - 1))).toMatchObject({ time: null, list: null });
    expect(await readAll(Buffer.from('rubbish'))).toMatchObject({ time: null, signatureValid: null });
  });

  it('says when the token leaves its certificates out', async () => {
    await writeFile(join(folder, 'stamped'), data);
    const order = { signer: tsa, chain: [], data };
    makeTimeStamp(folder, 'bare', order);
    openssl(folder, 'ts', '-query', '-data', 'stamped', '-sha256', '-out', 'bare.tsq');
    openssl(folder, ...['ts', '-reply', '-config', 'bare.cnf', '-queryfile', 'bare.tsq', '-out', 'bare.tsr']);
    expect(await readAll(await readFile(join(folder, 'bare.tsr')))).toMatchObject({
      time: expect.any(String),
      authority: null,
      signatureValid: null,
      list: null,
    });
  });

  it.each([
    ['expired', 3010, false],
    ['in its window', 2990, true],
  ])('evaluates the authority at the time of the stamp: %s', async (name, offset, listed) => {
    const token = makeTimeStamp(folder, 'later', { signer: tsa, chain: [middle], data, tokenOnly: true });
    const later = new Date(Date.now() + offset * 86_400_000).toISOString();
    // The same content signed again with another time: what a TSA with a wrong clock would do.
    const stamp = await cmsStamp(`moved-${name.replaceAll(' ', '-')}`, token, tsa, [middle], (content) => {
      const at = content.indexOf(`${new Date().getUTCFullYear()}`);
      content.write(later.replace(/[-:T]|\.\d+/g, '').slice(0, 14), at, 'latin1');
    });
    const facts = await readAll(stamp);
    expect(facts).toMatchObject({
      signatureValid: true,
      imprintMatches: true,
      list: listed ? 'stamps' : null,
    });
    if (!listed) expect(facts.problems.join()).toContain('expired');
  });

  it.each([
    ['not critical', ['extendedKeyUsage = timeStamping'], 'not marked critical'],
    ['mixed', ['extendedKeyUsage = critical,timeStamping,emailProtection'], 'not for time-stamping alone'],
    ['missing', [], 'not for time-stamping alone'],
  ])('refuses an authority whose usage is %s', async (name, usage, problem) => {
    const token = makeTimeStamp(folder, 'usage', { signer: tsa, chain: [middle], data, tokenOnly: true });
    const extensions = stampingExtensions.filter((line) => !line.startsWith('extendedKeyUsage'));
    const bad = below(`usage-${name.replaceAll(' ', '-')}`, middle, [...extensions, ...usage]);
    const stamp = await cmsStamp(`usage-${name.replaceAll(' ', '-')}`, token, bad, [middle]);
    expect(await opensslVerifies(stamp, root, true)).toBe(false);
    const facts = await readAll(stamp);
    expect(facts).toMatchObject({ signatureValid: true, list: null });
    expect(facts.problems.join()).toContain(problem);
  });

  it('wants the signer named in the signed attributes', async () => {
    const token = makeTimeStamp(folder, 'ess', { signer: tsa, chain: [middle], data, tokenOnly: true });
    const stamp = await cmsStamp('without-ess', token, tsa, [middle], undefined, false);
    expect(await opensslVerifies(stamp, root, true)).toBe(false);
    expect(await readAll(stamp)).toMatchObject({
      signatureValid: false,
      problems: ['no signing-certificate attribute (RFC 3161 §2.4.2)'],
    });
  });

  it.each([
    ['with a key of its own', false, 'the signature of the token does not hold'],
    ['with the same key', true, 'names another certificate'],
  ])('refuses another certificate of the same name and number %s', async (name, sameKey, problem) => {
    // An RSA issuer, whose signatures have one length: the certificates can then change places.
    const issuer = makeCertificate(folder, 'rsa-middle', {
      issuer: root,
      subject: subject('RSA middle'),
      extensions: authorityExtensions,
      key: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
    });
    const order = { issuer, subject: subject('Twin'), extensions: stampingExtensions, serial: '77' };
    const first = makeCertificate(folder, 'twin-one', order);
    const more = sameKey ? { key: first } : {};
    const second = makeCertificate(folder, 'twin-two', { ...order, ...more, days: 2000 });
    expect(second.der.length).toBe(first.der.length);
    const order1 = { signer: first, chain: [issuer], data, tokenOnly: true };
    const token = makeTimeStamp(folder, `twin-${name.length}`, order1);
    expect(await readAll(token)).toMatchObject({ signatureValid: true, list: 'stamps' });
    const swapped = Buffer.from(token);
    swapped.set(second.der, swapped.indexOf(Buffer.from(first.der)));
    expect(await opensslVerifies(swapped, root, true)).toBe(false);
    const facts = await readAll(swapped);
    expect(facts.signatureValid).toBe(false);
    expect(facts.problems.join()).toContain(problem);
  });

  it('survives any damage to the bytes', async () => {
    const token = makeTimeStamp(folder, 'fuzz', { signer: tsa, chain: [middle], data });
    let state = 99;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let round = 0; round < 1500; round += 1) {
      const bytes = Uint8Array.from(token);
      const changed = random(bytes.length);
      bytes[changed]! ^= 1 + random(255);
      const facts = await readTimeStamp('sigTst', bytes, data, [list]);
      TimeStampFacts.parse(facts);
    }
  });

  /** A token made with `openssl cms`, which signs what `openssl ts` would refuse to. */
  async function cmsStamp(
    name: string,
    token: Uint8Array,
    signer: MadeCertificate,
    chain: readonly MadeCertificate[],
    change: (content: Buffer) => void = () => undefined,
    named = true,
  ): Promise<Uint8Array> {
    await writeFile(join(folder, 'in.tok'), token);
    openssl(
      folder,
      ...['cms', '-verify', '-noverify', '-binary', '-inform', 'DER', '-in', 'in.tok', '-out', 'content'],
    );
    const content = await readFile(join(folder, 'content'));
    change(content);
    await writeFile(join(folder, 'content'), content);
    await writeFile(join(folder, 'chain.pem'), await readFile(chain[0]!.pem));
    openssl(
      folder,
      ...[
        'cms',
        '-sign',
        '-binary',
        '-nodetach',
        '-nosmimecap',
        '-md',
        'sha256',
        ...(named ? ['-cades'] : []),
      ],
      ...['-econtent_type', '1.2.840.113549.1.9.16.1.4', '-in', 'content', '-signer', signer.pem],
      ...['-inkey', signer.key, '-certfile', 'chain.pem', '-outform', 'DER', '-out', `${name}.cms`],
    );
    return new Uint8Array(await readFile(join(folder, `${name}.cms`)));
  }
});
