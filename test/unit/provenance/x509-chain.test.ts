import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrustList } from '#core/media/trust-lists.ts';
import { type ChainTime, type Denial, evaluateChain } from '#core/provenance/x509/chain.ts';
import { ChainFacts } from '#shared/domain/certificate.ts';
import { verbatim } from '#shared/domain/localized.ts';
import { trustListOf } from '../../fixtures/make/trust-list.ts';
import {
  authorityExtensions,
  leafExtensions,
  type MadeCertificate,
  type MadeChain,
  makeCertificate,
  makeChain,
  openssl,
  opensslAgrees,
  rootExtensions,
} from '../../fixtures/make/x509.ts';
import { opensslPresent } from '../../support/openssl.ts';

const days = (count: number): ChainTime => ({
  time: new Date(Date.now() + count * 86_400_000),
  source: 'given',
});

interface Case {
  readonly leaf: MadeCertificate;
  readonly pool: readonly MadeCertificate[];
  readonly anchors: readonly MadeCertificate[];
  readonly at?: ChainTime;
}

describe.skipIf(!opensslPresent)('paths to a list', () => {
  let folder: string;
  let good: MadeChain;
  let listOf: (anchors: readonly MadeCertificate[], part?: Partial<TrustList>) => Promise<TrustList>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-chain-'));
    good = makeChain(folder, 'good');
    listOf = async (anchors, part = {}) =>
      trustListOf((await Promise.all(anchors.map(({ pem }) => readFile(pem, 'latin1')))).join(''), part);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const subject = (common: string): string => `/C=XX/O=Assay Test good/CN=${common}`;
  const authority = (
    name: string,
    extensions: readonly string[],
    more: Partial<Parameters<typeof makeCertificate>[2]> = {},
  ): MadeCertificate =>
    makeCertificate(folder, name, { issuer: good.root, subject: subject(name), extensions, ...more });
  const leafOf = (
    issuer: MadeCertificate,
    name: string,
    extensions: readonly string[] = leafExtensions,
    common = 'Signer',
  ): MadeCertificate => makeCertificate(folder, name, { issuer, subject: subject(common), extensions });

  /** OpenSSL's answer to the same question: `openssl verify` with these anchors, that pool and that time. */
  async function agreed({ leaf, pool, anchors, at = days(1) }: Case): Promise<boolean> {
    const text = async (certificates: readonly MadeCertificate[]): Promise<string> =>
      (await Promise.all(certificates.map(({ pem }) => readFile(pem, 'latin1')))).join('');
    await writeFile(join(folder, 'anchors.pem'), await text(anchors));
    await writeFile(join(folder, 'pool.pem'), await text(pool));
    const oracle = opensslAgrees(
      folder,
      ...['verify', '-no-CAfile', '-no-CApath', '-no-CAstore', '-partial_chain', '-trusted', 'anchors.pem'],
      ...(pool.length === 0 ? [] : ['-untrusted', 'pool.pem']),
      ...['-attime', String(Math.floor(at.time.getTime() / 1000)), leaf.pem],
    );
    const list = await listOf(anchors);
    const facts = await evaluateChain(
      [leaf, ...pool].map(({ der }) => der),
      [list],
      at,
    );
    expect(ChainFacts.parse(facts)).toEqual(facts);
    expect({ accepted: facts.list === list.id, problems: facts.problems }).toEqual({
      accepted: oracle,
      problems: oracle ? [] : expect.arrayContaining([expect.any(String)]),
    });
    return oracle;
  }

  it('finds the way over an authority of the file, and names the anchor', async () => {
    const { leaf, authority: middle, root } = good;
    expect(await agreed({ leaf, pool: [middle], anchors: [root] })).toBe(true);
    expect(await agreed({ leaf, pool: [root, leaf, middle], anchors: [root] })).toBe(true);
    expect(await agreed({ leaf, pool: [], anchors: [middle] })).toBe(true);
    const list = await listOf([root]);
    const facts = await evaluateChain([leaf.der, middle.der], [list], days(1));
    expect(facts.path).toHaveLength(3);
    expect(facts.anchor?.subject.common).toBe('Root');
    expect(facts.reaches).toBe(list.id);
  });

  it('never takes the root of the file for an anchor', async () => {
    const { leaf, authority: middle, root } = good;
    const other = makeChain(folder, 'other');
    expect(await agreed({ leaf, pool: [], anchors: [root] })).toBe(false);
    expect(await agreed({ leaf, pool: [middle, root], anchors: [other.root] })).toBe(false);
    const none = await evaluateChain(
      [leaf, middle, root].map(({ der }) => der),
      [],
      days(1),
    );
    expect(none).toMatchObject({ list: null, reaches: null, anchor: null });
    expect(none.problems[0]).toContain('CN=Root');
  });

  it('holds the window of every certificate against the time', async () => {
    const { leaf, authority: middle, root } = good;
    const pool = [middle];
    expect(await agreed({ leaf, pool, anchors: [root], at: days(-30) })).toBe(false);
    expect(await agreed({ leaf, pool, anchors: [root], at: days(2990) })).toBe(true);
    expect(await agreed({ leaf, pool, anchors: [root], at: days(3010) })).toBe(false);
    const short = authority('short', authorityExtensions, { days: 10 });
    const below = leafOf(short, 'below-short');
    expect(await agreed({ leaf: below, pool: [short], anchors: [root], at: days(5) })).toBe(true);
    expect(await agreed({ leaf: below, pool: [short], anchors: [root], at: days(20) })).toBe(false);
    const brief = makeCertificate(folder, 'brief-root', {
      issuer: null,
      subject: subject('Brief'),
      extensions: rootExtensions,
      days: 10,
    });
    const late = leafOf(brief, 'below-brief');
    expect(await agreed({ leaf: late, pool: [], anchors: [brief], at: days(5) })).toBe(true);
    expect(await agreed({ leaf: late, pool: [], anchors: [brief], at: days(20) })).toBe(false);
    const facts = await evaluateChain([late.der], [await listOf([brief])], days(20));
    expect(facts).toMatchObject({ list: null, reaches: 'user-made', asOfSource: 'given' });
    expect(facts.anchor?.subject.common).toBe('Brief');
  });

  it('asks of every issuer that it is an authority that may sign', async () => {
    const anchors = [good.root];
    const plain = leafOf(good.root, 'plain-issuer', leafExtensions, 'plain-issuer');
    expect(await agreed({ leaf: leafOf(plain, 'below-plain'), pool: [plain], anchors })).toBe(false);
    const mute = authority('mute', [
      'basicConstraints = critical,CA:TRUE',
      'keyUsage = critical,cRLSign',
      'subjectKeyIdentifier = hash',
      'authorityKeyIdentifier = keyid',
    ]);
    expect(await agreed({ leaf: leafOf(mute, 'below-mute'), pool: [mute], anchors })).toBe(false);
    const last = authority('last', [
      'basicConstraints = critical,CA:TRUE,pathlen:0',
      ...authorityExtensions.slice(1),
    ]);
    const extra = makeCertificate(folder, 'extra', {
      issuer: last,
      subject: subject('extra'),
      extensions: authorityExtensions,
    });
    expect(await agreed({ leaf: leafOf(last, 'below-last'), pool: [last], anchors })).toBe(true);
    expect(await agreed({ leaf: leafOf(extra, 'below-extra'), pool: [last, extra], anchors })).toBe(false);
  });

  it('checks signatures, not names', async () => {
    const { root } = good;
    // Another key under the same name and with the key identifier of the real authority.
    const text = openssl(folder, 'x509', '-in', good.authority.pem, '-noout', '-ext', 'subjectKeyIdentifier');
    const keyId = /([0-9A-F]{2}:)+[0-9A-F]{2}/.exec(text.toString('latin1'))![0];
    const forged = makeCertificate(folder, 'forged', {
      issuer: null,
      subject: subject('Authority'),
      extensions: [...rootExtensions.slice(0, 2), `subjectKeyIdentifier = ${keyId.replaceAll(':', '')}`],
    });
    const victim = leafOf(forged, 'below-forged', leafExtensions.slice(0, 4));
    expect(await agreed({ leaf: victim, pool: [good.authority, forged], anchors: [root] })).toBe(false);
    expect(await agreed({ leaf: victim, pool: [forged, good.authority], anchors: [root] })).toBe(false);
    const claimed = await evaluateChain([victim.der], [await listOf([good.authority])], days(1));
    expect(claimed).toMatchObject({ list: null, reaches: null });
    expect(claimed.problems[0]).toContain('holds CN=Authority');
    const damaged = Uint8Array.from(good.leaf.der);
    damaged[damaged.length - 5]! ^= 1;
    const list = await listOf([root]);
    expect((await evaluateChain([damaged, good.authority.der], [list], days(1))).reaches).toBeNull();
    // The signed part changed: every byte of it.
    const changed = Uint8Array.from(good.leaf.der);
    changed[changed.length >> 1]! ^= 1;
    expect((await evaluateChain([changed, good.authority.der], [list], days(1))).list).toBeNull();
  });

  it('ends where certificates name each other in a circle', async () => {
    const first = authority('circle-a', authorityExtensions);
    const second = makeCertificate(folder, 'circle-b', {
      issuer: first,
      subject: subject('circle-b'),
      extensions: authorityExtensions,
    });
    const back = makeCertificate(folder, 'circle-a2', {
      issuer: second,
      subject: subject('circle-a'),
      extensions: authorityExtensions,
      key: first,
    });
    const leaf = leafOf(first, 'below-circle');
    const lonely = makeChain(folder, 'lonely');
    expect(await agreed({ leaf, pool: [back, second], anchors: [lonely.root] })).toBe(false);
    expect(await agreed({ leaf, pool: [back, second, first], anchors: [good.root] })).toBe(true);
  });

  it('refuses critical extensions that are not understood, and SHA-1', async () => {
    const strange = leafOf(good.root, 'strange', [...leafExtensions, '1.2.3.4 = critical,DER:0500']);
    expect(await agreed({ leaf: strange, pool: [], anchors: [good.root] })).toBe(false);
    const harmless = leafOf(good.root, 'harmless', [...leafExtensions, '1.2.3.4 = DER:0500']);
    expect(await agreed({ leaf: harmless, pool: [], anchors: [good.root] })).toBe(true);
    const weak = makeCertificate(folder, 'weak', {
      issuer: good.root,
      subject: subject('Weak'),
      extensions: leafExtensions,
      options: ['-sha1'],
    });
    const facts = await evaluateChain([weak.der], [await listOf([good.root])], days(1));
    expect(facts).toMatchObject({ list: null, reaches: 'user-made' });
    expect(facts.problems[0]).toContain('SHA-1');
  });

  const constrained: readonly (readonly [string, string, readonly string[], boolean])[] = [
    ['permitted directory', 'permitted;dirName:inside', [], true],
    ['other directory', 'permitted;dirName:outside', [], false],
    ['excluded directory', 'excluded;dirName:inside', [], false],
    ['permitted mail', 'permitted;email:example.org', ['subjectAltName = email:a@example.org'], true],
    ['other mail', 'permitted;email:example.org', ['subjectAltName = email:a@example.com'], false],
    [
      'mail of a sub-domain',
      'permitted;email:.example.org',
      ['subjectAltName = email:a@x.example.org'],
      true,
    ],
    ['excluded host', 'excluded;DNS:example.org', ['subjectAltName = DNS:a.example.org'], false],
    ['look-alike host', 'excluded;DNS:example.org', ['subjectAltName = DNS:anexample.org'], true],
    ['unlike kind', 'permitted;DNS:example.org', ['subjectAltName = email:a@example.com'], true],
  ];
  it.each(constrained)('holds to name constraints: %s', async (name, constraint, more, expected) => {
    const file = `constrained-${name.replaceAll(' ', '-')}`;
    const middle = authority(file, [
      ...authorityExtensions,
      `nameConstraints = critical,${constraint}`,
      '[inside]',
      'C = XX',
      'O = Assay Test good',
      '[outside]',
      'C = XX',
      'O = Another',
    ]);
    const leaf = leafOf(middle, `${file}-leaf`, [...leafExtensions, ...more]);
    expect(await agreed({ leaf, pool: [middle], anchors: [good.root] })).toBe(expected);
  });

  it('counts only lists of signers with a usage of theirs, the official list first', async () => {
    const chain = [good.leaf.der, good.authority.der];
    const { root } = good;
    const official = await listOf([root], { id: 'c2pa', tier: 'official' });
    const interim = await listOf([root], { id: 'interim', tier: 'interim' });
    const user = await listOf([root]);
    const tsa = await listOf([root], { id: 'c2pa-tsa', kind: 'tsa', tier: 'official' });
    const id = async (...lists: readonly TrustList[]): Promise<string | null> =>
      (await evaluateChain(chain, lists, days(1))).list;
    expect(await id(user, interim, official)).toBe('c2pa');
    expect(await id(user, interim)).toBe('interim');
    expect(await id(tsa)).toBeNull();
    expect(await id(tsa, user)).toBe('user-made');
    const mail = await listOf([root], { usages: ['1.3.6.1.5.5.7.3.4'] });
    expect(await evaluateChain(chain, [mail], days(1))).toMatchObject({ list: null, reaches: 'user-made' });
  });

  it('takes no time-stamp authority for a signer, though lists name the usage', async () => {
    const stamping = ['extendedKeyUsage = critical,timeStamping'];
    const tsa = leafOf(good.root, 'tsa', [
      ...leafExtensions.filter((line) => !line.startsWith('ext')),
      ...stamping,
    ]);
    const list = await listOf([good.root]);
    expect(list.usages).toContain('1.3.6.1.5.5.7.3.8');
    expect(await evaluateChain([tsa.der], [list], days(1))).toMatchObject({ list: null, reaches: list.id });
    // An authority that is limited to time-stamps cannot make a claim signer either.
    const middle = authority('stamping-authority', [...authorityExtensions, ...stamping]);
    const signer = leafOf(middle, 'below-stamping');
    expect(await evaluateChain([signer.der, middle.der], [list], days(1))).toMatchObject({
      list: null,
      reaches: list.id,
    });
    expect(await evaluateChain([signer.der], [await listOf([middle])], days(1))).toMatchObject({
      list: null,
    });
  });

  it('accepts a single listed certificate, but no other of its issuer', async () => {
    const allowed = await readFile(good.leaf.pem, 'latin1');
    const list = trustListOf('', { allowed });
    expect(await evaluateChain([good.leaf.der], [list], days(1))).toMatchObject({
      list: list.id,
      path: [expect.any(String)],
    });
    expect(await evaluateChain([good.leaf.der], [list], days(3010))).toMatchObject({ list: null });
    const sibling = leafOf(good.authority, 'sibling');
    expect(await evaluateChain([sibling.der, good.authority.der], [list], days(1))).toMatchObject({
      reaches: null,
    });
    expect(
      await evaluateChain([sibling.der, good.leaf.der, good.authority.der], [list], days(1)),
    ).toMatchObject({ list: null, reaches: null });
  });

  it('says why a certificate of the path is denied, and then gives no list', async () => {
    const chain = [good.leaf.der, good.authority.der];
    const list = await listOf([good.root]);
    const deny =
      (common: string): Denial =>
      (facts) =>
        facts.subject.common === common ? verbatim(`${common} was revoked`) : null;
    for (const common of ['Signer', 'Authority', 'Root'])
      expect(await evaluateChain(chain, [list], days(1), deny(common))).toMatchObject({
        list: null,
        reaches: list.id,
        denied: verbatim(`${common} was revoked`),
      });
    expect(await evaluateChain(chain, [], days(1), deny('Signer'))).toMatchObject({
      denied: verbatim('Signer was revoked'),
    });
    expect(await evaluateChain(chain, [list], days(1), deny('Nobody'))).toMatchObject({
      list: list.id,
      denied: null,
    });
  });

  it('answers about floods and rubbish', async () => {
    const list = await listOf([good.root]);
    const flood = Array.from({ length: 500 }, () => good.authority.der);
    expect(await evaluateChain([good.leaf.der, ...flood], [list], days(1))).toMatchObject({ list: list.id });
    expect(await evaluateChain([Uint8Array.of(1, 2), good.authority.der], [list], days(1))).toMatchObject({
      list: null,
      path: [],
      problems: ['certificate 1: not an X.509 certificate'],
    });
    expect(await evaluateChain([], [list], days(1))).toMatchObject({ list: null, path: [] });
  });
});
