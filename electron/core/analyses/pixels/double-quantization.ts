import { z } from 'zod';
import type { Figure } from '#shared/domain/figure.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { counted, type Localized, localized } from '#shared/domain/localized.ts';
import type { Reason } from '#shared/domain/run.ts';
import { type AnalysisContext, type Answer, defineAnalysis } from '../../analysis/define.ts';
import { clippedBlocks } from '../../pixels/double-jpeg/clipped-blocks.ts';
import { earlierQuality } from '../../pixels/double-jpeg/earlier-quality.ts';
import { findFirstSteps } from '../../pixels/double-jpeg/first-steps.ts';
import { openLuminance } from '../../pixels/double-jpeg/luminance.ts';
import { blockEvidence } from '../../pixels/double-jpeg/single-blocks.ts';
import { singlePosterior, singleRegions } from '../../pixels/double-jpeg/single-regions.ts';
import { windowFigure } from '../../pixels/double-jpeg/window-figure.ts';
import { errorRateOf } from '../../pixels/error-rates.ts';
import { jpegFile } from '../../pixels/gate.ts';
import { guide } from '../../pixels/guides/double-quantization.ts';
import { keepMap, mapFigure } from '../../pixels/maps.ts';

const Parameters = z.strictObject({
  /** A coefficient counts when the number of such expected by chance among all is at most 10 to this. */
  logNfa: z.number().min(-12).max(0).default(-3),
});
type Parameters = z.infer<typeof Parameters>;

const Step = z.object({
  index: z.number().int(),
  second: z.number().int(),
  first: z.number().int(),
  alike: z.array(z.number().int()),
  portion: z.number(),
  logRatio: z.number(),
});

const Result = z.object({
  width: z.number().int(),
  height: z.number().int(),
  blocks: z.tuple([z.number().int(), z.number().int()]),
  steps: z.array(Step),
  unread: z.array(z.number().int()),
  /** Coefficients (natural order) whose histogram speaks for an earlier compression. */
  significant: z.array(z.number().int()),
  /** log₁₀ of the number of coefficients expected to speak so clearly by chance. */
  logNfa: z.number(),
  earlier: z
    .object({ qualities: z.array(z.number().int()), agreeing: z.number().int(), of: z.number().int() })
    .nullable(),
  regions: z.array(
    z.object({ x: z.number().int(), y: z.number().int(), size: z.number().int(), logNfa: z.number() }),
  ),
});
type Result = z.infer<typeof Result>;

const limits: Localized[] = [
  localized(
    'An earlier compression on the same 8 × 8 grid is told only where its steps differ from the last ones; steps that divide the last step leave no trace, and a last compression coarser than the first hides most.',
    '只有当早先压缩的量化步长与最后一次不同时，才能识别同一 8×8 网格上的早先压缩；能整除最后步长的早先步长不留痕迹，最后一次压缩更粗时大部分痕迹会被掩盖。',
  ),
  localized(
    'Resizing, rotating or cropping off the grid between the two compressions removes the trace.',
    '两次压缩之间若经缩放、旋转或偏离网格的裁剪，痕迹即消失。',
  ),
  localized(
    'The map rests on a model of the coefficients; flat and saturated blocks say nothing, and regions of unusual texture may stand out.',
    '概率图依赖系数分布模型；平坦块与饱和块无法提供信息，纹理异常的区域可能突出。',
  ),
];
const innocent: Localized[] = [
  localized(
    'Opening and saving a picture again, or passing it through a service that saves it anew, compresses it twice without any change of content.',
    '重新打开并保存图像，或经由会重新保存的服务传送，都会造成二次压缩，而内容并未改变。',
  ),
];
const artifact = 'single-compression.png';
const scale = { min: 0, max: 1, unit: 'probability' };

/** Two compressions on one grid: comb-like histograms, the earlier steps, and the blocks that do not take part. */
export const analysis = defineAnalysis<Parameters, Result>({
  id: 'pixels.double-quantization',
  version: 2,
  title: localized('Double JPEG compression, same grid', '同网格双重 JPEG 压缩'),
  summary: localized(
    'Reads from the histograms of the JPEG coefficients whether the picture was compressed before on the same grid, with which steps, and which blocks do not share that history.',
    '根据 JPEG 系数直方图判断图像此前是否在同一网格上压缩过、使用何种步长，以及哪些块不具有该历史。',
  ),
  guide,
  reference: {
    cite: 'Bianchi & Piva, Image forgery localization via block-grained analysis of JPEG artifacts, IEEE TIFS 7(3), 2012; Lin et al., Pattern Recognition 42, 2009; Wasserman et al., Universal inference, PNAS 117, 2020',
    url: 'https://doi.org/10.1109/TIFS.2012.2187516',
    limits,
  },
  errorRate: errorRateOf('pixels.double-quantization'),
  engines: ['sharp'],
  appliesTo: jpegFile,
  parameters: Parameters,
  result: Result,
  run,
  figures,
  interpret,
});

const unreadable: Reason = {
  code: 'few-coefficients',
  text: localized(
    'Too few coefficients differ from zero: the picture is too small, too flat or too strongly compressed for its histograms to be read.',
    '非零系数过少：图像过小、过于平坦或压缩过强，无法读取其直方图。',
  ),
};
/** One coefficient may be odd for reasons of its own. */
const leastSignificant = 2;
/** A step that only a smaller part of the picture fits does not say what the rest is. */
const leastPortion = 0.6;
const unclipped = new Uint8Array(0);

async function run(context: AnalysisContext<Parameters>): Promise<Answer<Result>> {
  const opened = await openLuminance(context);
  if (!opened.ok) return { outcome: 'undetermined', reason: opened.reason };
  const { width, height, plane, samples, rgb, warnings } = opened.luminance;
  const { steps, unread } = findFirstSteps(plane, context.signal);
  if (steps.length < leastSignificant) return { outcome: 'undetermined', reason: unreadable, warnings };
  context.progress(0.4);
  const logNfa = (logRatio: number): number => Math.log10(steps.length) - logRatio / Math.LN10;
  const significant = steps.filter(({ logRatio }) => logNfa(logRatio) <= context.parameters.logNfa);
  const best = steps.reduce((most, { logRatio }) => Math.max(most, logRatio), Number.NEGATIVE_INFINITY);
  const common = {
    width,
    height,
    blocks: [Math.ceil(plane.width / 8), Math.ceil(plane.height / 8)] as [number, number],
    steps: steps.map((step) => ({ ...step, alike: [...step.alike] })),
    unread: [...unread],
    logNfa: logNfa(best),
  };
  if (significant.length < leastSignificant) {
    const result = { ...common, significant: [], earlier: null, regions: [] };
    return { outcome: 'nothing-found', result, warnings };
  }
  const clipped =
    plane.width === width && plane.height === height ? clippedBlocks(rgb(), { width, height }) : unclipped;
  const whole = significant.filter(({ portion }) => portion >= leastPortion);
  const evidence = blockEvidence(plane, samples, whole, clipped, context.signal);
  context.progress(0.8);
  const values = singlePosterior(evidence);
  await keepMap(context, artifact, { width: evidence.wide, height: evidence.high, values }, scale);
  const earlier = earlierQuality(significant);
  return {
    outcome: 'found',
    warnings,
    result: {
      ...common,
      significant: significant.map(({ index }) => index),
      earlier: { ...earlier, qualities: [...earlier.qualities] },
      regions: singleRegions(evidence),
    },
  };
}

function figures({ width, height, blocks, steps, significant, regions }: Result): Figure[] {
  const out: Figure[] = [];
  if (significant.length > 0) {
    const title = localized('Probability that a block was compressed once', '块仅经一次压缩的概率');
    out.push(mapFigure('single', title, artifact, { width: blocks[0], height: blocks[1] }, scale));
  }
  if (regions.length > 0)
    out.push(
      windowFigure(
        localized('Regions that fit a single compression', '符合单次压缩的区域'),
        { width, height },
        regions.map((region) => ({ ...region, label: `log NFA ${region.logNfa.toFixed(1)}` })),
        { cell: 8, shiftX: 0, shiftY: 0 },
      ),
    );
  out.push({
    kind: 'table',
    id: 'steps',
    title: localized('Earlier steps by coefficient', '各系数的早先步长'),
    columns: [
      {
        key: 'coefficient',
        title: localized('Coefficient (row, column)', '系数（行，列）'),
        align: 'start',
        code: true,
      },
      { key: 'second', title: localized('Step in the file', '文件中的步长'), align: 'end', code: false },
      {
        key: 'first',
        title: localized('Earlier step that fits best', '最吻合的早先步长'),
        align: 'end',
        code: false,
      },
      {
        key: 'alike',
        title: localized('Steps that fit nearly as well', '吻合程度相近的步长'),
        align: 'start',
        code: false,
      },
      {
        key: 'ratio',
        title: localized('log₁₀ likelihood ratio', '对数似然比（log₁₀）'),
        align: 'end',
        code: false,
      },
      { key: 'portion', title: localized('Part of the coefficients', '系数占比'), align: 'end', code: false },
    ],
    rows: steps.map(({ index, second, first, alike, logRatio, portion }) => ({
      cells: [
        `${index >> 3}, ${index & 7}`,
        second,
        first,
        alike.join(' '),
        Math.round((10 * logRatio) / Math.LN10) / 10,
        portion,
      ],
      ...(significant.includes(index) ? { flag: 'notice' as const } : {}),
    })),
  });
  return out;
}

function interpret({ steps, significant, logNfa, earlier, regions }: Result): Finding[] {
  const common = { bearing: 'informational', strength: 'none', limits, innocent } as const;
  const plain = { ...common, limits: [...limits], innocent: [...innocent] };
  if (earlier === null)
    return [
      {
        ...plain,
        innocent: [],
        code: 'double-quantization.none',
        statement: localized(
          `None of the ${steps.length} histograms read shows an earlier compression on the same grid with coarser or unrelated steps. That does not exclude one.`,
          `所读取的 ${steps.length} 个直方图均未显示同一网格上步长更粗或不成倍数的早先压缩。这并不排除存在早先压缩。`,
        ),
        figures: ['steps'],
      },
    ];
  const { qualities, agreeing, of } = earlier;
  const range = qualities.length > 1 ? `${qualities[0]}–${qualities.at(-1)}` : `${qualities[0]}`;
  const explained = agreeing >= 0.7 * of;
  const bound = logNfa.toFixed(1);
  const findings: Finding[] = [
    {
      ...plain,
      code: 'double-quantization.twice',
      statement: localized(
        `The picture or most of it was compressed before on the same grid: ${significant.length} of ${steps.length} histograms show it (log₁₀ of the false alarms expected: ${bound}). ${explained ? `${agreeing} of ${of} earlier steps are those of IJG quality ${range}.` : 'The earlier steps are not those of one IJG quality.'}`,
        `图像整体或大部分此前曾在同一网格上压缩：${steps.length} 个直方图中有 ${significant.length} 个显示该痕迹（预期虚警数的 log₁₀：${bound}）。${explained ? `${of} 个早先步长中有 ${agreeing} 个与 IJG 质量 ${range} 相符。` : '早先步长不对应单一的 IJG 质量。'}`,
      ),
      figures: ['single', 'steps'],
    },
  ];
  if (regions.length > 0)
    findings.push({
      ...plain,
      innocent: [
        localized(
          'Captions, frames and stamps added after the first compression, and saturated or very fine texture.',
          '首次压缩后添加的文字、边框和印章，以及饱和或极细的纹理。',
        ),
      ],
      // No false alarm on 256 untouched pictures of the bench, 112 of 113 alarms in place.
      bearing: 'contradicts',
      proposition: 'unaltered',
      strength: 'moderate',
      code: 'double-quantization.regions',
      statement: localized(
        `${counted(regions.length, 'region fits', 'regions fit')} a single compression where the rest was compressed twice (log₁₀ of the false alarms expected: ${regions[0]!.logNfa.toFixed(1)}).`,
        `${regions.length} 个区域符合单次压缩，而其余部分经过两次压缩（预期虚警数的 log₁₀：${regions[0]!.logNfa.toFixed(1)}）。`,
      ),
      figures: ['single', 'regions'],
    });
  return findings;
}
