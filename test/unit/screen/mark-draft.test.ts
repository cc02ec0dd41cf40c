import { describe, expect, test } from 'vitest';
import { publicMarkKey } from '#core/mark/key.ts';
import { localized } from '#shared/domain/localized.ts';
import { DurableRequest, EvidenceMarkingRequest, type MarkPlan } from '#shared/domain/marking.ts';
import { hexIdentifier, publicKeyFingerprint, readIdentifier } from '#shared/text/mark-identifier.ts';
import {
  durableRequestOf,
  isBatchUnfinished,
  pathsOf,
} from '../../../renderer/src/stages/mark/batch/batch-draft.ts';
import {
  asksForNothingDurable,
  durableChoice,
  identifierFault,
  markingRequestOf,
  strengthScale,
} from '../../../renderer/src/stages/mark/durable-draft.ts';
import { emptyDraft, type MarkDraft } from '../../../renderer/src/stages/mark/mark-draft.ts';

const can: MarkPlan = { codec: 'assay-image-1', why: null, credential: false };
const cannot: MarkPlan = { codec: null, why: localized('Too small.', '太小。'), credential: false };
const iptc: Partial<MarkDraft> = { standards: new Set(['iptc-digital-source-type'] as const) };

function draft(changes: Partial<MarkDraft>): MarkDraft {
  return { ...emptyDraft, ...changes };
}

function requestOf(changes: Partial<MarkDraft>, plan: MarkPlan | null) {
  const one = draft(changes);
  return markingRequestOf(one, durableChoice(one, plan), 'Example Studio', false);
}

describe('identifiers as people write them', () => {
  test('decimal and hexadecimal are the same number', () => {
    expect(readIdentifier(' 0xFFFFFFFFFFFFFFFF ')).toEqual({ decimal: '18446744073709551615' });
    expect(readIdentifier('007')).toEqual({ decimal: '7' });
    expect(hexIdentifier('258')).toBe('0x0000000000000102');
  });

  test.each([
    ['18446744073709551616', 'out-of-range'],
    ['0x10000000000000000', 'out-of-range'],
    ['-1', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['ff', 'not-a-number'],
    ['', 'not-a-number'],
  ])('%j is refused: %s', (typed, fault) => {
    expect(readIdentifier(typed)).toEqual({ fault });
  });

  test('the public key is named as the core names it', () => {
    expect(publicKeyFingerprint).toBe(publicMarkKey.name.fingerprint);
  });
});

describe('from the form to the request of the chain', () => {
  test('labels alone are no matter of the chain', () => {
    expect(requestOf(iptc, can)).toBeNull();
    expect(requestOf({}, can)).toBeNull();
  });

  test('a mark alone must be written, or there is no copy', () => {
    const request = requestOf({ mark: true }, can);
    expect(request).toEqual({
      ...{ payload: null, key: null, strength: null, register: true, keep: true, note: '', labelling: null },
    });
    expect(EvidenceMarkingRequest.parse(request)).toEqual(request);
  });

  test('identifier, key, strength and note are those of the form', () => {
    const request = requestOf(
      {
        ...{ mark: true, identifier: 'typed', payload: '0x102', key: '0123456789abcdef', decibels: 42.5 },
        ...{ note: '  cover ', register: false, keep: false },
      },
      can,
    );
    expect(request).toMatchObject({
      ...{
        payload: '258',
        key: '0123456789abcdef',
        strength: 42.5,
        note: 'cover',
        register: false,
        keep: false,
      },
    });
  });

  test('with labels every layer stands for itself', () => {
    const request = requestOf({ ...iptc, mark: true, visible: true, text: ' AI生成 ' }, can);
    expect(request?.labelling).toMatchObject({
      labels: [{ standard: 'iptc-digital-source-type', sourceType: 'trainedAlgorithmicMedia' }],
      visible: { text: 'AI生成' },
    });
  });

  test('a file that can have no mark can be entered all the same', () => {
    const request = requestOf({ mark: true }, cannot);
    expect(request).toMatchObject({ register: true, labelling: { labels: [], visible: null } });
    expect(durableChoice(draft({ mark: true }), cannot)).toEqual({ marks: false, registers: true });
    // Where it could have one, an entry is not made without it.
    expect(durableChoice(draft({}), can)).toEqual({ marks: false, registers: false });
    // Nothing is known yet: nothing is asked for.
    expect(durableChoice(draft({ mark: true }), null)).toEqual({ marks: false, registers: false });
  });

  test('what is not filled in yet is told', () => {
    expect(identifierFault(draft({ identifier: 'typed', payload: 'x' }))).toBe('not-a-number');
    expect(identifierFault(draft({ payload: 'x' }))).toBeNull();
    const nothing = draft({});
    expect(asksForNothingDurable(nothing, durableChoice(nothing, can))).toBe(true);
  });

  test('strengths offered lie within those the core takes', () => {
    for (const kind of ['image', 'video', 'audio', 'scene'] as const) {
      const scale = strengthScale(kind)!;
      for (const value of [scale.minimum, scale.start, scale.maximum])
        expect(DurableRequest.shape.strength.safeParse(value).success).toBe(true);
      expect(scale.minimum).toBeLessThanOrEqual(scale.start);
    }
    expect(strengthScale('text')).toBeNull();
  });
});

describe('a batch', () => {
  test('paths are lines', () => {
    expect(pathsOf(' /a/b \n\n/c d\n')).toEqual(['/a/b', '/c d']);
  });

  test('every copy gets an identifier of its own and the standard strength', () => {
    const copy = draft({ identifier: 'typed', payload: '5', decibels: 40, note: 'all', register: false });
    const request = durableRequestOf({ sources: '/a', out: '/b', copy }, '');
    expect(request).toMatchObject({ payload: null, strength: null, note: 'all', register: false });
    expect(DurableRequest.parse(request)).toEqual(request);
  });

  test('it needs files and a folder', () => {
    const copy = draft({});
    expect(isBatchUnfinished({ sources: '/a', out: '/b', copy }, '')).toBe(false);
    expect(isBatchUnfinished({ sources: ' \n', out: '/b', copy }, '')).toBe(true);
    expect(isBatchUnfinished({ sources: '/a', out: ' ', copy }, '')).toBe(true);
    const gb = draft({ standards: new Set(['gb45438-aigc'] as const) });
    expect(isBatchUnfinished({ sources: '/a', out: '/b', copy: gb }, '')).toBe(true);
  });
});
