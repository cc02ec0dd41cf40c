import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawByteMap } from '#core/report/drawing/byte-map.ts';
import { drawLegend } from '#core/report/drawing/legend.ts';
import { drawPlot } from '#core/report/drawing/plot.ts';
import { drawRegions } from '#core/report/drawing/regions.ts';
import { ticks } from '#core/report/drawing/scale.ts';
import { type Drawing, withPicture } from '#core/report/drawing/svg.ts';
import { drawTimeline } from '#core/report/drawing/timeline.ts';
import type { FigureKind, FigureOf } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { everyFigure, hostileText } from '../../fixtures/make/report-input.ts';

function figure<K extends FigureKind>(kind: K): FigureOf<K> {
  return everyFigure().find((candidate): candidate is FigureOf<K> => candidate.kind === kind)!;
}

/** Colour of a pixel of a drawing, rendered by librsvg at twice its size: an independent reader of our SVG. */
async function render({
  svg,
  width,
}: Drawing): Promise<{ at(x: number, y: number): number[]; width: number; height: number }> {
  const image = sharp(Buffer.from(svg), { density: 144 }).removeAlpha().raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  const factor = info.width / width;
  return {
    width: info.width,
    height: info.height,
    at: (x, y) => {
      const start = (Math.round(y * factor) * info.width + Math.round(x * factor)) * info.channels;
      return [...data.subarray(start, start + 3)];
    },
  };
}

describe('drawings', () => {
  const all: [string, Drawing][] = [
    ['plot', drawPlot(figure('plot'), 'en')],
    ['byte map', drawByteMap(figure('bytes'), 'zh-CN')],
    ['timeline', drawTimeline(figure('timeline'), 'en')],
    ['regions', drawRegions(figure('regions'))],
    ['legend', drawLegend({ min: -1, max: 1, unit: 'dB', diverging: true })],
  ];

  it.each(all)('%s is an image by itself, without reference, script or style', async (_, drawing) => {
    expect(drawing.svg).not.toMatch(
      /<(script|style|image|use|foreignObject|a)\b|href|url\(|NaN|Infinity|undefined/,
    );
    expect((await render(drawing)).width).toBe(drawing.width * 2);
  });

  it.each([
    { min: -201.9, max: 201.9, unit: 'grey levels', diverging: true },
    { min: 0, max: 123456.789, unit: '', diverging: false },
    { min: 0, max: 1, unit: 'dB', diverging: false },
  ])('numbers under the scale $min to $max do not run into each other', async (scale) => {
    const { svg } = drawLegend(scale);
    const words = [...svg.matchAll(/<text ([^>]*)>([^<]*)</g)].map(([, at = '', text = '']) => {
      const x = Number(/x="([^"]+)"/.exec(at)?.[1]);
      // A digit of the report's typeface is 0.55 em wide at most.
      const width = text.length * 0.55 * 11;
      const anchor = /text-anchor="(\w+)"/.exec(at)?.[1];
      return { from: anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x, width };
    });
    expect(words.length).toBeGreaterThanOrEqual(4);
    for (const [index, word] of words.entries())
      if (index > 0) expect(word.from).toBeGreaterThan(words[index - 1]!.from + words[index - 1]!.width);
  });

  it('regions lie over the picture, in its place and below the outlines', async () => {
    const colour = { r: 200, g: 120, b: 40 };
    const photograph = await sharp({ create: { width: 40, height: 30, channels: 3, background: colour } })
      .png()
      .toBuffer();
    const over = drawRegions({
      ...figure('regions'),
      ...{ width: 400, height: 300 },
      regions: [
        {
          label: 'a',
          polygon: [
            [100, 100],
            [300, 100],
            [300, 200],
            [100, 200],
          ],
        },
      ],
    });
    const { left, top, width, height } = over.frame!;
    expect(width / height).toBeCloseTo(4 / 3, 2);
    const svg = withPicture(over.svg, over.frame!, { bytes: photograph, mime: 'image/png' });
    const drawn = await render({ ...over, svg });
    const at = (x: number, y: number) => drawn.at(left + (x / 400) * width, top + (y / 300) * height);
    expect(at(350, 250)).toEqual([200, 120, 40]);
    // Blue over orange at 12 %.
    expect(at(200, 150)[2]).toBeGreaterThan(48);
    expect(at(200, 150)[0]).toBeGreaterThan(150);
    // The left outline is blue.
    const [red, , blue] = at(100, 150);
    expect(blue! - red!).toBeGreaterThan(60);
    expect(drawn.at(left - 3, top + 10)).toEqual([255, 255, 255]);
  });

  it('escapes words of the evidence', () => {
    const events = [{ lane: hostileText, label: hostileText, at: '2026-01-01' }];
    const { svg } = drawTimeline({ ...figure('timeline'), events }, 'en');
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toMatch(/\p{Bidi_Control}/u);
  });

  it('stand values that are no numbers, no range and no data', async () => {
    const base = figure('plot');
    const name = localized('a', '甲');
    const odd = [[], [Number.NaN, 1, Number.POSITIVE_INFINITY], [5], [5, 5], [1e308, -1e308]];
    for (const y of odd) {
      for (const style of ['line', 'bar', 'scatter'] as const) {
        const drawing = drawPlot(
          { ...base, style, series: [{ name, x: y.map((_, index) => index), y }] },
          'en',
        );
        expect(drawing.svg).not.toMatch(/NaN|Infinity/);
        await render(drawing);
      }
    }
  });

  it('keeps the extremes of a long series', () => {
    const y = Array.from({ length: 100_000 }, (_, index) => (index === 54_321 ? 1000 : Math.sin(index)));
    const series = [{ name: localized('a', '甲'), x: y.map((_, index) => index), y }];
    const { svg, note } = drawPlot({ ...figure('plot'), series }, 'en');
    const points = /points="([^"]*)"/
      .exec(svg)![1]!
      .split(' ')
      .map((pair) => Number(pair.split(',')[1]));
    expect(points.length).toBeLessThanOrEqual(1200);
    // The peak reaches the top of the plot area (y = 30), everything else stays at its foot.
    expect(Math.min(...points)).toBe(30);
    expect(note).toContain('100000');
  });

  it('shows one unexplained byte in a file of a gigabyte', async () => {
    const size = 2 ** 30;
    const spans: FigureOf<'bytes'>['spans'] = [
      { start: 0, length: size / 2, owner: 'a', role: 'content' },
      { start: size / 2, length: 1, owner: '?', role: 'unexplained' },
      { start: size / 2 + 1, length: size / 2 - 1, owner: 'b', role: 'content' },
    ];
    const drawing = drawByteMap({ ...figure('bytes'), size, spans }, 'en');
    expect(drawing.svg).toContain('#b3261e');
    // Row 4 of 8 begins with it: x = 4, y = 2 + 4 · 16.
    const [red, green] = (await render(drawing)).at(5, 2 + 4 * 16 + 2);
    expect(red! - green!).toBeGreaterThan(60);
  });

  it('reads times as ISO 8601 and nothing else', () => {
    const events = [
      { lane: 'a', label: 'x', at: '2026-01-01T00:00:00Z' },
      { lane: 'a', label: 'y', at: '0000:00:00' },
      { lane: 'a', label: 'z', at: 'yesterday' },
    ];
    expect(drawTimeline({ ...figure('timeline'), events }, 'en').note).toMatch(/^2 events/);
  });

  it('has round ticks inside the range', () => {
    expect(ticks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticks(-0.05, 0.05, 8).map((value) => Number(value.toFixed(6)))).toEqual([
      -0.04, -0.02, 0, 0.02, 0.04,
    ]);
    expect(ticks(3, 3, 5)).toEqual([3]);
  });
});
