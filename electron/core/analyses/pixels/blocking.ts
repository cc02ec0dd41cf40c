import { z } from 'zod';
import { localized } from '#shared/domain/localized.ts';
import { type Answer, defineAnalysis } from '../../analysis/define.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { blockingMap } from '../../pixels/grids/blocking.ts';
import { guide } from '../../pixels/guides/blocking.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';

const Parameters = z.strictObject({
  /** End of the scales, grey levels; the same for every picture, so that pictures can be compared. */
  range: z.number().min(0.25).max(50).default(4),
});
type Parameters = z.infer<typeof Parameters>;

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  range: z.number(),
  origin: z.tuple([z.number().int(), z.number().int()]),
  contrast: z.tuple([z.number(), z.number()]),
  /** Share of the cells in which another position is stronger by more than a grey level. */
  differing: z.number(),
});
type Result = z.infer<typeof Result>;

const limits = [
  localized(
    'An aid for the eye without a statistic: edges and textures of the scene make maxima of their own.',
    '仅为不含统计检验的辅助观察手段：场景的边缘和纹理自身也会产生极大值。',
  ),
  localized(
    'High quality, deblocking filters and resizing remove the edges of blocks; then the map shows the texture only.',
    '高质量压缩、去块滤波和缩放会消除块边缘，此时图中只剩纹理。',
  ),
];

/** Edges of JPEG blocks as a map: how strong, and where another grid is stronger. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.blocking',
  version: 1,
  enhancer: true,
  title: localized('Block edges', '块效应'),
  summary: localized(
    'Measures the steps that JPEG leaves between its 8×8 blocks, and where steps at another position are stronger than those of the picture. It directs the eye; it decides nothing.',
    '测量 JPEG 在 8×8 块之间留下的阶跃，并显示哪些位置的阶跃强于整图网格。用于引导观察，不作判断。',
  ),
  guide,
  reference: {
    cite: 'Li, Yuan, Yu, Passive detection of doctored JPEG image via block artifact grid extraction, Signal Processing 89 (2009)',
    url: 'https://doi.org/10.1016/j.sigpro.2009.03.025',
    limits,
  },
  errorRate: errorRateOf('pixels.blocking'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
  parameters: Parameters,
  result: Result,

  async run(context): Promise<Answer<Result>> {
    const { evidence, parameters, signal, progress } = context;
    const opened = await openPicture(evidence, context.limits);
    if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
    const { picture } = opened;
    const { warnings } = picture.image;
    const reason = gate(picture, { leastSide: 48 });
    if (reason !== null) return { outcome: 'undetermined', reason, warnings };
    signal.throwIfAborted();
    const { width, height, strength, mismatch, origin, contrast } = blockingMap(picture.luma());
    progress(0.8);
    const { range } = parameters;
    await keepMap(context, 'blocking-strength.png', { width, height, values: strength }, scaleOf(range));
    await keepMap(context, 'blocking-mismatch.png', { width, height, values: mismatch }, scaleOf(range));
    const differing = mismatch.reduce((count, value) => count + (value > 1 ? 1 : 0), 0) / mismatch.length;
    const result: Result = {
      width,
      height,
      range,
      origin: [...origin],
      contrast: [...contrast],
      differing,
    };
    return { outcome: 'found', result, warnings };
  },

  figures({ width, height, range, origin, contrast, differing }) {
    const scale = scaleOf(range);
    return [
      mapFigure(
        'mismatch',
        localized('Steps at another position than those of the picture', '位置不同于整图网格的阶跃'),
        'blocking-mismatch.png',
        { width, height },
        scale,
      ),
      mapFigure(
        'strength',
        localized('Steps at the grid of the picture', '整图网格位置的阶跃'),
        'blocking-strength.png',
        { width, height },
        scale,
      ),
      {
        kind: 'table',
        id: 'grid',
        title: localized('Grid of the whole picture', '整幅图像的网格'),
        columns: [
          { key: 'measure', title: localized('Measure', '指标'), align: 'start', code: false },
          { key: 'value', title: localized('Value', '数值'), align: 'end', code: false },
        ],
        rows: [
          { cells: [localized('Origin (x, y)', '起点 (x, y)'), `(${origin.join(', ')})`] },
          {
            cells: [
              localized('Contrast of the steps along x, along y', '阶跃对比度（x、y 方向）'),
              contrast.map((value) => value.toFixed(3)).join(', '),
            ],
          },
          {
            cells: [
              localized('Cells in which another position is stronger (%)', '其他位置更强的单元（%）'),
              Number((100 * differing).toFixed(1)),
            ],
          },
        ],
      },
    ];
  },

  interpret({ origin, contrast, differing }) {
    const [x, y] = contrast.map((value) => value.toFixed(2)) as [string, string];
    const share = (100 * differing).toFixed(1);
    return [
      {
        code: 'blocking.enhancer',
        statement: localized(
          `Steps between blocks are strongest at (${origin.join(', ')}), ${x} and ${y} times the median position along x and y; in ${share} % of the cells another position is stronger. Shown as an aid for the eye, not as evidence of editing.`,
          `块间阶跃在 (${origin.join(', ')}) 处最强，x、y 方向分别为中位位置的 ${x} 和 ${y} 倍；${share}% 的单元中其他位置更强。仅供辅助观察，不作为编辑的证据。`,
        ),
        bearing: 'informational',
        strength: 'none',
        limits,
        innocent: [],
        figures: ['mismatch', 'strength', 'grid'],
      },
    ];
  },
});

function scaleOf(range: number) {
  return { min: 0, max: range, unit: 'grey levels' } as const;
}
