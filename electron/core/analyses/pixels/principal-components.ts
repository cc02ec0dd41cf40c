import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import { type Localized, localized } from '#shared/domain/localized.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { enhancerFinding } from '../../pixels/enhancers/enhancer-finding.ts';
import { colourAxes, componentMaps } from '../../pixels/enhancers/principal-components.ts';
import { mostShown, quantile } from '../../pixels/enhancers/reduction.ts';
import { channelWords, enhancerLimit, rounded, smallerLimit } from '../../pixels/enhancers/words.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate, stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/principal-components.ts';
import { keepMap, type MapScale, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';

const Parameters = z.strictObject({
  /** The axis from which the distance is taken: 1 the longest. */
  component: z.int().min(1).max(3).default(1),
});
type Parameters = z.infer<typeof Parameters>;

const Triple = z.tuple([z.number(), z.number(), z.number()]);
const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  component: z.number().int(),
  mean: Triple,
  variances: Triple,
  axes: z.tuple([Triple, Triple, Triple]),
  meanDistance: z.number(),
  mostDistance: z.number(),
  /** Ends of the scales, grey levels: distance, then the three projections, both ways. */
  range: z.number(),
  ranges: Triple,
});
type Result = z.infer<typeof Result>;

const limits = [
  enhancerLimit,
  localized(
    'Look for: an object whose colours lie off the common axis although it stands in the same light, seams and patches of one colour in the second and third component, block patterns that change from one region to the next.',
    '观察要点：处于同一光照下的物体，其色彩却偏离共同主轴；第二、第三主成分中的接缝和单色块；各区域之间不一致的分块纹理。',
  ),
  localized(
    'Ignore: the few strongly coloured objects of a scene, which are always far from the axis, and the noise of the third component, which is mostly JPEG’s treatment of colour. The axes belong to this picture alone.',
    '应忽略：场景中少量高饱和物体，它们总是远离主轴；第三主成分的噪声主要来自 JPEG 的色度处理。主轴仅属于该图像本身。',
  ),
  smallerLimit,
];

/** Principal components of the colours, with the distance of each colour from an axis. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.principal-components',
  version: 1,
  enhancer: true,
  title: localized('Principal components of colour (enhancer)', '色彩主成分（增强显示）'),
  summary: localized(
    'Turns the colours to the axes along which they vary most and shows each pixel’s place on them and its distance from the first. An enhancer: it shows, it does not conclude.',
    '将色彩变换到变化最大的几个轴上，显示每个像素在各轴上的位置及其与第一主轴的距离。属于增强手段：只作显示，不作结论。',
  ),
  guide,
  reference: {
    cite: 'Pearson, On lines and planes of closest fit to systems of points in space, Phil. Mag. 2 (1901); for pictures: Krawetz, A Picture’s Worth, Hacker Factor 2007; distance by the cross product as in Sherloq',
    limits,
  },
  errorRate: errorRateOf('pixels.principal-components'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
  parameters: Parameters,
  result: Result,
  run,
  figures,

  interpret({ component, meanDistance, variances }) {
    const total = variances.reduce((sum, value) => sum + value, 0);
    const share = total === 0 ? '100.0' : ((100 * variances[0]) / total).toFixed(1);
    const away = meanDistance.toFixed(2);
    return [
      enhancerFinding(
        'principal-components.enhancer',
        localized(
          `The first axis holds ${share} % of the variance of colour; colours lie ${away} grey levels from axis ${component} on average. Shown as an aid for the eye.`,
          `第一主轴占色彩方差的 ${share} %；色彩与第 ${component} 主轴的平均距离为 ${away} 灰度级。仅供辅助观察。`,
        ),
        limits,
        ['distance', 'component-1', 'component-2', 'component-3', 'axes'],
      ),
    ];
  },
});

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { signal, progress } = context;
  const component = context.parameters.component;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const reason = gate(picture, { colour: true });
  if (reason !== null) return { outcome: 'undetermined', reason, warnings: picture.image.warnings };
  signal.throwIfAborted();
  const between = (): void => signal.throwIfAborted();
  const rgb = picture.rgb();
  const axes = colourAxes(rgb, between);
  progress(0.2);
  const chosen = { component: (component - 1) as 0 | 1 | 2, most: mostShown };
  const maps = componentMaps(rgb, picture, axes, chosen, between);
  const { width, height, projections, distance, meanDistance, mostDistance } = maps;
  progress(0.5);
  const range = Math.max(1, rounded(quantile(distance, 0.999), 1));
  await keepMap(context, 'distance.png', { width, height, values: distance }, oneSided(range));
  const ranges: [number, number, number] = [0, 0, 0];
  for (const [index, values] of projections.entries()) {
    signal.throwIfAborted();
    const most = Math.max(Math.abs(quantile(values, 0.001)), Math.abs(quantile(values, 0.999)));
    ranges[index] = Math.max(1, rounded(most, 1));
    const scale = twoSided(ranges[index]!);
    await keepMap(context, `component-${index + 1}.png`, { width, height, values }, scale);
    progress(0.6 + 0.13 * (index + 1));
  }
  return {
    outcome: 'found',
    warnings: picture.image.warnings,
    result: {
      ...{ width, height, component, meanDistance, mostDistance, range, ranges },
      mean: [...axes.mean],
      variances: [...axes.variances],
      axes: [[...axes.axes[0]], [...axes.axes[1]], [...axes.axes[2]]],
    },
  };
}

const oneSided = (max: number): MapScale => ({ min: 0, max, unit: 'grey levels' });
const twoSided = (range: number): MapScale => ({
  min: -range,
  max: range,
  unit: 'grey levels',
  diverging: true,
});

function figures({ width, height, component, range, ranges, mean, variances, axes }: Result): Figure[] {
  const size = { width, height };
  const total = Math.max(1e-12, variances[0] + variances[1] + variances[2]);
  const row = (name: Localized, colour: readonly number[], variance: number | null) => ({
    cells: [
      name,
      ...colour.map((part) => rounded(part, 4)),
      variance === null ? null : rounded(variance),
      variance === null ? null : rounded((100 * variance) / total),
    ],
  });
  return [
    mapFigure(
      'distance',
      localized(`Distance from axis ${component}`, `与第 ${component} 主轴的距离`),
      'distance.png',
      size,
      oneSided(range),
    ),
    ...ranges.map((most, index) =>
      mapFigure(
        `component-${index + 1}`,
        localized(`Component ${index + 1}`, `第 ${index + 1} 主成分`),
        `component-${index + 1}.png`,
        size,
        twoSided(most),
      ),
    ),
    {
      kind: 'table',
      id: 'axes',
      title: localized('Mean colour and axes', '平均色彩与主轴'),
      columns: [
        { key: 'axis', title: localized('Axis', '轴'), align: 'start', code: false },
        { key: 'red', title: channelWords.red, align: 'end', code: false },
        { key: 'green', title: channelWords.green, align: 'end', code: false },
        { key: 'blue', title: channelWords.blue, align: 'end', code: false },
        { key: 'variance', title: localized('Variance', '方差'), align: 'end', code: false },
        {
          key: 'share',
          title: localized('Share of the variance (%)', '方差占比（%）'),
          align: 'end',
          code: false,
        },
      ],
      rows: [
        row(localized('Mean colour (grey levels)', '平均色彩（灰度级）'), mean, null),
        ...axes.map((axis, index) =>
          row(localized(`Axis ${index + 1}`, `第 ${index + 1} 主轴`), axis, variances[index]!),
        ),
      ],
    },
  ];
}
