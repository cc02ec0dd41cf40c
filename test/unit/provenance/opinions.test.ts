import { describe, expect, test } from 'vitest';
import { compareOpinions, type ReaderAnswer } from '#core/provenance/opinions.ts';
import { localized } from '#shared/domain/localized.ts';
import type { CredentialStatus, CredentialStore } from '#shared/domain/provenance.ts';

const status = (kind: CredentialStatus['kind'], code: string): CredentialStatus => ({
  kind,
  code,
  url: '',
  explanation: '',
});

const store = (state: string, statuses: readonly CredentialStatus[], active = 'urn:a'): CredentialStore => ({
  active,
  manifests: [],
  statuses: [...statuses],
  unplaced: [],
  engineState: state,
  engineStateWithoutIdentity: null,
  embedded: true,
  cut: false,
});
const present = (...parts: Parameters<typeof store>): ReaderAnswer => ({
  state: 'present',
  store: store(...parts),
});
const pair = (a: ReaderAnswer, b: ReaderAnswer, partial = false) =>
  compareOpinions(
    { name: 'a', version: '1', answer: a },
    { name: 'b', version: '2', answer: b, ...(partial ? { partial } : {}) },
  );

const mismatch = status('failure', 'assertion.dataHash.mismatch');
const untrusted = status('failure', 'signingCredential.untrusted');

describe('opinions of two readers', () => {
  test('that say the same in another order agree', () => {
    const { opinions, disagreements } = pair(
      present('Invalid', [mismatch, untrusted, status('success', 'claimSignature.validated')]),
      present('Invalid', [untrusted, mismatch]),
    );
    expect(disagreements).toEqual([]);
    expect(opinions).toEqual([
      {
        name: 'a',
        version: '1',
        state: 'Invalid',
        answered: null,
        withoutIdentity: null,
        codes: ['assertion.dataHash.mismatch', 'signingCredential.untrusted'],
        message: null,
      },
      expect.objectContaining({ name: 'b', version: '2', state: 'Invalid' }),
    ]);
  });

  test('that differ are told apart by what about', () => {
    expect(pair(present('Valid', []), present('Invalid', [mismatch])).disagreements).toEqual([
      { engines: ['a', 'b'], about: 'state', detail: 'a: Valid; b: Invalid' },
      {
        engines: ['a', 'b'],
        about: 'codes',
        detail: 'a: no failure; b: assertion.dataHash.mismatch',
      },
    ]);
    expect(pair(present('Valid', []), present('Valid', [], 'urn:b')).disagreements).toMatchObject([
      { about: 'active manifest', detail: 'a: urn:a; b: urn:b' },
    ]);
    expect(
      pair(present('Valid', []), { state: 'unreadable', code: 'Other', message: 'x' }).disagreements,
    ).toEqual([{ engines: ['a', 'b'], about: 'readability', detail: 'a: present; b: unreadable' }]);
  });

  test('about ingredients are heard too', () => {
    const bad = store('Valid', []);
    const { disagreements } = pair(present('Valid', []), {
      state: 'present',
      store: { ...bad, unplaced: [mismatch] },
    });
    expect(disagreements).toMatchObject([
      { about: 'codes', detail: 'a: no failure; b: ingredient assertion.dataHash.mismatch' },
    ]);
  });

  test('that both cannot read the file agree, whatever their words', () => {
    expect(
      pair(
        { state: 'unreadable', code: 'InvalidAsset', message: 'this' },
        { state: 'unreadable', code: 'InvalidAsset', message: 'that' },
      ).disagreements,
    ).toEqual([]);
    expect(
      pair({ state: 'none' }, { state: 'remote-only', url: 'https://example.org' }).disagreements,
    ).toMatchObject([{ about: 'readability' }]);
  });

  test('never disagree when one was not asked or is not there', () => {
    const reason = { text: localized('not asked', '未询问') };
    for (const state of ['not-asked', 'engine-missing'] as const) {
      const { opinions, disagreements } = pair(present('Invalid', [mismatch]), { state, reason });
      expect(disagreements).toEqual([]);
      expect(opinions[1]).toMatchObject({ message: 'not asked' });
    }
  });
});

describe('a reader that answers only some questions', () => {
  const matched = status('success', 'assertion.dataHash.match');
  test('is compared on these alone', () => {
    expect(
      pair(present('Valid', [matched, untrusted]), present('unknown', [matched]), true).disagreements,
    ).toEqual([]);
    expect(
      pair(present('Valid', [matched]), present('Invalid', [mismatch]), true).disagreements,
    ).toMatchObject([
      { about: 'codes', detail: 'a: assertion.dataHash.match; b: assertion.dataHash.mismatch' },
    ]);
    // It did not compute the hash: silence contradicts nobody.
    expect(pair(present('Valid', [matched]), present('unknown', []), true).disagreements).toEqual([]);
  });

  test('never uses the standard’s words for the whole, and names what it answered', () => {
    const signed = status('success', 'claimSignature.validated');
    const part = (...parts: Parameters<typeof store>) =>
      pair(present('Invalid', []), present(...parts), true).opinions[1];
    expect(part('Valid', [matched, signed])).toMatchObject({
      state: 'no-fault',
      answered: ['content-hash', 'claim-signature'],
    });
    expect(part('Trusted', [signed])).toMatchObject({ state: 'no-fault', answered: ['claim-signature'] });
    expect(part('Valid', [])).toMatchObject({ state: 'no-fault', answered: [] });
    expect(part('Invalid', [mismatch])).toMatchObject({ state: 'Invalid', answered: ['content-hash'] });
    // A reader of the whole keeps its own word.
    expect(pair(present('Valid', [matched]), present('Valid', [])).opinions[0]).toMatchObject({
      state: 'Valid',
      answered: null,
    });
  });
});
