import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { enhancerFinding } from '../../pixels/enhancers/enhancer-finding.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { guide } from '../../pixels/guides/residual-patterns.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';
import { principalCoordinates } from '../../pixels/noise/feature-axes.ts';
import { noiseGate, noiseKeptFormat } from '../../pixels/noise/noise-gate.ts';
import { noisyLuma } from '../../pixels/noise/noisy-luma.ts';
import { fitOutliers } from '../../pixels/noise/outlier-mixture.ts';
import { featureCount, patternFeatures } from '../../pixels/noise/residual-patterns.ts';
import { spreadMap, spreadSize } from '../../pixels/noise/spread-map.ts';
import { openPicture, type Picture } from '../../pixels/picture.ts';

const Parameters = z.strictObject({
  /** Principal axes of the features that are kept. */
  axes: z.int().min(1).max(12).default(3),
});
type Parameters = z.infer<typeof Parameters>;

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  axes: z.number().int(),
  /** Side of a window and step to the next, pixels. */
  side: z.number().int(),
  step: z.number().int(),
  windows: z.number().int(),
  silent: z.number().int(),
  /** Share of the windows in the outlier class. */
  share: z.number(),
  /** Squared distance from the normal class per axis that one window in a hundred passes. */
  separation: z.number(),
});
type Result = z.infer<typeof Result>;

/** Highest separation of twelve untouched photographs, without loss and as JPEG of qualities 90 to 98. */
const untouched = 579;
/** Quality 90 of the IJG tables; the highest separations of untouched photographs grow from there on. */
const mostStep = 12;
const leastWindows = 100;
const artifact = 'residual-patterns.png';
const scale = { min: 0, max: 3, unit: 'lg (1 + D²)' } as const;

const limits = [
  localized(
    'Look for: one compact region that stands out from everything else, whatever it shows.',
    '观察要点：无论内容为何，与其余部分截然不同的单个紧凑区域。',
  ),
  localized(
    'Ignore: sky, lawn, walls and other parts whose texture differs from that of the rest. Every picture has an outlier: the distances are those within this picture.',
    '应忽略：天空、草地、墙面等纹理与其余部分不同的区域。任何图像都会有离群者：距离只在本图之内有意义。',
  ),
  localized(
    'Windows are large: small edits vanish in them, and edges are blurred by half a window. Resizing or saving again evens out the patterns.',
    '窗口较大：小幅编辑会被淹没，边缘会模糊半个窗口。缩放或再次保存会使模式趋于一致。',
  ),
  localized(
    `Twelve untouched photographs had separations from 4 to 341, saved as JPEG of quality 90 up to ${untouched}; with a part of another photograph pasted in, from 11 to 1466, two of them above ${untouched}: the number misses most of what the map shows.`,
    `十二幅未经改动的照片分离度为 4 至 341，存为质量 90 的 JPEG 后可达 ${untouched}；粘贴另一照片的局部之后为 11 至 1466，仅两幅高于 ${untouched}：该数值会漏掉图中可见的大部分情形。`,
  ),
];

/** Windows whose high-pass residuals follow other patterns than the rest. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.residual-patterns',
  version: 2,
  title: localized('Residual patterns', '残差共生模式'),
  summary: localized(
    'Counts which patterns neighbouring high-pass residuals form in each window and shows windows that do not fit the rest of the picture. An enhancer: it shows, it does not conclude.',
    '统计每个窗口中相邻高通残差构成的模式，显示与图像其余部分不符的窗口。属于增强手段：只作显示，不作结论。',
  ),
  guide,
  reference: {
    cite: 'Cozzolino, Poggi and Verdoliva, Splicebuster: a new blind image splicing detector, WIFS 2015',
    url: 'https://doi.org/10.1109/WIFS.2015.7368565',
    limits,
  },
  errorRate: errorRateOf('pixels.residual-patterns'),
  engines: ['sharp'],
  appliesTo: noiseKeptFormat,
  parameters: Parameters,
  result: Result,
  run,
  figures,
  interpret,
});

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { signal, progress } = context;
  const { axes } = context.parameters;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const { width, height } = picture;
  const { warnings } = picture.image;
  const reason = noiseGate(picture, mostStep);
  if (reason !== null) return { outcome: 'undetermined', reason, warnings };
  const found = patternFeatures(noisyLuma(picture), cellSide(picture), (share) => {
    signal.throwIfAborted();
    progress(0.6 * share);
  });
  const { columns, rows, side, step, features, silent } = found;
  const used = Uint32Array.from(silent.keys()).filter((window) => silent[window] === 0);
  if (used.length < leastWindows) return { outcome: 'undetermined', reason: tooFew, warnings };
  const points = principalCoordinates(features, featureCount, used, axes);
  signal.throwIfAborted();
  const { share, distances } = fitOutliers(points, axes, used);
  progress(0.9);
  const known = Float32Array.from(used, (window) => distances[window]!).sort();
  const values = distances.map((distance, window) =>
    silent[window] === 1 ? Number.NaN : Math.log10(1 + distance),
  );
  // The middle cell of a window stands for it.
  const squares = { columns, rows, pitch: step, origin: (side - step) / 2 };
  await keepMap(context, artifact, spreadMap(values, squares, picture), scale);
  const result: Result = {
    ...{ width, height, axes, side, step, share },
    windows: used.length,
    silent: silent.length - used.length,
    separation: known[Math.floor(0.99 * known.length)]!,
  };
  return { outcome: result.separation > untouched ? 'found' : 'nothing-found', result, warnings };
}

/** About 128 pixels to a window, more where there are millions of pixels: windows stay some ten thousand. */
function cellSide({ width, height }: Picture): number {
  const pixels = width * height;
  return pixels <= 4e6 ? 16 : pixels <= 16e6 ? 32 : 64;
}

const tooFew: Reason = {
  code: 'too-few-windows',
  text: localized(
    'Too few windows are neither clipped nor in part of one level: which of them fit together cannot be said.',
    '既未溢出又不含单一灰阶区域的窗口过少，无法判断哪些窗口彼此相符。',
  ),
};

function figures({ width, height, side, step, windows, silent, share, separation }: Result): Figure[] {
  const row = (name: ReturnType<typeof localized>, value: number | string) => ({ cells: [name, value] });
  return [
    mapFigure(
      'distance',
      localized('Distance from the patterns of the rest', '与其余部分模式的距离'),
      artifact,
      spreadSize({ width, height }),
      scale,
    ),
    {
      kind: 'table',
      id: 'statistics',
      title: localized('Classes of windows', '窗口分类'),
      columns: [
        { key: 'measure', title: localized('Measure', '指标'), align: 'start', code: false },
        { key: 'value', title: localized('Value', '数值'), align: 'end', code: false },
      ],
      rows: [
        row(
          localized('Separation (99th percentile of D²)', '分离度（D² 的第 99 百分位）'),
          Number(separation.toFixed(1)),
        ),
        row(localized('Highest of twelve untouched photographs', '十二幅未改动照片中的最高值'), untouched),
        row(
          localized('Windows in the outlier class (%)', '归入离群类的窗口（%）'),
          Number((100 * share).toFixed(1)),
        ),
        row(
          localized('Windows (of which clipped or of one level)', '窗口数（其中溢出或含单一灰阶区域）'),
          `${windows + silent} (${silent})`,
        ),
        row(localized('Side and step of windows (pixels)', '窗口边长与步长（像素）'), `${side}, ${step}`),
      ],
    },
  ];
}

function interpret({ separation, share }: Result): Finding[] {
  const [value, outliers] = [separation.toFixed(1), (100 * share).toFixed(1)];
  return [
    enhancerFinding(
      'residual-patterns.enhancer',
      localized(
        `One window in a hundred lies ${value} or more (squared distance per axis) from the patterns of the rest; the highest of twelve untouched photographs was ${untouched}. ${outliers} % of the windows form the outlier class. Shown as an aid for the eye, not as evidence of editing.`,
        `有百分之一的窗口与其余部分模式的距离（每轴平方距离）不小于 ${value}；十二幅未改动照片中最高为 ${untouched}。${outliers}% 的窗口归入离群类。仅供辅助观察，不作为编辑的证据。`,
      ),
      limits,
      ['distance', 'statistics'],
    ),
  ];
}
