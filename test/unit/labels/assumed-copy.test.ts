import { describe, expect, test } from 'vitest';
import { assuming, copyFault } from '#shared/domain/assumed-copy.ts';
import { DutyChoice } from '#shared/domain/obligation.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64)) as [
  string,
  string,
  string,
  string,
];
const copy = (evidence: string, from: string) => ({ evidence, from });

describe('assumed copies', () => {
  test('chains and several copies of one file can be true together', () => {
    expect(copyFault([])).toBeNull();
    expect(copyFault([copy(b, a), copy(c, b), copy(d, b)])).toBeNull();
    // In whatever order they were assumed.
    expect(copyFault([copy(d, c), copy(b, a), copy(c, b)])).toBeNull();
  });

  test('no file is its own copy, a copy of two, or a copy of its copies', () => {
    expect(copyFault([copy(b, a), copy(c, c)])).toEqual({ kind: 'itself', evidence: c });
    expect(copyFault([copy(b, a), copy(b, c)])).toEqual({ kind: 'twice', evidence: b });
    expect(copyFault([copy(b, a), copy(a, b)])?.kind).toBe('circle');
    expect(copyFault([copy(d, a), copy(b, a), copy(c, b), copy(a, c)])?.kind).toBe('circle');
  });

  test('a new assumption about a file takes the place of the one before', () => {
    const copies = [copy(b, a), copy(c, a)];
    expect(assuming(copies, b, c)).toEqual([copy(c, a), copy(b, c)]);
    expect(assuming(copies, c, null)).toEqual([copy(b, a)]);
    expect(assuming(copies, d, null)).toEqual(copies);
  });

  test('a choice recorded before copies were part of it has none', () => {
    const before = { jurisdictions: ['CN'], roles: ['user'], date: '2026-11-22' };
    expect(DutyChoice.parse(before).copies).toEqual([]);
    const many = Array.from({ length: 201 }, (_, index) => copy(String(index).padStart(64, '0'), a));
    expect(DutyChoice.safeParse({ ...before, copies: many }).success).toBe(false);
  });
});
