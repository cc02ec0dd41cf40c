import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import type { AnalysisContext } from '../../analysis/define.ts';
import { keepMap, mapFigure } from '../maps.ts';
import { spreadMap, spreadSize } from '../noise/spread-map.ts';
import { cellSide } from './cell-sums.ts';
import { leastExpected, type MissingNoise, mostFalse } from './missing-noise.ts';

export const Missing = z.object({
  /** Share of the picture in which missing noise would be noticed. */
  judged: z.number(),
  /** Side of the smallest window that could be judged, pixels; 0: none could. */
  finest: z.number().int(),
  tests: z.number().int(),
  /** Strongest first; pixels. */
  regions: z.array(
    z.object({
      left: z.number().int(),
      top: z.number().int(),
      width: z.number().int(),
      height: z.number().int(),
      found: z.number(),
      expected: z.number(),
      side: z.number().int(),
      log10: z.number(),
    }),
  ),
});
export type Missing = z.infer<typeof Missing>;

const artifact = 'missing-noise.png';
const scale = { min: 0, max: 1, unit: '' } as const;
/** Of a picture less than this is not worth a map. */
const leastJudged = 0.02;

export function missingOf({ judged, finest, tests, regions }: MissingNoise): Missing {
  return { judged, finest, tests, regions: regions.map((one) => ({ ...one })) };
}

export async function drawMissing(
  context: Pick<AnalysisContext<unknown>, 'artifact'>,
  { missing, columns, rows, judged }: MissingNoise,
  picture: { readonly width: number; readonly height: number },
): Promise<void> {
  if (judged < leastJudged) return;
  const squares = { columns, rows, pitch: cellSide, origin: 0 };
  await keepMap(context, artifact, spreadMap(missing, squares, picture), scale);
}

export function missingFigures(
  { judged, finest, tests, regions }: Missing,
  { width, height }: { readonly width: number; readonly height: number },
): Figure[] {
  if (judged < leastJudged) return [];
  const all: Figure[] = [
    mapFigure(
      'missing-noise',
      localized(
        'Share of the expected noise that is missing; 0 also where nothing can be said',
        '应有噪声的缺失比例；无法判断处亦为 0',
      ),
      artifact,
      spreadSize({ width, height }),
      scale,
    ),
    {
      kind: 'table',
      id: 'missing-windows',
      title: localized('Where the noise is missing', '噪声缺失之处'),
      columns: [
        { key: 'place', title: localized('Place', '位置'), align: 'start', code: false },
        { key: 'size', title: localized('Size', '大小'), align: 'start', code: false },
        { key: 'window', title: localized('Window', '窗口'), align: 'end', code: false },
        { key: 'expected', title: localized('Expected (σ)', '应有（σ）'), align: 'end', code: false },
        { key: 'found', title: localized('Found (σ)', '实测（σ）'), align: 'end', code: false },
        { key: 'log10', title: localized('lg NFA', 'lg NFA'), align: 'end', code: false },
      ],
      rows: regions.map((one) => ({
        cells: [
          `${one.left}, ${one.top}`,
          `${one.width} × ${one.height}`,
          one.side,
          Number(one.expected.toFixed(1)),
          Number(one.found.toFixed(1)),
          Number(one.log10.toFixed(1)),
        ],
        flag: 'warning' as const,
      })),
    },
    {
      kind: 'table',
      id: 'missing-judged',
      title: localized('What the map can see', '缺失图的可判断范围'),
      columns: [
        { key: 'measure', title: localized('Measure', '指标'), align: 'start', code: false },
        { key: 'value', title: localized('Value', '数值'), align: 'end', code: false },
      ],
      rows: [
        {
          cells: [localized('Of the picture judged (%)', '可判断的图像面积（%）'), Math.round(100 * judged)],
        },
        { cells: [localized('Smallest window (pixels)', '最小窗口（像素）'), finest] },
        { cells: [localized('Least expected noise (σ)', '最低应有噪声（σ）'), leastExpected] },
        { cells: [localized('Windows tested', '检验的窗口数'), tests] },
        { cells: [localized('A region is named up to lg NFA', '区域列出的 lg NFA 上限'), mostFalse] },
      ],
    },
  ];
  if (regions.length > 0)
    all.push({
      kind: 'regions',
      id: 'missing-regions',
      title: localized('Regions without the noise of the camera', '缺少相机噪声的区域'),
      width,
      height,
      regions: regions.map(({ left, top, width: across, height: down, log10 }) => ({
        label: `lg NFA ${log10.toFixed(1)}`,
        polygon: [
          [left, top],
          [left + across, top],
          [left + across, top + down],
          [left, top + down],
        ],
        flag: 'warning',
      })),
    });
  return all;
}

export function missingFindings({ judged, finest, tests, regions }: Missing): Finding[] {
  const percent = Math.round(100 * judged);
  if (judged < leastJudged)
    return [
      {
        ...told,
        code: 'sensor-noise.map-too-weak',
        statement: localized(
          'The noise is too weak for a map: in no place of 512 × 512 pixels would it be noticed if it were missing.',
          '噪声过弱，无法生成缺失图：任何 512 × 512 像素的范围内即使缺失也无从察觉。',
        ),
        figures: [],
      },
    ];
  const [best] = regions;
  if (best === undefined)
    return [
      {
        ...told,
        code: 'sensor-noise.nothing-missing',
        statement: localized(
          `Nowhere is the noise of the camera missing as far as can be seen: ${percent} % of the picture can be judged, in windows from ${finest} pixels. Smaller changes, and changes elsewhere, would not be noticed.`,
          `在可见范围内未发现相机噪声缺失：可判断图像面积的 ${percent}%，窗口最小 ${finest} 像素。更小的改动或其他位置的改动无法察觉。`,
        ),
        figures: ['missing-noise', 'missing-judged'],
      },
    ];
  const [expected, found, log10] = [best.expected.toFixed(1), best.found.toFixed(1), best.log10.toFixed(1)];
  const where = `(${best.left}, ${best.top})`;
  return [
    {
      ...told,
      code: 'sensor-noise.missing',
      statement: localized(
        `In ${regions.length} ${regions.length === 1 ? 'region' : 'regions'} the noise of the matching camera is missing; the strongest, at ${where}, has ${found} σ where ${expected} σ are expected: lg of the number of false alarms ${log10} in ${tests} windows.`,
        `有 ${regions.length} 个区域缺少匹配相机的噪声；最显著者位于 ${where}，应有 ${expected} σ，实测 ${found} σ；误报数的 lg 为 ${log10}（检验 ${tests} 个窗口）。`,
      ),
      bearing: 'contradicts',
      proposition: 'unaltered',
      strength: 'moderate',
      innocent: [
        localized(
          'The camera or a program may have blurred, denoised, straightened or lit this part differently, or merged it from several exposures: that moves or removes the noise without changing what is shown.',
          '相机或软件可能对该部分做过虚化、降噪、校正、局部调光，或由多次曝光合成：这会移动或去除噪声，而不改变画面内容。',
        ),
      ],
      figures: ['missing-regions', 'missing-windows', 'missing-noise'],
    },
  ];
}

export const missingLimit = localized(
  'The map needs a picture that matches as a whole and was not resized. What is expected of a window is taken from the rest of the picture by light and texture; windows that are too dark, saturated, flat or busy for it are left blank and not called tampered. A patch with the noise in place, such as a change of brightness, is not seen.',
  '缺失图要求图像整体匹配且未经缩放。窗口应有的噪声由图像其余部分按亮度与纹理推算；过暗、饱和、过平坦或纹理过强而无法判断的窗口留空，不视为篡改。噪声仍在原位的改动（如调整亮度）无法发现。',
);

const told = {
  bearing: 'informational',
  strength: 'none',
  limits: [missingLimit],
  innocent: [],
} satisfies Partial<Finding>;
