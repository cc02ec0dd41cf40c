import { describe, expect, it } from 'vitest';
import type { MetadataTag } from '#core/media/metadata-tags.ts';
import { compositeClaims, compositeNotChecked } from '#core/provenance/checks/composite-claims.ts';
import type { CheckFacts } from '#core/provenance/checks/facts.ts';
import { readingChecks } from '#core/provenance/checks/reading.ts';
import { signerChecks } from '#core/provenance/checks/signer.ts';
import type { CertificateFacts, OcspFacts, TimeStampFacts } from '#shared/domain/certificate.ts';
import type { ManifestDetail, SignatureDetail } from '#shared/domain/credential-detail.ts';

const name = { text: 'CN=Desk', country: null, organisation: 'Desk', unit: null, common: 'Desk' };
const leaf = {
  subject: name,
  issuer: name,
  serial: '1',
  notBefore: '2024-01-01T00:00:00Z',
  notAfter: '2025-01-01T00:00:00Z',
  sha256: '0'.repeat(64),
  ocspServers: [],
} as unknown as CertificateFacts;
const stamp: TimeStampFacts = {
  header: 'sigTst2',
  time: '2024-06-01T00:00:00Z',
  authority: name,
  policy: null,
  serial: null,
  accuracy: null,
  imprintAlgorithm: 'sha256',
  imprintMatches: true,
  signatureValid: true,
  list: 'tsa',
  certificates: [],
  problems: [],
};
const staple: OcspFacts = {
  status: 'good',
  forSigner: true,
  producedAt: '2024-06-01T00:00:00Z',
  thisUpdate: null,
  nextUpdate: null,
  revokedAt: null,
  responder: null,
  signatureValid: true,
  problems: [],
};

type Chain = NonNullable<SignatureDetail['chain']>;
const chainAt = (asOf: string, asOfSource: Chain['asOfSource'] = 'clock'): Chain => ({
  list: 'c2pa',
  reaches: 'c2pa',
  anchor: null,
  path: [],
  asOf,
  asOfSource,
  denied: null,
  problems: [],
});

function idsOf(signature: Partial<SignatureDetail>, claimVersion = 2): string[] {
  const whole: SignatureDetail = {
    algorithm: 'ES256',
    protectedHeaders: [],
    unprotectedHeaders: [],
    pad: { bytes: 0, nonZero: 0 },
    verified: 'valid',
    certificates: [leaf],
    profile: [],
    chain: chainAt('2024-06-01T00:00:00Z', 'time-stamp'),
    timeStamps: [stamp],
    ocsp: [staple],
    problems: [],
    ...signature,
  };
  const detail = { label: 'm', claimVersion, signature: whole } as unknown as ManifestDetail;
  const facts = {
    store: { active: 'm', statuses: [] },
    own: { details: [detail] },
    lists: [{ id: 'tsa', kind: 'tsa', uri: 'urn:tsa' }],
  } as unknown as CheckFacts;
  return signerChecks(facts).map(({ id }) => id);
}

describe('what is noticed about signer and time', () => {
  it('has nothing to say of a listed signer, stamped in time, with a good staple', () => {
    expect(idsOf({})).toEqual([]);
  });

  it('names a stamp outside the certificate’s window, and an old header in a new claim', () => {
    expect(idsOf({ timeStamps: [{ ...stamp, time: '2026-06-01T00:00:00Z' }] })).toEqual([
      'time-outside-certificate',
    ]);
    expect(idsOf({ timeStamps: [{ ...stamp, header: 'sigTst' }] })).toEqual(['time-stamp-legacy']);
    expect(idsOf({ timeStamps: [{ ...stamp, header: 'sigTst' }] }, 1)).toEqual([]);
  });

  it('says by which date it judges, and on which side of the window that lies', () => {
    const bare = { timeStamps: [] };
    expect(idsOf({ ...bare, chain: chainAt('2024-06-01T00:00:00Z', 'given') })).toEqual([
      'judged-as-of',
      'no-time-stamp',
    ]);
    expect(idsOf({ ...bare, chain: chainAt('2023-06-01T00:00:00Z') })).toContain('certificate-not-yet-valid');
    expect(idsOf({ ...bare, chain: chainAt('2026-06-01T00:00:00Z') })).toContain('expired-without-time');
  });

  it('tells a revoked signer and a certificate against the profile; recommendations accuse nobody', () => {
    expect(idsOf({ ocsp: [{ ...staple, status: 'revoked' }] })).toEqual(['signer-revoked']);
    const fault = { code: 'x', statement: { en: 'x', 'zh-CN': 'x' } };
    expect(idsOf({ profile: [{ ...fault, level: 'must' }] })).toEqual(['certificate-profile']);
    expect(idsOf({ profile: [{ ...fault, level: 'should' }] })).toEqual([]);
  });
});

describe('a capture that is several', () => {
  const signals = {
    perNode: [
      {
        manifest: 'm',
        ingredient: null,
        inception: ['capturedMedia' as const],
        transformations: [],
        ambiguous: [],
        elsewhere: { inception: [], transformations: [] },
      },
    ],
  };
  const tag = (tagName: string, raw: string, readable: string): MetadataTag =>
    ({ name: tagName, raw, readable, document: 'Main' }) as unknown as MetadataTag;
  const ids = (...tags: MetadataTag[]) => compositeClaims('m', signals, tags).map(({ id }) => id);

  it('is told by the camera’s own notes, and an ordinary shot is not', () => {
    expect(ids(tag('MultipleExposureMode', '1', 'Multiple Exposure'))).toEqual(['composite-capture']);
    expect(ids(tag('CompositeImage', '3', 'Composite Image Captured While Shooting'))).toEqual([
      'composite-capture',
    ]);
    expect(
      ids(tag('MultipleExposureMode', '0', 'Off'), tag('CompositeImage', '1', 'Not a Composite')),
    ).toEqual([]);
    expect(compositeClaims('other', signals, [tag('CompositeImage', '3', 'x')])).toEqual([]);
  });
});

it('a capture whose notes cannot be read is said to be unchecked', () => {
  const reason = { code: 'timed-out', text: { en: 'too slow', 'zh-CN': '过慢' } };
  expect(compositeNotChecked('m', reason)).toMatchObject({ id: 'composite-not-checked', severity: 'info' });
});

it('a store no engine reads in a whole container is called malformed', () => {
  const facts = {
    refused: 'ClaimDecoding: x',
    damage: null,
    stray: false,
    own: null,
  } as unknown as CheckFacts;
  expect(readingChecks(facts, []).map(({ id }) => id)).toEqual(['store-malformed']);
});
