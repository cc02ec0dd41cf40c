import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ByteSpan,
  byteRoles,
  cellRange,
  coverageCells,
  coverageRuns,
  roleTotals,
  spanAt,
} from '../../../renderer/src/figures/coverage.ts';

/** Spans that cover a file without gap or overlap. */
const files = fc
  .array(fc.record({ length: fc.integer({ min: 1, max: 300 }), role: fc.constantFrom(...byteRoles) }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((parts) => {
    let start = 0;
    return parts.map(({ length, role }): ByteSpan => {
      const span = { start, length, owner: `${start}`, role };
      start += length;
      return span;
    });
  });
const sizeOf = (spans: readonly ByteSpan[]) => spans.reduce((sum, span) => sum + span.length, 0);

describe('coverage map', () => {
  it('shows every uncovered byte of a signed file, however few they are', () => {
    const spans: ByteSpan[] = [
      { start: 0, length: 9_000_000, owner: 'a', role: 'protected' },
      { start: 9_000_000, length: 2, owner: 'b', role: 'unprotected' },
      { start: 9_000_002, length: 900_000, owner: 'c', role: 'credential' },
    ];
    const cells = coverageCells(9_900_002, spans, 3072);
    expect(cells.filter((role) => role === 'unprotected')).toHaveLength(1);
  });

  it('shows every unexplained or trailing byte, however few they are', () => {
    const spans: ByteSpan[] = [
      { start: 0, length: 5_000_000, owner: 'a', role: 'content' },
      { start: 5_000_000, length: 1, owner: 'b', role: 'unexplained' },
      { start: 5_000_001, length: 5_000_000, owner: 'c', role: 'content' },
      { start: 10_000_001, length: 3, owner: 'd', role: 'trailing' },
    ];
    const cells = coverageCells(10_000_004, spans, 3072);
    expect(cells.filter((role) => role === 'unexplained')).toHaveLength(1);
    expect(cells.at(-1)).toBe('trailing');
    expect(cells).toHaveLength(3072);
  });

  it('gives each cell the role with most bytes, as counted byte by byte', () => {
    fc.assert(
      fc.property(files, fc.integer({ min: 1, max: 64 }), (spans, most) => {
        const size = sizeOf(spans);
        const cells = coverageCells(size, spans, most);
        const bytes = spans.flatMap((span) => new Array<ByteSpan['role']>(span.length).fill(span.role));
        expect(cells).toHaveLength(Math.min(size, most));
        cells.forEach((role, index) => {
          const [start, end] = cellRange(size, cells.length, index);
          const inside = bytes.slice(start, end);
          const count = (wanted: string) => inside.filter((one) => one === wanted).length;
          if (count('unprotected') > 0) expect(role).toBe('unprotected');
          else if (count('unexplained') > 0) expect(role).toBe('unexplained');
          else if (count('trailing') > 0) expect(role).toBe('trailing');
          else expect(count(role)).toBe(Math.max(...byteRoles.map(count)));
        });
      }),
    );
  });

  it('loses no byte in the sums and finds the owner of each', () => {
    fc.assert(
      fc.property(files, (spans) => {
        const size = sizeOf(spans);
        expect([...roleTotals(spans).values()].reduce((sum, count) => sum + count, 0)).toBe(size);
        for (let offset = 0; offset < size; offset += 7) {
          const span = spans[spanAt(spans, offset)];
          expect(span !== undefined && offset >= span.start && offset < span.start + span.length).toBe(true);
        }
        expect(spanAt(spans, size)).toBe(-1);
        expect(spanAt(spans, -1)).toBe(-1);
      }),
    );
  });

  it('joins neighbouring cells row by row', () => {
    expect(coverageRuns(['content', 'content', 'content', 'metadata'], 2)).toEqual([
      { role: 'content', row: 0, column: 0, length: 2 },
      { role: 'content', row: 1, column: 0, length: 1 },
      { role: 'metadata', row: 1, column: 1, length: 1 },
    ]);
  });

  it('has nothing to show of an empty file', () => {
    expect(coverageCells(0, [], 100)).toEqual([]);
  });
});
