import { describe, expect, it } from 'vitest';
import type { Evidence } from '#shared/domain/evidence.ts';
import type { FigureOf } from '#shared/domain/figure.ts';
import { firstDifference } from '../../../renderer/src/stages/compare/byte-difference.ts';
import { contentVerdict, equalGroups } from '../../../renderer/src/stages/compare/content-verdict.ts';
import { fieldRows } from '../../../renderer/src/stages/compare/field-differences.ts';

type Content = Evidence['content'];
const known = (letter: string, method = 'm', warnings: string[] = []): { content: Content } => ({
  content: { state: 'known', of: 'pixels', sha256: letter.repeat(64), method, warnings },
});

describe('same content', () => {
  it('is told only of hashes made by the same method', () => {
    expect(contentVerdict([known('a'), known('a')])).toMatchObject({
      same: [[0, 1]],
      alone: [],
      undetermined: [],
    });
    expect(contentVerdict([known('a'), known('b')])).toMatchObject({
      same: [],
      alone: [0, 1],
      undetermined: [],
    });
    expect(contentVerdict([known('a'), known('a', 'other')])).toMatchObject({
      same: [],
      undetermined: [0, 1],
    });
  });
  it('names who agrees with whom', () => {
    const none: { content: Content } = { content: { state: 'not-applicable' } };
    expect(contentVerdict([known('a'), known('b'), known('a'), none])).toEqual({
      same: [[0, 2]],
      alone: [1],
      undetermined: [3],
      warnings: false,
    });
    expect(contentVerdict([known('a', 'm', ['short file']), known('a')]).warnings).toBe(true);
    expect(equalGroups(['x', undefined, 'x', 'y'])).toEqual([[0, 2], [3]]);
  });
});

describe('metadata side by side', () => {
  const title = { en: 't', 'zh-CN': 't' };
  const table = (
    rows: readonly (readonly [string, string, string, string, boolean?])[],
  ): FigureOf<'table'> => ({
    kind: 'table',
    id: 'fields',
    title,
    columns: ['place', 'id', 'name', 'readable', 'raw'].map((key) => ({
      key,
      title,
      align: 'start',
      code: false,
    })),
    rows: rows.map(([place, name, readable, raw, personal]) => ({
      cells: [place, '0x1', name, readable, raw],
      ...(personal === true ? { flag: 'personal' as const } : {}),
    })),
  });
  it('tells equal, different and missing fields apart', () => {
    const rows = fieldRows([
      table([
        ['IFD0', 'Make', 'Nikon', 'NIKON'],
        ['IFD0', 'Software', '1.0', '1.0'],
        ['ExifIFD', 'SerialNumber', '7', '7', true],
      ]),
      table([
        ['IFD0', 'Make', 'NIKON', 'NIKON'],
        ['IFD0', 'Software', '2.0', '2.0'],
      ]),
    ]);
    expect(rows.map(({ name, differs, personal }) => [name, differs, personal])).toEqual([
      ['Make', false, false],
      ['Software', true, false],
      ['SerialNumber', true, true],
    ]);
    expect(rows[2]?.values[1]).toBeNull();
  });
  it('keeps repeated fields apart by their count, and hostile names harmless', () => {
    const rows = fieldRows([
      table([
        ['XMP', '__proto__', 'a', 'a'],
        ['XMP', '__proto__', 'b', 'b'],
      ]),
      table([['XMP', '__proto__', 'a', 'a']]),
      null,
    ]);
    expect(rows.map(({ values }) => values.map((value) => value?.raw ?? null))).toEqual([
      ['a', 'a', null],
      ['b', null, null],
    ]);
  });
});

describe('first difference', () => {
  const file = (bytes: Uint8Array) => ({
    size: bytes.length,
    read: (start: number, length: number) => Promise.resolve(bytes.subarray(start, start + length)),
  });
  const search = (one: Uint8Array, other: Uint8Array) =>
    firstDifference(file(one), file(other), 0, new AbortController().signal);
  it('is found over the borders of what is read at once', async () => {
    const one = new Uint8Array(2_500_000);
    const other = one.slice();
    expect(await search(one, other)).toEqual({ found: false, searched: 2_500_000 });
    other[1_048_576] = 1;
    expect(await search(one, other)).toEqual({ found: true, offset: 1_048_576 });
  });
  it('is the end of the shorter file when it begins the longer one', async () => {
    expect(await search(new Uint8Array(10), new Uint8Array(12))).toEqual({ found: true, offset: 10 });
  });
});
