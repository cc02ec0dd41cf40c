import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fits, usableKey } from '#core/labels/gb45438/signature-keys.ts';
import { liftedKey, messageNumber, signerDigest, sm2Key, verifySm2 } from '#core/labels/sm/sm2.ts';
import { sm3 } from '#core/labels/sm/sm3.ts';
import { sm2Signer } from '../../fixtures/make/sm2.ts';
import { opensslPresent } from '../../support/openssl.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('SM3', () => {
  it('gives the digests of GB/T 32905-2016, annex A', () => {
    expect(hex(sm3(Buffer.from('abc')))).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
    expect(hex(sm3(Buffer.from('abcd'.repeat(16))))).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
  });
});

describe('SM2', () => {
  // GB/T 32918.5-2017, annex A (also draft-shen-sm2-ecdsa-02, appendix A).
  const key = sm2Key(
    0x09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020n,
    0xccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13n,
  )!;
  const message = Buffer.from('message digest');
  const signature = {
    r: 0xf5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3n,
    s: 0xb1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aan,
  };

  it('gives Z, the hash and the answer of GB/T 32918.5-2017, annex A', () => {
    expect(hex(signerDigest(key, Buffer.from('1234567812345678')))).toBe(
      'b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3',
    );
    expect(messageNumber(key, message)).toBe(
      0xf0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640n,
    );
    expect(verifySm2(key, message, signature)).toBe(true);
  });

  it('refuses everything that is one step away from it', () => {
    expect(verifySm2(key, Buffer.from('message digesT'), signature)).toBe(false);
    expect(verifySm2(key, message, { ...signature, s: signature.s + 1n })).toBe(false);
    expect(verifySm2(key, message, { r: 0n, s: signature.s })).toBe(false);
    expect(verifySm2(key, message, signature, 'ALICE123@YAHOO.COM')).toBe(false);
    expect(sm2Key(key.x, key.y + 1n)).toBeNull();
  });

  it('takes the key in all forms of public files', () => {
    const x = key.x.toString(16).padStart(64, '0');
    const y = key.y.toString(16).padStart(64, '0');
    // The y of this key is odd.
    for (const form of [`04${x}${y}`, `${x}${y}`, `03${x}`])
      expect(usableKey('sm2-sm3', form)).toEqual({ algorithm: 'sm2-sm3', key });
    expect(usableKey('sm2-sm3', `00${x}`)).toEqual({ algorithm: 'sm2-sm3', key: liftedKey(key.x, false) });
    expect(usableKey('sm2-sm3', `04${x}${x}`)).toBeNull();
    expect(usableKey('sm2-sm3', 'ff')).toBeNull();
  });
});

describe.skipIf(!opensslPresent)('SM2 and SM3 against OpenSSL', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-sm-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const identity = ['-pkeyopt', 'distid:1234567812345678'];

  it('agrees on digests of every length around the block', () => {
    const lengths = [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 1000];
    for (const length of lengths) writeFileSync(join(folder, `m${length}`), Buffer.alloc(length, 0xa7));
    const lines = openssl('dgst', '-sm3', '-r', ...lengths.map((length) => `m${length}`))
      .toString()
      .trim()
      .split('\n');
    expect(lines.map((line) => line.slice(0, 64))).toEqual(
      lengths.map((length) => hex(sm3(Buffer.alloc(length, 0xa7)))),
    );
  });

  it('verifies what OpenSSL signed, and OpenSSL what the fixtures sign', () => {
    const message = Buffer.from('"Label":"1","ContentProducer":"MiniMax","ProduceID":"42"');
    writeFileSync(join(folder, 'message'), message);
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', 'key.pem');
    openssl(
      'pkeyutl',
      '-sign',
      '-rawin',
      '-digest',
      'sm3',
      '-in',
      'message',
      '-inkey',
      'key.pem',
      '-out',
      'sig',
      ...identity,
    );
    const spki = openssl('pkey', '-in', 'key.pem', '-pubout', '-outform', 'DER');
    const signature = execFileSync('cat', ['sig'], { cwd: folder });
    const key = usableKey('sm2-sm3', spki.toString('hex'))!;
    expect(fits(key, message, signature)).toBe(true);
    expect(fits(key, Buffer.from(message).fill(0x31, 9, 10).fill(0x32, 9, 10), signature)).toBe(false);

    const own = sm2Signer();
    writeFileSync(join(folder, 'own.der'), Buffer.from(own.spki, 'hex'));
    writeFileSync(join(folder, 'own.sig'), Buffer.from(own.sign(message.toString()), 'hex'));
    const answer = openssl(
      'pkeyutl',
      '-verify',
      '-rawin',
      '-digest',
      'sm3',
      '-in',
      'message',
      '-pubin',
      '-keyform',
      'DER',
      '-inkey',
      'own.der',
      '-sigfile',
      'own.sig',
      ...identity,
    );
    expect(answer.toString()).toContain('Signature Verified Successfully');
  });
});
