import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Claim, cover } from '#core/media/structure/coverage.ts';
import { Layout } from '#core/media/structure/layout.ts';

const claims = fc.array(
  fc.record({
    start: fc.integer({ min: -5, max: 70 }),
    length: fc.integer({ min: 0, max: 40 }),
    level: fc.integer({ min: 1, max: 4 }),
    owner: fc.constantFrom('a', 'b', 'c', 'd'),
    role: fc.constantFrom('structure' as const, 'content' as const),
  }),
  { maxLength: 30 },
);

/** Byte by byte: the highest level wins, and of those the first declared. */
function ownerOf(list: readonly Claim[], byte: number): string {
  const own = list.filter(
    ({ start, length }) => byte >= Math.max(0, start) && byte < Math.max(0, start) + length,
  );
  return own.sort((a, b) => b.level - a.level)[0]?.owner ?? 'unexplained';
}

describe('coverage', () => {
  it('gives every byte the owner a byte-by-byte search gives it', () => {
    fc.assert(
      fc.property(claims, fc.integer({ min: 0, max: 64 }), (list, size) => {
        const { spans } = cover(size, list);
        const bytes = spans.flatMap(({ owner, length }) => Array.from({ length }, () => owner));
        expect(bytes).toEqual(Array.from({ length: size }, (_, byte) => ownerOf(list, byte)));
        for (const [index, span] of spans.entries()) {
          expect(span.length).toBeGreaterThan(0);
          expect(span.start).toBe(index === 0 ? 0 : spans[index - 1]!.start + spans[index - 1]!.length);
        }
      }),
    );
  });

  it('reports bytes that two parts of one level claim, but not shared or nested ones', () => {
    const part = (start: number, length: number, level: number, owner: string): Claim => ({
      start,
      length,
      level,
      owner,
      role: 'structure',
    });
    expect(cover(20, [part(0, 10, 1, 'a'), part(5, 10, 1, 'b')]).overlaps).toEqual([
      { start: 5, length: 5, owners: 'a | b' },
    ]);
    expect(cover(20, [part(0, 10, 1, 'a'), part(0, 10, 1, 'b')]).overlaps).toEqual([]);
    expect(cover(20, [part(0, 10, 1, 'a'), part(2, 3, 2, 'b')]).overlaps).toEqual([]);
  });

  it('folds what a hostile file has too much of, and still covers it all', () => {
    const layout = new Layout(1_000_000, { nodes: 500, children: 100, problems: 10 });
    const holder = layout.add(layout.root, 'holder', 0, 900_000, 'structure');
    for (let index = 0; index < 90_000; index += 1) {
      const child = layout.add(holder, 'child', index * 10, 10, 'content');
      layout.add(child, 'grandchild', index * 10, 5, 'content');
    }
    const last = layout.add(holder, 'bad one', 900_000, 10, 'structure', { flag: 'error' });
    for (let index = 0; index < 50; index += 1) layout.problem('order', index, 0, 'x');
    const { tree, spans } = layout.finish();
    expect(last.shown).toBeNull();
    expect(tree).toHaveLength(1);
    expect(tree[0]!.children).toHaveLength(102);
    expect(tree[0]!.children!.at(-1)).toMatchObject({ label: '…', detail: `× ${2 * (90_000 - 100)}` });
    expect(spans.reduce((sum, span) => sum + span.length, 0)).toBe(1_000_000);
    expect(layout.problems).toHaveLength(10);
    expect(layout.counts).toEqual([{ code: 'order', count: 50 }]);
  });

  it('shows hostile names as escapes', () => {
    const layout = new Layout(10);
    layout.add(layout.root, 'a\u202eb\0', 0, 10, 'structure');
    expect(layout.finish().tree[0]!.label).toBe('a\\x202eb\\x00');
  });
});
