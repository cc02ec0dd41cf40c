import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageSpans, SPAN_LIMIT } from '#core/provenance/binding/coverage-spans.ts';
import {
  contentKind,
  excludedBeyondStore,
  exclusionsWithoutStore,
  storeOutsideExclusions,
  unprotectedContent,
  wideExclusions,
} from '#core/provenance/binding/exclusion-checks.ts';
import { bindingKind } from '#core/provenance/binding/hard-bindings.ts';
import { Coverage } from '#shared/domain/credential-detail.ts';
import type { ByteRange } from '#shared/domain/figure.ts';

const roles = ['structure', 'metadata', 'content', 'padding', 'trailing', 'unexplained'] as const;
type Owned = { start: number; length: number; owner: string; role: (typeof roles)[number] };

/** Neighbouring owners from lengths. */
function owned(lengths: readonly (readonly [length: number, role: number])[]): Owned[] {
  let start = 0;
  return lengths.map(([length, role], index) => {
    start += length;
    return { start: start - length, length, owner: `part ${index % 7}`, role: roles[role % roles.length]! };
  });
}

describe('coverage', () => {
  it('gives every byte the state and the owner that looking one by one gives', () => {
    const range = fc.tuple(fc.nat(200), fc.nat(60)) as fc.Arbitrary<ByteRange>;
    const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(5)), { maxLength: 12 });
    fc.assert(
      fc.property(lengths, fc.array(range), fc.array(range), (parts, covered, carriers) => {
        const spans = owned(parts);
        const size = spans.reduce((sum, { length }) => sum + length, 0);
        const coverage = Coverage.parse(coverageSpans(size, spans, covered, carriers));
        const holds = (ranges: readonly ByteRange[], at: number) =>
          ranges.some(([start, length]) => at >= start && at < start + length);
        const counts = { protected: 0, credential: 0, unprotected: 0 };
        let next = 0;
        for (let at = 0; at < size; at += 1) {
          while (coverage.spans[next]!.start + coverage.spans[next]!.length <= at) next += 1;
          const span = coverage.spans[next]!;
          const state = holds(covered, at) ? 'protected' : holds(carriers, at) ? 'credential' : 'unprotected';
          const part = spans.find(({ start, length }) => at >= start && at < start + length)!;
          expect(span).toMatchObject({ state, owner: part.owner, role: part.role });
          counts[state] += 1;
        }
        expect(coverage).toMatchObject({ size, merged: false, ...counts });
        expect(
          coverage.spans.reduce((end, { start, length }) => (start === end ? end + length : -1), 0),
        ).toBe(size);
      }),
      { numRuns: 300 },
    );
  });

  it('lists no more than it may, and keeps what is not protected longest', () => {
    const spans = owned(Array.from({ length: 3 * SPAN_LIMIT }, (_, index) => [10, index % 2] as const));
    const size = 30 * SPAN_LIMIT;
    const hole: ByteRange[] = [[105, 7]];
    const some = coverageSpans(
      size,
      spans,
      [
        [0, 105],
        [112, size - 112],
      ],
      [],
    );
    expect(some.merged).toBe(true);
    expect(some.spans.length).toBeLessThan(10);
    expect(some.spans.filter(({ state }) => state === 'unprotected')).toEqual(
      [
        { start: 105, length: 5, state: 'unprotected', owner: 'part 3', role: 'structure' },
        { start: 110, length: 2, state: 'unprotected', owner: 'part 4', role: 'metadata' },
      ].map((span) => ({ ...span, ...spansAt(spans, span.start) })),
    );
    expect(some.unprotected).toBe(hole[0]![1]);
    // every second byte left out: the list ends, the sums do not
    const comb = Array.from({ length: 2 * SPAN_LIMIT }, (_, index): ByteRange => [index * 2, 1]);
    const all = coverageSpans(size, spans, comb, []);
    expect(all.spans).toHaveLength(SPAN_LIMIT);
    expect(all.spans.at(-1)).toMatchObject({ state: 'unprotected', owner: '…' });
    expect(all.protected).toBe(2 * SPAN_LIMIT);
    expect(all.spans.reduce((end, { start, length }) => (start === end ? end + length : -1), 0)).toBe(size);
  });

  it('counts a thumbnail within metadata as metadata', () => {
    const spans: Owned[] = [
      {
        start: 0,
        length: 10,
        owner: 'APP1 Exif / IFD1 / embedded JPEG / entropy-coded data',
        role: 'content',
      },
      { start: 10, length: 10, owner: 'entropy-coded data', role: 'content' },
    ];
    expect(unprotectedContent(coverageSpans(20, spans, [], []))).toMatchObject({ metadata: 10, content: 10 });
  });
});

function spansAt(spans: readonly Owned[], at: number): Pick<Owned, 'owner' | 'role'> {
  const { owner, role } = spans.find(({ start, length }) => at >= start && at < start + length)!;
  return { owner, role };
}

describe('exclusions against the bytes of the store', () => {
  const occupied: ByteRange[] = [
    [100, 50],
    [150, 30],
  ];

  it('fit a store that is left out and nothing else', () => {
    const exact: ByteRange[] = [[100, 80]];
    expect(excludedBeyondStore(exact, occupied)).toEqual([]);
    expect(storeOutsideExclusions(exact, occupied)).toEqual([]);
    expect(exclusionsWithoutStore(exact, occupied)).toEqual([]);
    expect(wideExclusions(exact, occupied)).toEqual([]);
  });

  it('tell a wide exclusion, a further one, an empty one and a store that moved', () => {
    const ranges: ByteRange[] = [
      [0, 160],
      [300, 20],
      [500, 0],
    ];
    expect(excludedBeyondStore(ranges, occupied)).toEqual([
      [0, 100],
      [300, 20],
    ]);
    expect(storeOutsideExclusions(ranges, occupied)).toEqual([[160, 20]]);
    expect(exclusionsWithoutStore(ranges, occupied)).toEqual([[300, 20]]);
    expect(wideExclusions(ranges, occupied)).toEqual([{ exclusion: [0, 160], beside: [[0, 100]] }]);
  });
});

describe('names', () => {
  it('tell what an owner of the structure map is', () => {
    for (const [owner, kind] of [
      ['APP1 Exif / IFD0 / DateTime', 'exif'],
      ['APP1 Exif / IFD1 / embedded JPEG', 'thumbnail'],
      ['APP1 XMP', 'xmp'],
      ['APP2 ICC', 'icc'],
      ['APP13 Photoshop / 8BIM IPTC-IIM', 'iptc'],
      ['APP2 MPF', 'thumbnail'],
      ['COM', 'user-data'],
      ['tEXt', 'user-data'],
      ['iCCP', 'icc'],
      ['eXIf / IFD0', 'exif'],
      ['free', 'free-space'],
      ['moov / udta', 'user-data'],
      ['uuid 00112233', 'user-data'],
      ['uuid XMP', 'xmp'],
      ['ftyp', 'file-type'],
      ['moov / trak / mdia / minf / stbl / stco', 'index'],
      ['mdat', 'other'],
    ] as const)
      expect([owner, contentKind(owner)]).toEqual([owner, kind]);
  });

  it('tell a hard binding by its label', () => {
    const kinds = [
      'c2pa.hash.data',
      'c2pa.hash.data__1',
      'c2pa.hash.bmff',
      'c2pa.hash.bmff.v2',
      'c2pa.hash.bmff.v3__2',
      'c2pa.hash.boxes',
      'c2pa.hash.collection.data',
      'c2pa.hash.multi-asset',
    ].map(bindingKind);
    expect(kinds).toEqual(['data', 'data', 'bmff', 'bmff', 'bmff', 'boxes', 'collection', 'multi-asset']);
    for (const label of [
      'c2pa.hash',
      'c2pa.hash.data.part',
      'x.c2pa.hash.data',
      'c2pa.soft-binding',
      'c2pa.hash.constructor',
    ])
      expect(bindingKind(label)).toBeNull();
  });
});
