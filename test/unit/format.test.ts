import { describe, expect, test } from 'vitest';
import {
  chooseForm,
  fillPlaceholders,
  formatBytes,
  formatDate,
  formatDuration,
  formatElapsed,
  formatNumber,
  placeholdersOf,
  shortHash,
} from '#shared/text/format.ts';

describe('formatBytes', () => {
  // Expected values from IEC 80000-13 prefixes, computed by hand.
  test.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [1536, '1.5 KiB'],
    [1_234_567, '1.18 MiB'],
    [128 * 1024, '128 KiB'],
    [5 * 1024 ** 3, '5 GiB'],
    [3 * 1024 ** 5, '3,072 TiB'],
  ])('%i → %s', (bytes, shown) => {
    expect(formatBytes(bytes, 'en')).toBe(shown);
    expect(formatBytes(bytes, 'zh-CN')).toBe(shown);
  });
});

describe('formatDate', () => {
  test('keeps the instant and shows the offset', () => {
    expect(formatDate('2026-03-09T06:05:33.250Z', 480)).toBe('2026-03-09T14:05:33+08:00');
    expect(formatDate('2026-03-09T06:05:33Z', -210)).toBe('2026-03-09T02:35:33-03:30');
    expect(formatDate('2026-03-09T06:05:33Z', 0)).toBe('2026-03-09T06:05:33+00:00');
  });

  test('without an offset uses the machine’s, and still names the same instant', () => {
    const shown = formatDate('2026-07-01T12:00:00Z');
    expect(new Date(shown).toISOString()).toBe('2026-07-01T12:00:00.000Z');
  });

  test('what is no date stays as it was written', () => {
    expect(formatDate('0000:00:00 00:00:00', 0)).toBe('0000:00:00 00:00:00');
  });
});

describe('durations', () => {
  test.each([
    [0, '0 s'],
    [7.36, '7.4 s'],
    [59.6, '1:00'],
    [205, '3:25'],
    [3723, '1:02:03'],
  ])('%d s → %s', (seconds, shown) => {
    expect(formatDuration(seconds, 'en')).toBe(shown);
  });

  test('computations below a second are in milliseconds', () => {
    expect(formatElapsed(840.4, 'en')).toBe('840 ms');
    expect(formatElapsed(3200, 'en')).toBe('3.2 s');
    expect(formatElapsed(125_000, 'en')).toBe('2:05');
  });
});

describe('placeholders and plurals', () => {
  test('unknown names stay visible, inherited ones are not values', () => {
    expect(fillPlaceholders('{a} {b} {toString}', { a: 1 })).toBe('1 {b} {toString}');
  });

  test('names are collected from every form', () => {
    expect(placeholdersOf({ one: '{count} of {name}', other: '{count}' })).toEqual(['count', 'name']);
  });

  test('plural rules: English has two forms, Chinese one', () => {
    const entry = { one: 'one', other: 'other' };
    expect([0, 1, 2].map((count) => chooseForm(entry, 'en', count))).toEqual(['other', 'one', 'other']);
    expect([0, 1, 2].map((count) => chooseForm(entry, 'zh-CN', count))).toEqual(['other', 'other', 'other']);
    expect(chooseForm('same', 'en', 1)).toBe('same');
  });

  test('numbers are grouped', () => {
    expect(formatNumber(1_234_567.891, 'en', 2)).toBe('1,234,567.89');
  });

  test('a shortened hash keeps both ends; short codes stay whole', () => {
    expect(shortHash('0123456789abcdef'.repeat(4))).toBe('01234567…cdef');
    expect(shortHash('case-1')).toBe('case-1');
  });
});
