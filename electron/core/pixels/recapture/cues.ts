import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { Peak, peaksFigure } from '../enhancers/peak-table.ts';
import { measureTitle, rounded, valueTitle } from '../enhancers/words.ts';

const Point = z.tuple([z.number(), z.number()]);
/** What the recapture method lists. */
export const RecaptureCues = z.object({
  width: z.number().int(),
  height: z.number().int(),
  tiles: z.number().int(),
  tileSize: z.number().int(),
  peaks: z.array(Peak),
  grid: z.object({ period: z.number(), turn: z.number(), log10: z.number() }).nullable(),
  /** In pixels of the picture. */
  lines: z.array(
    z.object({ from: Point, to: Point, length: z.number(), angle: z.number(), log10: z.number() }),
  ),
  /** Sides of the picture, of four, along which a long line runs in the outer third. */
  frameSides: z.number().int(),
  fallOff: z.object({
    centre: z.number(),
    corners: z.number(),
    across: z.number(),
    down: z.number(),
    explained: z.number(),
  }),
});
export type RecaptureCues = z.infer<typeof RecaptureCues>;

export function cueFigures({
  width,
  height,
  peaks,
  lines,
  grid,
  frameSides: sides,
  fallOff,
}: RecaptureCues): Figure[] {
  const row = (name: Localized, value: number | Localized) => ({ cells: [name, value] });
  const none = localized('none', '无');
  const all: Figure[] = [
    {
      kind: 'table',
      id: 'cues',
      title: localized('Cues', '线索'),
      columns: [
        { key: 'measure', title: measureTitle, align: 'start', code: false },
        { key: 'value', title: valueTitle, align: 'end', code: false },
      ],
      rows: [
        row(
          localized(
            'Isolated peaks apart from block coding and multiples',
            '孤立峰数（不计分块编码与整数倍）',
          ),
          peaks.filter(({ blocks, harmonic }) => !blocks && !harmonic).length,
        ),
        row(
          localized(
            'Grid of two perpendicular repetitions: period (pixels)',
            '两个正交重复构成的网格：周期（像素）',
          ),
          grid === null ? none : rounded(grid.period),
        ),
        row(
          localized('Grid: turned by (°)', '网格旋转角（°）'),
          grid === null ? none : rounded(grid.turn, 1),
        ),
        row(
          localized('Grid: lg of false alarms', '网格误报数的 lg'),
          grid === null ? none : rounded(grid.log10, 1),
        ),
        row(localized('Long straight lines', '长直线数'), lines.length),
        row(
          localized('Sides of the picture with such a line, of 4', '具有此类直线的画面边数（共 4 边）'),
          sides,
        ),
        row(localized('Level at the centre (grey levels)', '中心亮度（灰度级）'), rounded(fallOff.centre, 1)),
        row(
          localized('Centre to corners (grey levels)', '中心至四角的变化（灰度级）'),
          rounded(fallOff.corners, 1),
        ),
        row(localized('Left to right (grey levels)', '从左到右的变化（灰度级）'), rounded(fallOff.across, 1)),
        row(localized('Top to bottom (grey levels)', '从上到下的变化（灰度级）'), rounded(fallOff.down, 1)),
        row(
          localized('Variance explained by these slopes (%)', '上述变化所解释的方差（%）'),
          rounded(100 * fallOff.explained, 1),
        ),
      ],
    },
    peaksFigure(peaks),
  ];
  if (lines.length > 0)
    all.push({
      kind: 'regions',
      id: 'lines',
      title: localized('Long straight lines', '长直线'),
      width,
      height,
      regions: lines.map((line, index) => ({
        label: `${index + 1}: lg ${rounded(line.log10, 1)}`,
        polygon: outline(line, width, height),
      })),
    });
  return all;
}

/** A line as a thin area inside the picture. */
function outline(
  { from, to, length }: RecaptureCues['lines'][number],
  width: number,
  height: number,
): [number, number][] {
  const half = Math.max(1, Math.max(width, height) / 600);
  const [acrossX, acrossY] = [(-(to[1] - from[1]) / length) * half, ((to[0] - from[0]) / length) * half];
  const inside = (x: number, y: number): [number, number] => [
    Math.max(0, Math.min(width, x)),
    Math.max(0, Math.min(height, y)),
  ];
  return [
    inside(from[0] + acrossX, from[1] + acrossY),
    inside(to[0] + acrossX, to[1] + acrossY),
    inside(to[0] - acrossX, to[1] - acrossY),
    inside(from[0] - acrossX, from[1] - acrossY),
  ];
}
