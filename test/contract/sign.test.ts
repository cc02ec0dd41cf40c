import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'cborg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findStores } from '#core/provenance/carriers/find-stores.ts';
import { readManifestStore } from '#core/provenance/jumbf/read-store.ts';
import {
  authorityIdentity,
  createAuthority,
  installationName,
  readAuthority,
  renewAuthority,
} from '#core/provenance/sign/authority.ts';
import { defineCredential } from '#core/provenance/sign/definition.ts';
import { ownIdentity, type SigningIdentity } from '#core/provenance/sign/identity.ts';
import { orderFault, SignOrder } from '#core/provenance/sign/order.ts';
import type { Result } from '#shared/contract/errors.ts';
import { signIntents } from '#shared/domain/signing.ts';
import { plainJpeg, plainPng } from '../fixtures/make/containers.ts';
import { makeJpeg } from '../fixtures/make/jpeg.ts';
import {
  type CertificateOrder,
  leafExtensions,
  type MadeCertificate,
  makeCertificate,
  openssl,
  opensslAgrees,
  rootExtensions,
} from '../fixtures/make/x509.ts';
import { opensslPresent } from '../support/openssl.ts';
import { granted, type Manifests, readAsStranger, SigningDesk } from '../support/signing.ts';

/** Signing as the core offers it. The truth about certificates is OpenSSL's, about credentials the C2PA engine's. */
const desk = new SigningDesk();
let root: string;
let identity: SigningIdentity;
let photo: string;
let drawing: string;

beforeAll(async () => {
  root = (await desk.authority()).rootPem;
  identity = await desk.identity('es256');
  photo = desk.path('photo.jpg');
  drawing = desk.path('drawing.png');
  writeFileSync(photo, await makeJpeg({ width: 96, height: 64 }));
  writeFileSync(drawing, plainPng());
});
afterAll(() => desk.close());

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.problem.code);
const wordsOf = (result: Result<unknown>): string =>
  result.ok ? 'ok' : `${result.problem.message.en} ${result.problem.detail ?? ''}`;
const read = (path: string): Promise<Manifests> =>
  readAsStranger(path, path.endsWith('png') ? 'image/png' : 'image/jpeg', root);
let outputs = 0;
const nextOut = (suffix = 'jpg'): string => {
  outputs += 1;
  return desk.path(`out-${outputs}.${suffix}`);
};
const drafts = (): string[] => readdirSync(desk.folder).filter((name) => name.includes('.signing'));

describe.skipIf(!opensslPresent)('the authority of this installation', () => {
  it('makes certificates that OpenSSL reads as the C2PA profile asks (2.2 §14.5.1)', async () => {
    const facts = granted(await readAuthority(desk.ports));
    writeFileSync(desk.path('root.pem'), facts.rootPem);
    for (const { algorithm, pem } of facts.leaves) {
      const name = `${algorithm}-leaf.pem`;
      writeFileSync(desk.path(name), pem);
      const text = openssl(
        desk.folder,
        'x509',
        '-in',
        name,
        '-noout',
        '-text',
        '-nameopt',
        'utf8,sep_comma_plus',
      ).toString();
      expect(text).toContain('Version: 3 (0x2)');
      expect(text).toMatch(/Subject: O=Beispiel 新闻社,CN=Desk\n/);
      expect(text).toMatch(/Issuer: O=Beispiel 新闻社,CN=Desk \(root\)\n/);
      expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
      expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature\s*\n/);
      expect(text).toMatch(/Extended Key Usage:\s+1\.3\.6\.1\.4\.1\.62558\.2\.1, E-mail Protection/);
      expect(text).toContain('X509v3 Subject Key Identifier');
      expect(text).toContain('X509v3 Authority Key Identifier');
      expect(text).toContain(algorithm === 'ed25519' ? 'ED25519' : 'NIST CURVE: P-256');
      expect(opensslAgrees(desk.folder, 'verify', '-x509_strict', '-CAfile', 'root.pem', name)).toBe(true);
      // It may sign claims, and no certificates.
      expect(opensslAgrees(desk.folder, 'verify', '-purpose', 'smimesign', '-CAfile', 'root.pem', name)).toBe(
        true,
      );
      expect(opensslAgrees(desk.folder, 'verify', '-purpose', 'sslserver', '-CAfile', 'root.pem', name)).toBe(
        false,
      );
    }
    const rootText = openssl(desk.folder, 'x509', '-in', 'root.pem', '-noout', '-text').toString();
    expect(rootText).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(rootText).toMatch(/X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\s*\n/);
    const certificate = new X509Certificate(facts.rootPem);
    const years = (certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / 31_557_600_000;
    expect(years).toBeCloseTo(10, 1);
  });

  it('keeps its keys to this user, and says whether they are encrypted', async () => {
    expect(granted(await readAuthority(desk.ports)).encrypted).toBe(false);
    const folder = desk.path('signing');
    if (process.platform !== 'win32') {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
    const other = new SigningDesk();
    try {
      const made = await createAuthority(other.ports, {
        organisation: 'Locked',
        name: 'Desk',
        passphrase: 'geheim · 秘密',
      });
      expect(granted(made).encrypted).toBe(true);
      for (const name of readdirSync(other.path('signing')).filter((file) => file !== 'root.pem')) {
        const text = readFileSync(other.path('signing', name), 'latin1');
        expect(text).toContain('BEGIN ENCRYPTED PRIVATE KEY');
        expect(text).not.toContain('BEGIN PRIVATE KEY');
        writeFileSync(other.path('pass'), 'geheim · 秘密');
        const parsed = openssl(other.folder, 'asn1parse', '-in', `signing/${name}`).toString();
        expect(parsed).toMatch(/PBKDF2[\s\S]*INTEGER +:0927C0[\s\S]*hmacWithSHA256[\s\S]*aes-256-cbc/);
        openssl(other.folder, 'pkey', '-in', `signing/${name}`, '-passin', 'file:pass', '-noout');
      }
      expect(codeOf(await authorityIdentity(other.ports, 'es256', null))).toBe('passphrase-needed');
      expect(codeOf(await authorityIdentity(other.ports, 'es256', 'wrong'))).toBe('passphrase-wrong');
      expect(codeOf(await authorityIdentity(other.ports, 'ed25519', 'geheim · 秘密'))).toBe('ok');
      expect(codeOf(await renewAuthority(other.ports, 'wrong'))).toBe('passphrase-wrong');
    } finally {
      await other.close();
    }
  });

  it('is made once, renews its leaves under the same root, and says when it is over', async () => {
    const other = new SigningDesk();
    try {
      expect(codeOf(await readAuthority(other.ports))).toBe('no-authority');
      expect(codeOf(await authorityIdentity(other.ports, 'es256', null))).toBe('no-authority');
      for (const organisation of ['', ' ', 'x'.repeat(65), 'line\nbreak'])
        expect(
          codeOf(await createAuthority(other.ports, { organisation, name: 'a', passphrase: null })),
        ).toBe('signing-refused');
      // One without a name gives way to one with a name, and is kept.
      const unnamed = granted(await createAuthority(other.ports, { ...installationName, passphrase: null }));
      const again = await createAuthority(other.ports, { ...installationName, passphrase: null });
      expect(codeOf(again)).toBe('authority-exists');
      const first = await other.authority();
      expect(first.root).not.toBe(unnamed.root);
      const aside = readdirSync(other.folder).filter((name) => name.startsWith('signing-before-'));
      expect(aside.map((name) => readFileSync(other.path(name, 'root.pem'), 'utf8'))).toEqual([
        unnamed.rootPem,
      ]);
      const order = { organisation: 'Second', name: 'Desk', passphrase: null };
      expect(codeOf(await createAuthority(other.ports, order))).toBe('authority-exists');
      expect(granted(await readAuthority(other.ports))).toEqual(first);

      const renewed = granted(await renewAuthority(other.ports, null));
      expect(renewed.root).toBe(first.root);
      expect(renewed.leaves[0]?.certificate).not.toBe(first.leaves[0]?.certificate);
      expect(renewed.leaves[0]?.notAfter).toBe(first.notAfter);
      const identity = granted(await authorityIdentity(other.ports, 'es256', null));
      const leaf = new X509Certificate(identity.chain[0]!);
      expect(leaf.verify(new X509Certificate(first.rootPem).publicKey)).toBe(true);

      const later = { ...other.ports, clock: () => new Date(Date.now() + 11 * 31_557_600_000) };
      expect(codeOf(await authorityIdentity(later, 'es256', null))).toBe('authority-expired');
      expect(codeOf(await renewAuthority(later, null))).toBe('authority-expired');
      writeFileSync(other.path('signing', 'ed25519.pem'), 'nothing');
      expect(codeOf(await readAuthority(other.ports))).toBe('authority-damaged');
    } finally {
      await other.close();
    }
  });
});

describe('what is signed', () => {
  it('a new work with its source type, as the signer’s own word', async () => {
    const out = nextOut();
    const signed = granted(
      await desk.sign(
        {
          source: photo,
          out,
          sourceType: 'trainedAlgorithmicMedia',
          title: 'A title',
          actions: [
            {
              action: 'c2pa.edited',
              sourceType: 'humanEdits',
              description: 'sky',
              softwareAgent: 'Brush',
              when: '2026-01-02T03:04:05Z',
            },
            { action: 'com.example.toned' },
          ],
        },
        identity,
      ),
    );
    const { active, validation_state } = await read(out);
    expect(validation_state).toBe('Trusted');
    expect(active.title).toBe('A title');
    expect(active.claim_generator_info[0]).toMatchObject({ name: 'Assay', version: '0.1.0' });
    expect(active.claim_generator_info[0]).not.toHaveProperty('specVersion');
    expect(active.signature_info).toMatchObject({ issuer: 'Beispiel 新闻社', common_name: 'Desk' });
    expect(active.thumbnail).toBeDefined();
    const actions = active.assertions.find(({ label }) => label === 'c2pa.actions.v2');
    expect(actions?.created).toBe(true);
    const vocabulary = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
    // Nothing says that this is all that was done: nobody here can know.
    expect(actions?.data).toEqual({
      actions: [
        { action: 'c2pa.created', digitalSourceType: `${vocabulary}trainedAlgorithmicMedia` },
        {
          action: 'c2pa.edited',
          when: '2026-01-02T03:04:05Z',
          softwareAgent: expect.objectContaining({ name: 'Brush' }),
          description: 'sky',
          digitalSourceType: `${vocabulary}humanEdits`,
        },
        { action: 'com.example.toned' },
      ],
    });
    expect(signed.trustedTime).toBe(false);
    expect(signed.notes.at(-1)?.en).toContain('no time-stamp authority has confirmed when');
  });

  it('says that the list of actions is complete only when told so; leaves thumbnails out when told so', async () => {
    const out = nextOut();
    granted(await desk.sign({ source: photo, out, allActionsIncluded: true, thumbnails: false }, identity));
    const { active } = await read(out);
    expect(active.assertions[0]?.data).toMatchObject({ allActionsIncluded: true });
    expect(active.thumbnail).toBeUndefined();
  });

  it('an edit with its source as the parent, components and inputs, each tied to an action', async () => {
    const original = nextOut();
    granted(await desk.sign({ source: photo, out: original }, identity));
    const out = nextOut();
    granted(
      await desk.sign(
        {
          source: original,
          out,
          intent: 'edit',
          actions: [{ action: 'c2pa.filtered' }],
          ingredients: [
            { path: drawing, relationship: 'componentOf' },
            { path: photo, relationship: 'inputTo', title: 'prompt' },
          ],
        },
        identity,
      ),
    );
    const { active, validation_state, validation_status } = await read(out);
    expect([validation_state, validation_status]).toEqual(['Trusted', undefined]);
    expect(active.ingredients?.map(({ title, relationship }) => [title, relationship])).toEqual([
      [original.split('/').at(-1), 'parentOf'],
      ['drawing.png', 'componentOf'],
      ['prompt', 'inputTo'],
    ]);
    expect(active.ingredients?.[0]?.active_manifest).toMatch(/^urn:c2pa:/);
    const data = active.assertions.find(({ label }) => label === 'c2pa.actions.v2')?.data as {
      actions: { action: string; parameters: { ingredients: { url: string }[] } }[];
    };
    expect(
      data.actions.map(({ action, parameters }) => [
        action,
        parameters.ingredients[0]?.url.split('/').at(-1),
      ]),
    ).toEqual([
      ['c2pa.opened', 'c2pa.ingredient.v3'],
      ['c2pa.placed', 'c2pa.ingredient.v3__1'],
      ['c2pa.filtered', 'c2pa.ingredient.v3__2'],
    ]);
  });

  it('an edit whose parent is another file than the source', async () => {
    const out = nextOut('png');
    const parent = { path: photo, relationship: 'parentOf' as const };
    granted(await desk.sign({ source: drawing, out, intent: 'edit', ingredients: [parent] }, identity));
    const { active } = await read(out);
    expect(active.ingredients?.map(({ title, relationship }) => [title, relationship])).toEqual([
      ['photo.jpg', 'parentOf'],
    ]);
  });

  it('a parent that was tampered with is recorded as such, and said', async () => {
    const original = nextOut();
    granted(await desk.sign({ source: photo, out: original }, identity));
    const bytes = readFileSync(original);
    bytes[bytes.length - 40]! ^= 1;
    writeFileSync(original, bytes);
    const update = await desk.sign({ source: original, out: nextOut(), intent: 'update' }, identity);
    expect(wordsOf(update)).toContain('content of the source no longer fits');
    const out = nextOut();
    const signed = granted(await desk.sign({ source: original, out, intent: 'edit' }, identity));
    expect(signed.notes[0]?.en).toContain('assertion.dataHash.mismatch');
    const { active, validation_state } = await read(out);
    expect(validation_state).toBe('Trusted');
    const failures = active.ingredients?.[0]?.validation_results?.activeManifest?.failure ?? [];
    expect(failures.map(({ code }) => code)).toContain('assertion.dataHash.mismatch');
  });

  it('a credential beside the source is not taken in, and that is said', async () => {
    const source = desk.path('lone.jpg');
    writeFileSync(source, readFileSync(photo));
    writeFileSync(desk.path('lone.c2pa'), 'anything');
    const signed = granted(await desk.sign({ source, out: nextOut(), intent: 'edit' }, identity));
    expect(signed.notes[0]?.en).toContain('lies a credential (lone.c2pa). It was not read');
  });

  it('names its program and version, and never a version of the specification', async () => {
    // 0.9.8 writes a claim with `specVersion` that no reader can decode.
    for (const intent of signIntents) {
      const order = SignOrder.parse({ source: 'a.jpg', out: 'b.jpg', intent, sourceType: 'print' });
      expect(JSON.stringify(defineCredential(order))).not.toMatch(/specVersion|spec_version/);
    }
    const first = nextOut();
    granted(await desk.sign({ source: photo, out: first }, identity));
    const last = nextOut();
    granted(await desk.sign({ source: first, out: last, intent: 'edit' }, identity));
    const found = await findStores(last, { format: 'jpeg' }, { signal: new AbortController().signal });
    const store = found.stores[0]!.bytes;
    const { manifests } = readManifestStore(store);
    expect(manifests.length).toBe(2);
    for (const { claims } of manifests) {
      const [offset, length] = claims[0]!.data;
      const claim = decode(store.subarray(offset, offset + length));
      expect(claim.claim_generator_info).toEqual({
        name: 'Assay',
        version: '0.1.0',
        'org.contentauth.c2pa_rs': '0.91.0',
      });
    }
  });

  it('an update takes an assertion out, with the reason, and leaves the pixels', async () => {
    const original = nextOut();
    const binding = { algorithm: 'org.example.person', value: Buffer.from('someone').toString('base64') };
    granted(await desk.sign({ source: photo, out: original, softBindings: [binding] }, identity));
    const out = nextOut();
    const redactions = [{ assertion: 'c2pa.soft-binding', reason: 'c2pa.PII.present' }];
    granted(await desk.sign({ source: original, out, intent: 'update', redactions }, identity));
    const store = await read(out);
    expect([store.validation_state, store.validation_status]).toEqual(['Trusted', undefined]);
    expect(store.active.redactions?.[0]).toMatch(/\/c2pa\.assertions\/c2pa\.soft-binding$/);
    const actions = store.active.assertions[0]?.data.actions as { action: string; reason?: string }[];
    expect(actions.map(({ action, reason }) => [action, reason])).toEqual([
      ['c2pa.opened', undefined],
      ['c2pa.redacted', 'c2pa.PII.present'],
    ]);
    // It is gone from the file, not merely unreferenced; everything behind the credential is as it was.
    expect(readFileSync(original).includes('someone')).toBe(true);
    expect(readFileSync(out).includes('someone')).toBe(false);
    const tail = readFileSync(photo).subarray(20);
    expect(readFileSync(out).subarray(-tail.length).equals(tail)).toBe(true);
  });

  it('several soft bindings, of lengths around the steps of the encoding', async () => {
    for (const length of [1, 23, 24, 255, 256, 1000]) {
      const value = Buffer.from(Array.from({ length }, (_, at) => (at * 7 + length) & 255));
      const out = nextOut('png');
      const softBindings = [
        { algorithm: 'org.example.one', value: value.toString('base64') },
        { algorithm: 'org.example.two', value: 'AAEC', timespan: { start: 0, end: 70_000 }, name: 'second' },
      ];
      granted(await desk.sign({ source: drawing, out, softBindings }, identity));
      const { active, validation_state } = await read(out);
      expect(validation_state).toBe('Trusted');
      const found = active.assertions.filter(({ label }) => label.startsWith('c2pa.soft-binding'));
      expect(found.map(({ data }) => data.alg)).toEqual(['org.example.one', 'org.example.two']);
      expect(found[0]?.data.blocks).toEqual([{ scope: {}, value: value.toString('base64') }]);
      expect(found[1]?.data).toMatchObject({
        name: 'second',
        blocks: [{ scope: { timespan: { start: 0, end: 70_000 } } }],
      });
      const head =
        length < 24 ? [0x40 | length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
      const encoded = Buffer.concat([Buffer.from('\x65value', 'latin1'), Buffer.from(head), value]);
      expect(readFileSync(out).includes(encoded), `${length} bytes on disk`).toBe(true);
    }
  });

  it('never lets the private key near the process that reads the source', () => {
    expect(desk.asked.length).toBeGreaterThan(20);
    const scalar = createPrivateKey(readFileSync(desk.path('signing', 'es256.pem'))).export({ format: 'jwk' })
      .d!;
    const secret = Buffer.from(scalar, 'base64url');
    const text = JSON.stringify(desk.asked, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    );
    expect(text).not.toContain('PRIVATE KEY');
    expect(text).not.toContain(secret.toString('hex'));
    expect(text).toContain('BEGIN CERTIFICATE');
  });
});

describe.skipIf(!opensslPresent)('certificates brought along', () => {
  let rootCertificate: MadeCertificate;
  const passphrase = 'a passphrase';

  beforeAll(() => {
    rootCertificate = makeCertificate(desk.folder, 'own-root', {
      issuer: null,
      subject: '/O=Own/CN=Root',
      extensions: rootExtensions,
    });
  });

  const leaf = (name: string, order: Partial<CertificateOrder> = {}): MadeCertificate =>
    makeCertificate(desk.folder, name, {
      issuer: rootCertificate,
      subject: '/O=Own/CN=Signer',
      extensions: leafExtensions,
      ...order,
    });
  const own = (made: MadeCertificate, key = made.key, secret: string | null = null) =>
    ownIdentity(made.pem, key, secret, new Date());

  it.each([
    ['es384', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384']],
    ['es512', ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521']],
    ['ps256', ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']],
    ['ed25519', ['-algorithm', 'ED25519']],
  ] as const)('%s: signs, and both engines agree', async (algorithm, key) => {
    const made = leaf(`own-${algorithm}`, { key });
    const chain = desk.path(`own-${algorithm}-chain.pem`);
    // A root at the end of the chain is the anchor of the check, and stays out of the signature.
    writeFileSync(chain, `${readFileSync(made.pem, 'latin1')}${readFileSync(rootCertificate.pem, 'latin1')}`);
    const signer = granted(await ownIdentity(chain, made.key, null, new Date()));
    expect([signer.algorithm, signer.chain.length]).toEqual([algorithm, 1]);
    const out = nextOut();
    const softBindings = [{ algorithm: 'org.example.own', value: 'AAEC' }];
    const signed = granted(await desk.sign({ source: photo, out, softBindings }, signer));
    expect(signed.checks.map(({ state }) => state)).toEqual(['Trusted', 'Trusted']);
    const stranger = await readAsStranger(out, 'image/jpeg', readFileSync(rootCertificate.pem, 'latin1'));
    expect([stranger.validation_state, stranger.active.signature_info.alg.toLowerCase()]).toEqual([
      'Trusted',
      algorithm,
    ]);
  });

  it('without its root, and with an encrypted key', async () => {
    const made = leaf('own-locked');
    openssl(
      desk.folder,
      'pkcs8',
      '-topk8',
      '-in',
      made.key,
      '-out',
      'own-locked.p8',
      '-passout',
      `pass:${passphrase}`,
    );
    const key = desk.path('own-locked.p8');
    expect(codeOf(await own(made, key))).toBe('passphrase-needed');
    expect(codeOf(await own(made, key, 'wrong'))).toBe('passphrase-wrong');
    const out = nextOut();
    granted(await desk.sign({ source: photo, out }, granted(await own(made, key, passphrase))));
  });

  it('refused, and why: key of another, broken chain, expired, no files', async () => {
    const made = leaf('own-a');
    const other = leaf('own-b');
    expect(wordsOf(await own(made, other.key))).toContain('does not belong to the first certificate');
    expect(wordsOf(await own(made, made.pem))).toContain('no private key');
    expect(wordsOf(await own({ ...made, pem: made.key }))).toContain('no chain of PEM certificates');
    expect(wordsOf(await own(made, desk.path('absent.key')))).toMatch(/cannot be read\..*ENOENT/);
    const mixed = desk.path('own-mixed.pem');
    writeFileSync(mixed, `${readFileSync(made.pem, 'latin1')}${readFileSync(other.pem, 'latin1')}`);
    expect(wordsOf(await ownIdentity(mixed, made.key, null, new Date()))).toContain('chain is broken');
    const later = new Date(Date.now() + 40 * 31_557_600_000);
    expect(wordsOf(await ownIdentity(made.pem, made.key, null, later))).toContain('is not valid today');
    const small = leaf('own-small', { key: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'] });
    expect(wordsOf(await own(small))).toContain('RSA from 2048 bits');
  });

  it.each([
    ['no organisation', { subject: '/CN=Person' }, /names no organisation/],
    [
      'no key usage',
      { extensions: leafExtensions.filter((line) => !line.startsWith('keyUsage')) },
      /key usage extension is missing/i,
    ],
    [
      'an authority',
      { extensions: [...rootExtensions, leafExtensions[2]!, 'authorityKeyIdentifier = keyid'] },
      /CA:TRUE/,
    ],
    [
      'another purpose',
      {
        extensions: leafExtensions.map((line) =>
          line.startsWith('extended') ? 'extendedKeyUsage = serverAuth' : line,
        ),
      },
      /extended key usage/i,
    ],
    ['self-signed', { issuer: null }, /self-signed/],
  ] as const)('refused, and the clause named: %s', async (name, order, words) => {
    const made = leaf(`own-${name.replaceAll(' ', '-')}`, order as Partial<CertificateOrder>);
    const refused = await own(made);
    expect(codeOf(refused)).toBe('signing-refused');
    expect(wordsOf(refused)).toContain('14.5.1');
    expect(wordsOf(refused)).toMatch(words);
  });
});

describe('what is refused', () => {
  it('an order that contradicts the specification, in both languages', () => {
    const faulty: readonly [Partial<SignOrder>, RegExp][] = [
      [{}, /needs its digital source type/],
      [{ sourceType: 'paintedByHand' }, /no term of the IPTC.*Terms are: trainedAlgorithmicMedia/],
      [{ sourceType: 'trainedMedia' }, /Near it are: trainedAlgorithmicMedia,/],
      [{ intent: 'update', sidecar: true }, /inside the file/],
      [{ intent: 'edit', sourceType: 'digitalCapture' }, /belongs to a new work/],
      [{ intent: 'edit', actions: [{ action: 'c2pa.created' }] }, /follows from the intent/],
      [{ intent: 'edit', actions: [{ action: 'c2pa.invented' }] }, /no action of C2PA/],
      [{ intent: 'edit', actions: [{ action: 'c2pa.edited', sourceType: 'x' }] }, /no term of the IPTC/],
      [{ intent: 'edit', actions: [{ action: 'c2pa.redacted' }] }, /written with each redaction/],
      [{ intent: 'update', actions: [{ action: 'c2pa.cropped' }] }, /use an edit/],
      [{ intent: 'update', softBindings: [{ algorithm: 'a.b', value: 'AAEC' }] }, /binds nothing anew/],
      [{ intent: 'update', ingredients: [{ path: 'a', relationship: 'componentOf' }] }, /only ingredient/],
      [{ sourceType: 'print', ingredients: [{ path: 'a', relationship: 'parentOf' }] }, /no parent/],
      [
        {
          intent: 'edit',
          ingredients: [
            { path: 'a', relationship: 'parentOf' },
            { path: 'b', relationship: 'parentOf' },
          ],
        },
        /one parent at most/,
      ],
      [
        { sourceType: 'print', redactions: [{ assertion: 'stds.exif', reason: 'c2pa.PII.present' }] },
        /earlier credential/,
      ],
      [
        { intent: 'update', redactions: [{ assertion: 'stds.exif', reason: 'because' }] },
        /no reason of C2PA/,
      ],
      [
        { intent: 'update', redactions: [{ assertion: 'c2pa.hash.data', reason: 'c2pa.PII.present' }] },
        /hold the credential together/,
      ],
      [
        { intent: 'update', redactions: [{ assertion: 'c2pa.actions.v2', reason: 'com.example.x' }] },
        /hold the credential together/,
      ],
    ];
    for (const [order, words] of faulty) {
      const fault = orderFault(SignOrder.parse({ source: 'a.jpg', out: 'b.jpg', ...order }));
      expect(fault?.en).toMatch(words);
      expect(fault?.['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(orderFault(SignOrder.parse({ source: 'a', out: 'b', intent: 'update' }))).toBeNull();
  });

  it('a target or sidecar that is there, also the source itself', async () => {
    const taken = desk.path('taken.jpg');
    writeFileSync(taken, 'mine');
    expect(codeOf(await desk.sign({ source: photo, out: taken }, identity))).toBe('file-exists');
    expect(codeOf(await desk.sign({ source: photo, out: photo }, identity))).toBe('file-exists');
    writeFileSync(desk.path('beside.c2pa'), 'mine');
    const beside = desk.path('beside.jpg');
    expect(codeOf(await desk.sign({ source: photo, out: beside, sidecar: true }, identity))).toBe(
      'file-exists',
    );
    expect([readFileSync(taken, 'utf8'), existsSync(beside)]).toEqual(['mine', false]);
  });

  it('a name that does not fit, a format without a place, an ingredient nobody can read', async () => {
    const text = desk.path('words.txt');
    writeFileSync(text, 'words');
    expect(wordsOf(await desk.sign({ source: photo, out: nextOut('png') }, identity))).toContain(
      'does not convert',
    );
    expect(wordsOf(await desk.sign({ source: text, out: nextOut('txt') }, identity))).toContain('(text)');
    const ingredients = [{ path: text, relationship: 'componentOf' as const }];
    expect(wordsOf(await desk.sign({ source: photo, out: nextOut(), ingredients }, identity))).toContain(
      'ingredient',
    );
  });

  it('a new work made of a credentialed file; an update of a file without a credential; an absent assertion', async () => {
    const original = nextOut();
    granted(await desk.sign({ source: photo, out: original }, identity));
    expect(wordsOf(await desk.sign({ source: original, out: nextOut() }, identity))).toContain(
      'drop its history',
    );
    expect(wordsOf(await desk.sign({ source: photo, out: nextOut(), intent: 'update' }, identity))).toContain(
      'nothing to update',
    );
    const redactions = [{ assertion: 'stds.exif', reason: 'c2pa.PII.present' }];
    const absent = await desk.sign(
      { source: original, out: nextOut(), intent: 'update', redactions },
      identity,
    );
    expect(codeOf(absent)).toBe('signing-refused');
  });

  it('leaves nothing behind when the source is broken, the folder is not there, or it is cancelled', async () => {
    const broken = desk.path('broken.jpg');
    writeFileSync(broken, plainJpeg().subarray(0, 90));
    // Private folders of workers come and go here too.
    const files = () =>
      readdirSync(desk.folder)
        .filter((name) => !/^(worker|sandbox|trial)-/.test(name))
        .sort();
    const before = files();
    const failed = await desk.sign({ source: broken, out: desk.path('never.jpg') }, identity);
    expect(failed.ok ? 'ok' : failed.problem.code).toMatch(/^signing-/);
    const nowhere = await desk.sign({ source: photo, out: desk.path('no', 'folder.jpg') }, identity);
    expect(wordsOf(nowhere)).toContain('folder the output is to be written to does not exist');
    const absent = await desk.sign(
      { source: desk.path('absent.jpg'), out: desk.path('never.jpg') },
      identity,
    );
    expect(wordsOf(absent)).toContain('no such file');
    const signal = AbortSignal.timeout(30);
    expect(codeOf(await desk.sign({ source: photo, out: desk.path('never.jpg') }, identity, signal))).toBe(
      'cancelled',
    );
    expect(files()).toEqual(before);
  });

  it('a signature that does not fit its certificate never gets a name', async () => {
    // The certificate of one key and the signatures of another: only the check of the result can tell.
    const other = granted(await renewAuthority(desk.ports, null));
    const stranger = granted(await authorityIdentity(desk.ports, 'es256', null));
    expect(other.leaves.length).toBe(2);
    const out = desk.path('never.jpg');
    const refused = await desk.sign({ source: photo, out }, { ...identity, key: stranger.key });
    expect(codeOf(refused)).toBe('signing-failed');
    expect(wordsOf(refused)).toContain('claimSignature.mismatch');
    expect([existsSync(out), drafts()]).toEqual([false, []]);
  });
});
