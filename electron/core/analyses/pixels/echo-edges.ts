import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import { localized } from '#shared/domain/localized.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { encodePng } from '../../media/image-encode.ts';
import { echoEdges } from '../../pixels/enhancers/echo-edges.ts';
import { enhancerFinding } from '../../pixels/enhancers/enhancer-finding.ts';
import { mostShown, quantile } from '../../pixels/enhancers/reduction.ts';
import {
  channelTitle,
  channelWords,
  enhancerLimit,
  rounded,
  smallerLimit,
} from '../../pixels/enhancers/words.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { stillPicture } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/echo-edges.ts';
import { keepMap, type MapScale, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';

const Parameters = z.strictObject({
  /** Reach of the second derivative, pixels. */
  radius: z.int().min(1).max(7).default(2),
  /** End of the scale, grey levels; the same for every image, so that pictures can be compared. */
  range: z.int().min(1).max(64).default(12),
});
type Parameters = z.infer<typeof Parameters>;

const Triple = z.tuple([z.number(), z.number(), z.number()]);
const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  radius: z.number().int(),
  range: z.number().int(),
  /** Red, green, blue: grey levels. */
  means: Triple,
  maxima: Triple,
  percentile99: Triple,
});
type Result = z.infer<typeof Result>;

const limits = [
  enhancerLimit,
  localized(
    'Look for: contours drawn twice, coloured fringes on one side of an object only, halos that end abruptly: blurring, sharpening and blending of one region leave them.',
    '观察要点：双重轮廓、仅出现在物体一侧的彩色镶边、突然中断的光晕：局部模糊、锐化和融合会留下这些痕迹。',
  ),
  localized(
    'Ignore: fringes that grow evenly towards the corners (the lens), halos round every edge (sharpening of the whole picture), blocks of JPEG, screens and text.',
    '应忽略：向四角均匀增强的彩边（镜头所致）、所有边缘都有的光晕（整图锐化）、JPEG 分块、屏幕与文字。',
  ),
  smallerLimit,
];

/** Second derivative of each colour channel, as one colour picture. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.echo-edges',
  version: 1,
  enhancer: true,
  title: localized('Echo edges (enhancer)', '回声边缘（增强显示）'),
  summary: localized(
    'Draws the second derivative of each colour channel: double contours and coloured fringes become visible. An enhancer: it shows, it does not conclude.',
    '绘制各色彩通道的二阶导数，使双重轮廓与彩色镶边显现。属于增强手段：只作显示，不作结论。',
  ),
  guide,
  reference: {
    cite: 'Marr and Hildreth, Theory of edge detection, Proc. R. Soc. Lond. B 207 (1980); kernels of the echo edge filter of Sherloq (G. Bartoli)',
    url: 'https://github.com/GuidoBartoli/sherloq',
    limits,
  },
  errorRate: errorRateOf('pixels.echo-edges'),
  engines: ['sharp', 'heif'],
  appliesTo: stillPicture,
  parameters: Parameters,
  result: Result,
  run,
  figures,

  interpret({ means, radius }) {
    const list = means.map((mean) => mean.toFixed(2));
    return [
      enhancerFinding(
        'echo-edges.enhancer',
        localized(
          `Mean second derivative at radius ${radius}: red ${list[0]}, green ${list[1]}, blue ${list[2]} grey levels. Shown in colour as an aid for the eye.`,
          `半径 ${radius} 的平均二阶导数：红 ${list[0]}、绿 ${list[1]}、蓝 ${list[2]} 灰度级。以彩色显示，仅供辅助观察。`,
        ),
        limits,
        ['echo', 'strength', 'statistics'],
      ),
    ];
  },
});

const scaleOf = (range: number): MapScale => ({ min: 0, max: range, unit: 'grey levels' });

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { signal, progress } = context;
  const { radius, range } = context.parameters;
  const opened = await openPicture(context.evidence, context.limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  signal.throwIfAborted();
  const between = (): void => signal.throwIfAborted();
  const echoes = echoEdges(picture.rgb(), picture, { radius, most: mostShown }, between);
  const { width, height, channels, means, maxima, gain } = echoes;
  progress(0.6);
  const data = new Uint8Array(width * height * 3);
  const largest = new Float32Array(width * height);
  for (const [channel, values] of channels.entries())
    for (let pixel = 0, at = channel; pixel < values.length; pixel += 1, at += 3) {
      const value = values[pixel]!;
      data[at] = Math.min(255, Math.round((value * 255) / range));
      if (value > largest[pixel]!) largest[pixel] = value;
    }
  const percentiles = channels.map((values) => quantile(values, 0.99));
  await context.artifact(
    'echo-edges.png',
    'image/png',
    await encodePng({ width, height, channels: 3, data }),
  );
  signal.throwIfAborted();
  await keepMap(context, 'echo-strength.png', { width, height, values: largest }, scaleOf(range));
  progress(1);
  return {
    outcome: 'found',
    warnings: picture.image.warnings,
    result: {
      ...{ width, height, radius, range },
      means: [means[0] / gain, means[1] / gain, means[2] / gain],
      maxima: [maxima[0] / gain, maxima[1] / gain, maxima[2] / gain],
      percentile99: [percentiles[0]!, percentiles[1]!, percentiles[2]!],
    },
  };
}

function figures({ width, height, range, means, maxima, percentile99 }: Result): Figure[] {
  return [
    {
      kind: 'image',
      id: 'echo',
      title: localized('Second derivative of the colours', '色彩的二阶导数'),
      artifact: 'echo-edges.png',
      width,
      height,
      caption: localized(
        `Red, green and blue separately; full brightness is ${range} grey levels or more.`,
        `红、绿、蓝分别显示；最亮处为 ${range} 灰度级或以上。`,
      ),
      overlay: true,
    },
    mapFigure(
      'strength',
      localized('Largest of the three channels', '三通道中的最大值'),
      'echo-strength.png',
      { width, height },
      scaleOf(range),
    ),
    {
      kind: 'table',
      id: 'statistics',
      title: localized('Echo edges in numbers (grey levels)', '回声边缘数值（灰度级）'),
      columns: [
        { key: 'channel', title: channelTitle, align: 'start', code: false },
        { key: 'mean', title: localized('Mean', '均值'), align: 'end', code: false },
        {
          key: 'percentile99',
          title: localized('99th percentile', '第 99 百分位'),
          align: 'end',
          code: false,
        },
        { key: 'maximum', title: localized('Maximum', '最大值'), align: 'end', code: false },
      ],
      rows: (['red', 'green', 'blue'] as const).map((name, index) => ({
        cells: [
          channelWords[name],
          rounded(means[index]!),
          rounded(percentile99[index]!),
          rounded(maxima[index]!),
        ],
      })),
    },
  ];
}
