import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CodeIndex } from '#core/trace/index/code-index.ts';
import { expectedMatches, pictureImpostors, randomRate } from '#core/trace/index/expected-matches.ts';
import { mostWaiting } from '#core/trace/index/postings.ts';
import { codesAs, flipped, randomCodes, seeded } from '../../support/codes.ts';

interface Known {
  readonly code: Uint32Array;
  readonly owner: number;
  readonly position: number;
}

/** One bit after the other: nothing in common with how the index counts. */
function plainDistance(one: Uint32Array, other: Uint32Array): number {
  let distance = 0;
  for (let bit = 0; bit < 256; bit++)
    if (((one[bit >> 5]! >>> (bit & 31)) & 1) !== ((other[bit >> 5]! >>> (bit & 31)) & 1)) distance += 1;
  return distance;
}

/** What must come out, from a plain list. */
function expected(known: readonly Known[], query: Uint32Array, radius: number, limit: number): string[] {
  return known
    .map(({ code, owner, position }, at) => ({ distance: plainDistance(code, query), owner, position, at }))
    .filter(({ distance }) => distance <= radius)
    .sort((one, other) => one.distance - other.distance || one.at - other.at)
    .slice(0, limit)
    .map(({ distance, owner, position }) => `${distance}:${owner}:${position}`);
}

function found(index: CodeIndex, query: Uint32Array, radius: number, limit: number): string[] {
  const { distances, owners, positions } = index.resolve(index.within(query, radius, limit));
  return [...distances].map((distance, row) => `${distance}:${owners[row]}:${positions[row]}`);
}

function settle(index: CodeIndex): void {
  while (index.step());
}

/** Clusters: a few codes and their neighbours, among them all zeros and all ones, with slots that agree. */
function clusteredCodes(count: number, next: () => number): Uint32Array {
  const centres = [
    new Uint32Array(8),
    new Uint32Array(8).fill(0xffffffff),
    randomCodes(1, next),
    randomCodes(1, next),
  ];
  const codes = new Uint32Array(count * 8);
  for (let at = 0; at < count; at++) codes.set(flipped(centres[next() % 4]!, next() % 40, next), at * 8);
  return codes;
}

describe('exact as a linear scan', () => {
  const step = fc.record({
    add: fc.integer({ min: 0, max: 250 }),
    clustered: fc.boolean(),
    remove: fc.boolean(),
    closeUp: fc.boolean(),
    /** How far the making of postings gets before the questions. */
    steps: fc.integer({ min: 0, max: 30 }),
  });

  test('whatever was added, removed and closed up, at every radius and limit', () => {
    const begun = fc.record({
      seed: fc.integer(),
      steps: fc.array(step, { minLength: 1, maxLength: 5 }),
      radius: fc.integer({ min: 0, max: 60 }),
      limit: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(begun, ({ seed, steps, radius, limit }) => {
        const next = seeded(seed);
        // Small segments, full ones too: the same code as in earnest, with more of them.
        const index = new CodeIndex({ waiting: 64, segment: 300 });
        let known: Known[] = [];
        let position = 0;
        for (const { add, clustered, remove, closeUp, steps: pieces } of steps) {
          const words = clustered ? clusteredCodes(add, next) : randomCodes(add, next);
          const owners = Uint32Array.from({ length: add }, () => next() % 7);
          const positions = Uint32Array.from({ length: add }, () => position++);
          index.add(new Uint8Array(words.buffer), owners, positions);
          for (let at = 0; at < add; at++)
            known.push({
              code: words.slice(at * 8, at * 8 + 8),
              owner: owners[at]!,
              position: positions[at]!,
            });
          for (let piece = 0; piece < pieces; piece++) index.step();
          if (remove) {
            const gone = [next() % 7, next() % 7];
            const before = index.living;
            expect(before - index.remove(gone)).toBe(index.living);
            known = known.filter(({ owner }) => !gone.includes(owner));
          }
          if (closeUp) index.closeUp();
          expect(index.living).toBe(known.length);
          for (let query = 0; query < 3; query++) {
            const near = known[next() % Math.max(1, known.length)]?.code ?? new Uint32Array(8);
            const asked = flipped(near, next() % 50, next);
            expect(found(index, asked, radius, limit)).toEqual(expected(known, asked, radius, limit));
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('twenty thousand codes with their postings at the limits of each class of radius', () => {
    const next = seeded(7);
    const index = new CodeIndex();
    const words = randomCodes(20_000, next);
    const ids = Uint32Array.from({ length: 20_000 }, (_, at) => at);
    index.add(new Uint8Array(words.buffer), ids, ids);
    settle(index);
    expect(index.waiting).toBe(0);
    for (const radius of [0, 1, 15, 16, 24, 31, 32, 40, 47, 48, 100]) {
      for (let query = 0; query < 20; query++) {
        const id = next() % 20_000;
        const asked = flipped(words.slice(id * 8, id * 8 + 8), Math.max(0, radius - (query % 3)), next);
        const answer = index.within(asked, radius, 50);
        expect(answer).toEqual(index.scan(asked, radius, 50));
        expect([...answer.ids]).toContain(id);
      }
    }
  });

  test('the worst spread of the differing bits: as many in every slot', () => {
    const index = new CodeIndex({ waiting: 4 });
    const code = randomCodes(1, seeded(1));
    index.add(
      codesAs(code, 16),
      Uint32Array.from({ length: 16 }, (_, at) => at),
      new Uint32Array(16),
    );
    settle(index);
    // 15: one bit in each slot but one; 31: two bits in each slot but one, where it is one; 47 likewise.
    for (const [radius, each] of [
      [15, 1],
      [31, 2],
      [47, 3],
    ] as const) {
      const asked = code.slice();
      for (let slot = 0; slot < 16; slot++) {
        const bits = slot === 9 ? each - 1 : each;
        for (let bit = 0; bit < bits; bit++) asked[slot >> 1]! ^= (1 << (5 * bit + 1)) << ((slot & 1) * 16);
      }
      expect(index.within(asked, radius, 100).ids).toHaveLength(16);
      expect(index.within(asked, radius - 1, 100).ids).toHaveLength(0);
    }
  });

  // So many that rows are asked, and not every code, at all of these radii; segments of two layouts side by side.
  const many = 200_000;
  const words = manyCodes(many, seeded(31));

  test.each([12, 13, 16])('random codes, clusters and identical ones in %i slots', (slots) => {
    const next = seeded(slots);
    const index = new CodeIndex({ segment: many - 20_000, slots: (codes) => (codes > 20_000 ? slots : 16) });
    const ids = Uint32Array.from({ length: many }, (_, at) => at);
    index.add(new Uint8Array(words.buffer), ids, ids);
    settle(index);
    expect(index.waiting).toBe(0);
    index.remove([5, many - 1]);
    for (const radius of [0, 11, 12, 13, 15, 16, 23, 24, 31, 36, 39, 47, 51])
      for (let query = 0; query < 6; query++) {
        // The clusters come first; every slot of a neighbour differs by as many bits as can be, or any do.
        const id = query < 3 ? next() % 600 : next() % many;
        const code = words.slice(id * 8, id * 8 + 8);
        const asked = query % 2 === 0 ? flipped(code, radius, next) : spread(code, radius, slots, next);
        const answer = index.within(asked, radius, 100);
        expect(answer).toEqual(index.scan(asked, radius, 100));
        if (id !== 5 && id !== many - 1 && answer.complete) expect([...answer.ids]).toContain(id);
      }
  });
});

/** Four clusters of a hundred, two hundred identical codes, and random ones. */
function manyCodes(count: number, next: () => number): Uint32Array<ArrayBuffer> {
  const words = randomCodes(count, next);
  const [same, ...centres] = Array.from({ length: 5 }, () => randomCodes(1, next));
  for (let at = 0; at < 400; at++) words.set(flipped(centres[at % 4]!, next() % 40, next), at * 8);
  for (let at = 400; at < 600; at++) words.set(same!, at * 8);
  return words;
}

/** A code with `bits` bits changed, as many in each of so many slots of equal width as can be. */
function spread(
  code: Uint32Array,
  bits: number,
  slots: number,
  next: () => number,
): Uint32Array<ArrayBuffer> {
  const changed = Uint32Array.from(code);
  const first = next();
  for (let done = 0; done < bits; done++) {
    const slot = (first + done) % slots;
    const bit = Math.min(255, Math.floor((slot * 256) / slots) + 2 + 5 * Math.floor(done / slots));
    changed[bit >> 5]! ^= 1 << (bit & 31);
  }
  return changed;
}

describe('floods', () => {
  test('a hundred thousand equal codes cost a question no more than reading them once', () => {
    const next = seeded(3);
    const index = new CodeIndex();
    const many = 100_000;
    const ids = Uint32Array.from({ length: many }, (_, at) => at);
    index.add(new Uint8Array(many * 32), ids, ids);
    const words = randomCodes(mostWaiting, next);
    index.add(new Uint8Array(words.buffer), ids.subarray(0, mostWaiting), ids.subarray(0, mostWaiting));
    settle(index);
    const zero = new Uint32Array(8);
    const same = index.within(zero, 31, 5);
    expect([...same.ids]).toEqual([0, 1, 2, 3, 4]);
    expect(same.complete).toBe(false);
    const near = index.within(flipped(zero, 3, next), 31, 5);
    expect([...near.ids]).toEqual([0, 1, 2, 3, 4]);
    expect([...near.distances]).toEqual([3, 3, 3, 3, 3]);
    const begun = performance.now();
    for (let query = 0; query < 2000; query++) index.within(zero, 31, 5);
    // 2000 × 100,000 comparisons would take seconds.
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(index.within(zero, 31, many).complete).toBe(true);
    expect(index.within(zero, 31, many - 1).complete).toBe(false);
  });
});

test('the nearest come from growing the radius, however far they are', () => {
  const next = seeded(11);
  const index = new CodeIndex({ waiting: 64 });
  const words = randomCodes(2000, next);
  const ids = Uint32Array.from({ length: 2000 }, (_, at) => at);
  index.add(new Uint8Array(words.buffer), ids, ids);
  settle(index);
  for (let query = 0; query < 20; query++) {
    const asked = query % 2 === 0 ? randomCodes(1, next) : flipped(words.slice(0, 8), 20, next);
    expect(index.nearest(asked, 3).ids).toEqual(index.scan(asked, 256, 3).ids);
  }
  expect(index.nearest(flipped(words.slice(0, 8), 20, next), 3, 19).ids).toHaveLength(0);
});

describe('expected false matches', () => {
  test('random codes: sums of binomials, against exact integers', () => {
    let term = 1n;
    let sum = 0n;
    for (let bits = 0n; bits <= 256n; bits++) {
      sum += term;
      term = (term * (256n - bits)) / (bits + 1n);
      const exact = Number((sum * 10n ** 90n) >> 256n) / 1e90;
      expect(randomRate(Number(bits)) / exact).toBeCloseTo(1, 10);
    }
    expect(randomRate(256)).toBeCloseTo(1, 12);
  });

  test('the measured rate counts where it is larger', () => {
    const size = { known: 1e7, queries: 9, radius: 31 };
    expect(expectedMatches(size).basis).toBe('random');
    const bounded = expectedMatches(size, pictureImpostors);
    // Wilson's upper bound of 0 in 5,000,000 is 3.84 / 5,000,003.84.
    expect(bounded.basis).toBe('bound');
    expect(bounded.expected).toBeCloseTo(9e7 * 7.683e-7, 1);
    expect(expectedMatches({ ...size, radius: 40 }, pictureImpostors)).toMatchObject({
      basis: 'measured',
      expected: 9e7 * 1.2e-6,
    });
    expect(expectedMatches({ ...size, radius: 60 }, pictureImpostors).expected).toBeCloseTo(9e7 * 3.8e-6, 6);
    expect(expectedMatches({ ...size, radius: 128 }, pictureImpostors).basis).toBe('random');
  });
});
