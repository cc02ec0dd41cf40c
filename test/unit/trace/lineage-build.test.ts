import { describe, expect, test } from 'vitest';
import { bitrateSign, containment } from '#core/trace/lineage/alignment-signs.ts';
import { buildLineage, type ComparedPair, type LineageSource } from '#core/trace/lineage/build.ts';
import type { PairEvidence, Signs } from '#core/trace/lineage/evidence.ts';
import { factSigns, type LineageFacts, noFacts } from '#core/trace/lineage/facts.ts';
import { choosePairs } from '#core/trace/lineage/pairs.ts';
import { LineageGraph } from '#shared/domain/lineage.ts';
import { verbatim } from '#shared/domain/localized.ts';

function source(
  index: number,
  more: Partial<LineageFacts> = {},
  content: string | null = null,
): LineageSource {
  const facts = { ...noFacts(`${index}`.padStart(64, '0')), ...more };
  const media = { kind: 'image', format: 'jpeg', mime: 'image/jpeg', extensionFits: true } as const;
  return { facts, name: `item ${index}`, number: null, media, content };
}

function pair(
  first: number,
  second: number,
  signs: Signs,
  cover: [number, number] = [1, 1],
  distance = 0.3,
): ComparedPair {
  const evidence: PairEvidence = {
    transform: {
      ...{
        kind: 'picture',
        homography: [1, 0, 0, 0, 1, 0, 0, 0, 1],
        scale: 1,
        rotation: 0,
        mirrored: false,
        aspect: 1,
      },
      common: [
        [0, 0],
        [9, 0],
        [9, 9],
      ],
      ...{ cover, inliers: 90, residual: 0.4 },
    },
    ...{ reason: null, signs, distance, words: [verbatim('forth'), verbatim('back')] },
  };
  return { first, second, evidence };
}

const drawn = ({ edges }: LineageGraph) =>
  edges.map(({ from, to, state }) => `${from} ${state} ${to}`).sort();

test('strong signs on one side give an arrow, on both sides none, in any order of the question', () => {
  const copied: Signs = { crop: [0, 1], overlay: [0, 1], generation: [0, 1] };
  const turned: Signs = { crop: [1, 0], overlay: [1, 0], generation: [1, 0] };
  const sources = [source(0), source(1)];
  expect(drawn(buildLineage(sources, [pair(0, 1, copied)], 0))).toEqual(['n1 derived-from n2']);
  expect(drawn(buildLineage(sources, [pair(0, 1, turned)], 0))).toEqual(['n2 derived-from n1']);
  const both: Signs = { overlay: [1, 1], generation: [0, 0] };
  const [edge] = buildLineage(sources, [pair(0, 1, both)], 0).edges;
  expect(edge).toMatchObject({ state: 'same-source', directed: false });
  const none = buildLineage(sources, [pair(0, 1, {})], 0).edges[0]!;
  expect(none.directed).toBe(false);
  expect(LineageGraph.safeParse(buildLineage(sources, [pair(0, 1, copied)], 0)).success).toBe(true);
});

test('an edge seen from the other file has the way back for a transform and the other words', () => {
  const evidence = pair(0, 1, { crop: [1, 0], overlay: [1, 0] }, [0.4, 1]);
  const [edge] = buildLineage([source(0), source(1)], [evidence], 0).edges;
  expect(edge).toMatchObject({
    from: 'n2',
    to: 'n1',
    summary: verbatim('back'),
    transform: { cover: [1, 0.4] },
  });
});

test('two crops of which neither holds the other hang from one that is missing', () => {
  const crops: Signs = { crop: [0.9, 0.9] };
  const sources = [source(0), source(1), source(2)];
  const graph = buildLineage(sources, [pair(0, 1, crops), pair(1, 2, crops), pair(0, 2, crops)], 0);
  expect(drawn(graph)).toEqual([
    'missing-1 missing-parent n1',
    'missing-1 missing-parent n2',
    'missing-1 missing-parent n3',
  ]);
  expect(graph.nodes.at(-1)).toMatchObject({ id: 'missing-1', sha256: null, root: null });
  // With the whole picture at hand nothing is missing.
  const whole: Signs = { crop: [1, 0], generation: [1, 0] };
  const more = [pair(0, 3, whole), pair(1, 3, whole), pair(2, 3, whole)];
  const known = buildLineage(
    [...sources, source(3)],
    [pair(0, 1, crops), pair(1, 2, crops), pair(0, 2, crops), ...more],
    0,
  );
  expect(drawn(known)).toEqual(['n4 derived-from n1', 'n4 derived-from n2', 'n4 derived-from n3']);
});

test('something put together of two unrelated pictures has both for sources', () => {
  const inside: Signs = { frame: [0, 1], overlay: [0, 1], generation: [0, 1] };
  const graph = buildLineage(
    [source(0), source(1), source(2)],
    [pair(0, 2, inside, [1, 0.4]), pair(1, 2, inside, [1, 0.3])],
    0,
  );
  expect(drawn(graph)).toEqual(['n1 collage-of n3', 'n2 collage-of n3']);
});

test('files of the same content are one item, and only facts tell them apart', () => {
  const copied: Signs = { crop: [0, 1], overlay: [0, 1], generation: [0, 1] };
  const sources = [source(0, {}, 'same'), source(1), source(2, { credential: true, capture: 12 }, 'same')];
  const graph = buildLineage(sources, [pair(0, 1, copied), pair(1, 2, { crop: [1, 0], overlay: [1, 0] })], 0);
  expect(drawn(graph)).toEqual(['n1 derived-from n2', 'n3 same-content n1']);
  expect(graph.nodes.map(({ group }) => group)).toEqual(['g1', null, 'g1']);
  expect(graph.edges.find(({ state }) => state === 'same-content')?.directed).toBe(true);
});

test('what was not compared, could not be compared and stands alone is said', () => {
  const reason = verbatim('no structure');
  const nothing = { transform: null, reason, signs: {}, distance: 0, words: null };
  const graph = buildLineage([source(0), source(1)], [{ first: 0, second: 1, evidence: nothing }], 7);
  expect(graph.pairs).toEqual({ compared: 1, left: 7 });
  expect(graph.edges).toEqual([]);
  expect(graph.warnings.map(({ en }) => en).join(' ')).toMatch(
    /7 pairs were not.*no structure.*2 items have nothing/,
  );
});

describe('facts', () => {
  const dated = (at: string, from: NonNullable<LineageFacts['date']>['from']) => ({
    ...noFacts('a'),
    date: { at, from },
  });

  test('only timestamps and credentials date a file; publication is a claim; the rest is silent', () => {
    const [early, late] = ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'];
    expect(factSigns(dated(early, 'timestamp'), dated(late, 'credential'))).toEqual({ dated: [0, 1] });
    expect(factSigns(dated(late, 'publication'), dated(early, 'publication'))).toEqual({ published: [1, 0] });
    expect(factSigns(dated(early, 'acquisition'), dated(late, 'acquisition'))).toEqual({});
    expect(factSigns(dated(early, 'metadata'), dated(late, 'metadata'))).toEqual({});
    expect(factSigns(dated(early, 'timestamp'), dated(late, 'publication'))).toEqual({});
    expect(factSigns(dated('soon', 'timestamp'), dated(late, 'timestamp'))).toEqual({});
  });

  test('a signed ingredient decides alone', () => {
    const child = source(0, { parents: [`${1}`.padStart(64, '0')] });
    const graph = buildLineage([child, source(1)], [pair(0, 1, { overlay: [0, 0.3] })], 0);
    expect(drawn(graph)).toEqual(['n2 derived-from n1']);
  });
});

test('a clip of a film and an excerpt of a text are told from their sources, a longer cut of both is not', () => {
  const clip = containment([0.3, 1]);
  expect(clip[1]).toBeGreaterThan(0.9);
  expect(clip[0]).toBe(0);
  expect(containment([0.6, 0.7])).toEqual([0, 0]);
  expect(bitrateSign(3)[1]).toBeGreaterThan(0.5);
  expect(bitrateSign(1 / 3)).toEqual([bitrateSign(3)[1], 0]);
});

test('that one holds a part of the other is said with "probably", however large the part', () => {
  const sources = [source(0), source(1)];
  const held: Signs = { shorter: [0, 1], torn: [0, 1] };
  const [edge] = buildLineage(sources, [pair(0, 1, held)], 0).edges;
  expect(edge).toMatchObject({ from: 'n1', to: 'n2', state: 'probably', directed: true });
  const named = [source(0), source(1, { parents: [source(0).facts.sha256] })];
  expect(drawn(buildLineage(named, [pair(0, 1, held)], 0))).toEqual(['n1 derived-from n2']);
});

describe('choice of pairs', () => {
  test('all pairs of a kind in small sets', () => {
    const chosen = choosePairs(['image', 'audio', 'image', 'image'], () => null);
    expect(chosen).toEqual({
      pairs: [
        [0, 2],
        [0, 3],
        [2, 3],
      ],
      left: 0,
    });
  });

  test('the most alike in large ones, with what is left out counted', () => {
    const kinds = new Array<string>(120).fill('image');
    const chosen = choosePairs(kinds, (one, other) =>
      Math.abs(one - other) < 40 ? 100 - Math.abs(one - other) : null,
    );
    const possible = kinds
      .flatMap((_, one) => kinds.map((__, other) => other - one))
      .filter((gap) => gap > 0 && gap < 40);
    expect(chosen.pairs.length + chosen.left).toBe(possible.length);
    expect(chosen.pairs.length).toBeLessThan(120 * 11);
    const of = (index: number) => chosen.pairs.filter((both) => both.includes(index)).length;
    expect(Math.min(...kinds.map((_, index) => of(index)))).toBeGreaterThanOrEqual(10);
    expect(choosePairs(kinds, () => 1, 500).pairs).toHaveLength(500);
  });
});
