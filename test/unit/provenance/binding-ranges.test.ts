import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesIn, complement, intersect, subtract, union } from '#core/provenance/binding/ranges.ts';
import type { ByteRange } from '#shared/domain/figure.ts';

const SIZE = 60;
const ranges = fc.array(fc.tuple(fc.nat(SIZE), fc.nat(15)), { maxLength: 12 });

/** The same sets, one flag for each byte. */
const bits = (list: readonly ByteRange[]) =>
  Array.from({ length: SIZE * 2 }, (_, at) =>
    list.some(([start, length]) => at >= start && at < start + length),
  );
const plain = (list: readonly ByteRange[]) =>
  list.every(
    ([start, length], index) =>
      length > 0 && (index === 0 || start > list[index - 1]![0] + list[index - 1]![1]),
  );

describe('sets of bytes', () => {
  it('gives the bytes that counting one by one gives', () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [inA, inB] = [bits(a), bits(b)];
        const joined = union(a);
        expect(bits(joined)).toEqual(inA);
        expect(plain(joined)).toBe(true);
        expect(bytesIn(joined)).toBe(inA.filter(Boolean).length);
        const both = intersect(a, b);
        expect(bits(both)).toEqual(inA.map((set, at) => set && inB[at]!));
        expect(both.every(([, length]) => length > 0)).toBe(true);
        const left = subtract(a, b);
        expect(bits(left)).toEqual(inA.map((set, at) => set && !inB[at]));
        expect(left.every(([, length]) => length > 0)).toBe(true);
        expect(bits(complement(SIZE, a))).toEqual(inA.map((set, at) => at < SIZE && !set));
      }),
      { numRuns: 500 },
    );
  });
});
