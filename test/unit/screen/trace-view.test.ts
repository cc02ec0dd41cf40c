import { describe, expect, test } from 'vitest';
import { type CopyClaim, copyClaims } from '#shared/domain/fingerprint.ts';
import { localized } from '#shared/domain/localized.ts';
import type { TraceCandidate, TraceListing, TraceMethod } from '#shared/domain/trace.ts';
import {
  answerOf,
  gravity,
  heldAs,
  methodsApart,
  originalOf,
  shownTrace,
  tracedExhibits,
} from '../../../renderer/src/stages/trace/trace-view.ts';

const [one, other] = ['1'.repeat(64), '2'.repeat(64)];

function candidate(claim: CopyClaim, source: TraceCandidate['source']): TraceCandidate {
  return {
    ...{
      claim,
      source,
      name: 'picture.jpg',
      media: null,
      routes: ['fingerprint'],
      compared: [],
      matches: [],
    },
    ...{ payload: null, comparison: null, note: null },
  };
}

const exhibit: TraceCandidate['source'] = { kind: 'case', evidence: one, number: 1 };
const entry = (change: object): TraceCandidate['source'] => ({
  ...{ kind: 'register', entry: 7, origin: 'entered', original: one, copy: one, kept: true },
  ...{ note: '', at: '2026-03-01T00:00:00Z' },
  ...change,
});

function method(name: TraceMethod['method'], state: TraceMethod['state']): TraceMethod {
  return { method: name, state, reason: localized('why', '原因'), asked: 1, among: 2 };
}

describe('what a trace says first', () => {
  test('a lead alone is no source', () => {
    for (const claim of copyClaims)
      expect(answerOf({ candidates: [candidate(claim, exhibit)], methods: [] })).toBe(
        claim === 'candidate' ? 'candidates' : 'found',
      );
  });

  test('nothing found is only said when something was searched', () => {
    expect(answerOf({ candidates: [], methods: [method('pdq', 'searched')] })).toBe('nothing');
    for (const state of ['not-traceable', 'undetermined', 'not-applicable'] as const)
      expect(answerOf({ candidates: [], methods: [method('pdq', state)] })).toBe('not-traceable');
  });

  test('methods that could not look stand apart from those that do not fit', () => {
    const apart = methodsApart([
      method('pdq', 'not-traceable'),
      method('features', 'searched'),
      method('iscc', 'undetermined'),
      method('shingles', 'not-applicable'),
    ]);
    expect(apart.searched.map((it) => it.method)).toEqual(['features']);
    expect(apart.silent.map((it) => it.method)).toEqual(['pdq', 'iscc']);
  });

  test('a mark of another work is the gravest warning', () => {
    const text = localized('', '');
    expect(gravity({ code: 'transplanted', text })).toBe('problem');
    expect(gravity({ code: 'manifest-elsewhere', text })).toBe('caution');
    expect(gravity({ code: 'same-pixels-other-metadata', text })).toBe('information');
  });
});

describe('what can be done with a source', () => {
  test('a file that is not kept cannot be laid over anything', () => {
    expect(originalOf(candidate('copy', exhibit))).toEqual({ from: 'case', evidence: one });
    expect(originalOf(candidate('copy', entry({})))).toEqual({ from: 'register', entry: 7 });
    expect(originalOf(candidate('copy', entry({ kept: false })))).toBeNull();
    const list: TraceCandidate['source'] = { kind: 'list', list: 'hashes', item: '3', tags: [] };
    expect(originalOf(candidate('likely', list))).toBeNull();
  });

  test('the case may hold the copy, the original, or both in one', () => {
    expect(heldAs(candidate('copy', entry({})))).toEqual([one]);
    expect(heldAs(candidate('copy', entry({ copy: other })))).toEqual([other, one]);
    expect(heldAs(candidate('copy', entry({ copy: null })))).toEqual([one]);
  });
});

describe('which trace is shown', () => {
  const listing = (id: string, evidence: string): TraceListing => ({
    ...{ id, evidence, at: '', candidates: 0, best: null, sha256: one },
  });
  const traces = [listing('c', one), listing('b', other), listing('a', one)];

  test('the newest of the exhibit, unless another of the same was opened', () => {
    expect(shownTrace(traces, one, null)?.id).toBe('c');
    expect(shownTrace(traces, one, 'a')?.id).toBe('a');
    expect(shownTrace(traces, one, 'b')?.id).toBe('c');
    expect(shownTrace(traces, null, 'b')).toBeNull();
    expect(tracedExhibits(traces)).toBe(2);
  });
});
