import { describe, expect, test } from 'vitest';
import { agreementOf, meansOf, overlapsOf } from '#core/pixels/agreement/agreement.ts';
import { cellsOf, fillRings, rasterFor } from '#core/pixels/agreement/raster.ts';
import { traceKind, traceKindOf } from '#core/pixels/agreement/trace-kinds.ts';
import { orderedAnalyses } from '#core/work/examination.ts';
import { localized } from '#shared/domain/localized.ts';
import { Agreement, AnalystRegion, type RegionShape } from '#shared/domain/region.ts';
import type { Run } from '#shared/domain/run.ts';
import { boxOfRings, ringsOf } from '#shared/numeric/region-shape.ts';

/** Regions whose overlaps are known by their sides, on a picture whose cells are two pixels wide. */
const picture = { width: 1024, height: 512 };
type Box = readonly [left: number, top: number, width: number, height: number];

function run(
  analysis: string,
  boxes: readonly Box[],
  change: Partial<Run> = {},
  flag = 'warning' as const,
): Run {
  return {
    ...{ id: `run-${analysis}`, evidence: 'a'.repeat(64), analysis, version: 1, parameters: {}, engines: {} },
    ...{
      key: 'b'.repeat(64),
      outcome: 'found',
      warnings: [],
      startedAt: '2026-11-23T00:00:00Z',
      durationMs: 1,
    },
    ...{ result: null, artifacts: [] },
    findings: [
      {
        ...{ code: 'place', bearing: 'informational', strength: 'none', innocent: [], figures: ['regions'] },
        statement: localized(`${analysis} says so`, `${analysis} 如是说`),
        limits: [],
      },
      {
        ...{ code: 'other', bearing: 'informational', strength: 'none', innocent: [], figures: [] },
        statement: localized('about the whole', '关于整体'),
        limits: [],
      },
    ],
    figures: [
      {
        ...{ kind: 'regions', id: 'regions', title: localized('Regions', '区域'), ...picture },
        regions: boxes.map(([left, top, width, height], index) => ({
          label: String(index + 1),
          polygon: [
            [left, top],
            [left + width, top],
            [left + width, top + height],
            [left, top + height],
          ],
          flag,
        })),
      },
    ],
    ...change,
  };
}

function groupsOf(...runs: Run[]) {
  const agreement = agreementOf(picture, runs);
  expect(Agreement.parse(agreement)).toEqual(agreement);
  return agreement.groups;
}

describe('kinds of trace', () => {
  test('every method for still images is in the table, and nothing else', () => {
    const methods = orderedAnalyses.map(({ id }) => id).filter((id) => id.startsWith('pixels.'));
    expect(Object.keys(traceKindOf).sort()).toEqual([...methods].sort());
    expect(traceKind('pixels.of-tomorrow')).toBeNull();
    expect(traceKind('constructor')).toBeNull();
  });
});

describe('the same place', () => {
  test('is counted by methods and by kinds of trace', () => {
    const place: Box = [200, 100, 200, 200];
    const [first, ...others] = groupsOf(
      run('pixels.ghosts', [place]),
      run('pixels.double-quantization', [[210, 100, 200, 200]]),
      run('pixels.jpeg-grid', [[200, 110, 190, 190]]),
      run('pixels.noise-level', [[190, 90, 220, 220]]),
      run('pixels.noisesniffer', [[700, 100, 100, 100]]),
    );
    expect(first).toMatchObject({
      kinds: ['compression', 'noise'],
      analyses: ['pixels.double-quantization', 'pixels.ghosts', 'pixels.jpeg-grid', 'pixels.noise-level'],
    });
    expect(others).toMatchObject([{ kinds: ['noise'], analyses: ['pixels.noisesniffer'], area: 10_000 }]);
    // Seen by at least two: the union of the pairs' common parts.
    const box = boxOfRings(first!.rings);
    expect(box).toEqual({ left: 200, top: 100, right: 410, bottom: 300 });
  });

  test.each([
    ['half of the smaller is shared', [200, 100, 100, 100], [250, 100, 100, 100], 1],
    ['less than half is shared', [200, 100, 100, 100], [254, 100, 100, 100], 2],
    ['the smaller is a fifth of the larger', [200, 100, 100, 100], [200, 100, 250, 200], 1],
    ['the smaller is less than a fifth of the larger', [200, 100, 100, 100], [200, 100, 260, 200], 2],
    ['they touch', [200, 100, 100, 100], [300, 100, 100, 100], 2],
  ] as const)('%s', (_, one, other, count) => {
    expect(groupsOf(run('pixels.ghosts', [one]), run('pixels.cfa', [other]))).toHaveLength(count);
  });

  test('nothing is strung together: the ends of a chain do not overlap', () => {
    const groups = groupsOf(
      run('pixels.ghosts', [[200, 100, 100, 100]]),
      run('pixels.noise-level', [[240, 100, 100, 100]]),
      run('pixels.cfa', [[282, 100, 100, 100]]),
    );
    expect(groups.map(({ analyses }) => analyses.length)).toEqual([2, 1]);
    expect(groups[0]!.analyses).toEqual(['pixels.ghosts', 'pixels.noise-level']);
  });

  test('windows that hang together are one piece; two pieces of a method can share a group', () => {
    const windows: Box[] = [
      [100, 100, 64, 64],
      [132, 100, 64, 64],
      [164, 100, 64, 64],
    ];
    const halves: Box[] = [
      [100, 100, 60, 64],
      [168, 100, 60, 64],
    ];
    const agreement = agreementOf(picture, [
      run('pixels.noisesniffer', windows),
      run('pixels.ghosts', halves),
    ]);
    expect(agreement.regions.map(({ analysis, labels }) => [analysis, labels])).toEqual([
      ['pixels.noisesniffer', ['1', '2', '3']],
      ['pixels.ghosts', ['1']],
      ['pixels.ghosts', ['2']],
    ]);
    expect(agreement.groups).toMatchObject([{ regions: { length: 3 }, analyses: { length: 2 } }]);
  });

  test('source and copy of a clone are never one region, even under a method that covers both', () => {
    const pair: Box[] = [
      [100, 100, 100, 100],
      [200, 100, 100, 100],
    ];
    const groups = groupsOf(run('pixels.copy-move', pair), run('pixels.noise-level', [[100, 100, 200, 100]]));
    expect(groups).toHaveLength(2);
    for (const { regions } of groups)
      expect(regions.filter((id) => id.startsWith('pixels.copy-move'))).toHaveLength(1);
    const alike = run('pixels.copy-move', pair);
    const figure = alike.figures[0]!;
    if (figure.kind === 'regions') for (const region of figure.regions) region.flag = 'notice';
    expect(groupsOf(alike)).toEqual([]);
    // Parts without the grid are no alarm either.
    const lacking = run('pixels.jpeg-grid', [[100, 100, 100, 100]]);
    const [regions] = lacking.figures;
    if (regions?.kind === 'regions') for (const region of regions.regions) region.flag = 'notice';
    expect(groupsOf(lacking)).toEqual([]);
  });

  test('methods that say nothing are named, with what they answered; enhancers are not', () => {
    const { methods, groups } = agreementOf(picture, [
      run('pixels.ghosts', [[0, 0, 50, 50]], { outcome: 'nothing-found' }),
      run('pixels.cfa', [[0, 0, 50, 50]], { outcome: 'undetermined' }),
      run('pixels.recapture', [[0, 0, 50, 50]]),
      run('labels.visible', [[0, 0, 50, 50]]),
      run('pixels.noise-level', [[0, 0, 50, 50]]),
    ]);
    expect(groups).toHaveLength(1);
    expect(methods.map(({ analysis, outcome }) => [analysis, outcome])).toEqual([
      ['pixels.ghosts', 'nothing-found'],
      ['pixels.cfa', 'undetermined'],
      ['pixels.noise-level', 'found'],
    ]);
    expect(methods[2]!.findings.map(({ code }) => code)).toEqual(['place']);
  });

  test('regions of a figure of another size are scaled; outside the picture there is nothing', () => {
    const half = run('pixels.ghosts', [[100, 50, 100, 100]]);
    const [figure] = half.figures;
    if (figure?.kind === 'regions') Object.assign(figure, { width: 512, height: 256 });
    const scaled = groupsOf(half, run('pixels.cfa', [[5000, 5000, 100, 100]]));
    expect(scaled).toHaveLength(1);
    expect(boxOfRings(scaled[0]!.rings)).toEqual({ left: 200, top: 100, right: 400, bottom: 300 });
  });

  test('more pieces than are kept are counted', () => {
    const many = Array.from({ length: 80 }, (_, at): Box => [12 * at, 40, 8, 8 + (at % 7)]);
    const { methods, regions } = agreementOf(picture, [run('pixels.noisesniffer', many)]);
    expect([regions.length, methods[0]!.leftOut]).toEqual([60, 20]);
  });
});

describe('a region of the analyst', () => {
  const region = (shape: RegionShape) => AnalystRegion.parse({ id: 'a', shape });
  const square = region({ kind: 'rectangle', from: { x: 300, y: 300 }, to: { x: 100, y: 100 } });

  test('is held against those of the methods', () => {
    const [measured] = overlapsOf(
      picture,
      [run('pixels.ghosts', [[200, 100, 200, 200]]), run('pixels.cfa', [[600, 0, 50, 50]])],
      [square],
    );
    expect(measured).toEqual({
      ...{ region: 'a', area: 40_000 },
      overlaps: [
        {
          region: 'pixels.ghosts/1',
          analysis: 'pixels.ghosts',
          kind: 'compression',
          covered: 0.5,
          within: 0.5,
        },
      ],
    });
  });

  test('has means inside and outside; null where no point lies', () => {
    const map = { width: 8, height: 4, values: new Uint8Array(32).fill(10) };
    for (const at of [9, 10, 17, 18]) map.values[at] = 90;
    const frame = { width: 80, height: 40 };
    const inside = region({ kind: 'rectangle', from: { x: 10, y: 10 }, to: { x: 30, y: 30 } });
    const beyond = region({ kind: 'rectangle', from: { x: 100, y: 50 }, to: { x: 120, y: 90 } });
    const whole = region({ kind: 'rectangle', from: { x: -1, y: -1 }, to: { x: 90, y: 50 } });
    expect(meansOf(map, frame, [inside, whole, beyond, inside])).toEqual([
      { inside: 90, outside: 10 },
      { inside: 20, outside: null },
      { inside: null, outside: 20 },
      { inside: 90, outside: 10 },
    ]);
  });

  test('holds the area its shape has', () => {
    const raster = rasterFor(picture.width, picture.height);
    const count = (shape: RegionShape) => {
      const mask = new Uint8Array(raster.columns * raster.rows);
      fillRings(raster, ringsOf(shape), mask);
      return cellsOf(mask).length * 4;
    };
    const corners = { from: { x: 100, y: 100 }, to: { x: 400, y: 300 } };
    expect(count({ kind: 'ellipse', ...corners })).toBeCloseTo(Math.PI * 150 * 100, -3);
    const ring = (by: number) => [
      { x: 100 + by, y: 100 + by },
      { x: 300 - by, y: 100 + by },
      { x: 300 - by, y: 300 - by },
      { x: 100 + by, y: 300 - by },
    ];
    expect(count({ kind: 'outline', rings: [ring(0), ring(50)] })).toBe(200 * 200 - 100 * 100);
    // Thinner than a cell: it keeps one.
    const thin = { kind: 'rectangle', from: { x: 50.2, y: 50.2 }, to: { x: 50.4, y: 90 } } as const;
    expect(count(thin)).toBe(4);
  });
});
