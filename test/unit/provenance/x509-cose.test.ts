import { constants, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CoseSign1 } from '#core/provenance/jumbf/cose.ts';
import { checkCose, coseAlgorithmName, verifyCose } from '#core/provenance/x509/cose-signature.ts';
import {
  derOf,
  leafExtensions,
  type MadeCertificate,
  makeCertificate,
  openssl,
  rootExtensions,
} from '../../fixtures/make/x509.ts';
import { opensslPresent } from '../../support/openssl.ts';

const claim = Buffer.from('This is the content.');

function message(part: Partial<CoseSign1>): CoseSign1 {
  return {
    protectedBytes: new Uint8Array(),
    algorithm: null,
    protectedHeaders: ['alg', 'x5chain'],
    unprotectedHeaders: [],
    chain: [],
    chainPlace: 'protected',
    payload: null,
    signature: new Uint8Array(),
    signatureRange: null,
    pad: { bytes: 0, nonZero: 0, ranges: [] },
    timeStamps: [],
    ocsp: [],
    problems: [],
    ...part,
  };
}

describe.skipIf(!opensslPresent)('COSE signatures', () => {
  let folder: string;
  let root: MadeCertificate;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assay-cose-'));
    root = makeCertificate(folder, 'root', {
      issuer: null,
      subject: '/O=Assay/CN=Root',
      extensions: rootExtensions,
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A certificate around a public key whose private key nobody here has. */
  async function certificateFor(jwk: JsonWebKey): Promise<Uint8Array> {
    const pem = createPublicKey({ key: jwk as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    await writeFile(join(folder, 'public.pem'), pem);
    openssl(
      folder,
      ...['x509', '-new', '-force_pubkey', 'public.pem', '-subj', '/O=Working group/CN=Example'],
      ...['-CA', root.pem, '-CAkey', root.key, '-set_serial', '5', '-days', '30', '-out', 'example.pem'],
    );
    return derOf(folder, 'example.pem');
  }

  // RFC 9052 appendix C.2.1 with the key "11" of appendix C.7.1.
  it('verifies the example of RFC 9052, and no other message', async () => {
    const der = await certificateFor({
      kty: 'EC',
      crv: 'P-256',
      x: Buffer.from('bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff', 'hex').toString(
        'base64url',
      ),
      y: Buffer.from('20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e', 'hex').toString(
        'base64url',
      ),
    });
    const example = message({
      protectedBytes: Buffer.from('a10126', 'hex'),
      algorithm: -7,
      chain: [der],
      signature: Buffer.from(
        '8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36',
        'hex',
      ),
    });
    expect(await verifyCose(example, claim)).toBe('valid');
    expect(await verifyCose(example, Buffer.from('This is the content!'))).toBe('invalid');
    expect(await verifyCose({ ...example, protectedBytes: Buffer.from('a10127', 'hex') }, claim)).toBe(
      'invalid',
    );
    expect(await verifyCose({ ...example, algorithm: -35 }, claim)).toBe('invalid');
  });

  // COSE working group, Examples/eddsa-examples/eddsa-sig-01.json; the key is that of RFC 8032 §7.1.
  it('verifies the working group’s example of EdDSA', async () => {
    const der = await certificateFor({
      kty: 'OKP',
      crv: 'Ed25519',
      x: Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex').toString(
        'base64url',
      ),
    });
    const example = message({
      protectedBytes: Buffer.from('a201270300', 'hex'),
      algorithm: -8,
      chain: [der],
      signature: Buffer.from(
        '7142fd2ff96d56db85bee905a76ba1d0b7321a95c8c4d3607c5781932b7afb8711497dfa751bf40b58b3bcc32300b1487f3db34085eef013bf08f4a44d6fef0d',
        'hex',
      ),
    });
    expect(await verifyCose(example, claim)).toBe('valid');
    expect(await verifyCose(example, claim.subarray(1))).toBe('invalid');
  });

  interface Signing {
    readonly certificate: MadeCertificate;
    readonly key: KeyObject;
  }
  async function signing(name: string, key: readonly string[]): Promise<Signing> {
    const certificate = makeCertificate(folder, name, {
      issuer: root,
      subject: '/O=Assay/CN=Signer',
      extensions: leafExtensions,
      key,
    });
    return { certificate, key: createPrivateKey(await readFile(certificate.key)) };
  }
  /** Sig_structure with short strings, written out here once more as the tests' own. */
  function toBeSigned(protectedBytes: Uint8Array): Buffer {
    return Buffer.concat([
      Buffer.from('846a5369676e617475726531', 'hex'),
      Buffer.from([0x40 | protectedBytes.length]),
      protectedBytes,
      Buffer.from([0x40, 0x40 | claim.length]),
      claim,
    ]);
  }
  const ec = (curve: string): string[] => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`];
  const rsa = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];
  const pss = ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'];

  it.each([
    ['ES256', -7, 'sha256', ec('P-256'), '26'],
    ['ES384', -35, 'sha384', ec('P-384'), '3822'],
    ['ES512', -36, 'sha512', ec('P-521'), '3823'],
    ['PS256', -37, 'sha256', rsa, '3824'],
    ['PS384', -38, 'sha384', rsa, '3825'],
    ['PS512', -39, 'sha512', pss, '3826'],
    ['EdDSA', -8, null, ['-algorithm', 'ED25519'], '27'],
  ])('verifies %s and refuses any changed bit', async (name, algorithm, hash, keyOptions, header) => {
    const { certificate, key } = await signing(`alg-${name}`, keyOptions);
    const protectedBytes = Buffer.from(`a101${header}`, 'hex');
    const options = name.startsWith('PS')
      ? {
          key,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
        }
      : { key, dsaEncoding: 'ieee-p1363' as const };
    const signature = sign(hash, toBeSigned(protectedBytes), options);
    const cose = message({ protectedBytes, algorithm, chain: [certificate.der], signature });
    expect(coseAlgorithmName(algorithm)).toBe(name);
    expect(checkCose(cose, claim)).toEqual({ verified: 'valid', problems: [] });
    for (const at of [0, signature.length >> 1, signature.length - 1]) {
      const changed = Uint8Array.from(signature);
      changed[at]! ^= 1;
      expect(await verifyCose({ ...cose, signature: changed }, claim)).toBe('invalid');
    }
    for (const odd of [new Uint8Array(), signature.subarray(1), Buffer.concat([signature, Buffer.from([0])])])
      expect(await verifyCose({ ...cose, signature: odd }, claim)).toBe('invalid');
  });

  it('names what is odd: DER, an attached payload, an unsigned chain, an unsuitable key', async () => {
    const { certificate, key } = await signing('odd', ec('P-256'));
    const protectedBytes = Buffer.from('a10126', 'hex');
    const cose = message({ protectedBytes, algorithm: -7, chain: [certificate.der] });
    const der = sign('sha256', toBeSigned(protectedBytes), { key, dsaEncoding: 'der' });
    const encoded = checkCose({ ...cose, signature: der }, claim);
    expect(encoded.verified).toBe('invalid');
    expect(encoded.problems.join()).toContain('encoded as DER');
    const signature = sign('sha256', toBeSigned(protectedBytes), { key, dsaEncoding: 'ieee-p1363' });
    const loose = checkCose({ ...cose, signature, chainPlace: 'unprotected', payload: claim }, claim);
    expect(loose.verified).toBe('valid');
    expect(loose.problems).toHaveLength(2);
    const unsuitable = checkCose({ ...cose, signature, algorithm: -37 }, claim);
    expect(unsuitable.verified).toBe('invalid');
    expect(unsuitable.problems[0]).toContain('does not suit');
  });

  it('says what it cannot judge', async () => {
    const { certificate } = await signing('unjudged', ec('P-256'));
    expect(await verifyCose(message({ algorithm: -7 }), claim)).toBe('no-certificate');
    for (const algorithm of [null, -47, -65535, 5])
      expect(await verifyCose(message({ algorithm, chain: [certificate.der] }), claim)).toBe('unsupported');
    expect(await verifyCose(message({ algorithm: -7, chain: [Buffer.from('x')] }), claim)).toBe(
      'unsupported',
    );
  });
});
