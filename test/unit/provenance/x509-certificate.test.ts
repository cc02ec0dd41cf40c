import { X509Certificate } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Certificate,
  certificatesOfPem,
  pemOf,
  readCertificate,
} from '#core/provenance/x509/certificate.ts';
import { readDer, timeOf } from '#core/provenance/x509/der.ts';
import { CertificateFacts } from '#shared/domain/certificate.ts';
import {
  claimSigning,
  leafExtensions,
  type MadeCertificate,
  makeCertificate,
  makeChain,
  openssl,
} from '../../fixtures/make/x509.ts';
import { corpusRoot } from '../../support/corpus.ts';
import { opensslPresent } from '../../support/openssl.ts';

function read(der: Uint8Array): Certificate {
  const certificate = readCertificate(der);
  if ('problem' in certificate) throw new Error(certificate.problem);
  return certificate;
}

/** OpenSSL's own words about a certificate, through node. */
function expectSame(der: Uint8Array): void {
  const { facts } = read(der);
  expect(CertificateFacts.parse(facts)).toEqual(facts);
  const oracle = new X509Certificate(Buffer.from(der));
  const moment = (text: string): number => Date.parse(text);
  expect(BigInt(`0x${facts.serial}`)).toBe(BigInt(`0x${oracle.serialNumber}`));
  expect(moment(facts.notBefore)).toBe(moment(oracle.validFrom));
  expect(moment(facts.notAfter)).toBe(moment(oracle.validTo));
  expect(facts.sha256).toBe(oracle.fingerprint256.replaceAll(':', '').toLowerCase());
  expect(facts.authority).toBe(oracle.ca);
  expect(facts.extendedKeyUsages).toEqual(oracle.keyUsage ?? []);
  expect(facts.pem.trim()).toBe(oracle.toString().trim());
  const key = oracle.publicKey;
  if (key.asymmetricKeyType === 'rsa')
    expect(facts.publicKey).toBe(`RSA ${key.asymmetricKeyDetails?.modulusLength}`);
  if (key.asymmetricKeyType === 'ed25519') expect(facts.publicKey).toBe('Ed25519');
}

const trust = join(corpusRoot, '..', 'trust');

describe.skipIf(!existsSync(trust))('certificates of the published lists', () => {
  it('reads all of them as OpenSSL does', async () => {
    let seen = 0;
    for (const folder of ['trust-list', 'interim-list'])
      for (const name of await readdir(join(trust, folder))) {
        if (!name.endsWith('.pem')) continue;
        for (const der of certificatesOfPem(await readFile(join(trust, folder, name), 'latin1'))) {
          expectSame(der);
          seen += 1;
        }
      }
    expect(seen).toBeGreaterThan(150);
  });
});

describe.skipIf(!opensslPresent)('certificates made by OpenSSL', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-x509-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const leaf = (name: string, subject: string, extensions: readonly string[]): MadeCertificate =>
    makeCertificate(folder, name, { issuer: null, subject, extensions });

  it('reads a chain as OpenSSL does, key identifiers and usages included', () => {
    const chain = makeChain(folder, 'plain');
    for (const { der } of [chain.root, chain.authority, chain.leaf]) expectSame(der);
    const { facts } = read(chain.leaf.der);
    const text = openssl(folder, 'x509', '-in', chain.leaf.pem, '-noout', '-text').toString('utf8');
    const printed = (title: string): string =>
      new RegExp(`${title}:[^\\n]*\\n\\s*([^\\n]+)`).exec(text)?.[1]?.replaceAll(':', '').toLowerCase() ?? '';
    expect(facts.subjectKeyId).toBe(printed('Subject Key Identifier'));
    expect(facts.authorityKeyId).toBe(printed('Authority Key Identifier'));
    expect(facts.authorityKeyId).toBe(read(chain.authority.der).facts.subjectKeyId);
    expect(facts).toMatchObject({
      version: 3,
      publicKey: 'EC P-256',
      signatureAlgorithm: 'ECDSA SHA-256',
      keyUsages: ['digitalSignature'],
      extendedKeyUsages: [claimSigning],
      pathLength: null,
      uniqueIdentifiers: [],
      assuranceLevel: null,
      productRecord: null,
    });
    expect(read(chain.authority.der).facts.keyUsages).toEqual(['keyCertSign', 'cRLSign']);
    const pem = openssl(folder, 'x509', '-in', chain.leaf.pem, '-noout', '-pubkey').toString('latin1');
    const spki = join(folder, 'spki.der');
    writeFileSync(spki, Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'));
    const digest = openssl(folder, 'dgst', '-sha256', '-r', spki).toString('latin1').slice(0, 64);
    expect(facts.keySha256).toBe(digest);
  });

  it.each([
    ['plain', '/C=CN/O=测试机构/OU=Photos/CN=Signer'],
    ['special', '/O=Adobe, "Inc." <x>; a\\+b/CN=#hash  '],
    ['two in one', '/C=XX/O=Org/CN=Name+emailAddress=a@example.org'],
    ['rare', '/organizationIdentifier=NTRUS-1/serialNumber=7/GN=A/SN=B/title=T/postalCode=9'],
  ])('prints a name as OpenSSL does in the form of RFC 2253: %s', (name, subject) => {
    const made = leaf(`name-${name.replaceAll(' ', '-')}`, subject, leafExtensions);
    const oracle = openssl(
      folder,
      ...['x509', '-in', made.pem, '-noout', '-subject', '-nameopt', 'RFC2253,-esc_msb,utf8'],
    )
      .toString('utf8')
      .replace(/^subject=/, '')
      .replace(/\n$/, '');
    // OpenSSL orders the members of one set by their bytes; RFC 4514 leaves the order open.
    const parts = (text: string): string[] => text.split(/(?<!\\)[,+]/).sort();
    expect(parts(read(made.der).facts.subject.text)).toEqual(parts(oracle));
  });

  it('names country, organisation, unit and common name', () => {
    const made = leaf('fields', '/C=CN/O=测试机构/OU=Photos/CN=Signer', leafExtensions);
    expect(read(made.der).facts.subject).toEqual({
      text: 'CN=Signer,OU=Photos,O=测试机构,C=CN',
      country: 'CN',
      organisation: '测试机构',
      unit: 'Photos',
      common: 'Signer',
    });
  });

  it.each([
    ['an identifier', 'DER:060A2B0601040183E85E030A', 1],
    ['an identifier in a sequence', 'DER:300C060A2B0601040183E85E0314', 2],
    ['an integer', 'DER:020102', 2],
    ['an identifier of something else', 'DER:06032A0304', null],
    ['no ASN.1', 'DER:FFFF', null],
  ])('reads the assurance level as %s', (_title, value, level) => {
    const made = leaf('level', '/O=A/CN=Level', [...leafExtensions, `1.3.6.1.4.1.62558.3 = ${value}`]);
    expect(read(made.der).facts.assuranceLevel).toBe(level);
  });

  const record = '0f8fad5b-d9cb-469f-a165-70867728950e';
  it.each([
    ['text', `ASN1:UTF8String:${record}`],
    ['sixteen bytes', `ASN1:FORMAT:HEX,OCTETSTRING:${record.replaceAll('-', '')}`],
    ['bare bytes', `DER:${record.replaceAll('-', '')}`],
    ['text in a sequence', `DER:3026${'0c24'}${Buffer.from(record).toString('hex')}`],
  ])('reads the product record as %s', (_title, value) => {
    const made = leaf('record', '/O=A/CN=Record', [...leafExtensions, `1.3.6.1.4.1.62558.4 = ${value}`]);
    expect(read(made.der).facts.productRecord).toBe(record);
  });

  it('reads OCSP servers, path length, critical marks and unusual keys', () => {
    const made = makeCertificate(folder, 'odd', {
      issuer: null,
      subject: '/O=A/CN=Odd',
      key: ['-algorithm', 'ED25519'],
      options: [],
      extensions: [
        'basicConstraints = critical,CA:TRUE,pathlen:3',
        'authorityInfoAccess = OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/',
        '1.2.3.4 = critical,DER:0500',
      ],
    });
    expect(read(made.der).facts).toMatchObject({
      publicKey: 'Ed25519',
      signatureAlgorithm: 'Ed25519',
      authority: true,
      pathLength: 3,
      ocspServers: ['http://ocsp.example/'],
      extensions: [
        { oid: '2.5.29.19', critical: true, bytes: 8 },
        { oid: '1.3.6.1.5.5.7.1.1', critical: false, bytes: expect.any(Number) },
        { oid: '1.2.3.4', critical: true, bytes: 2 },
        ...(read(made.der).facts.subjectKeyId === null
          ? []
          : [{ oid: '2.5.29.14', critical: false, bytes: 22 }]),
      ],
    });
    const brainpool = makeCertificate(folder, 'brainpool', {
      issuer: null,
      subject: '/O=A/CN=B',
      key: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'],
      extensions: [],
    });
    expect(read(brainpool.der).facts).toMatchObject({ publicKey: 'EC brainpoolP256r1', version: 1 });
    const pss = makeCertificate(folder, 'pss', {
      issuer: null,
      subject: '/O=A/CN=P',
      key: ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
      options: ['-sha384', '-sigopt', 'rsa_pss_saltlen:digest'],
      extensions: leafExtensions,
    });
    expect(read(pss.der).facts).toMatchObject({
      publicKey: 'RSA-PSS 2048',
      signatureAlgorithm: 'RSA-PSS SHA-384',
    });
  });

  it('survives any damage to the bytes', () => {
    const { der } = makeChain(folder, 'damaged').leaf;
    let state = 12345;
    const random = (below: number): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    let readable = 0;
    for (let round = 0; round < 5000; round += 1) {
      const bytes = Uint8Array.from(der);
      for (let change = 0; change <= random(4); change += 1) bytes[random(bytes.length)] = random(256);
      const result = readCertificate(
        bytes.subarray(0, random(8) === 0 ? random(bytes.length) : bytes.length),
      );
      if (!('problem' in result)) {
        CertificateFacts.parse(result.facts);
        readable += 1;
      }
    }
    expect(readable).toBeGreaterThan(100);
  });
});

describe('ASN.1', () => {
  const der = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

  it('holds to limits of depth and count', () => {
    const deep = new Uint8Array(4000);
    for (let at = 0; at < deep.length; at += 2) deep.set([0x30, 0x80], at);
    expect(readDer(deep)).toBeNull();
    const many = Buffer.concat([
      Buffer.from([0x30, 0x82, 0xea, 0x60]),
      Buffer.alloc(60_000, Buffer.from([5, 0])),
    ]);
    expect(readDer(many)).toBeNull();
  });

  it('reads indefinite lengths and refuses what runs over the end', () => {
    expect(readDer(der(0x30, 0x80, 2, 1, 5, 0, 0))?.children).toHaveLength(1);
    expect(readDer(der(0x30, 0x80, 2, 1, 5, 0))).toBeNull();
    expect(readDer(der(0x30, 3, 2, 2, 5))).toBeNull();
    expect(readDer(der(0x30, 0x86, 255, 255, 255, 255, 255, 255, 0))).toBeNull();
    expect(readDer(der(5, 0, 0))).toBeNull();
    expect(readDer(der(5, 0, 0), true)?.raw).toHaveLength(2);
    expect(readDer(der())).toBeNull();
  });

  it.each([
    [23, '491231235959Z', '2049-12-31T23:59:59Z'],
    [23, '500101000000Z', '1950-01-01T00:00:00Z'],
    [23, '2401020304Z', '2024-01-02T03:04:00Z'],
    [23, '240102030405+0130', '2024-01-02T01:34:05Z'],
    [24, '20240806215337Z', '2024-08-06T21:53:37Z'],
    [24, '20240806215337.250Z', '2024-08-06T21:53:37.25Z'],
    [24, '20240806215337.123456Z', '2024-08-06T21:53:37.123456Z'],
    [24, '20240806216337Z', null],
    [24, '20240230000000Z', null],
    [24, '20240806215337', null],
    [23, '20240806215337Z', null],
  ])('reads the time %i %s', (tag, text, expected) => {
    const content = Buffer.from(text, 'latin1');
    expect(timeOf(readDer(Buffer.concat([der(tag, content.length), content]))!)).toBe(expected);
  });

  it('writes and reads PEM', () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, at) => at);
    const text = `comment\n${pemOf(bytes)}between\r\n${pemOf(bytes.subarray(3)).replaceAll('\n', '\r\n')}`;
    expect(certificatesOfPem(text)).toEqual([bytes, bytes.slice(3)]);
    expect(readCertificate(bytes)).toEqual({ problem: 'not an X.509 certificate' });
  });
});
