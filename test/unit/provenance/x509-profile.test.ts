import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from '#core/provenance/x509/certificate.ts';
import { profileFaults } from '#core/provenance/x509/profile.ts';
import { type CertificateFacts, ProfileFault } from '#shared/domain/certificate.ts';
import {
  type CertificateOrder,
  leafExtensions,
  type MadeCertificate,
  makeCertificate,
  rootExtensions,
} from '../../fixtures/make/x509.ts';
import { opensslPresent } from '../../support/openssl.ts';

/** Extensions of a good signing certificate with one kind replaced or left out. */
const without = (kind: string, ...instead: string[]): string[] => [
  ...leafExtensions.filter((line) => !line.startsWith(kind)),
  ...instead,
];
const usage = (list: string): string[] => without('extendedKeyUsage', `extendedKeyUsage = ${list}`);
const rsa = (bits: number): string[] => ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`];
const curve = (name: string): string[] => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${name}`];

type Defect = readonly [string, Partial<CertificateOrder>, readonly string[]];
const good: readonly Defect[] = [
  ['P-256', {}, []],
  ['P-384', { key: curve('P-384') }, []],
  ['P-521', { key: curve('P-521') }, []],
  ['RSA 2048', { key: rsa(2048) }, []],
  ['Ed25519', { key: ['-algorithm', 'ED25519'] }, []],
  ['e-mail protection', { extensions: usage('emailProtection') }, []],
  ['document signing', { extensions: usage('1.3.6.1.5.5.7.3.36') }, []],
  ['two usages', { extensions: usage('emailProtection,clientAuth') }, []],
  [
    'non-repudiation besides',
    { extensions: without('keyUsage', 'keyUsage = critical,digitalSignature,nonRepudiation') },
    [],
  ],
];
const defects: readonly Defect[] = [
  [
    'an authority',
    { extensions: without('basicConstraints', 'basicConstraints = critical,CA:TRUE') },
    ['authority'],
  ],
  ['no key usage', { extensions: without('keyUsage') }, ['key-usage-missing']],
  [
    'a key usage without signatures',
    { extensions: without('keyUsage', 'keyUsage = critical,keyEncipherment') },
    ['digital-signature-missing'],
  ],
  [
    'a key usage that is not critical',
    { extensions: without('keyUsage', 'keyUsage = digitalSignature') },
    ['key-usage-not-critical'],
  ],
  [
    'signing of certificates',
    { extensions: without('keyUsage', 'keyUsage = critical,digitalSignature,keyCertSign') },
    ['certificate-signing'],
  ],
  ['no extended usage', { extensions: without('extendedKeyUsage') }, ['extended-usage-missing']],
  [
    'any extended usage',
    { extensions: usage('emailProtection,anyExtendedKeyUsage') },
    ['extended-usage-any'],
  ],
  ['a usage that is not accepted', { extensions: usage('serverAuth') }, ['extended-usage-not-accepted']],
  ['time-stamping only', { extensions: usage('timeStamping') }, ['extended-usage-not-accepted']],
  ['time-stamping besides', { extensions: usage('emailProtection,timeStamping') }, ['extended-usage-mixed']],
  ['OCSP signing besides', { extensions: usage('OCSPSigning,emailProtection') }, ['extended-usage-mixed']],
  [
    'no authority key identifier',
    { extensions: without('authorityKeyIdentifier', 'authorityKeyIdentifier = none') },
    ['authority-key-identifier-missing'],
  ],
  [
    'no subject key identifier',
    { extensions: without('subjectKeyIdentifier', 'subjectKeyIdentifier = none') },
    ['subject-key-identifier-missing'],
  ],
  ['no organisation', { subject: '/CN=A person' }, ['subject-organisation']],
  ['a short RSA key', { key: rsa(1024) }, ['public-key']],
  ['another curve', { key: curve('secp256k1') }, ['public-key']],
  ['Ed448', { key: ['-algorithm', 'ED448'] }, ['public-key']],
  ['SHA-1', { options: ['-sha1'] }, ['signature-algorithm']],
];

describe.skipIf(!opensslPresent)('profile of signing certificates', () => {
  let folder: string;
  let root: MadeCertificate;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-profile-'));
    root = makeCertificate(folder, 'root', {
      issuer: null,
      subject: '/O=Assay/CN=Root',
      extensions: rootExtensions,
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const factsOf = (part: Partial<CertificateOrder>): CertificateFacts => {
    const { der } = makeCertificate(folder, 'leaf', {
      issuer: root,
      subject: '/O=Assay/CN=Leaf',
      extensions: leafExtensions,
      ...part,
    });
    const certificate = readCertificate(der);
    if ('problem' in certificate) throw new Error(certificate.problem);
    return certificate.facts;
  };

  it.each([...good, ...defects])('%s', (_title, part, codes) => {
    const faults = profileFaults(factsOf(part));
    expect(faults.map(({ code }) => code)).toEqual(codes);
    for (const fault of faults) {
      expect(ProfileFault.parse(fault)).toEqual(fault);
      expect(fault.statement['zh-CN']).toMatch(/\p{Script=Han}/u);
      expect(fault.level).toBe(/not-critical|subject-key/.test(fault.code) ? 'should' : 'must');
    }
  });

  it('finds a certificate of version 1 and one that issued itself', () => {
    const first = profileFaults(factsOf({ extensions: [] })).map(({ code }) => code);
    expect(first).toEqual([
      'version',
      'key-usage-missing',
      'extended-usage-missing',
      'authority-key-identifier-missing',
      'subject-key-identifier-missing',
    ]);
    const own = profileFaults(factsOf({ issuer: null, extensions: without('authorityKey') }));
    expect(own.map(({ code }) => code)).toEqual(['self-signed', 'authority-key-identifier-missing']);
    // An authority of the same name with another key is another authority.
    const same = profileFaults(factsOf({ subject: '/O=Assay/CN=Root' }));
    expect(same).toEqual([]);
  });

  it('finds what OpenSSL does not make: unique identifiers and a window that ends before it begins', () => {
    const facts = factsOf({});
    const codes = (part: Partial<CertificateFacts>): string[] =>
      profileFaults({ ...facts, ...part }).map(({ code }) => code);
    expect(codes({ uniqueIdentifiers: ['subject'] })).toEqual(['unique-identifiers']);
    expect(codes({ notAfter: facts.notBefore, notBefore: facts.notAfter })).toEqual(['window-order']);
  });

  it('reads unique identifiers out of the bytes', () => {
    const { der } = makeCertificate(folder, 'unique', {
      issuer: root,
      subject: '/O=Assay/CN=Leaf',
      extensions: leafExtensions,
    });
    // Put `[1] BIT STRING` in front of the extensions and mend the two lengths above it (both in two bytes).
    const source = Buffer.from(der);
    const extensions = source.indexOf(Buffer.from('0603551d13', 'hex')) - 2;
    const mark = source.lastIndexOf(0xa3, extensions);
    const added = Buffer.from('81020000', 'hex');
    const made = Buffer.concat([source.subarray(0, mark), added, source.subarray(mark)]);
    made.writeUInt16BE(made.readUInt16BE(2) + added.length, 2);
    made.writeUInt16BE(made.readUInt16BE(6) + added.length, 6);
    const certificate = readCertificate(made);
    if ('problem' in certificate) throw new Error(certificate.problem);
    expect(certificate.facts.uniqueIdentifiers).toEqual(['issuer']);
  });
});
