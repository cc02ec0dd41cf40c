import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificate, readCertificate } from '#core/provenance/x509/certificate.ts';
import { readOcsp } from '#core/provenance/x509/ocsp.ts';
import { OcspFacts } from '#shared/domain/certificate.ts';
import {
  type MadeCertificate,
  type MadeChain,
  makeCertificate,
  makeChain,
  makeOcsp,
  type OcspOrder,
  openssl,
  revocationTime,
} from '../../fixtures/make/x509.ts';
import { opensslPresent } from '../../support/openssl.ts';

const responderExtensions = [
  'basicConstraints = critical,CA:FALSE',
  'keyUsage = critical,digitalSignature',
  'extendedKeyUsage = OCSPSigning',
  'subjectKeyIdentifier = hash',
  'authorityKeyIdentifier = keyid',
];

function read(made: MadeCertificate): Certificate {
  const certificate = readCertificate(made.der);
  if ('problem' in certificate) throw new Error(certificate.problem);
  return certificate;
}

describe.skipIf(!opensslPresent)('OCSP responses', () => {
  let folder: string;
  let chain: MadeChain;
  let responder: MadeCertificate;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-ocsp-'));
    chain = makeChain(folder, 'ocsp');
    responder = makeResponder('responder', chain.authority, responderExtensions);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function makeResponder(
    name: string,
    issuer: MadeCertificate,
    extensions: readonly string[],
    common = name,
  ): MadeCertificate {
    return makeCertificate(folder, name, { issuer, subject: `/O=Assay/CN=${common}`, extensions });
  }

  const response = (part: Partial<OcspOrder> = {}): Uint8Array =>
    makeOcsp(folder, 'one', {
      authority: chain.authority,
      responder,
      signer: chain.leaf,
      entry: 'good',
      ...part,
    });
  const facts = async (der: Uint8Array, signer: MadeCertificate = chain.leaf): Promise<OcspFacts> => {
    const found = await readOcsp(der, read(signer), read(chain.authority));
    expect(OcspFacts.parse(found)).toEqual(found);
    return found;
  };
  /** Times as OpenSSL prints them. */
  const printed = async (der: Uint8Array, title: string): Promise<number> => {
    await writeFile(join(folder, 'shown'), der);
    const text = openssl(folder, 'ocsp', '-respin', 'shown', '-text', '-noverify').toString('latin1');
    return Date.parse(new RegExp(`${title}: (.+)`).exec(text)![1]!);
  };

  it.each([
    ['good', 'sha1', false],
    ['good', 'sha256', true],
    ['revoked', 'sha1', true],
    ['unknown', 'sha256', false],
  ] as const)('reads what OpenSSL answers: %s (%s, by key: %s)', async (entry, digest, byKey) => {
    const der = response({ entry, digest, byKey });
    const found = await facts(der);
    expect(found).toMatchObject({
      status: entry,
      forSigner: true,
      signatureValid: true,
      responder: 'CN=responder,O=Assay',
      revokedAt: entry === 'revoked' ? revocationTime : null,
      problems: entry === 'revoked' ? ['reason of the revocation: keyCompromise'] : [],
    });
    expect(Date.parse(found.producedAt!)).toBe(await printed(der, 'Produced At'));
    expect(Date.parse(found.thisUpdate!)).toBe(await printed(der, 'This Update'));
    expect(Date.parse(found.nextUpdate!)).toBe(await printed(der, 'Next Update'));
  });

  it('accepts the issuer itself as responder', async () => {
    expect(await facts(response({ responder: chain.authority }))).toMatchObject({
      status: 'good',
      signatureValid: true,
      responder: expect.stringContaining('CN=Authority'),
    });
  });

  it('knows a response about another certificate', async () => {
    const sibling = makeResponder('sibling', chain.authority, responderExtensions);
    const about = await facts(response({ signer: sibling }));
    expect(about).toMatchObject({ status: 'good', forSigner: false, signatureValid: true });
    // The same serial number below another authority.
    const other = makeChain(folder, 'elsewhere');
    const serial = openssl(folder, 'x509', '-in', chain.leaf.pem, '-noout', '-serial').toString('latin1');
    const twin = makeCertificate(folder, 'twin', {
      issuer: other.authority,
      subject: '/O=Assay/CN=Twin',
      extensions: responderExtensions,
      serial: `0x${serial.trim().replace('serial=', '')}`,
    });
    const elsewhere = response({
      authority: other.authority,
      responder: other.authority,
      signer: twin,
    });
    expect(await facts(elsewhere)).toMatchObject({ forSigner: false, signatureValid: false });
  });

  it.each([
    ['not for OCSP', responderExtensions.filter((line) => !line.startsWith('ext')), 'not for OCSP signing'],
    ['of another authority', null, 'was not certified by the issuer'],
  ])('refuses a responder that is %s', async (name, extensions, problem) => {
    const other = makeChain(folder, 'foreign');
    const bad =
      extensions === null
        ? makeResponder(`bad-${name.replaceAll(' ', '-')}`, other.authority, responderExtensions)
        : makeResponder(`bad-${name.replaceAll(' ', '-')}`, chain.authority, extensions);
    const found = await facts(response({ responder: bad }));
    expect(found).toMatchObject({ status: 'good', forSigner: true, signatureValid: false });
    expect(found.problems.join()).toContain(problem);
  });

  it('tells a changed response and one that says nothing', async () => {
    const der = response({ entry: 'revoked' });
    // A revoked answer turned into a good one would be the attack; any change must break the signature.
    const changed = Uint8Array.from(der);
    const at = Buffer.from(der).indexOf('20260102030405Z');
    changed[at + 3] = 0x37;
    expect(await facts(changed)).toMatchObject({ status: 'revoked', signatureValid: false });
    expect(await facts(Uint8Array.of(0x30, 3, 0x0a, 1, 3))).toMatchObject({
      status: 'unreadable',
      problems: ['the responder refused: tryLater'],
    });
    expect(await facts(Buffer.from('rubbish'))).toMatchObject({ status: 'unreadable', forSigner: false });
    expect(await facts(der.subarray(0, der.length - 1))).toMatchObject({ status: 'unreadable' });
  });

  it('proves nothing when the issuer is not known', async () => {
    const found = await readOcsp(response(), read(chain.leaf), null);
    expect(found).toMatchObject({ status: 'good', forSigner: true, signatureValid: null });
    expect(found.problems[0]).toContain('issuer');
  });

  it('survives any damage to the bytes', async () => {
    const der = response();
    const [signer, issuer] = [read(chain.leaf), read(chain.authority)];
    for (let at = 0; at < der.length; at += 1) {
      const bytes = Uint8Array.from(der);
      bytes[at]! ^= [1, 0x80, 0xff][at % 3]!;
      OcspFacts.parse(await readOcsp(bytes, signer, issuer));
    }
  });
});
