import { describe, expect, test } from 'vitest';
import type { TimeStampFacts } from '#shared/domain/certificate.ts';
import type {
  CredentialAxes,
  CredentialObservation,
  ManifestDetail,
} from '#shared/domain/credential-detail.ts';
import type { CredentialSignals } from '#shared/domain/credential-signals.ts';
import { localized } from '#shared/domain/localized.ts';
import type { CredentialManifest } from '#shared/domain/provenance.ts';
import {
  declaredOf,
  noticedOf,
  standingOf,
  timeOf,
  verdictFlag,
} from '../../../renderer/src/stages/examine/credential/credential-summary.ts';

const sound: CredentialAxes = {
  presence: 'embedded',
  integrity: 'intact',
  signature: 'ok',
  signer: 'official',
  ingredients: 'none',
  identity: 'absent',
};

describe('may the claims be quoted', () => {
  test.each([
    [{}, 'holds'],
    [{ integrity: 'partly-covered' }, 'holds'],
    [{ signature: 'expired' }, 'holds'],
    [{ signer: 'unlisted' }, 'holds'],
    [{ ingredients: 'flawed' }, 'holds'],
    [{ integrity: 'unchecked' }, 'unbound'],
    [{ integrity: 'changed' }, 'fails'],
    [{ signature: 'broken' }, 'fails'],
    [{ signature: 'revoked' }, 'fails'],
    [{ signature: 'absent' }, 'fails'],
    [{ signer: 'invalid' }, 'fails'],
    [{ integrity: 'unchecked', signature: 'broken' }, 'fails'],
  ] as const)('%j: %s', (departure, standing) => {
    expect(standingOf({ ...sound, ...departure })).toBe(standing);
  });
});

test('nobody is drawn as good whom no list vouches for', () => {
  expect(verdictFlag('ok', sound)).toBe('ok');
  expect(verdictFlag('ok', { ...sound, signer: 'user' })).toBe('ok');
  expect(verdictFlag('ok', { ...sound, signer: 'unlisted' })).toBe('notice');
  expect(verdictFlag('failed', { ...sound, signer: 'unlisted' })).toBe('error');
  expect(verdictFlag('warning', sound)).toBe('warning');
});

const name = (common: string) => ({
  text: `CN=${common}`,
  country: null,
  organisation: null,
  unit: null,
  common,
});
const stamp = (more: Partial<TimeStampFacts>): TimeStampFacts => ({
  header: 'sigTst2',
  time: '2026-03-01T00:00:00Z',
  authority: name('Clock'),
  policy: null,
  serial: null,
  accuracy: null,
  imprintAlgorithm: null,
  imprintMatches: true,
  signatureValid: true,
  list: null,
  certificates: [],
  problems: [],
  ...more,
});
const detail = (timeStamps: readonly TimeStampFacts[]) =>
  ({ signature: { timeStamps } }) as unknown as ManifestDetail;
const manifest = (more: Partial<CredentialManifest>) =>
  ({ actions: [], signature: null, ...more }) as unknown as CredentialManifest;
const action = (when: string | null) => ({ when }) as CredentialManifest['actions'][number];

describe('when it was signed, and on whose word', () => {
  test('an authority on a list is preferred to one that is not, and to one that does not fit', () => {
    const told = timeOf(
      manifest({}),
      detail([
        stamp({ imprintMatches: false, authority: name('Broken') }),
        stamp({ authority: name('Unlisted') }),
        stamp({ authority: name('Listed'), list: 'c2pa-tsa', time: '2026-03-02T00:00:00Z' }),
      ]),
    );
    expect(told).toEqual({ kind: 'listed', authority: 'Listed', time: '2026-03-02T00:00:00Z' });
  });

  test('a token that does not fit is no time, whatever list its authority is on', () => {
    expect(timeOf(manifest({}), detail([stamp({ imprintMatches: false, list: 'c2pa-tsa' })])).kind).toBe(
      'broken',
    );
    expect(timeOf(manifest({}), detail([stamp({ signatureValid: false, list: 'c2pa-tsa' })])).kind).toBe(
      'broken',
    );
    expect(timeOf(manifest({}), detail([stamp({ time: null, list: 'c2pa-tsa' })])).kind).toBe('broken');
  });

  test('without a token it is the signer’s word, or nobody’s', () => {
    const actions = [action('2026-01-02'), action(null), action('2026-01-01')];
    expect(timeOf(manifest({ actions }), detail([]))).toEqual({
      kind: 'stated',
      authority: null,
      time: '2026-01-02',
    });
    expect(timeOf(manifest({}), detail([])).kind).toBe('none');
    expect(timeOf(null, null).kind).toBe('none');
  });

  test('the engine’s time is taken only where our own reader saw nothing, and is on no list', () => {
    const signature = {
      algorithm: null,
      organisation: null,
      commonName: null,
      serial: null,
      time: '2026-01-01',
    };
    expect(timeOf(manifest({ signature }), null)).toMatchObject({ kind: 'unlisted', time: '2026-01-01' });
    expect(timeOf(manifest({ signature }), detail([])).kind).toBe('none');
  });
});

const signals = (more: Partial<CredentialSignals>): CredentialSignals => ({
  inception: [],
  transformations: [],
  elsewhere: { inception: [], transformations: [] },
  ambiguous: [],
  perNode: [],
  unreached: [],
  missing: [],
  complete: true,
  ...more,
});

describe('what is declared', () => {
  test('origins come in the order of what they tell about AI, and doubts apart from changes', () => {
    const told = declaredOf(
      signals({
        inception: ['capturedMedia', 'fullyGenAIMedia'],
        transformations: ['ambiguousActions', 'nonEditorial', 'perceptibleGenAI'],
        ambiguous: ['custom-action'],
      }),
    );
    expect(told.origins).toEqual(['fullyGenAIMedia', 'capturedMedia']);
    expect(told.changes).toEqual(['perceptibleGenAI', 'nonEditorial']);
    expect(told.ambiguous).toEqual(['custom-action']);
  });

  test('what stands elsewhere is never an origin', () => {
    const told = declaredOf(signals({ elsewhere: { inception: ['fullyGenAIMedia'], transformations: [] } }));
    expect(told).toEqual({ origins: [], changes: [], elsewhere: ['fullyGenAIMedia'], ambiguous: [] });
    expect(declaredOf(null).origins).toEqual([]);
  });
});

const seen = (
  id: string,
  severity: CredentialObservation['severity'],
  label: string | null,
  more: Partial<CredentialObservation> = {},
): CredentialObservation => ({
  id,
  severity,
  manifest: label,
  statement: localized(id, id),
  expert: localized(`${id} of ${label}`, `${id} of ${label}`),
  bytes: [],
  ...more,
});

describe('what was noticed', () => {
  test('the worst first, the file before its sources, none twice', () => {
    const told = noticedOf(
      [
        seen('absence', 'info', 'active'),
        seen('expired', 'warning', 'source', { bytes: [[1, 2]] }),
        seen('look-alike', 'warning', 'active'),
        seen('expired', 'warning', 'other', { bytes: [[5, 6]] }),
        seen('denied', 'failed', 'source'),
        seen('readers', 'notice', null),
      ],
      'active',
    );
    expect(told.map(({ id }) => id)).toEqual(['denied', 'look-alike', 'expired', 'readers', 'absence']);
    expect(told[2]).toMatchObject({
      manifests: ['source', 'other'],
      bytes: [
        [1, 2],
        [5, 6],
      ],
    });
    expect(told[2]?.experts.map(({ en }) => en)).toEqual(['expired of source', 'expired of other']);
  });

  test('the same name with other words stays apart', () => {
    const other = { statement: localized('soft binding B', '乙') };
    expect(noticedOf([seen('soft', 'info', 'a'), seen('soft', 'info', 'a', other)], 'a')).toHaveLength(2);
  });
});
