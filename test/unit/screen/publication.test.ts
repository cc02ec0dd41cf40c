import { describe, expect, test } from 'vitest';
import { Publication } from '#shared/domain/publication.ts';
import {
  draftKey,
  drafts,
  emptyPublication,
  faults,
  keepDraft,
  saysTheSame,
} from '../../../renderer/src/stages/conclude/publication/publication-draft.ts';
import {
  publicationChanges,
  publicationFields,
} from '../../../renderer/src/stages/conclude/publication/publication-fields.ts';
import { momentOf, momentParts, offsetOf, offsets } from '../../../renderer/src/ui/moment-parts.ts';

/** Paths of all values of a record, lists as one. */
function paths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    paths(inner, path === '' ? name : `${path}.${name}`),
  );
}

describe('the publication record on screen', () => {
  test('every field of the schema is shown, once', () => {
    const shown = publicationFields(emptyPublication).map(({ id }) => id);
    expect([...shown].sort()).toEqual(paths(emptyPublication).sort());
  });

  test('an empty record records nothing, and never a “no”', () => {
    expect(publicationFields(emptyPublication).every(({ value }) => value === null)).toBe(true);
  });

  test('what a version changed is told field by field', () => {
    const before = Publication.parse({ platform: 'P', displayed: { notice: 'may-be' } });
    const after: Publication = {
      ...before,
      displayed: { ...before.displayed, notice: 'is' },
      actions: [{ at: '2026-09-01', what: 'removed', text: 'spam' }],
    };
    expect(publicationChanges(before, after).map(({ field, before: old }) => [field.id, old])).toEqual([
      ['displayed.notice', expect.objectContaining({ en: 'may be generated' })],
      ['actions', null],
    ]);
    expect(publicationChanges(after, after)).toEqual([]);
  });

  test('a draft stays until it is saved or thrown away', () => {
    const key = draftKey('case', 'a');
    const draft = { ...emptyPublication, platform: 'P' };
    expect(saysTheSame(draft, emptyPublication)).toBe(false);
    keepDraft(key, draft);
    expect(drafts.get().open[key]).toBe(draft);
    keepDraft(key, null);
    expect(drafts.get().open[key]).toBeUndefined();
  });

  test('fields that cannot be recorded are named', () => {
    expect(faults(emptyPublication)).toEqual([]);
    const long = { ...emptyPublication, platform: 'x'.repeat(2001) };
    expect(faults({ ...long, account: { ...long.account, followers: -1 } })).toEqual([
      'platform',
      'account.followers',
    ]);
  });
});

describe('a moment', () => {
  test('falls into its parts and back', () => {
    for (const moment of ['', '2026-09-01', '2026-09-01T14:05:00+08:00', '2026-09-01T14:05:33-03:30'])
      expect(momentOf(momentParts(moment, '+00:00'))).toBe(moment);
  });

  test('a time without a day says nothing; UTC is an offset like others', () => {
    expect(momentOf({ day: '', time: '14:05', offset: '+08:00' })).toBe('');
    expect(momentOf({ day: '2026-09-01', time: '14:05', offset: '+08:00' })).toBe(
      '2026-09-01T14:05:00+08:00',
    );
    expect(momentParts('2026-09-01T06:05:00Z', '+08:00').offset).toBe('+00:00');
    expect(momentParts('2026-09-01', '+08:00').offset).toBe('+08:00');
  });

  test('what is offered can be recorded', () => {
    for (const offset of offsets) {
      const on = momentOf({ day: '2026-09-01', time: '00:30', offset });
      expect(Publication.safeParse({ publishedAt: on }).success, on).toBe(true);
    }
    expect(offsetOf(-480)).toBe('+08:00');
    expect(offsetOf(210)).toBe('-03:30');
    expect(offsetOf(0)).toBe('+00:00');
  });
});
