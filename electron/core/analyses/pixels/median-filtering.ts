import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { localized } from '#shared/domain/localized.ts';
import type { MediaFormat } from '#shared/domain/media.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { gate } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/median-filtering.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';
import { openPicture } from '../../pixels/picture.ts';
import { greenPlane } from '../../pixels/tone-traces/green-plane.ts';
import { meanLuminanceStep } from '../../pixels/tone-traces/luminance-step.ts';
import { medianBlock } from '../../pixels/tone-traces/median-residual.ts';
import { traceMedian } from '../../pixels/tone-traces/trace-median.ts';

const Parameters = z.strictObject({
  /** Mean score from which a picture counts as filtered: stored without loss, and as JPEG. */
  lossless: z.number().min(-10).max(20).default(2),
  jpeg: z.number().min(-10).max(20).default(1.2),
});
type Parameters = z.infer<typeof Parameters>;

const Result = z.object({
  state: z.enum(['lossless', 'jpeg']),
  score: z.number(),
  threshold: z.number(),
  blocks: z.number().int(),
  silent: z.number().int(),
  /** Share of the blocks whose own score reaches the threshold. */
  share: z.number(),
  columns: z.number().int(),
  rows: z.number().int(),
});
type Result = z.infer<typeof Result>;

/** WebP, AVIF and HEIF smooth while decoding, and palettes make streaks of their own. */
const formats: ReadonlySet<MediaFormat> = new Set(['jpeg', 'png', 'tiff', 'bmp']);
/** Quality 70 of the Independent JPEG Group has 34.6; the discriminant has seen nothing coarser. */
const mostStep = 35;
const scale = { min: -12, max: 12, unit: 'score', diverging: true } as const;
const artifact = 'median-score.png';

const measuredLimit = localized(
  'The score is a linear discriminant fitted on few photographs; its threshold is measured, not derived. On the other half of them no untouched, blurred, averaged or resized picture reached it.',
  '该得分为在少量照片上拟合的线性判别函数，阈值系实测所得而非推导。在另一半照片上，未处理、模糊、均值滤波或缩放的图像均未达到该阈值。',
);
const orderLimit = localized(
  'Resizing, noise or strong compression after the filter hides it; other rank filters, denoisers and drawn or rendered pictures can look like it.',
  '滤波之后的缩放、加噪或强压缩会掩盖痕迹；其他秩滤波、降噪算法以及绘制或渲染的图像可能呈现相似特征。',
);

/** Streaks and residuals that a median filter leaves. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.median-filtering',
  version: 2,
  title: localized('Median filtering', '中值滤波'),
  summary: localized(
    'Tests whether a median filter smoothed the picture, as is done to remove noise or to hide the traces of other edits.',
    '检验图像是否经中值滤波平滑；中值滤波常用于去噪，也用于掩盖其他编辑痕迹。',
  ),
  guide,
  reference: {
    cite: 'Kirchner and Fridrich, On detection of median filtering in digital images, SPIE 7541 (2010); Cao et al., ICME 2010; Kang, Stamm, Peng and Liu, IEEE TIFS 8 (2013)',
    url: 'https://doi.org/10.1117/12.839100',
    limits: [measuredLimit, orderLimit],
  },
  errorRate: errorRateOf('pixels.median-filtering'),
  engines: ['sharp'],
  appliesTo: ({ format }) =>
    formats.has(format) ||
    localized(
      'Only for JPEG and pictures stored without loss: other coders smooth by themselves',
      '仅适用于 JPEG 与无损存储的图像：其他编码器自身会进行平滑',
    ),
  parameters: Parameters,
  result: Result,
  run,
  figures,
  interpret,
});

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const { evidence, limits, parameters, signal, progress } = context;
  const opened = await openPicture(evidence, limits);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { picture } = opened;
  const { width, height } = picture;
  const { warnings } = picture.image;
  const reason = gate(picture, { leastSide: 2 * medianBlock, only8Bit: true });
  if (reason !== null) return { outcome: 'undetermined', reason, warnings };
  const state = evidence.media.format === 'jpeg' ? 'jpeg' : 'lossless';
  const step = meanLuminanceStep(picture);
  if (step !== null && !(step <= mostStep)) return { outcome: 'undetermined', reason: coarse, warnings };
  const trace = traceMedian(greenPlane(picture.rgb()), width, height, state, (share) => {
    signal.throwIfAborted();
    progress(share);
  });
  if (trace.blocks < 4) return { outcome: 'undetermined', reason: tooFlat, warnings };
  const { scores, ...rest } = trace;
  await keepMap(context, artifact, { width: trace.columns, height: trace.rows, values: scores }, scale);
  const threshold = parameters[state];
  const share = scores.filter((score) => score >= threshold).length / trace.blocks;
  const result: Result = { ...rest, state, threshold, share };
  return { outcome: trace.score >= threshold ? 'found' : 'nothing-found', result, warnings };
}

const coarse: Reason = {
  code: 'too-compressed',
  text: localized(
    'The JPEG is quantised more coarsely than quality 70, or its tables could not be read: what a median filter leaves is gone.',
    '此 JPEG 的量化比质量 70 更粗，或无法读取量化表：中值滤波的痕迹已不复存在。',
  ),
};
const tooFlat: Reason = {
  code: 'too-flat',
  text: localized(
    'Fewer than four blocks of 128 × 128 pixels hold enough detail, free of bars, borders and other surfaces of one level, to say anything.',
    '细节充足且不含边条、边框等单一灰阶区域的 128 × 128 像素块不足四个，无法判断。',
  ),
};

function figures({ columns, rows, score, threshold }: Result): Figure[] {
  const title = localized('Score of each block', '各块得分');
  return [
    mapFigure('blocks', title, artifact, { width: columns, height: rows }, scale),
    {
      kind: 'scalar',
      id: 'score',
      title: localized('Mean score', '平均得分'),
      value: Number(score.toFixed(2)),
      note: localized(`Counts from ${threshold} on.`, `达到 ${threshold} 时视为检出。`),
    },
  ];
}

function interpret({ score, threshold, share, blocks, silent }: Result): Finding[] {
  const [value, percent] = [score.toFixed(1), Math.round(100 * share)];
  const seen = localized(
    `Mean score ${value} over ${blocks} blocks (${silent} too flat, partly of one level, or clipped), threshold ${threshold}; ${percent} % of the blocks reach it by themselves.`,
    `${blocks} 个块的平均得分为 ${value}（另有 ${silent} 个块过于平坦、含单一灰阶区域或溢出），阈值为 ${threshold}；${percent}% 的块单独达到阈值。`,
  );
  if (score < threshold)
    return [
      {
        code: 'median.none',
        statement: localized(
          `The picture as a whole does not look median-filtered. ${seen.en}`,
          `图像整体未呈现中值滤波特征。${seen['zh-CN']}`,
        ),
        bearing: 'informational',
        strength: 'none',
        limits: [measuredLimit, orderLimit],
        innocent: [],
        figures: ['blocks', 'score'],
      },
    ];
  return [
    {
      code: 'median.filtered',
      statement: localized(
        `The picture looks median-filtered. ${seen.en}`,
        `图像呈现中值滤波特征。${seen['zh-CN']}`,
      ),
      bearing: 'contradicts',
      proposition: 'camera-original',
      strength: 'weak',
      limits: [measuredLimit, orderLimit],
      innocent: [
        localized(
          'Noise reduction in cameras, scanners and photo programs uses median filters too.',
          '相机、扫描仪和图像处理软件的降噪功能同样使用中值滤波。',
        ),
      ],
      figures: ['blocks', 'score'],
    },
  ];
}
