import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtInDenials } from '#core/trust/built-in-denials.ts';
import { deniedBy, denyId, parseDenyEntry, parseDenyList } from '#core/trust/deny.ts';
import { readCertificates } from '#core/trust/pem.ts';
import type { CertificateFacts } from '#shared/domain/certificate.ts';
import type { DenyEntry } from '#shared/domain/trust.ts';
import { makeAuthority } from '../../fixtures/make/signed.ts';
import { opensslMarks } from '../../fixtures/make/trust-files.ts';
import { opensslPresent, trustPresent, trustRoot } from '../../support/trust.ts';

const reason = { en: 'lost key', 'zh-CN': '密钥丢失' };

function entry(value: unknown): DenyEntry {
  const parsed = parseDenyEntry(value);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed;
}

function factsOf(pem: string): CertificateFacts {
  return readCertificates(Buffer.from(pem)).certificates[0]!.facts;
}

describe('deny lists', () => {
  test('marks are taken as certificate viewers print them', () => {
    expect(entry({ issuer: 'CN=X', serial: '00:4A:BC', reason })).toEqual({
      issuer: 'CN=X',
      serial: '4abc',
      reason,
    });
    expect(entry({ keySha256: 'AB '.repeat(32), reason }).keySha256).toBe('ab'.repeat(32));
  });

  test.each([
    ['no mark', { reason }],
    ['a serial without its issuer', { serial: '4a', reason }],
    ['a short hash', { keySha256: 'ab', reason }],
    ['no Chinese reason', { issuer: 'CN=X', reason: { en: 'x' } }],
    ['no date', { issuer: 'CN=X', reason, since: 'yesterday' }],
  ])('%s is refused', (_name, value) => {
    expect(parseDenyEntry(value)).toHaveProperty('fault');
    expect(parseDenyList([value])).toHaveProperty('fault');
  });

  test('a list is an array with something in it, within bounds', () => {
    for (const value of [undefined, null, {}, [], 'x', [null], [[]]])
      expect(parseDenyList(value)).toHaveProperty('fault');
    expect(parseDenyList(Array(10_001).fill({ issuer: 'CN=X', reason }))).toHaveProperty('fault');
  });
});

describe.skipIf(!opensslPresent)('denials against certificates', () => {
  let folder: string;
  let pem: string;
  let root: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-deny-'));
    const authority = makeAuthority(folder, 'deny', ['emailProtection']);
    pem = authority.chain;
    root = authority.root;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('fit by each mark OpenSSL prints, and by no other certificate', () => {
    const marks = opensslMarks(pem);
    const issuer = 'O=Assay Test deny,CN=Root,C=XX';
    for (const value of [
      { certificateSha256: marks.sha256, reason },
      { keySha256: marks.keySha256, reason },
      { serial: marks.serial, issuer, reason },
      // The order of the parts, case and spaces do not matter.
      { issuer: 'c = xx, cn = root, o = assay  test deny', reason },
    ]) {
      const denied = deniedBy([entry(value)]);
      expect(denied(factsOf(pem))).toEqual(reason);
      expect(
        denied({
          ...factsOf(pem),
          serial: '1',
          sha256: '',
          keySha256: '',
          issuer: { ...factsOf(pem).issuer, text: 'CN=Other' },
        }),
      ).toBeNull();
    }
    // A root names itself as issuer: an issuer alone denies it too; a certificate's hash does not.
    expect(deniedBy([entry({ issuer, reason })])(factsOf(root))).toEqual(reason);
    expect(deniedBy([entry({ certificateSha256: marks.sha256, reason })])(factsOf(root))).toBeNull();
  });

  test('all marks of an entry must fit', () => {
    const marks = opensslMarks(pem);
    const other = entry({ certificateSha256: marks.sha256, keySha256: '0'.repeat(64), reason });
    expect(deniedBy([other])(factsOf(pem))).toBeNull();
  });

  test('the reason is that of the first entry that fits', () => {
    const { sha256 } = opensslMarks(pem);
    const second = { en: 'second', 'zh-CN': '第二' };
    const entries = [
      entry({ certificateSha256: sha256, reason }),
      entry({ certificateSha256: sha256, reason: second }),
    ];
    expect(deniedBy(entries)(factsOf(pem))).toEqual(reason);
    expect(denyId(entries[0]!)).toBe(denyId(entries[1]!));
  });
});

describe.skipIf(!trustPresent || !opensslPresent)('the built-in denials', () => {
  const blocks = (name: string) =>
    readFileSync(join(trustRoot, 'interim-list', name), 'latin1').match(
      /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
    ) ?? [];

  test('deny every Nikon certificate of the interim list by OpenSSL’s account, and nothing else of it', () => {
    const denied = deniedBy(builtInDenials);
    let nikon = 0;
    for (const pem of [...blocks('anchors.pem'), ...blocks('allowed.pem')]) {
      const subject = execFileSync('openssl', ['x509', '-noout', '-subject'], { input: pem }).toString();
      const expected = /O\s*=\s*NIKON CORPORATION/.test(subject);
      if (expected) nikon += 1;
      expect([subject, denied(factsOf(pem)) !== null]).toEqual([subject, expected]);
    }
    expect(nikon).toBe(5);
  });
});
